"""Ledger: trial balance, statements, vouchers and every row; each figure opens down to its vouchers."""

import streamlit as st

from dashboard import address, balances_view, context, ledger_filters, navigation, panels, rows_view, voucher_view
from dashboard.language import _

view = context.header(_("Ledger"), "books.view", context.pick_span)
if view.year is None:
    panels.empty(_("This client has no books yet."), _("They come in by an import."))
    navigation.link("import_data")
    st.stop()

if address.read(ledger_filters.VOUCHER):
    voucher_view.show(view, address.read(ledger_filters.VOUCHER))
elif address.read(ledger_filters.ACCOUNT):
    rows_view.account(view, address.read(ledger_filters.ACCOUNT))
else:
    match ledger_filters.choose_part():
        case "resultat":
            balances_view.income(view)
        case "balans":
            balances_view.balance_sheet(view)
        case "verifikationer":
            rows_view.vouchers(view)
        case "grundbok":
            rows_view.journal(view)
        case _:
            balances_view.trial(view)
