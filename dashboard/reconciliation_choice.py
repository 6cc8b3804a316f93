"""What of a period's reconciliation is shown, all of it in the address: the part and the account."""

from typing import Final

import streamlit as st

from dashboard import address
from dashboard.language import _
from lib.core.languages import mark

ACCOUNT, PART = "konto", "vy"
BALANCE: Final = "balans"
PARTS: Final = {
    BALANCE: mark("Balance reconciliation"),
    "oversikt": mark("Overview of the year"),
    "bilagor": mark("Main appendices"),
    "resultat": mark("Income analysis"),
    "moms": mark("VAT and fees"),
}


def choose_part() -> str:
    """Which part of the reconciliation is shown."""
    chosen = st.segmented_control(
        _("Part of the reconciliation"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, BALANCE, among=PARTS),
    )
    return chosen or BALANCE
