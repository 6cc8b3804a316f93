"""Backups: the database of one moment and the files that it names, in one archive, while all go on working."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from lib.core.errors import BryggaError, StorageFailed
from lib.core.languages import mark
from lib.store import copies
from lib.store.archives import DATABASE, FORMAT, Packing, packing
from lib.store.columns import now
from lib.store.copies import Named
from lib.store.database import Store
from lib.store.failures import recording, storage
from lib.store.writing import PART, flush

ATTEMPTS: Final = 5
"""A file that the copy names may be removed before it is read: then a newer copy no longer names it."""


class TargetTaken(BryggaError):
    """Something stands already where the backup should."""

    text = mark("{file} exists already, and a backup never takes the place of a file.")
    next_step = mark("Name a file that does not exist, or a folder: the backup is then named by date and time.")


class NotWritten(StorageFailed):
    """The backup could not be written whole."""

    text = mark("The backup could not be written: {cause:text}.")
    next_step = mark("No half backup was left. Free space, or name another place, then try again.")


@dataclass(frozen=True, slots=True)
class Taken:
    """A backup that was written: where, how many files and bytes, and what the database names but is not there."""

    path: Path
    files: int
    size: int
    missing: tuple[str, ...]


class _Gone(Exception):
    """Files that the copy of the database names are not there."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(len(names))
        self.names = names


def take(store: Store, target: Path) -> Taken:
    """Write a backup to `target`, or into it when it is a folder; whole, or not at all. Others may write meanwhile.

    Raises TargetTaken, NotWritten, DatabaseUnusable.
    """
    moment = now()
    path = target / f"brygga-{moment:%Y%m%d-%H%M%S}.tar" if target.is_dir() else target
    if path.exists():
        raise TargetTaken(file=str(path))
    try:
        with storage(), recording():
            return _write(store, path, moment)
    except StorageFailed as failure:
        raise NotWritten(**failure.facts) from failure


def _write(store: Store, path: Path, moment: datetime) -> Taken:
    for attempt in range(ATTEMPTS):
        with _beside(path) as part:
            try:
                packed, missing = _pack(store, part, moment, lenient=attempt == ATTEMPTS - 1)
            except _Gone:
                continue
            archive = part / "archive"
            flush(archive)
            archive.chmod(0o600)
            archive.rename(path)
            flush(path.parent)
            return Taken(path, len(packed.parts), path.stat().st_size, missing)
    raise AssertionError  # pragma: no cover - the last attempt takes what is there


def _pack(store: Store, part: Path, moment: datetime, *, lenient: bool) -> tuple[Packing, tuple[str, ...]]:
    database = part / DATABASE
    copies.take(store, database)
    contents: dict[str, Any] = {
        "format": FORMAT,
        "made_at": moment.isoformat(),
        "shape": copies.shape_of(database),
        "kind": store.engine.dialect.name,
    }
    named = copies.named(database)
    with packing(part / "archive", contents) as packed:
        packed.add(DATABASE, database)
        missing = tuple(_add_all(packed, store.folder, named))
        if missing and not lenient:
            raise _Gone(list(missing))
        contents["missing"] = missing
    return packed, missing


def _add_all(packed: Packing, folder: Path, named: Named) -> Iterator[str]:
    """Put in what the database names; gives the names of what is not there."""
    for name in named.files:
        if not _add(packed, folder, name):
            yield name
    for name in named.folders:
        if not _add_folder(packed, folder, name):
            yield name
    for name in named.perhaps:
        _add_folder(packed, folder, name)


def _add(packed: Packing, folder: Path, name: str) -> bool:
    try:
        packed.add(name, folder / name)
    except FileNotFoundError:
        return False
    return True


def _add_folder(packed: Packing, folder: Path, name: str) -> bool:
    """Whether there was anything; what is removed while it is read belongs to an import that is under way."""
    added = [_add(packed, folder, str(path.relative_to(folder))) for path in _whole_files(folder / name)]
    return any(added)


def _whole_files(folder: Path) -> Iterable[Path]:
    inside = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in inside if not any(p.startswith(".") for p in path.relative_to(folder).parts))


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A folder for work half done, beside what it becomes, and gone at the end."""
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}{PART}")
    part.mkdir(mode=0o700)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)
