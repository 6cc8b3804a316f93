"""A worker process: carries out queued jobs, and takes over those of a worker that has died."""

import fcntl
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import IO, Final
from uuid import uuid4

import structlog
from dbos import DBOS, EnqueueOptions

from lib.jobs import lines, stranded
from lib.jobs.database import APPLICATION, APPLICATION_VERSION, SERIALIZER, jobs_engine, jobs_url, migrate
from lib.jobs.runner import BRIEF_QUEUE, FORTNOX_QUEUE, QUEUE, queue_of
from lib.jobs.workflows import REVOKE, register
from lib.settings import Settings
from lib.store import attachments, calls, comparisons, log_end, snapshots, summaries
from lib.store.columns import now
from lib.store.database import Store
from lib.store.failures import REFUSALS

ADOPT_SECONDS: Final = 10.0
CHORES_EVERY: Final = timedelta(days=1)
RECKONED_EVERY: Final = timedelta(minutes=1)
_POLL_SECONDS: Final = 0.2
_WORKERS_AT_MOST: Final = 64
_FETCHES_AT_ONCE: Final = 4

_log = structlog.get_logger()


class Seat:
    """A worker's own number, held by a lock on a file: whoever can take the lock knows the holder is dead."""

    def __init__(self, folder: Path, number: int) -> None:
        """The seat `number` in `folder`; take it with `take`."""
        self.executor = f"{socket.gethostname()}-{number}"
        self._path = folder / f"{self.executor}.lock"
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """Take the seat if nobody alive holds it."""
        file = self._path.open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def leave(self) -> None:
        """Give the seat back."""
        if self._file:
            self._file.close()
            self._file = None

    @property
    def used(self) -> bool:
        """Whether anybody ever sat here."""
        return self._path.exists()


def take_seat(folder: Path) -> Seat:
    """The first free seat; a worker that is started again sits where it sat and finds its jobs."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(_WORKERS_AT_MOST):
        seat = Seat(folder, number)
        if seat.take():
            return seat
    raise RuntimeError(folder)


def adopt_orphans(folder: Path, own: Seat) -> list[str]:
    """Take over the jobs that a dead worker left half done; gives their ids."""
    adopted: list[str] = []
    for seat in (Seat(folder, number) for number in range(_WORKERS_AT_MOST)):
        if seat.executor == own.executor or not seat.used or not seat.take():
            continue
        for job in DBOS.list_workflows(
            executor_id=seat.executor, status="PENDING", load_input=False, load_output=False
        ):
            DBOS.resume_workflow(job.workflow_id)
            adopted.append(job.workflow_id)
        seat.leave()
    return adopted


def launch(store: Store, url: str, executor: str) -> None:
    """Start carrying out jobs in this process: one import at a time, and several that fetch from Fortnox."""
    migrate(store.folder, url)
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": jobs_engine(url),
            "application_version": APPLICATION_VERSION,
            "executor_id": executor,
            "serializer": SERIALIZER,
            "log_level": "WARNING",
        }
    )
    register(store)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS)
    for queue in (FORTNOX_QUEUE, BRIEF_QUEUE):
        DBOS.register_queue(queue, worker_concurrency=_FETCHES_AT_ONCE, polling_interval_sec=_POLL_SECONDS)


def revoke_old(store: Store) -> None:
    """Have the tokens revoked of connections that have been over for long, or whose revoking was given up."""
    for connection_id in lines.take_back_old(store):
        options: EnqueueOptions = {
            "workflow_name": REVOKE,
            "queue_name": queue_of(REVOKE),
            "workflow_id": str(uuid4()),
            "app_version": APPLICATION_VERSION,
        }
        DBOS.enqueue_workflow_with_options(options, str(connection_id))


def chores(store: Store) -> None:
    """Let go of what has been kept for long enough: calls in the journal, comparisons, abandoned uploads, old tokens.

    The end of the activity log is remembered, so that one that is cut off later shows.
    """
    with store.transaction() as session:
        calls.sweep(session, now() - calls.KEPT)
    revoke_old(store)
    attachments.sweep_all(store)
    comparisons.sweep(store)
    log_end.remember(store)


def reckon_anew(store: Store) -> None:
    """Reckon the figures of clients that have changed, before anybody opens the view of all clients."""
    summaries.bring_up_to_date(store, ADOPT_SECONDS)


class Repeated:
    """Does something when first called, and again when a day has passed, or `every`: a worker may run for months."""

    def __init__(
        self,
        act: Callable[[], None],
        clock: Callable[[], float] = time.monotonic,
        *,
        every: timedelta = CHORES_EVERY,
    ) -> None:
        """Do `act`; `clock` tells seconds."""
        self._act = act
        self._clock = clock
        self._every = every
        self._due = clock()

    def __call__(self) -> None:
        """Do it when it is due; what fails is due still."""
        if self._clock() >= self._due:
            self._act()
            self._due = self._clock() + self._every.total_seconds()


def main(settings: Settings) -> None:
    """Work until told to stop (SIGTERM, SIGINT); a step under way is repeated by the next worker."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store = Store.open(settings.data, settings.database_url)
    with store.transaction() as session:
        snapshots.sweep(store, session)
    seats = settings.data / "workers"
    seat = take_seat(seats)
    launch(store, jobs_url(settings.data, settings.jobs_database_url), seat.executor)
    tidy = Repeated(lambda: chores(store), every=CHORES_EVERY)
    tidy()
    reckon = Repeated(lambda: reckon_anew(store), every=RECKONED_EVERY)
    _log.info("worker-started", worker=seat.executor)
    while not stop.wait(ADOPT_SECONDS):
        for job in adopt_orphans(seats, seat):
            _log.info("job-adopted", job=job)
        with suppress(*REFUSALS):  # the next round tries again
            for job in stranded.settle(store, stranded.statuses):
                _log.warning("job-stranded", job=job)
            tidy()
            reckon()
    DBOS.destroy(workflow_completion_timeout_sec=0)
    seat.leave()
