"""Whether the store can do its work: the database, the disk, the keys. Nothing is made or changed by asking."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from lib.store.database import Store
from lib.store.failures import storage
from lib.store.fortnox_tables import Connection as FortnoxConnection
from lib.store.migrations import revision_of, revisions
from lib.store.sealing import Seal, SealBroken
from lib.store.tables import Activity, Snapshot


class DatabaseState(StrEnum):
    """How the database stands."""

    READY = "ready"
    NONE = "none"
    """There is none yet, or one without tables."""
    SILENT = "silent"
    """It does not answer."""
    OLDER = "older"
    """Its tables are those of an older program."""
    NEWER = "newer"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many connections are sealed, and how many of them no key opens."""

    number: int
    broken: int


def database(store: Store) -> DatabaseState:
    """How the database stands."""
    file = store.engine.url.database
    is_file = store.engine.dialect.name == "sqlite"
    if is_file and not (file and Path(file).exists()):
        return DatabaseState.NONE
    try:
        with store.engine.connect() as connection:
            if is_file and connection.execute(text("PRAGMA quick_check(1)")).scalar() != "ok":
                return DatabaseState.DAMAGED
            return _shape(connection)
    except DBAPIError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        return DatabaseState.DAMAGED if name in {"SQLITE_NOTADB", "SQLITE_CORRUPT"} else DatabaseState.SILENT


def free_bytes(folder: Path) -> int:
    """How much more the data directory may hold."""
    return shutil.disk_usage(folder).free


def try_writing(folder: Path) -> None:
    """Write a file in the data directory and take it away; raises StorageFailed, with the cause."""
    probe = folder / f".doctor-{uuid4().hex[:8]}"
    with storage():
        try:
            probe.write_bytes(b"\0" * 4096)
        finally:
            with suppress(OSError):
                probe.unlink(missing_ok=True)


def lost_snapshots(store: Store) -> int:
    """How many snapshots the database names whose files are not there."""
    with store.reading() as session:
        return sum(not (store.folder / folder).is_dir() for folder in session.exec(select(Snapshot.folder)))


def sealed(store: Store, seal: Seal | None) -> Sealed:
    """How many connections are sealed, and how many of them the keys do not open; without keys none is."""
    with store.reading() as session:
        every = session.exec(select(FortnoxConnection.sealed)).all()
    return Sealed(len(every), sum(not _opens(seal, one) for one in every))


def newest_activity(store: Store) -> datetime | None:
    """When anything was last done, by the clock of that moment."""
    with store.reading() as session:
        return session.exec(select(Activity.at).order_by(col(Activity.id).desc()).limit(1)).first()


def _shape(connection: Connection) -> DatabaseState:
    known, now = revisions(), revision_of(connection)
    if now is None:
        return DatabaseState.NONE
    if now not in known:
        return DatabaseState.NEWER
    return DatabaseState.READY if now == known[0] else DatabaseState.OLDER


def _opens(seal: Seal | None, content: str) -> bool:
    try:
        return seal is not None and bool(seal.open(content))
    except SealBroken:
        return False
