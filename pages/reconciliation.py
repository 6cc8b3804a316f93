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
from dashboard.entries_beside import Beside
from dashboard.language import _
from dashboard.reconciliation_choice import APPENDICES, BALANCE, INCOME, VAT, YEAR

BESIDE_ENTRIES = {BALANCE: reconciliation_table.show, APPENDICES: main_appendix_view.show, INCOME: income_view.show}
OF_OTHER_DAYS = {YEAR: reconciliation_glance.show, VAT: vat_view.show}
"""Parts that find the entries beside the books of their own days themselves."""

at = working.header(_("Reconciliation"))

account = address.read(reconciliation_choice.ACCOUNT)
if account:
    account_analysis.show(at, account)
else:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        part = reconciliation_choice.choose_part()
        beside = entries_beside.of(at.at) if part in BESIDE_ENTRIES else Beside()
        entries_beside.choose(beside)
    if part in BESIDE_ENTRIES:
        BESIDE_ENTRIES[part](at, beside)
    else:
        OF_OTHER_DAYS[part](at)
