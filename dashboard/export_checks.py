"""The checks before an export: what Fortnox is asked, how each went, and what stands in the way."""

from collections.abc import Iterator, Mapping
from typing import Final

import streamlit as st

from dashboard import export_parts, panels
from dashboard.language import _
from dashboard.panels import State
from lib.actions.export import Ready
from lib.closing.entries import NO_AMOUNT, NO_NAME, NO_ROWS, UNBALANCED
from lib.core.languages import Fact, mark
from lib.fortnox.failures import YearMissing
from lib.jobs import expected
from lib.jobs.preflight import NO_SERIES
from lib.store.words import PreflightState

CONNECTION: Final = mark("Connection and company")
YEAR: Final = mark("Financial year in Fortnox")
CHECKS: Final[Mapping[str, frozenset[str]]] = {
    CONNECTION: frozenset(),
    YEAR: frozenset({YearMissing.text, expected.NOT_IN_YEAR}),
    mark("Period not locked"): frozenset({expected.LOCKED}),
    mark("Series open for manual posting"): frozenset({NO_SERIES}),
    mark("Accounts exist and are active"): frozenset({expected.ACCOUNT_MISSING, expected.ACCOUNT_INACTIVE}),
    mark("Cost centres and projects"): frozenset(
        {
            expected.CENTRE_NEEDED,
            expected.CENTRE_FORBIDDEN,
            expected.CENTRE_MISSING,
            expected.CENTRE_INACTIVE,
            expected.PROJECT_NEEDED,
            expected.PROJECT_FORBIDDEN,
            expected.PROJECT_MISSING,
            expected.PROJECT_OVER,
            expected.DIMENSION_UNKNOWN,
        }
    ),
    mark("Texts that Fortnox takes"): frozenset({NO_NAME, expected.TOO_LONG, expected.STRANGE}),
    mark("System entries up to date"): frozenset({expected.STALE_ENTRY}),
    mark("Entries balance"): frozenset({NO_ROWS, NO_AMOUNT, UNBALANCED}),
}
"""Each check, and what is said when it does not pass."""


def show(ready: Ready) -> None:
    """Each check with its status, and beneath what stands in the way of which entry."""
    states = standings(ready)
    st.markdown(
        " &emsp; ".join(
            panels.status(state, _(name)).replace(" ", "\N{NO-BREAK SPACE}") for name, state in states.items()
        )
    )
    wrong = list(_wrong(ready))
    if wrong:
        said = [(label, export_parts.sentences(text, facts)) for label, text, facts in wrong]
        st.markdown(export_parts.bullets(said))


def standings(ready: Ready) -> dict[str, State]:
    """How each check went; those that could not be made are not run."""
    if ready.look is None or ready.look.state is PreflightState.RUNNING:
        return dict.fromkeys(CHECKS, State.NOT_RUN)
    if ready.look.state is PreflightState.FAILED:
        return _after_failure(ready.look.message)
    said = {text for _label, text, _facts in _wrong(ready)}
    return {name: State.DIFFERS if said & texts else State.AGREES for name, texts in CHECKS.items()}


def _after_failure(message: str) -> dict[str, State]:
    """Where the look broke off: what comes after it was not looked at."""
    reached = {CONNECTION: State.AGREES, YEAR: State.FAILED}
    return dict.fromkeys(CHECKS, State.NOT_RUN) | (
        reached if message == YearMissing.text else {CONNECTION: State.FAILED}
    )


def _wrong(ready: Ready) -> Iterator[tuple[str, str, Mapping[str, Fact]]]:
    """What stands in the way: of which entry (blank: of all), what, and its facts."""
    for text, facts in ready.general:
        yield "", text, facts
    for checked in ready.checked:
        for text, facts in checked.problems:
            yield checked.entry.label, text, facts
