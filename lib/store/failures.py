"""What stops the store from writing, told in plain words instead of the system's own."""

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from sqlite3 import Error as SqliteError
from typing import Final

from polars.exceptions import PolarsError
from psycopg.errors import DiskFull
from sqlalchemy.exc import DBAPIError

from lib.core.errors import StorageFailed
from lib.core.languages import mark

DISK_FULL: Final = mark("the disk is full")
QUOTA: Final = mark("the disk quota is used up")
TOO_LARGE: Final = mark("the file is larger than the system allows")
FORBIDDEN: Final = mark("the data directory may not be written")
READ_ONLY: Final = mark("the disk is read-only")
DAMAGED: Final = mark("the disk reports a read or write error")
TOO_MANY: Final = mark("too many files are open")
OTHER: Final = mark("the data directory cannot be used")

REFUSALS: Final = (StorageFailed, DBAPIError)
"""What comes of a database that cannot write for now; it may pass."""

_BY_NUMBER: Final[Mapping[int, str]] = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: QUOTA,
    errno.EFBIG: TOO_LARGE,
    errno.EACCES: FORBIDDEN,
    errno.EPERM: FORBIDDEN,
    errno.EROFS: READ_ONLY,
    errno.EIO: DAMAGED,
    errno.EMFILE: TOO_MANY,
    errno.ENFILE: TOO_MANY,
}
_BY_SQLITE_NAME: Final[Mapping[str, str]] = {
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_IOERR_SHMSIZE": DISK_FULL,  # the file that it shares its memory in cannot grow
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_CANTOPEN": FORBIDDEN,
    "SQLITE_IOERR": DAMAGED,
}
_OS_ERROR: Final = re.compile(r"\(os error (\d+)\)")


@contextmanager
def storage() -> Iterator[None]:
    """Turn the system's refusals to write files into StorageFailed, with the cause."""
    try:
        yield
    except (OSError, PolarsError) as error:
        cause = _file_cause(error)
        if cause is None:
            raise
        raise StorageFailed(cause=cause) from error


@contextmanager
def recording() -> Iterator[None]:
    """Turn the database's refusals to write into StorageFailed; its other errors pass."""
    try:
        yield
    except (DBAPIError, SqliteError) as error:
        cause = _database_cause(error.orig if isinstance(error, DBAPIError) else error)
        if cause is None:
            raise
        raise StorageFailed(cause=cause) from error


def _file_cause(error: OSError | PolarsError) -> str | None:
    """Why nothing could be written; None when the error tells of something else."""
    number = getattr(error, "errno", None)
    if number is None:
        # Polars, and some of its OSErrors, tell the system's number in their text alone
        told = _OS_ERROR.search(str(error))
        number = int(told[1]) if told else None
    if number is None:
        return OTHER if isinstance(error, OSError) else None
    return _BY_NUMBER.get(number, OTHER)


def _database_cause(error: BaseException | None) -> str | None:
    if isinstance(error, DiskFull):
        return DISK_FULL
    name = getattr(error, "sqlite_errorname", "")
    return next((cause for start, cause in _BY_SQLITE_NAME.items() if name.startswith(start)), None)
