"""The activity log: rows are only ever added, each sealed with the hash of the one before."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, Literal

from sqlalchemy import ColumnElement, func, text
from sqlmodel import Session, col, select

from lib.core.languages import Fact
from lib.store.columns import now
from lib.store.tables import Activity

Outcome = Literal["done", "refused", "failed"]

_LOCK_NUMBER: Final = 0x42524C47
_SEALED: Final = ("user_id", "user_name", "client_id", "action", "outcome", "message", "facts")


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What rows must have to be shown; None asks for nothing.

    `client_ids` keeps to rows of these clients, so rows of no client are left out; `until` is not included.
    """

    client_ids: Collection[int] | None = None
    user_id: int | None = None
    action: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None


def append(  # noqa: PLR0913 - the columns of Activity, all by name
    session: Session,
    *,
    user: tuple[int, str] | None,
    client_id: int | None,
    action: str,
    outcome: Outcome,
    message: str,
    facts: Mapping[str, Fact] | None = None,
) -> Activity:
    """Add a row; `user` is id and name (None: the program itself), `message` a marked text with `facts`.

    Last in its transaction: writers wait for one another from here to the commit.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
    user_id, user_name = user or (None, "")
    row = Activity(
        at=now(),
        user_id=user_id,
        user_name=user_name,
        client_id=client_id,
        action=action,
        outcome=outcome,
        message=message,
        facts=dict(facts or {}),
        previous_hash=session.exec(select(Activity.hash).order_by(col(Activity.id).desc()).limit(1)).first() or "",
        hash="",
    )
    row.hash = _seal(row)
    session.add(row)
    session.flush()
    return row


def entries(
    session: Session, filters: ActivityFilter | None = None, *, limit: int = 100, offset: int = 0
) -> list[Activity]:
    """Rows that pass the filter, newest first."""
    query = select(Activity).where(*_conditions(filters or ActivityFilter()))
    return list(session.exec(query.order_by(col(Activity.id).desc()).limit(limit).offset(offset)))


def total(session: Session, filters: ActivityFilter | None = None) -> int:
    """How many rows pass the filter."""
    return session.exec(select(func.count()).where(*_conditions(filters or ActivityFilter()))).one()


def verify(session: Session) -> int | None:
    """The id of the first row that does not follow from the one before it; None when all do."""
    previous = ""
    for row in session.exec(select(Activity).order_by(col(Activity.id)).execution_options(yield_per=1000)):
        if row.previous_hash != previous or row.hash != _seal(row):
            return row.id
        previous = row.hash
    return None


def _conditions(filters: ActivityFilter) -> list[ColumnElement[bool]]:
    asked: list[tuple[object, ColumnElement[bool]]] = [
        (filters.client_ids, col(Activity.client_id).in_(filters.client_ids or ())),
        (filters.user_id, col(Activity.user_id) == filters.user_id),
        (filters.action, col(Activity.action) == filters.action),
        (filters.outcome, col(Activity.outcome) == filters.outcome),
        (filters.since, col(Activity.at) >= filters.since),
        (filters.until, col(Activity.at) < filters.until),
    ]
    return [condition for value, condition in asked if value is not None]


def _seal(row: Activity) -> str:
    content = {name: getattr(row, name) for name in _SEALED} | {"at": row.at.astimezone(UTC).isoformat()}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{row.previous_hash}\n{canonical}".encode()).hexdigest()
