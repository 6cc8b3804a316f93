"""What becomes of a job, told on its own row: each step as it begins and ends, and what stopped it."""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar
from uuid import uuid4

import stamina
import structlog

from lib.core.errors import REMEDY, BryggaError
from lib.core.languages import Fact
from lib.store import jobs
from lib.store.database import Session, Store
from lib.store.failures import REFUSALS
from lib.store.tables import JobState

NOTED_AT_MOST: Final = 5
"""So often what became of a job is written down, within some seconds, when the database refuses it."""

Result = TypeVar("Result")
_log = structlog.get_logger()


def caught(
    job_id: str, name: str, work: Callable[[], Result], failed: Callable[[str, Mapping[str, Fact]], None], crashed: str
) -> Result | None:
    """Carry out a step; None where it failed, which is then told.

    `failed` gets the sentence and its facts, or `crashed` with a reference that the log holds too.
    """
    try:
        return work()
    except BryggaError as error:
        message, facts = error.told
        failed(message, {**facts, REMEDY: error.advice})
    except Exception:  # noqa: BLE001 - the job ends with a reference; the log holds the rest
        reference = uuid4().hex[:8]
        _log.exception("job-crashed", reference=reference, job=job_id, step=name)
        failed(crashed, {"reference": reference})
    return None


def say(store: Store, job_id: str, step: str, state: JobState) -> None:
    """Say how a step stands."""
    note(store, lambda session: jobs.set_step(session, job_id, step, state))


def note(store: Store, write: Callable[[Session], None]) -> None:
    """Write down what became of a job, time and again while the database refuses it."""
    # by context: stamina's decorator would log the arguments, clients' texts among them
    for attempt in stamina.retry_context(on=REFUSALS, attempts=NOTED_AT_MOST, timeout=None):
        with attempt, store.transaction() as session:
            write(session)
