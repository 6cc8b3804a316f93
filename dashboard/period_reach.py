"""How far a period has come: accounts done, differences, findings, checklist; and what is left to do in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import closing_data, data
from dashboard.closing_data import Checked
from dashboard.context import View
from dashboard.language import _
from lib.closing import results, standings
from lib.closing.periods import Period
from lib.closing.standings import Progress, Standing
from lib.closing.states import Board, State
from lib.core.languages import Fact, mark
from lib.store import checklists, periods
from lib.store.closing_tables import ChecklistItem
from lib.store.reconciling import PeriodView
from lib.store.words import ItemState

KEPT: Final = 512
"""Locked periods change no more: what they had come to is a few numbers each."""


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is left to do in a period: where it is done, and what it is, as a marked text with its number."""

    place: str
    text: str
    number: int

    @property
    def said(self) -> str:
        """The thing in the reader's language."""
        facts: dict[str, Fact] = {"number": self.number}
        return _(self.text, **facts)


RECONCILIATION, ANALYSIS, CHECKLIST = "reconciliation", "transaction_analysis", "checklist"
CHANGED: Final = mark("{number:count|account has|accounts have} changed since marked as done")
UNDONE: Final = mark("{number:count|account is|accounts are} not marked as done")
DIFFERENCE: Final = mark("differences of {number:kr} are open")
NEVER_RUN: Final = mark("the checks have not been run")
OUT_OF_DATE: Final = mark("the check results are out of date")
OPEN_FINDINGS: Final = mark("{number:count|finding awaits|findings await} an answer")
OPEN_ITEMS: Final = mark("{number:count|item|items} of the checklist left")


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a period has come.

    `difference` is that of the accounts not marked done, None where none is held against anything (öre).
    `findings` is None where the checks were never run on its year.
    """

    accounts: Progress
    difference: int | None
    changed: int
    findings: int | None
    stale: bool
    ticked: int
    items: int

    @property
    def left(self) -> list[Left]:
        """What is left to do, in the order in which people do it; nothing when the period is ready."""
        return list(self._left())

    def _left(self) -> Iterator[Left]:
        undone = self.accounts.accounts - self.accounts.done - self.changed
        told = (
            Left(ANALYSIS, NEVER_RUN, int(self.findings is None)),
            Left(ANALYSIS, OUT_OF_DATE, int(self.stale)),
            Left(ANALYSIS, OPEN_FINDINGS, 0 if self.stale else self.findings or 0),
            Left(RECONCILIATION, CHANGED, self.changed),
            Left(RECONCILIATION, UNDONE, undone),
            Left(RECONCILIATION, DIFFERENCE, self.difference or 0),
            Left(CHECKLIST, OPEN_ITEMS, self.items - self.ticked),
        )
        yield from (one for one in told if one.number)


def of(view: View, at: PeriodView) -> Reach:
    """How far a period has come; a locked one as it was locked."""
    if at.row is None or at.row.locked_at is None:
        return _measured(view, at)
    return _locked(view.client.id, at.period.key, at.row.locked_at.isoformat(), view, at)


def of_started(view: View, board: Board, listed: Sequence[Period]) -> dict[str, tuple[PeriodView, Reach]]:
    """Those of the periods that were started, by key, and how far each has come."""
    begun = [one for one in listed if board.state(one) is not State.NOT_STARTED]
    with data.house().store.reading() as session:
        views = [
            PeriodView(
                board,
                one,
                periods.standing(session, view.client.id, one.key),
                periods.books_of(session, view.client.id, one.key),
            )
            for one in begun
        ]
    return {at.period.key: (at, of(view, at)) for at in views}


@st.cache_resource(max_entries=KEPT, ttl=data.HOUR, show_spinner=False)
def _locked(
    client_id: int,  # noqa: ARG001 - part of the key
    key: str,  # noqa: ARG001 - part of the key
    locked_at: str,  # noqa: ARG001 - part of the key: opened and locked again, it may have come further
    _view: View,
    _at: PeriodView,
) -> Reach:
    return _measured(_view, _at)


def _measured(view: View, at: PeriodView) -> Reach:
    reconciled = closing_data.accounts(view, at)
    found = closing_data.checked_of(view, at)
    with data.house().store.reading() as session:
        items = checklists.items(session, view.client.id, at.period.key)
    done = standings.progress(reconciled)
    return Reach(
        accounts=done,
        difference=done.open_difference if reconciled["difference"].count() else None,
        changed=int((reconciled["standing"] == Standing.STALE.value).sum()),
        findings=_open(found) if found else None,
        stale=bool(found and found.stale),
        ticked=ticked(items),
        items=len(items),
    )


def ticked(items: Sequence[ChecklistItem]) -> int:
    """How many items of a checklist nobody waits for any more."""
    return sum(item.state is not ItemState.OPEN for item in items)


def _open(found: Checked) -> int:
    """How many findings of a run wait for somebody, those that are counted but not listed among them."""
    counted = [results.counts(outcome, found.marks) for outcome in found.outcomes]
    return sum(one.open + one.unlisted for one in counted)
