"""A client is erased by a worker of its own process, whole, also when that worker is killed among the files."""

from collections.abc import Iterator

import pytest

from lib.actions.desk import Desk, Person
from lib.actions.erasing import certificate, erase_client
from lib.actions.imports import upload
from lib.jobs.runner import DurableRunner
from lib.store import clients, erasures, imports, jobs, people
from lib.store.database import Store
from lib.store.support_tables import Erasure
from lib.store.tables import Client, JobState, Role, Source
from lib.store.words import ErasureState
from tests.actions.test_erasing import FILE, NAME, NUMBER, bytes_on_disk, rows_in_database
from tests.jobs.test_killed_imports import jobs_address, wait_for, worker
from tests.jobs.waiting import PATIENCE, statuses, until

__all__ = ["jobs_address"]


@pytest.fixture
def desk(store: Store, jobs_address: str) -> Iterator[Desk]:
    with store.transaction() as session:
        user = people.add_user(session, subject="adam", name="Adam", role=Role.ADMIN, all_clients=True)
    runner = DurableRunner(store.folder, jobs_address)
    yield Desk(store, runner, Person(user.id, user.name, user.role))
    runner.close()


@pytest.fixture
def client(desk: Desk, jobs_address: str) -> Client:
    """A client with an import that a worker has read."""
    with desk.transaction() as session:
        made = clients.add(session, name=NAME, org_number=NUMBER, source=Source.SIE4)
    (one,) = upload(desk, [("år.se", FILE)], client_id=made.id)
    with worker(desk.store, jobs_address):
        wait_for(desk, one.import_id or "", JobState.DONE)
    return made


def erased(desk: Desk, client_id: int) -> Erasure:
    """The erasing, when it has come to its end."""

    def found() -> Erasure | None:
        with desk.store.reading() as session:
            return erasures.of_client(session, client_id)

    assert until(lambda: (one := found()) and one.state is ErasureState.DONE)
    done = found()
    assert done
    return done


def jobs_of(desk: Desk, client_id: int) -> list[str]:
    with desk.store.reading() as session:
        (one,) = imports.of_client(session, client_id)
        return [job.id for job in jobs.of_import(session, one.id)]


@pytest.mark.slow
def test_a_worker_erases_a_client_and_its_jobs(
    desk: Desk,
    client: Client,
    jobs_address: str,
) -> None:
    of_client = jobs_of(desk, client.id)
    assert statuses(jobs_address, of_client).keys() == set(of_client)
    erase_client(desk, client.id, NAME)
    with worker(desk.store, jobs_address):
        done = erased(desk, client.id)
    assert rows_in_database(desk.store) == []
    assert bytes_on_disk(desk.store) == []
    assert statuses(jobs_address, of_client) == {}
    assert "importer" in certificate(done, "sv")


@pytest.mark.slow
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_erasing_whose_worker_is_killed_is_finished_by_the_next(
    when: str,
    desk: Desk,
    client: Client,
    jobs_address: str,
) -> None:
    erase_client(desk, client.id, NAME)
    with worker(desk.store, jobs_address, "erase-files", when) as doomed:
        assert doomed.wait(timeout=PATIENCE) == -9
    assert rows_in_database(desk.store) == []
    with worker(desk.store, jobs_address):
        done = erased(desk, client.id)
    assert bytes_on_disk(desk.store) == []
    assert (done.imports, done.jobs) == ([], [])
