"""What a worker does once a day, however long it runs: it lets go of what has been kept for long enough."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import time

import pytest
from dbos import DBOS

from lib.fortnox.ports import Call
from lib.jobs import worker
from lib.jobs.worker import CHORES_EVERY, Repeated
from lib.settings import load
from lib.store import attachments, calls
from lib.store.calls import StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.fortnox_tables import ApiCall
from tests.jobs.waiting import until

DAY = CHORES_EVERY.total_seconds()


def test_a_chore_is_done_at_once_and_then_once_a_day() -> None:
    done: list[int] = []
    times = iter([100.0, 100.0, 100.0, 100.0 + DAY - 1, 100.0 + DAY, 100.0 + DAY, 100.0 + DAY + 1])
    tidy = Repeated(lambda: done.append(1), lambda: next(times))
    seen = []
    for _ in range(4):
        tidy()
        seen.append(len(done))
    assert seen == [1, 1, 2, 2]


def test_a_chore_of_its_own_pace_is_done_as_often() -> None:
    done: list[int] = []
    times = iter([100.0, 100.0, 100.0, 159.0, 160.0, 160.0])
    reckon = Repeated(lambda: done.append(1), lambda: next(times), every=timedelta(minutes=1))
    for _ in range(3):
        reckon()
    assert len(done) == 2


def test_a_chore_that_fails_is_due_still() -> None:
    tries: list[int] = []

    def fail_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise OSError

    tidy = Repeated(fail_once, lambda: 0.0)
    with pytest.raises(OSError):  # noqa: PT011 - it carries no text
        tidy()
    tidy()
    tidy()
    assert len(tries) == 2


def test_a_worker_that_runs_on_forgets_calls_that_have_grown_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "ADOPT_SECONDS", 0.05)
    monkeypatch.setattr(worker, "CHORES_EVERY", timedelta(0))
    monkeypatch.setenv("BRYGGA_DATA", str(tmp_path))
    store = Store.open(tmp_path)
    forgotten: list[bool] = []
    abandoned = _abandon_an_upload(store)

    def grow_old_twice() -> None:
        for _ in range(2):  # the first may be forgotten when the worker starts, the second by a later round alone
            _keep_an_old_call(store)
            forgotten.append(until(lambda: not _kept(store)))
        os.kill(os.getpid(), signal.SIGTERM)

    ageing = Thread(target=grow_old_twice)
    with _handlers():
        ageing.start()
        worker.main(load(demo=True))
        ageing.join()
    store.close()
    assert forgotten == [True, True]
    assert not abandoned.exists()


@contextmanager
def _handlers() -> Iterator[None]:
    """Signals as pytest has them, and DBOS as new, when a worker has run in this process."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        DBOS.destroy(destroy_registry=True)
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep_an_old_call(store: Store) -> None:
    StoredJournal(store, job_id="old").note(Call("GET", "/3/accounts", 200, 3))
    with store.transaction() as session:
        (call,) = calls.of_job(session, "old")
        call.at = now() - calls.KEPT - timedelta(days=1)
        session.add(call)


def _abandon_an_upload(store: Store) -> Path:
    """A file without a row, as a process that died left it."""
    path = store.folder / attachments.FOLDER / "1" / "left.pdf"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"%PDF-1.7")
    long_ago = time() - 2 * attachments.ABANDONED_AFTER.total_seconds()
    os.utime(path, (long_ago, long_ago))
    return path


def _kept(store: Store) -> list[ApiCall]:
    with store.reading() as session:
        return calls.of_job(session, "old")
