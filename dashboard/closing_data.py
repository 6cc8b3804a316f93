"""What the closing pages read of a period: its accounts with all that stands beside them, and what the checks found.

What the books, a ledger or a run of the checks say never changes and is kept; marks, statements and
people's appendices are read anew in every run.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from dashboard import data
from dashboard.context import View
from lib.checks.analysis.registry import Outcome
from lib.closing import holdings, reconciliation, results
from lib.closing.appendices import AppendixView, Total
from lib.closing.periods import Period
from lib.closing.results import Mark
from lib.closing.standings import Papers
from lib.core.periods import FinancialYear
from lib.ledger.sides import ACCOUNTS, Side
from lib.store import analyses, appendices, freezing, marks, reconciling, returns, supplements
from lib.store.analyses import Part
from lib.store.check_tables import AnalysisRun
from lib.store.closing_tables import PeriodRow
from lib.store.fortnox_tables import Appendix, Supplement
from lib.store.freezing import Frozen
from lib.store.reconciling import PeriodView
from lib.store.returns import Returned
from lib.store.tables import Snapshot
from lib.store.words import SupplementKind, SupplementState

FIGURES_KEPT: Final = 256
"""The figures of a period are a row an account: some tens of kB."""
RUNS_KEPT: Final = 32
"""What a run found is at most some thousand sentences: some MB."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in a year, which findings are marked, who ran them when, and whether that is stale.

    `changed` says what of the run's basis has changed since, where that can be told.
    """

    outcomes: tuple[Outcome, ...]
    marks: frozenset[Mark]
    run_at: datetime
    run_by: str
    stale: bool
    changed: tuple[Part, ...] = ()


def accounts(view: View, at: PeriodView) -> pl.DataFrame:
    """The balance accounts of a period with what stands beside them, as `lib.closing.standings.RECONCILIATION`."""
    return reconciliation.balances_of(figures(at), papers(view, at))


def unbooked(at: PeriodView) -> pl.DataFrame:
    """The result that no voucher has carried to equity, as one row of the same."""
    return reconciliation.unbooked_of(figures(at))


def over_periods(view: View, periods: Sequence[PeriodView]) -> pl.DataFrame:
    """The accounts of several periods, as `lib.closing.reconciliation.MATRIX`; without what the checks found."""
    seen = [(one.period, accounts_of(one, _beside(view, one, {}))) for one in periods]
    return reconciliation.matrix_of(seen)


def accounts_of(at: PeriodView, beside: Papers) -> pl.DataFrame:
    """The balance accounts of a period with these papers."""
    return reconciliation.balances_of(figures(at), beside)


def papers(view: View, at: PeriodView) -> Papers:
    """What stands beside a period's accounts; in a locked one as it stood when it was locked."""
    found = checked_of(view, at)
    return _beside(view, at, results.by_account(found.outcomes, found.marks) if found else {})


def _beside(view: View, at: PeriodView, findings: Mapping[str, int]) -> Papers:
    held, told = holdings.of_ledgers(ledger_totals(view, at)), partial(_balances_on, at.snapshot)
    with data.house().store.reading() as session:
        return reconciling.papers(session, view.client.id, at.period.key, told, ledgers=held, findings=findings)


def _balances_on(snapshot: Snapshot, day: date, accounts: Collection[str]) -> Mapping[str, int]:
    """What accounts hold at the end of a day that somebody has stated a balance for."""
    return _on_day(snapshot, day, tuple(accounts))


@data.kept(FIGURES_KEPT)
def _on_day(snapshot: Snapshot, day: date, accounts: tuple[str, ...]) -> dict[str, int]:
    return holdings.balances_on(data.year_books(snapshot), day, accounts)


def figures(at: PeriodView) -> pl.DataFrame:
    """What the books say of every account in a period, as `lib.closing.reconciliation.FIGURES`.

    Entries of the year-end that came back with an import are in the year-end alone.
    """
    return _figures(at.snapshot, at.period, returned(at))


