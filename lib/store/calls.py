"""The journal of calls to Fortnox: what was asked and how it went, for support to find by."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Final

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, select

from lib.fortnox.ports import Call
from lib.fortnox.transports import SERVER_FAULTS, TOO_MANY
from lib.store.database import Store
from lib.store.fortnox_tables import ApiCall

KEPT: Final = timedelta(days=90)
"""How long calls are remembered."""
_REFUSED: Final = HTTPStatus.BAD_REQUEST.value


class Outcome(StrEnum):
    """How a call went, by its status."""

    WELL = "well"
    REFUSED = "refused"
    """Fortnox said no: 400 to 499, but not 429."""
    HELD_BACK = "held-back"
    """Too many requests (429)."""
    FAULTY = "faulty"
    """A fault within Fortnox: 500 and up."""
    SILENT = "silent"
    """No answer came."""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which of a client's calls: from a moment up to another, of one job, with one outcome; None for all."""

    client_id: int
    since: datetime | None = None
    until: datetime | None = None
    job_id: str | None = None
    outcome: Outcome | None = None


class StoredJournal:
    """Writes calls down as rows of one client, and of the job that made them."""

    def __init__(self, store: Store, client_id: int | None = None, job_id: str | None = None) -> None:
        """Write to `store`."""
        self._store = store
        self._client_id = client_id
        self._job_id = job_id

    def note(self, call: Call) -> None:
        """Write one down."""
        with self._store.transaction() as session:
            session.add(ApiCall(client_id=self._client_id, job_id=self._job_id, **asdict(call)))


def of_job(session: Session, job_id: str) -> list[ApiCall]:
    """The calls that a job made, in order."""
    return list(session.exec(select(ApiCall).where(ApiCall.job_id == job_id).order_by(col(ApiCall.id))))


def entries(session: Session, kept: CallFilter, *, limit: int, offset: int = 0) -> list[ApiCall]:
    """The calls that pass, newest first."""
    query = select(ApiCall).where(*_passing(kept)).order_by(col(ApiCall.at).desc(), col(ApiCall.id).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def total(session: Session, kept: CallFilter) -> int:
    """How many calls pass."""
    return session.exec(select(func.count()).select_from(ApiCall).where(*_passing(kept))).one()


def outcome(call: ApiCall) -> Outcome:
    """How a call went."""
    if call.status is None:
        return Outcome.SILENT
    if call.status < _REFUSED:
        return Outcome.WELL
    if call.status == TOO_MANY:
        return Outcome.HELD_BACK
    return Outcome.REFUSED if call.status < SERVER_FAULTS else Outcome.FAULTY


def sweep(session: Session, before: datetime) -> None:
    """Forget the calls before a moment."""
    session.exec(delete(ApiCall).where(col(ApiCall.at) < before))


def _passing(kept: CallFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(ApiCall.client_id) == kept.client_id]
    if kept.since is not None:
        found.append(col(ApiCall.at) >= kept.since)
    if kept.until is not None:
        found.append(col(ApiCall.at) < kept.until)
    if kept.job_id is not None:
        found.append(col(ApiCall.job_id) == kept.job_id)
    if kept.outcome is not None:
        found.append(_with(kept.outcome))
    return found


def _with(outcome: Outcome) -> ColumnElement[bool]:
    status = col(ApiCall.status)
    match outcome:
        case Outcome.WELL:
            return status < _REFUSED
        case Outcome.REFUSED:
            return status.between(_REFUSED, SERVER_FAULTS - 1) & (status != TOO_MANY)
        case Outcome.HELD_BACK:
            return status == TOO_MANY
        case Outcome.FAULTY:
            return status >= SERVER_FAULTS
        case Outcome.SILENT:
            return status.is_(None)
