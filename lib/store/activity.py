"""The activity log: rows are only ever added, each sealed with the hash of the one before."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import ColumnElement, func, text
from sqlmodel import Session, col, select

from lib.core.languages import Fact, mark
from lib.store.columns import now
from lib.store.tables import Activity

_LOCK_NUMBER: Final = 0x42524C47
GONE: Final = mark("What was done with a client that has been erased.")
"""What an entry says whose texts were taken out with its client's; nothing else of it is changed."""
EMPTIED: Final = "emptied"
"""The fact of the entry that tells of an erasing which vouches for those that were emptied by it."""
_LEFT: Final = ("id", "hash", "user_id", "user_name", "client_id", "action", "outcome")
"""What still tells who did what, with the moment, of an entry that was emptied."""
_SEALED: Final = ("user_id", "user_name", "client_id", "action", "outcome", "message", "facts")


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What rows must have to be shown; None asks for nothing.

    `client_ids` keeps to rows of these clients, so rows of no client are left out; `until` is not included.
    """

    client_ids: Collection[int] | None = None
    user_id: int | None = None
    action: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def append(  # noqa: PLR0913 - the columns of Activity, all by name
    session: Session,
    *,
    user: tuple[int, str] | None,
    client_id: int | None,
    action: str,
    outcome: str,
    message: str,
    facts: Mapping[str, Fact] | None = None,
) -> Activity:
    """Add a row.

    `user` is id and name (None: the program itself), `outcome` is `done`, `refused` or
    `failed`, `message` a marked text with `facts`. Last in its transaction: writers wait for one
    another from here to the commit.
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
    return session.exec(
        select(func.count()).select_from(Activity).where(*_conditions(filters or ActivityFilter()))
    ).one()


def empty(session: Session, rows: Sequence[Activity]) -> tuple[int, str]:
    """Take the texts out of rows of a client that is erased; gives how many, and the seal that vouches for them.

    Their hashes stay, so that the chain still holds; the entry of the erasing, which is in the chain
    itself, carries the seal: a row that somebody else has emptied is told apart by it.
    """
    for row in rows:
        row.message, row.facts = GONE, {}
        session.add(row)
    session.flush()
    return len(rows), _vouched(rows)


def verify(session: Session) -> int | None:
    """The id of the first row that does not follow from the one before it; None when all do.

    What was emptied when a client was erased counts only when an entry of an erasing vouches for it.
    """
    previous = ""
    emptied: dict[int, Activity] = {}
    query = select(Activity).order_by(col(Activity.id)).execution_options(yield_per=1000)
    with closing(session.exec(query)) as rows:
        for row in rows:
            if row.previous_hash != previous:
                return row.id
            if row.message == GONE and not row.facts:
                emptied[row.id] = row
            elif row.hash != _seal(row):
                return row.id
            elif EMPTIED in row.facts:
                _vouch(emptied, str(row.facts[EMPTIED]))
            previous = row.hash
    return min(emptied, default=None)


def _vouch(emptied: dict[int, Activity], seal: str) -> None:
    """Leave only those that the entry of an erasing does not vouch for; it names them by their ids."""
    ids = [int(number) for number in seal.partition(":")[0].split(",") if number]
    known = [emptied[number] for number in ids if number in emptied]
    if _vouched(known) == seal:
        for number in ids:
            emptied.pop(number)


def _vouched(rows: Sequence[Activity]) -> str:
    """The ids of emptied rows, and a hash over what is left of them."""
    told = json.dumps([{name: getattr(row, name) for name in _LEFT} | {"at": _utc(row.at)} for row in rows])
    return f"{','.join(str(row.id) for row in rows)}:{sha256(told.encode()).hexdigest()}"


def _conditions(filters: ActivityFilter) -> Iterator[ColumnElement[bool]]:
    if filters.client_ids is not None:
        yield col(Activity.client_id).in_(filters.client_ids)
    for column in ("user_id", "action", "outcome"):
        if (asked := getattr(filters, column)) is not None:
            yield getattr(Activity, column) == asked
    if filters.since is not None:
        yield col(Activity.at) >= filters.since
    if filters.until is not None:
        yield col(Activity.at) < filters.until


def _seal(row: Activity) -> str:
    content = {name: getattr(row, name) for name in _SEALED} | {"at": _utc(row.at)}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(f"{row.previous_hash}\n{canonical}".encode()).hexdigest()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
