"""Restoring: a backup held against its checksums, then put into an empty data directory and an empty database."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from lib.core.errors import BryggaError, StorageFailed
from lib.core.languages import mark
from lib.store import archives, copies
from lib.store.archives import DATABASE, FORMAT, BackupDamaged, BackupRefused
from lib.store.database import SQLITE_FILE, Store
from lib.store.failures import DISK_FULL, recording, storage
from lib.store.migrations import revisions
from lib.store.writing import PART, flush

ROOM: Final = 8_000_000
"""Bytes that the database takes beside its file while it is brought up to date."""
NEWER: Final = mark("it was made by a newer Brygga")


class NotEmpty(BryggaError):
    """A backup is only put where nothing is."""

    text = mark("The data directory {folder} is not empty.")
    next_step = mark("Nothing was restored. Set BRYGGA_DATA to an empty folder, or one that does not exist.")


class DatabaseNotEmpty(BryggaError):
    """The database that is set holds something."""

    text = mark("The database that BRYGGA_DATABASE_URL names is not empty.")
    next_step = mark("Nothing was restored. Make a new database, and set BRYGGA_DATABASE_URL to it.")


class NotRestored(StorageFailed):
    """The data directory could not be written."""

    text = mark("The backup could not be restored: {cause:text}.")
    next_step = mark("The data directory is as it was. Free space in it, then try again.")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: when the backup was made, how many files, and what was missing when it was."""

    made_at: datetime
    files: int
    missing: tuple[str, ...]


def put_back(archive: Path, folder: Path, url: str | None = None) -> Restored:
    """Restore a backup to the data directory `folder`, empty or yet to be made, and the database of `url`.

    The backup may be of the other kind of database. Raises NotEmpty, DatabaseNotEmpty, BackupRefused,
    BackupDamaged, BackupUnsafe, NotRestored; everything is then as it was.
    """
    try:
        with storage(), recording(), _empty(folder), _aside(folder) as part:
            _refuse_too_little(archive, folder)
            contents = archives.unpack(archive, part)
            _refuse_unknown(archive, contents, part)
            restored = Restored(
                datetime.fromisoformat(contents["made_at"]), len(contents["parts"]), tuple(contents["missing"])
            )
            Store.open(part, f"sqlite:///{part / DATABASE}").close()  # an older shape is brought up to date
            copies.as_one_file(part / DATABASE)
            (part / "migration.lock").unlink(missing_ok=True)
            if url:
                _fill(part, folder, url)
            else:
                _settle(part, folder)
    except StorageFailed as failure:
        raise NotRestored(**failure.facts) from failure
    return restored


def _refuse_too_little(archive: Path, folder: Path) -> None:
    if archive.is_file() and shutil.disk_usage(folder).free < archive.stat().st_size + ROOM:
        raise StorageFailed(cause=DISK_FULL)


def _refuse_unknown(archive: Path, contents: Mapping[str, Any], part: Path) -> None:
    if contents["format"] != FORMAT or contents["shape"] not in revisions():
        raise BackupRefused(file=archive.name, problem=NEWER)
    try:
        named = copies.named(part / DATABASE)
    except sqlite3.DatabaseError:
        raise BackupDamaged(file=archive.name, part=DATABASE) from None
    for name in (*named.files, *named.folders):
        if not (part / name).exists() and name not in contents["missing"]:
            raise BackupDamaged(file=archive.name, part=name)


def _fill(part: Path, folder: Path, url: str) -> None:
    """Put the rows into the database of `url`, committed when all files stand in their place."""
    there, source = Store.at(folder, url), Store.at(part, f"sqlite:///{part / DATABASE}")
    try:
        if not copies.is_empty(there):
            raise DatabaseNotEmpty
        Store.open(folder, url).close()
        with source.engine.connect() as rows, there.engine.begin() as target:
            copies.move(rows, target)
            source.close()
            (part / DATABASE).unlink()
            _settle(part, folder)
    finally:
        source.close()
        there.close()


def _settle(part: Path, folder: Path) -> None:
    """Move everything to its place, the database last: without it nothing counts."""
    for path in part.rglob("*"):
        flush(path)
    for name in archives.FOLDERS:
        if (part / name).exists():
            (part / name).rename(folder / name)
    if (part / DATABASE).exists():
        (part / DATABASE).rename(folder / SQLITE_FILE)
    flush(folder)


@contextmanager
def _empty(folder: Path) -> Iterator[None]:
    """The folder, empty; and empty again, or gone if it was not there, when restoring fails."""
    was_there = folder.exists()
    if was_there and any(folder.iterdir()):
        raise NotEmpty(folder=str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        if not was_there:
            folder.rmdir()
        raise


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    part = folder / f".restoring.{uuid4().hex[:8]}{PART}"
    part.mkdir(mode=0o700)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
