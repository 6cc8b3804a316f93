"""The demo bureau: start over with fresh books in one click."""

from uuid import uuid4

from lib.actions.desk import Desk
from lib.jobs.demo import seed
from lib.jobs.workflows import KINDS, RESET_DEMO
from lib.store import jobs

__all__ = ["reset_demo", "seed"]


def reset_demo(desk: Desk) -> str:
    """Remove every client of the demo and make them anew; gives the job's id."""
    job_id = str(uuid4())
    with desk.acting("demo.reset"):
        with desk.transaction() as session:
            jobs.add(
                session,
                job_id=job_id,
                kind=RESET_DEMO,
                client_id=None,
                import_id=None,
                steps=KINDS[RESET_DEMO],
                started_by=desk.person.user_id,
            )
        desk.jobs.start(RESET_DEMO, job_id, "")
    return job_id
