"""A worker that kills itself (SIGKILL) at the step it is told, before or after the step's own work.

`python tests/jobs/killed_worker.py FOLDER JOBS_URL DATABASE_URL STEP before|after`; with the step
`none` it works on until it is told to stop. The step `piece` is the third thing fetched from Fortnox,
and `hand-over` the moment when all has been fetched.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dbos import DBOS

from lib.jobs import worker, workflows
from lib.jobs.stations import Outcome
from lib.store import pieces
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


def third_time(call: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The call, ended by a kill at its third time."""
    calls = [call, call, once(call, when)]

    def counted(*args: object, **named: object) -> Any:  # noqa: ANN401 - whatever it gives
        return calls.pop(0)(*args, **named)

    return counted


def main(folder: str, jobs_url: str, database_url: str, step: str, when: str) -> None:
    """Work, until the kill."""
    store = Store.open(Path(folder), database_url)
    match step:
        case "none":
            pass
        case "piece":
            pieces.keep = third_time(pieces.keep, when)
        case "hand-over":
            DBOS.enqueue_workflow_with_options = once(DBOS.enqueue_workflow_with_options, when)  # type: ignore[method-assign]
        case _:
            workflows.STEPS[step] = deadly(workflows.STEPS[step], when)
    worker.launch(store, jobs_url, "the-only-worker")
    signal.sigwait([signal.SIGTERM])
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
