"""The parts of the transaction analysis, and which of them the address names."""

from typing import Final

import streamlit as st

from dashboard import address
from dashboard.language import _
from lib.core.languages import mark

PART: Final = "vy"
RESULTS, SETTINGS, EXPLORE = "resultat", "installningar", "utforska"
PARTS: Final = {
    RESULTS: mark("Check results"),
    SETTINGS: mark("Check settings"),
    EXPLORE: mark("Explore"),
}


def shown() -> str:
    """The part that the address names, else the results."""
    named = address.read(PART)
    return named if named in PARTS else RESULTS


def choose() -> None:
    """Let the person go from one part to another."""
    st.segmented_control(
        _("Part of the analysis"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, RESULTS, among=PARTS),
    )


def to_settings() -> None:
    """The way to the settings; a check that is open is open there too."""
    st.button(
        _(PARTS[SETTINGS]),
        key="to-settings",
        icon=":material/tune:",
        type="tertiary",
        on_click=address.put,
        kwargs={PART: SETTINGS},
    )
