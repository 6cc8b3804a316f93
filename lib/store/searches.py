"""Finding what an id names, and the clients that something was told of; all within the clients that are a person's."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, or_, select

from lib.fortnox.reasons import REASONS
from lib.store.fortnox_tables import ApiCall, Connection, Supplement
from lib.store.tables import Activity, Import, Job

SHORTEST: Final = 8
"""Characters of an id that name it: so many are given as a reference."""
_LIKE_SPECIAL: Final = str.maketrans({"%": "", "_": "", "\\": ""})


def jobs_named(session: Session, name: str, only: Collection[int] | None, limit: int = 5) -> list[Job]:
    """The jobs that an id, its beginning, or a reference names."""
    return list(session.exec(select(Job).where(_named(name, Job.id, Job.reference), *_theirs(Job, only)).limit(limit)))


def imports_named(session: Session, name: str, only: Collection[int] | None, limit: int = 5) -> list[Import]:
    """The imports that an id or its beginning names."""
    return list(session.exec(select(Import).where(_named(name, Import.id), *_theirs(Import, only)).limit(limit)))


def calls_named(session: Session, name: str, only: Collection[int] | None, limit: int = 5) -> list[ApiCall]:
    """The calls to Fortnox that a request id names."""
    query = select(ApiCall).where(ApiCall.request_id == name.strip(), *_theirs(ApiCall, only))
    return list(session.exec(query.limit(limit)))


def clients_told(session: Session, text: str, codes: Collection[int], only: Collection[int] | None) -> dict[int, str]:
    """The clients that a marked text was told of, or a code of Fortnox's: each with the page where it shows best."""
    queries = {
        "activity_log": select(Activity.client_id).where(
            Activity.message == text, Activity.outcome != "done", *_theirs(Activity, only)
        ),
        "import_data": select(Job.client_id).where(Job.message == text, *_theirs(Job, only)),
        "appendices": select(Supplement.client_id).where(Supplement.message == text, *_theirs(Supplement, only)),
    }
    found: dict[int, str] = {}
    for page, query in queries.items():
        found |= {client: page for client in session.exec(query.distinct()) if client is not None}
    reasons = [reason for reason, told in REASONS.items() if told == text]
    lost = select(Connection.client_id).where(col(Connection.lost).in_(reasons), *_theirs(Connection, only))
    called = select(ApiCall.client_id).where(col(ApiCall.code).in_(codes), *_theirs(ApiCall, only))
    for query in (lost, called):
        found |= {client: "support_desk" for client in session.exec(query.distinct()) if client is not None}
    return found


def _named(name: str, *columns: object) -> ColumnElement[bool]:
    wanted = name.strip().translate(_LIKE_SPECIAL)
    if len(wanted) < SHORTEST:
        return false()
    return or_(*(col(column).like(f"{wanted}%") for column in columns))


def _theirs(table: object, only: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if only is None else [col(table.client_id).in_(only)]  # type: ignore[attr-defined]
