"""Have the checks run on a year of a client's books."""

from collections.abc import Sequence
from uuid import uuid4

from lib.actions.desk import Desk
from lib.core.periods import FinancialYear
from lib.jobs.analysis import ANALYSE
from lib.store import jobs
from lib.store.database import Store
from lib.store.tables import Job


def run_checks(desk: Desk, client_id: int, year: FinancialYear) -> str:
    """Start a run of the client's checks; gives the job's id, that of the run under way if there is one.

    What they find is then read with `lib.store.analyses.of_year`.
    """
    job_id, facts = str(uuid4()), {"year": year.label, "start": year.start.isoformat()}
    with desk.acting("checks.run", client_id, year=year.label):
        with desk.transaction() as session:
            running = [job.id for job in jobs.running(session, client_id) if _is_of(job, year)]
            if running:
                return running[0]
            jobs.add(
                session,
                job_id=job_id,
                kind=ANALYSE,
                client_id=client_id,
                import_id=None,
                steps=[ANALYSE],
                started_by=desk.person.user_id,
            )
            jobs.tell(session, job_id, "", facts)
        desk.jobs.start(ANALYSE, job_id, str(client_id), year.start.isoformat(), str(desk.person.user_id))
    return job_id


def under_way(store: Store, client_id: int, year: FinancialYear) -> Sequence[Job]:
    """The runs of the checks on a year that wait or run."""
    with store.reading() as session:
        return [job for job in jobs.running(session, client_id) if _is_of(job, year)]


def last(store: Store, client_id: int, year: FinancialYear) -> Job | None:
    """The newest run of the checks on a year, however it ended; None when there is none among the newest jobs."""
    with store.reading() as session:
        return next((job for job in jobs.of_client(session, client_id) if _is_of(job, year)), None)


def _is_of(job: Job, year: FinancialYear) -> bool:
    return job.kind == ANALYSE and job.facts.get("start") == year.start.isoformat()
