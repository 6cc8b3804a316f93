"""An import whose worker is killed goes on with the next worker; the books in use are never touched half-way."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lib.actions.desk import Desk, Person
from lib.actions.imports import activate, upload
from lib.jobs.database import jobs_url
from lib.jobs.runner import DurableRunner
from lib.sandbox.large import large_file
from lib.sie import read
from lib.store import books, clients, imports, jobs, people
from lib.store.database import Store
from lib.store.tables import ImportState, JobState, Role, Source
from tests.jobs.waiting import until

ROOT = Path(__file__).parents[2]
SIZE = 100_000
STEPS = ("read", "check", "store", "compare", "activate")


@contextmanager
def worker(
    store: Store, jobs_address: str, step: str = "none", when: str = "before", **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """A worker process of its own, stopped at the end if it lives."""
    database = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "tests/jobs/killed_worker.py", str(store.folder), jobs_address, database, step, when]
    environment = {"PYTHONPATH": str(ROOT), **settings}
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()


@pytest.fixture
def jobs_address(store: Store) -> str:
    """SQLite jobs beside a SQLite store, PostgreSQL jobs in the database of a PostgreSQL store."""
    if store.engine.dialect.name == "sqlite":
        return jobs_url(store.folder, None)
    return store.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def desk(store: Store, jobs_address: str) -> Iterator[Desk]:
    with store.transaction() as session:
        user = people.add_user(session, subject="rut", name="Rut", role=Role.ACCOUNTANT, all_clients=True)
    runner = DurableRunner(store.folder, jobs_address)
    yield Desk(store, runner, Person(user.id, user.name, user.role))
    runner.close()


@pytest.fixture
def client_id(store: Store) -> int:
    with store.transaction() as session:
        return clients.add(session, name="Storbolaget AB", source=Source.SIE4).id


def start_import(desk: Desk, client_id: int, *, seed: int = 1) -> str:
    content = large_file(SIZE, year=2025, seed=seed)
    (received,) = upload(desk, [("år.se", content)], client_id=client_id)
    assert received.import_id
    return received.import_id


def wait_for(desk: Desk, import_id: str, state: JobState) -> None:
    """Look until the import's job has come to `state`."""

    def states() -> set[JobState]:
        with desk.store.reading() as session:
            return {job.state for job in jobs.of_import(session, import_id)}

    assert until(lambda: states() == {state}), states()


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_an_import_killed_in_a_step_is_finished_by_the_next_worker(
    step: str, when: str, desk: Desk, jobs_address: str, client_id: int
) -> None:
    import_id = start_import(desk, client_id)
    with worker(desk.store, jobs_address, step, when) as doomed:
        assert doomed.wait(timeout=60) == -9
    with desk.store.reading() as session:
        assert books.active(session, client_id).version == 0
    with worker(desk.store, jobs_address):
        wait_for(desk, import_id, JobState.DONE)
    with desk.store.reading() as session:
        assert imports.get(session, import_id).state is ImportState.STAGED
        (job,) = jobs.of_import(session, import_id)
    assert [part["state"] for part in job.steps] == ["done"] * len(job.steps)
    active = activate(desk, import_id, expected_version=0, reason="prov")
    assert [year.label for year in active.years] == ["2024", "2025"]


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_import_that_activates_itself_does_so_once_though_its_worker_is_killed(
    when: str, desk: Desk, jobs_address: str, client_id: int
) -> None:
    number = read(large_file(SIZE, year=2025)).head("org_number")
    with desk.transaction() as session:
        clients.change(session, client_id, self_activating=True, org_number=number)
    import_id = start_import(desk, client_id)
    with worker(desk.store, jobs_address, "activate", when) as doomed:
        assert doomed.wait(timeout=60) == -9
    with worker(desk.store, jobs_address):
        wait_for(desk, import_id, JobState.DONE)
    with desk.store.reading() as session:
        assert books.active(session, client_id).version == 1
        assert imports.get(session, import_id).state is ImportState.ACTIVATED


@pytest.mark.slow
def test_the_same_upload_by_double_click_is_one_import_and_one_job(
    desk: Desk, jobs_address: str, client_id: int
) -> None:
    first, second = start_import(desk, client_id), start_import(desk, client_id)
    assert first == second
    with worker(desk.store, jobs_address):
        wait_for(desk, first, JobState.DONE)
    with desk.store.reading() as session:
        assert len(jobs.of_import(session, first)) == 1


@pytest.mark.slow
def test_two_imports_for_one_client_at_once_are_both_staged(desk: Desk, jobs_address: str, client_id: int) -> None:
    first, second = start_import(desk, client_id, seed=1), start_import(desk, client_id, seed=2)
    with worker(desk.store, jobs_address), worker(desk.store, jobs_address):
        wait_for(desk, first, JobState.DONE)
        wait_for(desk, second, JobState.DONE)
    with desk.store.reading() as session:
        states = [imports.get(session, one).state for one in (first, second)]
    assert states == [ImportState.STAGED, ImportState.STAGED]
