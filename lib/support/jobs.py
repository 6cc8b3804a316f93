"""What is wrong with the jobs: checks that stopped, and jobs that nobody carries on."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from lib.core.languages import mark
from lib.jobs.analysis import ANALYSE
from lib.jobs.workflows import STEP_NAMES
from lib.settings import clock
from lib.store import jobs
from lib.store.database import Session
from lib.store.tables import Client, Job, JobState
from lib.support import failures
from lib.support.diagnoses import Diagnosis, Told, Weight, Who

PATIENCE: Final = timedelta(minutes=10)
"""A job that has waited so long for its turn waits for a worker that is not there."""
LONG: Final = timedelta(hours=2)
"""A step that has run so long is stuck."""
CHECKS: Final = mark("The checks of {year} stopped.")
WAITING: Final = mark("A job has waited for its turn since {moment}: {step:text}.")
WAITING_WHY: Final = mark("No worker of Brygga's is running, or every one is busy with something large.")
WAITING_STEP: Final = mark(
    "An administrator runs `brygga doctor` and starts a worker (`brygga worker`); the job then goes on by itself."
)
RUNNING: Final = mark("A job has been at the same step since {moment}: {step:text}.")
RUNNING_WHY: Final = mark("The source is very large, Fortnox answers slowly, or the worker has stopped.")


def diagnoses(session: Session, client: Client, now: datetime) -> Iterator[Diagnosis]:
    """What is wrong with the client's jobs but for imports and exports, which are told as such."""
    every = jobs.of_client(session, client.id)
    checked = next((job for job in every if job.kind == ANALYSE), None)
    if checked is not None and checked.state is JobState.FAILED:
        yield _checks(checked)
    for job in every:
        if job.state is JobState.WAITING and now - job.created_at > PATIENCE:
            yield _stuck(job, WAITING, WAITING_WHY, job.created_at)
        elif job.state is JobState.RUNNING and now - (since := _step_began(job)) > LONG:
            yield _stuck(job, RUNNING, RUNNING_WHY, since)


def _checks(job: Job) -> Diagnosis:
    facts: dict[str, Any] = dict(job.facts)
    act = failures.act(job.message)
    return Diagnosis(
        f"checks-failed-{job.id}",
        Weight.LOOK,
        Told(CHECKS, {"year": str(facts.get("year", ""))}),
        Told(job.message, facts),
        failures.step(facts),
        act.who,
        at=job.ended_at,
        page="transaction_analysis",
    )


def _step_began(job: Job) -> datetime:
    """When the step under way began; between two steps, when the one before it ended."""
    told = [at for step in job.steps for at in (step["started_at"], step["ended_at"]) if at]
    return max(map(datetime.fromisoformat, told), default=job.started_at or job.created_at)


def _stuck(job: Job, what: str, why: str, since: datetime) -> Diagnosis:
    step = next((str(one["name"]) for one in job.steps if one["state"] != JobState.DONE), "")
    facts = {"moment": clock(since), "step": STEP_NAMES.get(step, step)}
    return Diagnosis(
        f"job-stuck-{job.id}", Weight.STOPS, Told(what, facts), Told(why), Told(WAITING_STEP),
        Who.ADMINISTRATOR, at=since, page="activity_log", view={"vy": "system"},
    )  # fmt: skip
