"""Files and folders written whole: complete under their name, or not there at all."""

import errno
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from lib.store.failures import storage

PART: Final = ".part"
"""How names end that are not complete yet."""


def write_folder(target: Path, fill: Callable[[Path], None]) -> bool:
    """Have `fill` write files into a folder beside `target`, then move it there in one step.

    Gives False when `target` was complete already. Raises StorageFailed; nothing is left behind then.
    """
    with storage():
        if target.exists():
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _beside(target)
        try:
            part.mkdir()
            fill(part)
            for path in part.iterdir():
                flush(path)
            flush(part)
            return _move(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def write_file(target: Path, content: bytes) -> None:
    """Write a file whole, in place of the one that was there. Raises StorageFailed."""
    with storage():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = _beside(target)
        try:
            part.write_bytes(content)
            flush(part)
            part.replace(target)
            flush(target.parent)
        finally:
            part.unlink(missing_ok=True)


def written_at(path: Path) -> datetime:
    """When a file or folder was last written."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def flush(path: Path) -> None:
    """Wait until a file or folder stands on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move(part: Path, target: Path) -> bool:
    try:
        part.rename(target)
    except OSError as error:
        # somebody else wrote the same content meanwhile
        if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
            return False
        raise
    flush(target.parent)
    return True


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{uuid4().hex[:8]}{PART}")
