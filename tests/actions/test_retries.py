"""Trying a failed job again, whatever it was."""

from dataclasses import replace

import pytest

from lib.actions import comparisons, retries
from lib.actions.desk import Desk, Person
from lib.actions.retries import Way
from lib.core.errors import Forbidden, WrongState
from lib.jobs.analysis import ANALYSE
from lib.jobs.workflows import IMPORT
from lib.store import clients, imports, jobs
from lib.store.database import Store
from lib.store.tables import Client, ImportState, Job, JobState, Role, Source
from tests.jobs.inline import InlineRunner
from tests.store.examples import activated, booked, receive, span

YEAR = span("2025-01-01", "2025-12-31")


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Provbolaget AB", source=Source.SIE4)


def desk_of(store: Store, role: Role = Role.ACCOUNTANT) -> Desk:
    return Desk(store, InlineRunner(store), Person(1, "Rut", role))


def failed(store: Store, client: Client, kind: str, import_id: str | None = None, **facts: str) -> Job:
    with store.transaction() as session:
        job = jobs.add(
            session,
            job_id=f"{kind}-failed",
            kind=kind,
            client_id=client.id,
            import_id=import_id,
            steps=["read"],
            started_by=1,
        )
        jobs.finish(session, job.id, JobState.FAILED, "", facts)
        return jobs.get(session, job.id)


def stopped_import(store: Store, client: Client) -> Job:
    import_ = receive(store, client, b"#FLAGGA 0")
    with store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.FAILED)
    return failed(store, client, IMPORT, import_.id)


def test_a_failed_import_is_taken_up_again_once(store: Store, client: Client) -> None:
    job, desk = stopped_import(store, client), desk_of(store)
    assert retries.way(desk, job) is Way.AGAIN
    new = retries.again(desk, job.id)
    assert new != job.id
    assert retries.way(desk, job) is Way.NONE
    with pytest.raises(WrongState):
        retries.again(desk, job.id)


def test_checks_that_stopped_are_run_on_the_same_year_again(store: Store, client: Client) -> None:
    activated(store, client, b"a", booked(YEAR))
    job = failed(store, client, ANALYSE, start="2025-01-01", year="2025")
    new = retries.again(desk_of(store), job.id)
    with store.reading() as session:
        assert jobs.get(session, new).facts["year"] == "2025"


def test_a_file_that_was_let_go_has_to_be_chosen_again(store: Store, client: Client) -> None:
    desk = desk_of(store)
    job_id = comparisons.compare_file(desk, client.id, "bild.png", b"\x89PNG")
    with store.reading() as session:
        job = jobs.get(session, job_id)
    assert retries.way(desk, job) is Way.FILE
    with pytest.raises(WrongState):
        retries.again(desk, job_id)


def test_what_went_well_is_not_tried_again(store: Store, client: Client) -> None:
    job = stopped_import(store, client)
    with store.transaction() as session:
        jobs.finish(session, job.id, JobState.DONE)
        done = jobs.get(session, job.id)
    assert retries.way(desk_of(store), done) is Way.NONE


def test_who_may_not_import_may_not_try_again(store: Store, client: Client) -> None:
    job, viewer = stopped_import(store, client), desk_of(store, Role.VIEWER)
    assert retries.way(viewer, job) is Way.NONE
    with pytest.raises(Forbidden):
        retries.again(viewer, job.id)


def test_another_bureaus_client_is_out_of_reach(store: Store, client: Client) -> None:
    job, desk = stopped_import(store, client), desk_of(store)
    stranger = replace(desk, person=replace(desk.person, clients=frozenset()))
    with pytest.raises(Forbidden):
        retries.again(stranger, job.id)
