"""Reconciliation: the accounts of a period beside what they are held against, and one account whole."""

from dashboard import (
    account_analysis,
    address,
    income_view,
    main_appendix_view,
    reconciliation_choice,
    reconciliation_glance,
    reconciliation_table,
    vat_view,
    working,
)
from dashboard.language import _

at = working.header(_("Reconciliation"))

account = address.read(reconciliation_choice.ACCOUNT)
if account:
    account_analysis.show(at, account)
else:
    match reconciliation_choice.choose_part():
        case "oversikt":
            reconciliation_glance.show(at)
        case "bilagor":
            main_appendix_view.show(at)
        case "resultat":
            income_view.show(at)
        case "moms":
            vat_view.show(at)
        case _:
            reconciliation_table.show(at)
