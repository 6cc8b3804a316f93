"""System entries of a year-end: worked out of books and entries, kept as closing entries, stale when these change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.closing.entries import Draft, EntryRow, Family, Problem, problems
from lib.closing.periods import Period
from lib.closing.system.case import Case, case_of
from lib.closing.system.failures import OnlyAtYearEnd
from lib.closing.system.proposals import KIND_NAMES, Input, Kind, Line, Proposal
from lib.closing.system.registry import propose, rules_of
from lib.closing.system.standings import SystemState, state_of
from lib.core.languages import translate
from lib.store import clients, entries, periods, reconciling, returns, snapshots, system_choices
from lib.store.closing_tables import Who
from lib.store.database import Session, Store
from lib.store.entry_tables import ClosingEntry


@dataclass(frozen=True, slots=True)
class Standing:
    """A kind of system entry in a year: its calculation now, and the entry that is kept for it.

    `stated` are the figures that people may state, with what they did; `problems` keep the entry from being ready.
    """

    proposal: Proposal
    state: SystemState
    enabled: bool
    stated: Sequence[tuple[Input, int | None]] = ()
    entry: ClosingEntry | None = None
    problems: Sequence[Problem] = ()

    @property
    def kind(self) -> Kind:
        """What it is of."""
        return self.proposal.kind


def standings(store: Store, session: Session, client_id: int, key: str) -> list[Standing]:
    """Every kind that the client's legal form has, in order; none in a month or a quarter. Raises NotFound."""
    period = periods.get(session, client_id, key)
    if not period.year_end:
        return []
    case = _case(store, session, client_id, period)
    on = system_choices.enabled(session, client_id, period.year.start)
    kept = {row.kind: row for row in _all_kept(session, client_id, period.year.start)}
    found = propose(case, on)
    return [
        _standing(case, period, found[rule.kind], kept.get(rule.kind.value), rule.stated(case), on)
        for rule in rules_of(case.form)
    ]


def refresh(store: Store, session: Session, client_id: int, key: str, who: Who) -> list[ClosingEntry]:
    """Work the system entries of a year-end out anew; gives those that were made, changed or deleted.

    A kind that is switched off, short of a figure, or with nothing left to book loses its entry; what
    has gone out stays and counts as booked. Raises OnlyAtYearEnd, PeriodClosed, NotFound.
    """
    period = required(session, client_id, key)
    touched = []
    left = {row.id: row for row in _all_kept(session, client_id, period.year.start)}
    for standing in standings(store, session, client_id, key):
        row = left.pop(standing.entry.id) if standing.entry else None
        if standing.enabled and standing.proposal.rows:
            if row is None or standing.state is SystemState.STALE or row.ready == bool(standing.problems):
                touched.append(_write(session, client_id, period, standing, row, who))
        elif row is not None:
            touched.append(entries.delete(session, client_id, row.id, who))
    # of kinds that the legal form no longer has, and those brought back beside another of their kind
    return [*touched, *(entries.delete(session, client_id, row.id, who) for row in left.values())]


def stale(store: Store, session: Session, client_id: int, key: str) -> list[ClosingEntry]:
    """The system entries of a year-end that are kept of other figures than there are now."""
    every = standings(store, session, client_id, key)
    return [one.entry for one in every if one.entry is not None and one.state is SystemState.STALE]


def stale_of_year(store: Store, session: Session, client_id: int, year_start: date) -> list[ClosingEntry]:
    """The same for the year-ends of a financial year that have system entries; those are kept for no other period."""
    keys = {row.period for row in _all_kept(session, client_id, year_start)}
    return [row for key in sorted(keys) for row in stale(store, session, client_id, key)]


def required(session: Session, client_id: int, key: str) -> Period:
    """The year-end, for a change in it; raises OnlyAtYearEnd for a month or a quarter, PeriodClosed, NotFound."""
    period = periods.get(session, client_id, key)
    if not period.year_end:
        raise OnlyAtYearEnd(period=period.name)
    return periods.require(session, client_id, key)


def lines_of(row: ClosingEntry) -> list[Line]:
    """The calculation that an entry was made of."""
    return [Line.from_json(one) for one in row.calculation]


def _ours(row: ClosingEntry) -> bool:
    return row.family is Family.SYSTEM and bool(row.kind) and row.transfer in entries.OURS


def _case(store: Store, session: Session, client_id: int, period: Period) -> Case:
    at = reconciling.view(session, client_id, period.key)
    books = snapshots.lazily(store, at.snapshot)
    year = period.year.start
    # they are what is worked out anew
    own = {row.id for row in _all_kept(session, client_id, year)}
    return case_of(
        books,
        period,
        returns.counted(store, session, client_id, period.year, at.books, without=own),
        form=clients.get(session, client_id).legal_form or "",
        inputs=system_choices.inputs(session, client_id, year),
    )


def _all_kept(session: Session, client_id: int, year_start: date) -> list[ClosingEntry]:
    return [row for row in entries.of_year(session, client_id, year_start) if _ours(row)]


def _standing(  # noqa: PLR0913, PLR0917 - all that a kind's standing hangs on
    case: Case,
    period: Period,
    proposal: Proposal,
    row: ClosingEntry | None,
    stated: Sequence[Input],
    on: set[Kind],
) -> Standing:
    kept = (row.basis, tuple(EntryRow.from_json(one) for one in row.rows)) if row else None
    enabled = proposal.kind in on
    return Standing(
        proposal=proposal,
        state=state_of(proposal, kept, enabled=enabled),
        enabled=enabled,
        stated=[(one, case.inputs.get(one.key)) for one in stated],
        entry=row,
        problems=problems(_draft(period, proposal), period, case.names) if proposal.rows else (),
    )


def _draft(period: Period, proposal: Proposal) -> Draft:
    # the name becomes the voucher's text in books that are kept in Swedish
    return Draft(translate(KIND_NAMES[proposal.kind], "sv"), period.span.end, proposal.rows)


def _write(  # noqa: PLR0913, PLR0917 - an entry's columns
    session: Session, client_id: int, period: Period, standing: Standing, row: ClosingEntry | None, who: Who
) -> ClosingEntry:
    proposal = standing.proposal
    draft, ready = _draft(period, proposal), not standing.problems
    told = [line.as_json() for line in proposal.lines]
    if row is not None:
        return entries.change(
            session, client_id, row.id, draft, ready=ready, who=who, calculation=told, basis=proposal.basis
        )
    return entries.add(
        session,
        client_id,
        period.key,
        draft,
        family=Family.SYSTEM,
        ready=ready,
        who=who,
        kind=proposal.kind.value,
        calculation=told,
        basis=proposal.basis,
    )
