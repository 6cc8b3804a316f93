"""How long a client's reconciliation periods are, and from when: a change leaves what was started as it is."""

from datetime import date

from sqlmodel import Session, col, delete, select

from lib.closing.periods import ALWAYS, Change, takes_effect, with_change
from lib.core.periods import ReconciliationPeriod
from lib.store import rows
from lib.store.closing_tables import PeriodLength, PeriodRow
from lib.store.tables import Client


def plan(session: Session, client_id: int) -> list[Change]:
    """How long the client's periods are, from when."""
    found = session.exec(select(PeriodLength).where(PeriodLength.client_id == client_id)).all()
    if found:
        return sorted(Change(row.starts, row.length) for row in found)
    chosen = rows.get(session, Client, client_id).reconciliation_period
    return [Change(ALWAYS, chosen)] if chosen else []


def holds_from(session: Session, client_id: int, today: date) -> date | None:
    """The day from which another length chosen today holds: after all that was started; None: at once."""
    started = session.exec(select(PeriodRow).where(PeriodRow.client_id == client_id)).all()
    # a year-end is one whatever the length
    worked = [row.ends for row in started if row.period == row.ends.isoformat()]
    return takes_effect(today, max(worked, default=None)) if started else None


def change_length(session: Session, client_id: int, length: ReconciliationPeriod, today: date) -> date | None:
    """Go by periods of another length from the next quarter on; gives that day.

    Gives None when it holds at once, because no period has been started or nothing changes. Raises NotFound.
    """
    client = rows.lock(session, Client, client_id)
    starts = holds_from(session, client_id, today)
    if length is client.reconciliation_period:
        return None
    known = plan(session, client_id) or [Change(ALWAYS, ReconciliationPeriod.MONTH)]
    client.reconciliation_period = length
    session.add(client)
    session.exec(delete(PeriodLength).where(col(PeriodLength.client_id) == client_id))
    if starts is not None:
        changes = with_change(known, Change(starts, length))
        session.add_all(PeriodLength(client_id=client_id, starts=one.starts, length=one.length) for one in changes)
    session.flush()
    return starts
