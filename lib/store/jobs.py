"""Jobs as people see them: which steps they have, how far they have come, what became of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlmodel import Session, col, select

from lib.core.languages import Fact
from lib.store import rows
from lib.store.columns import now
from lib.store.tables import Job, JobState

UNFINISHED: Final = (JobState.WAITING, JobState.RUNNING)


def add(  # noqa: PLR0913 - the columns of Job, all by name
    session: Session,
    *,
    job_id: str,
    kind: str,
    client_id: int | None,
    import_id: str | None,
    steps: Sequence[str],
    started_by: int | None,
) -> Job:
    """Add a waiting job; the same `job_id` twice is one job, given back as it stands."""
    job = Job(
        id=job_id,
        kind=kind,
        client_id=client_id,
        import_id=import_id,
        started_by=started_by,
        steps=[_step(name, JobState.WAITING) for name in steps],
    )
    return rows.find_or_add(session, select(Job).where(Job.id == job_id), job)


def get(session: Session, job_id: str) -> Job:
    """The job; raises NotFound."""
    return rows.get(session, Job, job_id)


def of_import(session: Session, import_id: str) -> list[Job]:
    """The jobs that worked on an import, newest first."""
    newest = (col(Job.created_at).desc(), col(Job.id))
    return list(session.exec(select(Job).where(Job.import_id == import_id).order_by(*newest)))


def of_client(session: Session, client_id: int, limit: int = 50) -> list[Job]:
    """A client's jobs, newest first."""
    newest = (col(Job.created_at).desc(), col(Job.id))
    return list(session.exec(select(Job).where(Job.client_id == client_id).order_by(*newest).limit(limit)))


def recent(session: Session, limit: int = 50) -> list[Job]:
    """The jobs of all clients and of none, newest first."""
    return list(session.exec(select(Job).order_by(col(Job.created_at).desc(), col(Job.id)).limit(limit)))


def running(session: Session, client_id: int | None = None) -> list[Job]:
    """Jobs that wait or run, oldest first; of one client, or of all."""
    query = select(Job).where(col(Job.state).in_(UNFINISHED))
    query = query if client_id is None else query.where(Job.client_id == client_id)
    return list(session.exec(query.order_by(col(Job.created_at), col(Job.id))))


def set_step(session: Session, job_id: str, step: str, state: JobState) -> None:
    """Say how a step stands; a job whose step begins is running, also when it had stopped before."""
    job = rows.lock(session, Job, job_id)
    job.steps = [_moved(old, state) if old["name"] == step else old for old in job.steps]
    if state is JobState.RUNNING:
        job.state = JobState.RUNNING
        job.started_at = job.started_at or now()
        job.ended_at = None
    session.flush()


def tell(session: Session, job_id: str, message: str, facts: Mapping[str, Fact] | None = None) -> None:
    """Say what the step under way is doing just now: a marked text with its facts."""
    job = rows.lock(session, Job, job_id)
    job.message, job.facts = message, dict(facts or {})
    session.flush()


def finish(
    session: Session, job_id: str, state: JobState, message: str = "", facts: Mapping[str, Fact] | None = None
) -> None:
    """Say what became of a job: a marked text with its facts; a step under way ends as the job does.

    The fact `reference`, if there is one, is what support finds the fault by.
    """
    job = rows.lock(session, Job, job_id)
    job.state, job.message, job.facts = state, message, dict(facts or {})
    job.reference = str(job.facts["reference"]) if "reference" in job.facts else None
    job.steps = [_moved(old, state) if old["state"] == JobState.RUNNING else old for old in job.steps]
    job.ended_at = now()
    session.flush()


def _step(name: str, state: JobState) -> dict[str, str | None]:
    return {"name": name, "state": state.value, "started_at": None, "ended_at": None}


def _moved(step: dict[str, str | None], state: JobState) -> dict[str, str | None]:
    moment = now().isoformat()
    if state is JobState.RUNNING:
        return step | {"state": state.value, "started_at": moment, "ended_at": None}
    return step | {"state": state.value, "ended_at": None if state is JobState.WAITING else moment}
