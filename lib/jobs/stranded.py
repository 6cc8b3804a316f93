"""Imports and jobs that nobody carries any more: brought to an end, so that no client is kept from the next import."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Final

from dbos import DBOS

from lib.core.errors import REMEDY, BryggaError
from lib.core.languages import mark
from lib.jobs import export, stations
from lib.jobs.analysis import ANALYSE
from lib.jobs.runner import EXPORT
from lib.jobs.workflows import COMPARE_FILE, rest_of
from lib.store import imports, jobs
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.tables import ImportState, Job, JobState

GRACE: Final = timedelta(minutes=1)
"""A job that was taken down so lately may be about to start."""
_CARRIED: Final = frozenset({"PENDING", "ENQUEUED", "DELAYED"})

CHECKS_STOPPED: Final = mark("The checks stopped before they were done. The earlier results stand.")
RUN_AGAIN: Final = mark("Run the checks again.")
COMPARISON_STOPPED: Final = mark("The comparison of {file} stopped before it was done. Nothing was imported.")
CHOOSE_AGAIN: Final = mark("Choose the file again.")
_STOPPED: Final = {ANALYSE: (CHECKS_STOPPED, RUN_AGAIN), COMPARE_FILE: (COMPARISON_STOPPED, CHOOSE_AGAIN)}

Statuses = Callable[[Sequence[str]], Iterable[str]]
"""The states, in DBOS's words, of those workflows of these ids that there are."""


class Stranded(BryggaError):
    """A job ended without saying what became of it."""

    text = mark("The import stopped, and how far it had come could not be saved. The books are unchanged.")
    next_step = mark("Import again; if it happens again, have an administrator look at the disk and the database.")


def statuses(ids: Sequence[str]) -> list[str]:
    """What DBOS says of these workflows."""
    found = DBOS.list_workflows(workflow_ids=list(ids), load_input=False, load_output=False)
    return [one.status for one in found]


def settle(store: Store, statuses: Statuses) -> list[str]:
    """End the jobs, and the imports under way, that nobody carries any more; gives the jobs' ids."""
    with store.reading() as session:
        newest = [jobs.of_import(session, one.id)[:1] for one in imports.under_way(session)]
        candidates = {job.id: job for job in [*jobs.running(session), *(job for one in newest for job in one)]}
    over = [job for job in candidates.values() if _is_over(job, statuses)]
    for job in over:
        with store.transaction() as session:
            _end(session, job)
    return [job.id for job in over]


def _is_over(job: Job, statuses: Statuses) -> bool:
    known = set(statuses([job.id, rest_of(job.id)]))
    return not known & _CARRIED if known else now() - job.created_at > GRACE


def _end(session: Session, job: Job) -> None:
    # asked for anew: a job says what became of it before its workflow ends
    unfinished = jobs.get(session, job.id).state in jobs.UNFINISHED
    left = job.import_id is None or imports.get(session, job.import_id).state in imports.UNDER_WAY
    if unfinished and job.import_id is not None and not left:
        message, facts = stations.summary(session, job.import_id)
        jobs.finish(session, job.id, JobState.DONE, message, facts)
    elif unfinished and job.kind == EXPORT:
        export.stop(session, job.id, export.BROKEN_OFF, {REMEDY: export.START_AGAIN})
    elif unfinished:
        text, step = _STOPPED.get(job.kind, (Stranded.text, Stranded.next_step))
        kept = dict(job.facts) if job.kind in _STOPPED else {}
        jobs.finish(session, job.id, JobState.FAILED, text, {**kept, REMEDY: step})
    if left and job.import_id is not None and jobs.of_import(session, job.import_id)[0].id == job.id:
        imports.set_state(session, job.import_id, ImportState.FAILED)
