"""A worker that kills itself (SIGKILL) at the step it is told, before or after the step's own work.

`python tests/jobs/killed_worker.py FOLDER JOBS_URL DATABASE_URL STEP before|after`; with the step
`none` it works on until it is told to stop. The step `send-3` is the third voucher sent to Fortnox, `land-3`
the third that is written down as landed, `follow` and `finish` are an export's end, and `stop` is when all is
said of it, also of one that has failed; the step `piece` is the third thing fetched from Fortnox, `hand-over`
the moment when all has been fetched, and `erase-files` a client's files being removed.
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from dbos import DBOS

from lib.fortnox.client import Fortnox
from lib.jobs import doubts, worker, workflows
from lib.jobs.stations import Outcome
from lib.store import erasures, exports, leases, pieces, returns
from lib.store.database import Store

Station = Callable[[Store, str], Outcome]


def deadly(station: Station, when: str) -> Station:
    """The station, ended by a kill."""

    def killed(store: Store, import_id: str) -> Outcome:
        if when == "after":
            station(store, import_id)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    return killed


def once(call: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The call, ended by a kill."""

    def killed(*args: object, **named: object) -> Any:  # noqa: ANN401 - whatever it gives
        if when == "after":
            call(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    return killed


def nth_time(call: Callable[..., Any], when: str, number: int = 3) -> Callable[..., Any]:
    """The call, ended by a kill at its third time, or another."""
    calls = [*[call] * (number - 1), once(call, when)]

    def counted(*args: object, **named: object) -> Any:  # noqa: ANN401 - whatever it gives
        return calls.pop(0)(*args, **named)

    return counted


def be_doomed(step: str, when: str) -> None:
    """Let this process be killed at the step."""
    match step:
        case "erase-files":
            erasures.remove_files = once(erasures.remove_files, when)
        case "piece":
            pieces.keep = nth_time(pieces.keep, when)
        case "hand-over":
            DBOS.enqueue_workflow_with_options = once(DBOS.enqueue_workflow_with_options, when)  # type: ignore[method-assign]
        case _ if step.startswith("send-"):
            Fortnox.create_voucher = nth_time(Fortnox.create_voucher, when, int(step[5:]))  # type: ignore[method-assign]
        case _ if step.startswith("land-"):
            exports.land = nth_time(exports.land, when, int(step[5:]))
        case "follow":
            returns.follow = once(returns.follow, when)
        case "finish":
            exports.finish = once(exports.finish, when)
        case "stop":
            workflows.export_entries = once(workflows.export_entries, when)
        case _:
            workflows.STEPS[step] = deadly(workflows.STEPS[step], when)


def main(folder: str, jobs_url: str, database_url: str, step: str, when: str) -> None:
    """Work, until the kill."""
    store = Store.open(Path(folder), database_url)
    doubts.SILENT = doubts.BROKEN = timedelta(seconds=1.5)  # type: ignore[misc]
    if step != "none":
        # only who dies leaves a lease behind: the next waits for so long, and keeps its own for as long as ever
        leases.LASTS = timedelta(seconds=20)  # type: ignore[misc]
        be_doomed(step, when)
    worker.launch(store, jobs_url, "the-only-worker")
    signal.sigwait([signal.SIGTERM])
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
