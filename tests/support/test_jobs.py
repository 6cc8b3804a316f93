"""Jobs that nobody carries on: how long a step has stood still is told, not how long its job has run."""

from datetime import timedelta

from lib.jobs.workflows import IMPORT
from lib.store import clients, jobs
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import JobState
from lib.support import jobs as told


def test_a_job_is_stuck_when_its_step_has_stood_still_for_two_hours(store: Store) -> None:
    with store.transaction() as session:
        client = clients.add(session, name="Bryggan AB")
        job = jobs.add(
            session, job_id="a", kind=IMPORT, client_id=client.id, import_id=None, steps=["parse"], started_by=None
        )
        jobs.set_step(session, job.id, "parse", JobState.RUNNING)
        job.started_at = now() - timedelta(hours=3)  # and was carried on by another worker a moment ago
    with store.reading() as session:
        assert list(told.diagnoses(session, client, now())) == []
        (stuck,) = told.diagnoses(session, client, now() + timedelta(hours=2, minutes=1))
        assert stuck.at is not None
        assert now() - stuck.at < timedelta(hours=1)
