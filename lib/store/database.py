"""The store: the database and the data directory beside it, opened, migrated and ready."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlmodel import Session

from lib.store.failures import recording, storage
from lib.store.migrations import migrate

__all__ = ["Session", "Store"]

SQLITE_FILE: Final = "brygga.db"
BUSY_SECONDS: Final = 30.0
"""How long a writer waits for another on SQLite before it fails."""
_IMMEDIATE: Final = "brygga_immediate"


@dataclass(frozen=True, slots=True)
class Store:
    """Where everything is kept: `engine` speaks to the database, `folder` is the data directory."""

    engine: Engine
    folder: Path

    @classmethod
    def open(cls, folder: Path, url: str | None = None) -> "Store":
        """Open the store in `folder`, made when new, and bring its tables to their newest shape.

        `url` names a PostgreSQL database; without it the database is a SQLite file in the folder.
        Safe when two processes open at once. Raises StorageFailed when the folder cannot be written.
        """
        with storage():
            folder.mkdir(parents=True, exist_ok=True)
        store = cls.at(folder, url)
        try:
            with storage(), recording():
                migrate(store.engine, folder)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def at(cls, folder: Path, url: str | None = None) -> "Store":
        """The store as it lies: nothing is made or brought up to date, and nothing looked at yet."""
        return cls(_postgresql(url) if url and not url.startswith("sqlite") else _sqlite(folder, url), folder)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back on an exception.

        On SQLite writers come one at a time, from the first statement on; so keep slow work outside.
        Raises StorageFailed when the disk is full.
        """
        engine = self.engine.execution_options(**{_IMMEDIATE: True})
        with recording(), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads: one view of the database, which never waits for a writer."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def _sqlite(folder: Path, url: str | None) -> Engine:
    engine = create_engine(
        url or f"sqlite:///{folder / SQLITE_FILE}",
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=10,
        max_overflow=30,
        hide_parameters=True,  # an error's text goes to the log, and parameters are clients' texts
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: SqliteConnection, _record: Any) -> None:  # noqa: ANN401 - the pool's own type
    # Python's driver begins transactions by its own rules; off, so that _begin decides
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=NORMAL")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _postgresql(url: str) -> Engine:
    address = make_url(url)
    if address.drivername in {"postgres", "postgresql"}:
        address = address.set(drivername="postgresql+psycopg")
    return create_engine(address, pool_pre_ping=True, pool_size=10, max_overflow=30, hide_parameters=True)
