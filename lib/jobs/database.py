"""The database of the durable jobs: a SQLite file of its own in WAL mode, or PostgreSQL by URL."""

import fcntl
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from dbos import DBOS, DBOSPortableJSONSerializer

APPLICATION: Final = "brygga"
APPLICATION_VERSION: Final = "1"
"""Pinned: by default it is a hash of the workflows' source, so that any edit would strand running jobs.
Raise it only when the steps of a workflow change so that a half-done one cannot go on."""
SERIALIZER: Final = DBOSPortableJSONSerializer()
_BUSY_SECONDS: Final = 30


def jobs_url(folder: Path, url: str | None) -> str:
    """The jobs database's URL: the one given, or the file `jobs.db` in the data directory."""
    return url or f"sqlite:///{folder / 'jobs.db'}"


def jobs_engine(url: str) -> sa.Engine:
    """An engine for the jobs database; on SQLite every connection is put in WAL mode."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)
    sa.event.listen(engine, "connect", _use_wal)
    return engine


def migrate(folder: Path, url: str) -> None:
    """Bring the jobs database to its newest shape; safe when two processes start at once."""
    with (folder / "jobs.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        DBOS.migrate(url)


def _use_wal(connection: Any, _record: Any) -> None:  # noqa: ANN401 - the driver's own types
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
