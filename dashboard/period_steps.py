"""The next step in a period that is worked on: what it is called, and where it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from dashboard import navigation, period_board, period_parts
from dashboard.language import _
from dashboard.period_reach import ANALYSIS, CHECKLIST, RECONCILIATION, Reach
from lib.closing.periods import Period
from lib.core.languages import mark


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the words on its button, and the page where it is taken."""

    words: str
    page: str
    params: Mapping[str, str] = field(default_factory=dict)


START: Final = Step(mark("Start a period"), "periods")
LOCK: Final = Step(mark("Lock the period"), "periods")
STEPS: Final = {
    RECONCILIATION: Step(mark("Reconcile the accounts"), "reconciliation"),
    ANALYSIS: Step(mark("Go through the checks"), "transaction_analysis"),
    CHECKLIST: Step(mark("Go through the checklist"), "periods", {period_parts.PART: period_parts.CHECKLIST}),
}
"""Where what is left is done, in the order in which it is gone to."""


def of(reach: Reach) -> Step | None:
    """The next step in an active period; None when nothing is left but its lock."""
    places = {one.place for one in reach.left}
    return next((step for place, step in STEPS.items() if place in places), None)


def button(step: Step, period: Period, *, main: bool) -> None:
    """The button that leads to where a step is taken."""
    if st.button(_(step.words), type="primary" if main else "secondary", key=f"period-step-{period.key}"):
        navigation.go(step.page, **period_board.named(period), **step.params)
