"""A job's row tells how far it has come and what became of it."""

from itertools import pairwise

from lib.store import jobs
from lib.store.database import Store
from lib.store.tables import Client, Job, JobState
from tests.store.examples import receive


def test_a_new_job_waits_with_all_its_steps(store: Store, client: Client) -> None:
    job = _add(store, client)

    assert job.state is JobState.WAITING
    assert [(step["name"], step["state"]) for step in job.steps] == [("read", "waiting"), ("check", "waiting")]


def test_the_same_id_twice_is_one_job(store: Store, client: Client) -> None:
    _add(store, client)
    _step(store, "read", JobState.RUNNING)

    assert _add(store, client).state is JobState.RUNNING


def test_steps_are_followed(store: Store, client: Client) -> None:
    _add(store, client)
    _step(store, "read", JobState.RUNNING)
    _step(store, "read", JobState.DONE)
    _step(store, "check", JobState.RUNNING)

    job = _job(store)
    assert job.state is JobState.RUNNING
    assert [step["state"] for step in job.steps] == ["done", "running"]
    times = [job.steps[0]["started_at"], job.steps[0]["ended_at"], job.steps[1]["started_at"]]
    assert all(earlier and later and earlier <= later for earlier, later in pairwise(times))


def test_a_failed_job_says_why_and_where(store: Store, client: Client) -> None:
    _add(store, client)
    _step(store, "read", JobState.RUNNING)

    with store.transaction() as session:
        jobs.finish(session, "job", JobState.FAILED, "It stopped ({reference}).", {"reference": "1a2b"})

    job = _job(store)
    assert (job.state, job.message, job.reference) == (JobState.FAILED, "It stopped ({reference}).", "1a2b")
    assert [step["state"] for step in job.steps] == ["failed", "waiting"]
    assert job.ended_at is not None


def test_a_job_that_goes_on_is_running_again(store: Store, client: Client) -> None:
    _add(store, client)
    with store.transaction() as session:
        jobs.finish(session, "job", JobState.FAILED)

    _step(store, "read", JobState.RUNNING)

    job = _job(store)
    assert (job.state, job.ended_at) == (JobState.RUNNING, None)


def test_jobs_are_listed_by_client_import_and_state(store: Store, client: Client) -> None:
    _add(store, client)
    _add(store, client, "other")
    with store.transaction() as session:
        jobs.finish(session, "other", JobState.DONE)

    with store.reading() as session:
        assert [job.id for job in jobs.running(session)] == ["job"]
        assert [job.id for job in jobs.running(session, client.id)] == ["job"]
        assert jobs.running(session, client.id + 1) == []
        assert [job.id for job in jobs.of_client(session, client.id)] == ["other", "job"]
        assert [job.id for job in jobs.recent(session, limit=1)] == ["other"]


def test_jobs_of_an_import_are_found(store: Store, client: Client) -> None:
    import_ = receive(store, client, b"a")
    _add(store, client, import_id=import_.id)

    with store.reading() as session:
        assert [job.id for job in jobs.of_import(session, import_.id)] == ["job"]


def _add(store: Store, client: Client, job_id: str = "job", import_id: str | None = None) -> Job:
    with store.transaction() as session:
        return jobs.add(
            session,
            job_id=job_id,
            kind="import",
            client_id=client.id,
            import_id=import_id,
            steps=["read", "check"],
            started_by=None,
        )


def _step(store: Store, step: str, state: JobState) -> None:
    with store.transaction() as session:
        jobs.set_step(session, "job", step, state)


def _job(store: Store) -> Job:
    with store.reading() as session:
        return jobs.get(session, "job")
