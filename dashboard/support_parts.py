"""The parts of the support desk: each a page within the page, by a short name in the address."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import streamlit as st

from dashboard import (
    address,
    support_calls,
    support_compare,
    support_connection,
    support_diagnosis,
    support_imports,
    support_jobs,
    support_replay,
)
from dashboard.context import View
from dashboard.language import _
from dashboard.support_way import PART
from lib.core.languages import mark


class Part(NamedTuple):
    """One part: what people call it, and what shows it for the client at hand."""

    name: str
    show: Callable[[View], None]


DIAGNOSIS: Final = "diagnos"
PARTS: Final[Mapping[str, Part]] = {
    DIAGNOSIS: Part(mark("Diagnosis"), support_diagnosis.show),
    "anslutning": Part(mark("Connection"), support_connection.show),
    support_imports.PART: Part(mark("Imports"), support_imports.show),
    support_compare.PART: Part(mark("Compare"), support_compare.show),
    support_calls.PART: Part(mark("Calls to Fortnox"), support_calls.show),
    "jobb": Part(mark("Jobs"), support_jobs.show),
    "prova": Part(mark("Try out"), support_replay.show),
}
"""In the order that they stand in."""


def choose() -> Part:
    """Let the person go from one part to another; gives the one that is shown."""
    st.segmented_control(
        _("Part of the support desk"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name].name),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, DIAGNOSIS, among=PARTS),
    )
    return PARTS.get(address.read(PART), PARTS[DIAGNOSIS])
