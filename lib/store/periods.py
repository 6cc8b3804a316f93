"""A client's reconciliation periods: how far each has come, and the books that each goes by."""

from collections.abc import Mapping
from typing import Any, Final, cast

from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, select

from lib.closing import states
from lib.closing.failures import OwnLock
from lib.closing.periods import ALWAYS, Change, Period, periods
from lib.closing.states import Board, State
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.core.periods import ReconciliationPeriod
from lib.ledger.books import Extent
from lib.store import books, period_lengths, rows
from lib.store.books import BookMap
from lib.store.closing_tables import PeriodRow, Who
from lib.store.columns import now
from lib.store.tables import Client

THING: Final = mark("The period")
WORKED: Final = (State.ACTIVE,)
"""States in which figures, marks and ticks are set."""
YEARLY: Final = (Change(ALWAYS, ReconciliationPeriod.YEAR),)
PREPARED: Final = (State.NOT_STARTED, State.ACTIVE, State.PAUSED)
"""States in which appendices may be put in place beforehand."""
_FROZEN: Final = cast("QueryableAttribute[Any]", PeriodRow.frozen)
REVIEWED: Final = (State.ACTIVE, State.LOCKED)
"""States in which a period may be looked through by a second person."""


def board(session: Session, client_id: int) -> Board:
    """All periods of the years in the books, in order, and how each stands.

    A year that the books tell balances of and no months has its year-end alone; last year's balances
    that came along in another year's file are no year of their own.
    """
    lengths = period_lengths.plan(session, client_id)
    years = books.active(session, client_id).years.items()
    found = [
        period
        for year, snapshot in sorted(years, key=lambda one: one[0])
        if snapshot.extent is not Extent.COMPARISON
        for period in periods(year, YEARLY if snapshot.extent is Extent.BALANCES else lengths)
    ]
    # their states alone: what the checks found in a locked period is long, and kept in its row
    known = session.exec(select(PeriodRow.period, PeriodRow.state).where(PeriodRow.client_id == client_id)).all()
    return Board(sorted(found, key=lambda period: period.key), {key: State(state) for key, state in known})


def get(session: Session, client_id: int, key: str) -> Period:
    """The period of this key; raises NotFound when the books hold no such period."""
    return _found(board(session, client_id), key)


def standing(session: Session, client_id: int, key: str) -> PeriodRow | None:
    """What is kept of a period: who locked it and when, on which books; None when it was never started."""
    return session.get(PeriodRow, (client_id, key))


def books_of(session: Session, client_id: int, key: str) -> BookMap:
    """The books that a period shows: those it was locked on while it is locked, else those in use."""
    row = standing(session, client_id, key)
    if row is None or row.books_version is None:
        return books.active(session, client_id)
    return books.at_version(session, client_id, row.books_version)


def unfrozen(session: Session, client_id: int) -> list[PeriodRow]:
    """What is kept of every period that was started but for what is `frozen` in it, which is long."""
    own = select(PeriodRow).where(PeriodRow.client_id == client_id).options(defer(_FROZEN))
    return list(session.exec(own))


def require(session: Session, client_id: int, key: str, *allowed: State) -> Period:
    """The period, for a change of something in it, while nobody else changes its state.

    `allowed` are the states it may be in, `WORKED` without any. Raises PeriodClosed, NotFound.
    """
    rows.lock(session, Client, client_id)
    current = board(session, client_id)
    period = _found(current, key)
    states.refuse_unless(current, period, *(allowed or WORKED))
    return period


def start(session: Session, client_id: int, key: str) -> Period | None:
    """Start a period; gives the one that it is carried on from, if there is one.

    Raises EarlierOpen, LaterLocked, PeriodClosed, NotFound.
    """
    rows.lock(session, Client, client_id)
    current = board(session, client_id)
    period = _found(current, key)
    _move(session, client_id, current, states.start(current, period))
    return current.previous(period)


def lock(  # noqa: PLR0913 - all by name
    session: Session, client_id: int, key: str, *, expected_version: int, results: Mapping[str, Any], who: Who
) -> None:
    """Lock a period on the books in use; `results` (JSON) are kept as they stand now.

    Raises BooksChanged when the books are no longer at `expected_version`, EarlierOpen,
    PeriodClosed (a second click too), NotFound.
    """
    rows.lock(session, Client, client_id)
    version = books.unchanged(session, client_id, expected_version).version
    current = board(session, client_id)
    period = _found(current, key)
    _move(session, client_id, current, states.lock(current, period))
    row = rows.lock(session, PeriodRow, (client_id, key))
    row.locked_at, (row.locked_by, row.locked_name) = now(), who or (None, "")
    row.books_version, row.frozen = version, dict(results)
    session.add(row)
    session.flush()


def unlock(session: Session, client_id: int, key: str) -> None:
    """Open a locked period again: from now on it goes by the books in use, and what was active after it waits.

    Raises LaterLocked, PeriodClosed, NotFound.
    """
    rows.lock(session, Client, client_id)
    current = board(session, client_id)
    _move(session, client_id, current, states.unlock(current, _found(current, key)))
    row = rows.lock(session, PeriodRow, (client_id, key))
    row.locked_at, row.locked_by, row.locked_name = None, None, ""
    row.books_version, row.frozen = None, {}
    row.reviewed_at, row.reviewed_by, row.reviewed_name = None, None, ""
    session.add(row)
    session.flush()


def review(session: Session, client_id: int, key: str, who: Who) -> None:
    """Say that a period was looked through, active or locked, by another than who locked it.

    Raises OwnLock, PeriodClosed, NotFound.
    """
    period = require(session, client_id, key, *REVIEWED)
    row = rows.lock(session, PeriodRow, (client_id, key))
    if who and row.locked_by == who[0]:
        raise OwnLock(period=period.name)
    row.reviewed_at, (row.reviewed_by, row.reviewed_name) = now(), who or (None, "")
    session.add(row)
    session.flush()


def unreview(session: Session, client_id: int, key: str) -> None:
    """Take the review of a period back; nothing happens where there is none. Raises PeriodClosed, NotFound."""
    require(session, client_id, key, *REVIEWED)
    row = rows.lock(session, PeriodRow, (client_id, key))
    row.reviewed_at, row.reviewed_by, row.reviewed_name = None, None, ""
    session.add(row)
    session.flush()


def _found(current: Board, key: str) -> Period:
    period = current.get(key)
    if period is None:
        raise NotFound(thing=THING)
    return period


def _move(session: Session, client_id: int, current: Board, moves: states.Moves) -> None:
    for key, state in moves.items():
        period = _found(current, key)
        row = session.get(PeriodRow, (client_id, key)) or PeriodRow(
            client_id=client_id, period=key, ends=period.span.end, state=state
        )
        row.state = state
        session.add(row)
    session.flush()
