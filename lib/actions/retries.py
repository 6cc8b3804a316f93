"""Try a job again that failed, whatever it was: by the action that started it, with that action's own right."""

from datetime import date
from enum import StrEnum
from typing import Final

from lib.actions.analysis import run_checks
from lib.actions.demo import reset_demo
from lib.actions.desk import Desk
from lib.actions.imports import compare_again, retry
from lib.core.errors import NotFound, WrongState
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.jobs.analysis import ANALYSE
from lib.jobs.runner import EXPORT
from lib.jobs.workflows import COMPARE, COMPARE_FILE, RESET_DEMO
from lib.store import books, imports, jobs
from lib.store.tables import ImportState, Job, JobState

THE_YEAR: Final = mark("The financial year")


class Way(StrEnum):
    """How a failed job is tried again."""

    AGAIN = "again"
    """It is started once more, as it was."""
    EXPORT = "export"
    """From the page of exports, where Fortnox is looked at first."""
    FILE = "file"
    """By choosing the file again: it was let go."""
    NONE = "none"
    """It is over: something newer has taken its place, it went well, or the person may not."""


_OTHERWISE: Final = {EXPORT: Way.EXPORT, COMPARE_FILE: Way.FILE}
_RIGHTS: Final = {
    EXPORT: "export.start",
    COMPARE_FILE: "books.compare",
    RESET_DEMO: "demo.reset",
    ANALYSE: "checks.run",
}


def way(desk: Desk, job: Job) -> Way:
    """How the person can try a job again."""
    if job.state is not JobState.FAILED or not desk.person.may(_right(job), job.client_id):
        return Way.NONE
    if job.kind in _OTHERWISE:
        return _OTHERWISE[job.kind]
    return Way.AGAIN if job.import_id is None or _may_go_on(desk, job) else Way.NONE


def again(desk: Desk, job_id: str) -> str:
    """Start a failed job once more; gives the new job's id.

    Raises WrongState where it is over or is tried again in another way (see `way`), Forbidden, NotFound.
    """
    with desk.store.reading() as session:
        job = jobs.get(session, job_id)
    desk.allow(_right(job), job.client_id)
    if way(desk, job) is not Way.AGAIN:
        raise WrongState
    if job.kind == RESET_DEMO:
        return reset_demo(desk)
    if job.kind == ANALYSE:
        return run_checks(desk, job.client_id or 0, _year(desk, job))
    return (compare_again if job.kind == COMPARE else retry)(desk, job.import_id or "")


def _right(job: Job) -> str:
    return _RIGHTS.get(job.kind, "import.retry")


def _may_go_on(desk: Desk, job: Job) -> bool:
    """Whether the job's import is where it left it, and no other job has taken it up since."""
    with desk.store.reading() as session:
        import_ = imports.get(session, job.import_id or "")
        newest = jobs.of_import(session, import_.id)[0]
    wanted = ImportState.STAGED if job.kind == COMPARE else ImportState.FAILED
    return newest.id == job.id and import_.state is wanted


def _year(desk: Desk, job: Job) -> FinancialYear:
    start = date.fromisoformat(str(job.facts["start"]))
    with desk.store.reading() as session:
        years = books.active(session, job.client_id or 0).years
    found = next((year for year in years if year.start == start), None)
    if found is None:
        raise NotFound(thing=THE_YEAR)
    return found
