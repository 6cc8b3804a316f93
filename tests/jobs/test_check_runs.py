"""A run of the checks is a job: seen while it runs, told of when it fails, and never two at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from lib.actions import analysis as act
from lib.actions.desk import Desk, Person
from lib.core.errors import StorageFailed
from lib.jobs import analysis, stranded
from lib.store import analyses, jobs, people
from lib.store.database import Store
from lib.store.tables import Client, Job, JobState, Role
from tests.store.examples import Y2025, Y2026, activated, add_client, booked


@dataclass
class Waiting:
    """A queue that no worker looks at yet."""

    queued: list[tuple[str, ...]]

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        self.queued.append((kind, job_id, *ids))

    def cancel(self, job_id: str) -> None:
        raise NotImplementedError

    def resume(self, job_id: str) -> None:
        raise NotImplementedError

    def work(self, store: Store) -> None:
        """Carry out what waits."""
        for _kind, job_id, client_id, year, user_id in self.queued:
            start = date.fromisoformat(year)
            analysis.run(store, job_id, int(client_id), start, int(user_id), today=date(2026, 12, 31))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", booked(Y2026))
    return client


@pytest.fixture
def queue() -> Waiting:
    return Waiting([])


@pytest.fixture
def desk(store: Store, queue: Waiting) -> Desk:
    with store.transaction() as session:
        user = people.add_user(session, subject="rut", name="Rut", role=Role.ACCOUNTANT, all_clients=True)
    return Desk(store, queue, Person(user.id, "Rut", Role.ACCOUNTANT))


def job(store: Store, job_id: str) -> Job:
    with store.reading() as session:
        return jobs.get(session, job_id)


def test_a_run_is_seen_from_when_it_is_asked_for_until_it_is_done(desk: Desk, client: Client, queue: Waiting) -> None:
    asked = act.run_checks(desk, client.id, Y2026)
    assert [one.id for one in act.under_way(desk.store, client.id, Y2026)] == [asked]
    queue.work(desk.store)
    done = job(desk.store, asked)
    assert (done.state, done.message, done.facts["year"]) == (JobState.DONE, analysis.CHECKED, Y2026.label)
    assert [step["state"] for step in done.steps] == [JobState.DONE.value]
    assert not act.under_way(desk.store, client.id, Y2026)
    with desk.store.reading() as session:
        assert analyses.of_year(desk.store, session, client.id, Y2026) is not None


def test_asking_again_while_a_run_waits_is_the_same_run(desk: Desk, client: Client, queue: Waiting) -> None:
    first = act.run_checks(desk, client.id, Y2026)
    assert act.run_checks(desk, client.id, Y2026) == first
    assert act.run_checks(desk, client.id, Y2025) != first, "another year is another run"
    assert len(queue.queued) == 2


def test_a_run_that_fails_says_why_and_leaves_the_earlier_results(
    desk: Desk, client: Client, queue: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    act.run_checks(desk, client.id, Y2026)
    queue.work(desk.store)
    queue.queued.clear()
    full = StorageFailed(cause="the disk is full")
    monkeypatch.setattr(analyses, "save", _raises(full))
    asked = act.run_checks(desk, client.id, Y2026)
    queue.work(desk.store)
    assert (job(desk.store, asked).state, job(desk.store, asked).message) == (JobState.FAILED, full.told[0])
    assert act.last(desk.store, client.id, Y2026) == job(desk.store, asked)
    with desk.store.reading() as session:
        assert analyses.of_year(desk.store, session, client.id, Y2026) is not None


def test_a_run_that_crashes_tells_the_reference_that_the_log_has(
    desk: Desk, client: Client, queue: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysis, "run_analysis", _raises(ZeroDivisionError()))
    asked = act.run_checks(desk, client.id, Y2026)
    queue.work(desk.store)
    failed = job(desk.store, asked)
    assert (failed.state, failed.message) == (JobState.FAILED, analysis.CHECKS_CRASHED)
    assert failed.reference


def test_a_run_that_nobody_carries_any_more_is_ended_with_its_own_words(
    desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stranded, "GRACE", timedelta(0))
    asked = act.run_checks(desk, client.id, Y2026)
    assert stranded.settle(desk.store, lambda _: []) == [asked]
    ended = job(desk.store, asked)
    assert (ended.state, ended.message) == (JobState.FAILED, stranded.CHECKS_STOPPED)
    assert act.last(desk.store, client.id, Y2026) == ended


def _raises(error: Exception) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse
