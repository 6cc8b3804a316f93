"""What the closing pages read of a period: its accounts with all that stands beside them, and what the checks found."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from dashboard import data
from dashboard.context import View
from lib.checks.analysis.registry import Outcome
from lib.closing import holdings, reconciliation, results
from lib.closing.appendices import AppendixView
from lib.closing.results import Mark
from lib.closing.standings import Papers
from lib.core.periods import FinancialYear
from lib.ledger.sides import Side
from lib.store import analyses, freezing, marks, reconciling, supplements
from lib.store.reconciling import PeriodView
from lib.store.words import SupplementKind, SupplementState


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in a year, which findings are marked, who ran them when, and whether that is stale."""

    outcomes: tuple[Outcome, ...]
    marks: frozenset[Mark]
    run_at: datetime
    run_by: str
    stale: bool


def accounts(view: View, at: PeriodView) -> pl.DataFrame:
    """The balance accounts of a period with what stands beside them, as `lib.closing.standings.RECONCILIATION`."""
    return reconciliation.balances(data.year_books(at.snapshot), at.period, papers(view, at))


def papers(view: View, at: PeriodView) -> Papers:
    """What stands beside a period's accounts; in a locked one as it stood when it was locked."""
    found = checked_of(view, at)
    with data.house().store.reading() as session:
        return reconciling.papers(
            session,
            view.client.id,
            at.period.key,
            data.year_books(at.snapshot),
            ledgers=holdings.of_ledgers(ledgers(view, at).values()),
            findings=results.by_account(found.outcomes, found.marks) if found else {},
        )


def ledgers(view: View, at: PeriodView) -> dict[Side, AppendixView]:
    """The ledgers that the period's books came with, on its last day; none where there are none."""
    with data.house().store.reading() as session:
        found = supplements.at_version(session, view.client.id, at.books.version)
    fetched = {side: found.get(SupplementKind(side.value)) for side in Side}
    return {
        side: data.appendix(view.client, at.books, row, at.period.span.end)
        for side, row in fetched.items()
        if row is not None and row.state is SupplementState.FETCHED
    }


def checked_of(view: View, at: PeriodView) -> Checked | None:
    """What the checks found in a period's year: as it was locked, else by the newest run; None without a run."""
    if at.row is None or at.row.locked_at is None:
        return checked(view, at.period.year)
    frozen = freezing.thawed(at.row)
    if frozen is None:
        return None
    return Checked(frozen.outcomes, frozen.marks, frozen.run_at, frozen.run_by, frozen.stale)


def checked(view: View, year: FinancialYear) -> Checked | None:
    """What the newest run of the checks found in a year; None when they were never run."""
    store = data.house().store
    with store.reading() as session:
        kept = analyses.of_year(store, session, view.client.id, year)
        marked = frozenset(marks.of_findings(session, view.client.id))
    if kept is None:
        return None
    return Checked(kept.outcomes, marked, kept.run.at, kept.run.user_name, kept.stale)
