"""What Fortnox said before an export: one row for each client and year, asked for by a person, told by a job."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from sqlmodel import select

from lib.core.languages import Fact
from lib.store import rows
from lib.store.columns import now
from lib.store.database import Session
from lib.store.entry_tables import Preflight
from lib.store.words import PreflightState

PATIENCE: Final = timedelta(minutes=2)
"""A look that has not told anything for so long was broken off."""


class Asked(NamedTuple):
    """What was asked: about which client's year, by whom."""

    client_id: int
    year_start: date
    user_id: int


def get(session: Session, client_id: int, year_start: date) -> Preflight | None:
    """What was last learnt; None when nobody has looked."""
    return session.get(Preflight, (client_id, year_start))


def ask(session: Session, asked: Asked) -> bool:
    """Begin a look; False while one of the same person's is under way."""
    client_id, year_start, user_id = asked
    new = Preflight(client_id=client_id, year_start=year_start, asked_by=user_id)
    same = select(Preflight).where(Preflight.client_id == client_id, Preflight.year_start == year_start)
    row = rows.find_or_add(session, same.with_for_update(), new)
    if row is new:
        return True
    if is_pending(row) and row.asked_by == user_id:
        return False
    row.state, row.asked_at, row.asked_by = PreflightState.RUNNING, now(), user_id
    row.answered_at, row.content, row.message, row.facts = None, {}, "", {}
    session.add(row)
    session.flush()
    return True


def answer(session: Session, asked: Asked, content: Mapping[str, Any]) -> None:
    """Keep what was learnt for the person who asked."""
    _tell(session, asked, PreflightState.ANSWERED, content=dict(content))


def fail(session: Session, asked: Asked, message: str, facts: Mapping[str, Fact]) -> None:
    """Keep what stood in the way: a marked text with its facts."""
    _tell(session, asked, PreflightState.FAILED, message=message, facts=dict(facts))


def is_pending(row: Preflight | None) -> bool:
    """Whether a look is under way."""
    return row is not None and row.state is PreflightState.RUNNING and now() - row.asked_at < PATIENCE


def _tell(session: Session, asked: Asked, state: PreflightState, **columns: Any) -> None:  # noqa: ANN401 - of Preflight
    row = session.get(Preflight, (asked.client_id, asked.year_start), with_for_update=True)
    if row is None or row.asked_by != asked.user_id:
        return  # somebody else has asked since: their look counts
    row.state, row.answered_at = state, now()
    for name, value in columns.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
