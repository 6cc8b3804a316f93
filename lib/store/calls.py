"""The journal of calls to Fortnox: what was asked and how it went, for support to find by."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from lib.fortnox.ports import Call
from lib.store.database import Store
from lib.store.fortnox_tables import ApiCall

KEPT: Final = timedelta(days=90)
"""How long calls are remembered."""


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


def sweep(session: Session, before: datetime) -> None:
    """Forget the calls before a moment."""
    session.exec(delete(ApiCall).where(col(ApiCall.at) < before))
