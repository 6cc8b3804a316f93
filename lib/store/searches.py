"""Finding what an id names, and the clients that something was told of; all within the clients that are a person's."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, or_, select

from lib.fortnox.reasons import REASONS
from lib.store import analyses, imports
from lib.store.check_tables import AnalysisRun
from lib.store.database import Store
from lib.store.fortnox_tables import ApiCall, Connection, Supplement
from lib.store.tables import Activity, Import, Job

SHORTEST: Final = 8
"""Characters of an id that name it: so many are given as a reference."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What something that went wrong leaves behind: its marked text, Fortnox's codes, HTTP's statuses, checks."""

    text: str
    codes: frozenset[int] = frozenset()
    statuses: frozenset[int] = frozenset()
    checks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """The page where a client shows it best, and the import that it was found in."""

    page: str
    import_id: str | None = None


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


def clients_met(session: Session, trace: Trace, only: Collection[int] | None) -> dict[int, Place]:
    """The clients that met it, each with the place where it shows best."""
    found: dict[int, Place] = {}
    for page, query in _told(trace.text, only):
        found |= {number: Place(page) for number in session.exec(query.distinct()) if number is not None}
    reasons = [reason for reason, told in REASONS.items() if told == trace.text]
    lost = select(Connection.client_id).where(col(Connection.lost).in_(reasons), *_theirs(Connection, only))
    answers = or_(col(ApiCall.code).in_(trace.codes), col(ApiCall.status).in_(trace.statuses))
    called = select(ApiCall.client_id).where(answers, *_theirs(ApiCall, only))
    for query in (lost, called):
        found |= {number: Place("support_desk") for number in session.exec(query.distinct()) if number is not None}
    for check in trace.checks:
        holds: Any = col(Import.summary)[(imports.FOUND, check)]
        newest = select(Import.client_id, Import.id).where(holds.as_integer() > 0, *_theirs(Import, only))
        rows = session.exec(newest.order_by(col(Import.created_at)))
        found |= {number: Place("import_data", import_id) for number, import_id in rows}
    return found


def clients_with_finding(
    store: Store, session: Session, checks: Collection[str], only: Collection[int] | None
) -> dict[str, set[int]]:
    """The clients whose newest run of the checks on any year found something, by the finding's check."""
    found: dict[str, set[int]] = {check: set() for check in checks}
    for run in session.exec(select(AnalysisRun).where(*_theirs(AnalysisRun, only))) if checks else ():
        for check in analyses.checks_found(store, run) & found.keys():
            found[check].add(run.client_id)
    return found


def _told(text: str, only: Collection[int] | None) -> Iterator[tuple[str, Any]]:
    logged = select(Activity.client_id).where(Activity.message == text, Activity.outcome != "done")
    yield "activity_log", logged.where(*_theirs(Activity, only))
    yield "import_data", select(Job.client_id).where(Job.message == text, *_theirs(Job, only))
    yield "appendices", select(Supplement.client_id).where(Supplement.message == text, *_theirs(Supplement, only))


def _named(name: str, *columns: object) -> ColumnElement[bool]:
    wanted = name.strip()
    if len(wanted) < SHORTEST:
        return false()
    return or_(*(col(column).startswith(wanted, autoescape=True) for column in columns))


def _theirs(table: object, only: Collection[int] | None) -> list[ColumnElement[bool]]:
    return [] if only is None else [col(table.client_id).in_(only)]  # type: ignore[attr-defined]
