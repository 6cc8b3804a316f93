"""Processes that die or meet a full disk while they write: run by `test_faults.py`.

`python -m tests.store.faults FOLDER URL WHAT IMPORT_ID`
"""

import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from lib.core.errors import BryggaError
from lib.store import books, imports, writing
from lib.store.database import Store
from tests.store.examples import Y2026, keep, year_books


def main(folder: str, url: str, what: str, import_id: str) -> None:
    """Do what is asked, and say how it ended on the last line."""
    store = Store.open(Path(folder), url or None)
    try:
        TASKS[what](store, import_id)
    except BryggaError as error:
        print(type(error).__name__, flush=True)  # noqa: T201 - what the test reads
    else:
        print("done", flush=True)  # noqa: T201 - as above
    store.close()


def write(store: Store, import_id: str) -> None:
    """Write a snapshot."""
    with store.reading() as session:
        import_ = imports.get(session, import_id)
    keep(store, import_, year_books(Y2026))


def die_before_rename(store: Store, import_id: str) -> None:
    """Die when all files are written and none is in its place."""
    writing._move = _die_instead  # type: ignore[assignment]  # noqa: SLF001 - the only point between the two
    write(store, import_id)


def die_before_commit(store: Store, import_id: str) -> None:
    """Die when the folder is in its place and the row is not."""
    Store.transaction = _die_instead  # type: ignore[assignment,method-assign]
    write(store, import_id)


def activate(store: Store, import_id: str) -> None:
    """Activate on the books at version 0, together with whoever waits for the same line."""
    print("ready", flush=True)  # noqa: T201 - what the test waits for
    sys.stdin.readline()
    with store.transaction() as session:
        books.activate(session, import_id, expected_version=0, user_id=None)


def _die_instead(*_: object) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


TASKS = {
    "write": write,
    "die-before-rename": die_before_rename,
    "die-before-commit": die_before_commit,
    "activate": activate,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
