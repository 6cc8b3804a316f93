"""Where an export goes: to Fortnox, into an SI file, or the whole year into a SIE file."""

from typing import Final

import streamlit as st

from dashboard import address
from dashboard.language import _
from lib.core.languages import mark
from lib.store.tables import Source

WAY: Final = "mal"
FORTNOX, SI, YEAR = "fortnox", "si", "sie"
NAMES: Final = {
    FORTNOX: mark("Fortnox"),
    SI: mark("SI file (SIE 4I)"),
    YEAR: mark("Whole year (SIE 4E)"),
}


def choose(source: Source) -> str:
    """The destination that the person chose, of those that the client's source has."""
    ways = [FORTNOX, SI, YEAR] if source is Source.FORTNOX else [SI, YEAR]
    chosen = st.segmented_control(
        _("Destination"),
        ways,
        format_func=lambda way: _(NAMES[way]),
        required=True,
        **address.tie(WAY, ways[0], among=ways),
    )
    return chosen or ways[0]
