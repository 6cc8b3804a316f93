"""Which part of the page of periods is shown: the board of periods, or the chosen one's checklist and comments."""

from typing import Final

import streamlit as st

from dashboard import address
from dashboard.language import _
from lib.core.languages import mark

PART: Final = "vy"
BOARD, CHECKLIST = "perioder", "checklista"
PARTS: Final = {BOARD: mark("Periods"), CHECKLIST: mark("Checklist and comments")}


def choose() -> str:
    """Choose the part."""
    chosen = st.segmented_control(
        _("Part of the page"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, BOARD, among=PARTS),
    )
    return chosen or BOARD
