"""What has changed, or would change, in the periods that a client has locked."""

from collections.abc import Callable, Mapping

import polars as pl
from sqlmodel import Session

from lib.closing import locks
from lib.closing.periods import Period
from lib.closing.states import State
from lib.core.periods import FinancialYear
from lib.store import books, imports, periods, snapshots
from lib.store.database import Store
from lib.store.tables import Snapshot

Changes = dict[str, pl.DataFrame]
"""Of each locked period that changed, by its key, the accounts, as `lib.closing.locks.CHANGES`."""


def changed(store: Store, session: Session, client_id: int, *, returned: pl.Expr | None = None) -> Changes:
    """What the books in use say otherwise than those that each locked period was locked on.

    `returned` tells closing entries that came back, as in `lib.closing.locks.changes`.
    """
    active = books.active(session, client_id).years
    return _compared(store, session, client_id, lambda period: _of(active, period), returned)


def changed_by(store: Store, session: Session, import_id: str, *, returned: pl.Expr | None = None) -> Changes:
    """What putting a staged import in use would say otherwise; raises NotFound."""
    client_id = imports.get(session, import_id).client_id
    taken = [plan for plan in books.plan(session, import_id) if plan.action != "keep"]
    years = {plan.year: plan.snapshot for plan in taken}
    return _compared(store, session, client_id, lambda period: _of(years, period), returned)


def _compared(
    store: Store,
    session: Session,
    client_id: int,
    other: Callable[[Period], Snapshot | None],
    returned: pl.Expr | None,
) -> Changes:
    board = periods.board(session, client_id)
    found: Changes = {}
    for period in board.periods:
        if board.state(period) is not State.LOCKED:
            continue
        locked = _of(periods.books_of(session, client_id, period.key).years, period)
        now = other(period)
        if locked is None or now is None or locked.id == now.id:
            continue
        before, after = (snapshots.lazily(store, one) for one in (locked, now))
        frame = locks.changes(before, after, period, returned=returned)
        if frame.height:
            found[period.key] = frame
    return found


def _of(years: Mapping[FinancialYear, Snapshot], period: Period) -> Snapshot | None:
    """The year that the period lies in, also when it has been lengthened since."""
    return next((snapshot for year, snapshot in years.items() if period.span.end in year), None)
