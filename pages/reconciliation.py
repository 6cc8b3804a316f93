"""Reconciliation: the accounts of a period beside what they are held against, and one account whole."""

import streamlit as st

from dashboard import (
    account_analysis,
    address,
    entries_beside,
    income_view,
    main_appendix_view,
    reconciliation_choice,
    reconciliation_glance,
    reconciliation_table,
    vat_view,
    working,
)
from dashboard.language import _
from dashboard.reconciliation_choice import APPENDICES, BALANCE, INCOME

at = working.header(_("Reconciliation"))

account = address.read(reconciliation_choice.ACCOUNT)
if account:
    account_analysis.show(at, account)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        part = reconciliation_choice.choose_part()
        if part in {BALANCE, APPENDICES, INCOME}:
            entries_beside.choose(entries_beside.of(at.at))
    match part:
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