def returned(at: PeriodView) -> Returned | None:
    """The vouchers that the period's books show in the year-end alone."""
    import_id = next((one for year, one in at.books.imports.items() if at.period.span.end in year), None)
    with data.house().store.reading() as session:
        return returns.returned(session, at.snapshot.client_id, at.period, import_id)


@data.kept(FIGURES_KEPT)
def _figures(snapshot: Snapshot, period: Period, seen: Returned | None) -> pl.DataFrame:
    return reconciliation.figures(data.year_books(snapshot), period, returned=seen.expr if seen else None)


def ledgers(view: View, at: PeriodView) -> dict[Side, AppendixView]:
    """The ledgers that the period's books came with, on its last day; none where there are none."""
    return {
        side: data.appendix(view.client, at.books, row, at.period.span.end) for side, row in _fetched(view, at).items()
    }


def ledger_totals(view: View, at: PeriodView) -> list[Total]:
    """What the same ledgers come to beside the books, without their items; kept for all periods of the year at once."""
    ends = sorted({period.span.end for period in at.board.periods if period.year == at.period.year})
    found = _fetched(view, at).values()
    sums = [total for row in found for total in data.ledger_totals(view.client, at.books, row, ends)]
    return [total for total in sums if total.day == at.period.span.end]


def _fetched(view: View, at: PeriodView) -> dict[Side, Supplement]:
    with data.house().store.reading() as session:
        found = supplements.at_version(session, view.client.id, at.books.version)
        gone = {row.account for row in appendices.of_client(session, view.client.id, deleted=True) if _left(row, at)}
    rows = {side: found.get(SupplementKind(side.value)) for side in Side if ACCOUNTS[side].main not in gone}
    return {side: row for side, row in rows.items() if row is not None and row.state is SupplementState.FETCHED}


def _left(row: Appendix, at: PeriodView) -> bool:
    """Whether somebody deleted an appendix, and not only after the period was locked."""
    locked_at = at.row.locked_at if at.row else None
    return row.deleted_at is not None and (locked_at is None or row.deleted_at <= locked_at)


def checked_of(view: View, at: PeriodView) -> Checked | None:
    """What the checks found in a period's year: as it was locked, else by the newest run; None without a run."""
    if at.row is None or at.row.locked_at is None:
        return checked(view, at.period.year)
    frozen = _frozen(view.client.id, at.row.period, at.row.locked_at.isoformat(), at.row)
    if frozen is None:
        return None
    return Checked(frozen.outcomes, frozen.marks, frozen.run_at, frozen.run_by, frozen.stale)


def checked(view: View, year: FinancialYear) -> Checked | None:
    """What the newest run of the checks found in a year; None when they were never run."""
    with data.house().store.reading() as session:
        newest = analyses.newest(session, view.client.id, year)
        marked = frozenset(marks.of_findings(session, view.client.id))
    found = _outcomes(newest.run.stored, newest.run) if newest else None
    if newest is None or found is None:
        return None
    return Checked(found, marked, newest.run.at, newest.run.user_name, newest.stale, newest.changed)


@st.cache_resource(max_entries=RUNS_KEPT, ttl=data.HOUR, show_spinner=False)
def _outcomes(
    stored: str,  # noqa: ARG001 - part of the key: no two runs are kept under one name
    _run: AnalysisRun,
) -> tuple[Outcome, ...] | None:
    return analyses.outcomes(data.house().store, _run)


@st.cache_resource(max_entries=RUNS_KEPT, ttl=data.HOUR, show_spinner=False)
def _frozen(
    client_id: int,  # noqa: ARG001 - part of the key
    key: str,  # noqa: ARG001 - part of the key
    locked_at: str,  # noqa: ARG001 - part of the key: what a lock keeps stands as long as it does
    _row: PeriodRow,
) -> Frozen | None:
    return freezing.thawed(_row)
