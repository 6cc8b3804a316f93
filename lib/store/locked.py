"""What has changed, or would change, in the periods that a client has locked."""

from collections.abc import Callable, Mapping

import polars as pl
from sqlmodel import Session

from lib.closing import locks
from lib.closing.periods import Period
from lib.closing.returned import WithoutVouchers, seen_from
from lib.closing.states import State
from lib.core.periods import FinancialYear
from lib.ledger.books import YearFrames
from lib.store import books, imports, periods, returns, snapshots
from lib.store.database import Store
from lib.store.tables import Snapshot

Changes = dict[str, pl.DataFrame]
"""Of each locked period that changed, by its key, the accounts, as `lib.closing.locks.CHANGES`."""
Year = tuple[Snapshot, str | None]
"""A year of books, and the import that it is from."""


def changed(store: Store, session: Session, client_id: int, key: str | None = None) -> Changes:
    """What the books in use say otherwise than those that each locked period was locked on, or the one of this `key`.

    Closing entries that came back since change nothing: they stood beside the books then.
    """
    active = books.active(session, client_id)

    def other(period: Period) -> Year | None:
        return _of(active.years, active.imports, period) if key in {None, period.key} else None

    return _compared(store, session, client_id, other)


def changed_by(store: Store, session: Session, import_id: str) -> Changes:
    """What putting a staged import in use would say otherwise; raises NotFound."""
    client_id = imports.get(session, import_id).client_id
    taken = [plan for plan in books.plan(session, import_id) if plan.action != "keep"]
    years = {plan.year: plan.snapshot for plan in taken}
    return _compared(store, session, client_id, lambda period: _of(years, dict.fromkeys(years, import_id), period))


def _compared(store: Store, session: Session, client_id: int, other: Callable[[Period], Year | None]) -> Changes:
    board = periods.board(session, client_id)
    found: Changes = {}
    for period in board.periods:
        if board.state(period) is not State.LOCKED:
            continue
        held = periods.books_of(session, client_id, period.key)
        locked, now = _of(held.years, held.imports, period), other(period)
        if locked is None or now is None or locked[0].id == now[0].id:
            continue
        fresh = returns.arrived(store, session, *locked, now[1])
        before, after = (_seen(store, session, period, one) for one in (locked, now))
        frame = locks.changes(before, WithoutVouchers(after, fresh.expr) if fresh else after, period)
        if frame.height:
            found[period.key] = frame
    return found


def _seen(store: Store, session: Session, period: Period, year: Year) -> YearFrames:
    """A year as the period sees it."""
    snapshot, import_id = year
    returned = returns.returned(session, snapshot.client_id, period, import_id)
    return seen_from(snapshots.lazily(store, snapshot), period, returned.expr if returned else None)


def _of(years: Mapping[FinancialYear, Snapshot], from_: Mapping[FinancialYear, str], period: Period) -> Year | None:
    """The year that the period lies in, also when it has been lengthened since."""
    return next(((one, from_.get(year)) for year, one in years.items() if period.span.end in year), None)
