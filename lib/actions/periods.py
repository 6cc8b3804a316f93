"""Start, lock, unlock and review a client's reconciliation periods."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from lib.actions import due_entries
from lib.actions.desk import Desk
from lib.core.languages import mark
from lib.core.periods import ReconciliationPeriod
from lib.store import carrying, freezing, period_lengths, periods

LENGTH_NAMES: Final[Mapping[ReconciliationPeriod, str]] = {
    ReconciliationPeriod.MONTH: mark("months"),
    ReconciliationPeriod.QUARTER: mark("quarters"),
    ReconciliationPeriod.YEAR: mark("years"),
}
"""What the periods of each length are called."""
REVIEW_GONE: Final = mark("{period} is no longer reviewed.")


def start_period(desk: Desk, client_id: int, key: str) -> None:
    """Start a period; it takes over from the one before it what follows the periods, and accruals that are due.

    Raises EarlierOpen, LaterLocked, PeriodClosed (a second click too), NotFound.
    """
    with desk.acting("period.start", client_id, period=name_of(desk, client_id, key)), desk.transaction() as session:
        before = periods.start(session, client_id, key)
        carrying.carry(session, client_id, before, periods.get(session, client_id, key))
        due_entries.make(desk, session, client_id, key)


def lock_period(desk: Desk, client_id: int, key: str, *, expected_version: int) -> None:
    """Lock a period on the books that the person saw; the results of the checks stay as they stand now.

    Raises BooksChanged when other books are in use by now, EarlierOpen, PeriodClosed, NotFound.
    """
    with desk.acting("period.lock", client_id, period=name_of(desk, client_id, key)), desk.transaction() as session:
        results = freezing.frozen(desk.store, session, client_id, key)
        periods.lock(session, client_id, key, expected_version=expected_version, results=results, who=desk.person.who)


def unlock_period(desk: Desk, client_id: int, key: str) -> None:
    """Open a locked period again; the next one is paused. Raises LaterLocked, PeriodClosed, NotFound."""
    with desk.acting("period.unlock", client_id, period=name_of(desk, client_id, key)), desk.transaction() as session:
        periods.unlock(session, client_id, key)


def review_period(desk: Desk, client_id: int, key: str) -> None:
    """Say that a period was looked through by another than who locked it; raises OwnLock, PeriodClosed, NotFound."""
    with desk.acting("period.review", client_id, period=name_of(desk, client_id, key)), desk.transaction() as session:
        periods.review(session, client_id, key, desk.person.who)


def unreview_period(desk: Desk, client_id: int, key: str) -> None:
    """Take the review of a period back; raises PeriodClosed, NotFound."""
    facts = {"period": name_of(desk, client_id, key)}
    with desk.acting("period.review", client_id, done=REVIEW_GONE, **facts), desk.transaction() as session:
        periods.unreview(session, client_id, key)


def change_length(desk: Desk, client_id: int, length: ReconciliationPeriod, today: date) -> date | None:
    """Go by periods of another length from the next quarter; gives that day, None when it holds at once."""
    named = LENGTH_NAMES[length]
    with desk.acting("period.length", client_id, length=named), desk.transaction() as session:
        return period_lengths.change_length(session, client_id, length, today)


def name_of(desk: Desk, client_id: int, key: str) -> str:
    """What a period is called in the activity log; its key when the books do not hold it."""
    with desk.store.reading() as session:
        period = periods.board(session, client_id).get(key)
    return period.name if period else key
