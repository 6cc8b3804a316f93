"""What becomes of a job that the database lets down: nothing of the client in the log, and nobody locked out."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
import sqlalchemy as sa
import structlog

from dashboard import logs
from lib.core.errors import StorageFailed
from lib.jobs import lines, stranded, telling
from lib.jobs.database import jobs_engine
from lib.settings import load
from lib.store import imports, jobs
from lib.store.tables import Client, Import, ImportState, JobState
from tests.jobs.local_fortnox import SOUND, Bureau

REFUSES = "CREATE TRIGGER refuses BEFORE UPDATE OF sha256 ON import BEGIN SELECT RAISE(ABORT, 'refused'); END"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log as a worker writes it, and pytest's own once the test is done."""
    root, kind = logging.getLogger(), logging.getLoggerClass()
    handlers, level = root.handlers[:], root.level
    logs.configure(load(demo=True, log_format="json"))
    monkeypatch.setattr(telling, "_log", structlog.get_logger())
    yield
    root.handlers, root.level = handlers, level
    logging.setLoggerClass(kind)
    structlog.reset_defaults()


@pytest.mark.usefixtures("logged")
def test_what_the_database_refuses_is_logged_without_the_clients_texts(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        session.connection().execute(sa.text(REFUSES))
    import_ = bureau.bring_in(client)
    assert import_.state is ImportState.FAILED
    told = caplog.text
    assert "IntegrityError" in told, "the fault itself is logged"
    assert str(SOUND) not in told
    assert "year_files" not in told


def refuse(patch: pytest.MonkeyPatch, name: str, first: int, last: int) -> None:
    """Let the database refuse what `jobs` does by a name, from one call to another; they count from 1."""
    real, calls = getattr(jobs, name), count(1)

    def refused(*args: object, **named: object) -> None:
        if first <= next(calls) <= last:
            raise StorageFailed(cause="the disk is full")
        real(*args, **named)

    patch.setattr(jobs, name, refused)


@pytest.mark.parametrize(("name", "call"), [("set_step", 1), ("set_step", 2), ("finish", 1)])
def test_one_write_that_is_refused_while_a_job_is_noted_stops_nothing(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, name: str, call: int
) -> None:
    refuse(monkeypatch, name, call, call)
    import_ = bureau.bring_in(bureau.connected())
    assert import_.state is ImportState.STAGED
    assert bureau.job(import_).state is JobState.DONE


def stranded_import(bureau: Bureau, client: Client, monkeypatch: pytest.MonkeyPatch) -> Import:
    """An import whose step failed while the database took down nothing at all."""
    with monkeypatch.context() as patch:
        patch.setattr(lines, "opened", None)
        for name in ("set_step", "finish"):
            refuse(patch, name, 1, 1000)
        with pytest.raises(StorageFailed):
            bureau.bring_in(client)
    with bureau.store.reading() as session:
        (import_,) = imports.of_client(session, client.id)
    assert import_.state in imports.UNDER_WAY
    return import_


@pytest.mark.parametrize("status", ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"])
def test_an_import_that_nobody_carries_any_more_fails_and_gives_way_to_another(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    client = bureau.connected()
    import_ = stranded_import(bureau, client, monkeypatch)
    job = bureau.job(import_)
    assert stranded.settle(bureau.store, lambda _: [status]) == [job.id]
    job = bureau.job(import_)
    assert (job.state, job.message) == (JobState.FAILED, stranded.Stranded.text)
    assert job.facts["remedy"]
    again = bureau.bring_in(client)
    assert (again.id != import_.id, again.state) == (True, ImportState.STAGED)
    assert stranded.settle(bureau.store, lambda _: [status]) == []


@pytest.mark.parametrize("states", [["PENDING"], ["ENQUEUED"], ["SUCCESS", "ENQUEUED"], []])
def test_what_is_carried_or_about_to_start_is_left_alone(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch, states: list[str]
) -> None:
    import_ = stranded_import(bureau, bureau.connected(), monkeypatch)
    assert stranded.settle(bureau.store, lambda _: states) == []
    assert bureau.job(import_).state in jobs.UNFINISHED


def test_a_job_that_no_worker_ever_heard_of_is_ended_after_a_while(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = stranded_import(bureau, bureau.connected(), monkeypatch)
    monkeypatch.setattr(stranded, "GRACE", timedelta(0))
    assert stranded.settle(bureau.store, lambda _: []) == [bureau.job(import_).id]


def test_a_staged_import_stays_staged_when_only_its_job_could_not_be_ended(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    with monkeypatch.context() as patch:
        refuse(patch, "finish", 1, 1000)
        with pytest.raises(StorageFailed):
            bureau.bring_in(client)
    stranded.settle(bureau.store, lambda _: ["ERROR"])
    with bureau.store.reading() as session:
        (import_,) = imports.of_client(session, client.id)
    assert (import_.state, bureau.job(import_).state) == (ImportState.STAGED, JobState.DONE)


def test_the_jobs_database_keeps_what_it_was_given_out_of_its_errors() -> None:
    engine = jobs_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError) as failure:
        connection.execute(sa.text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Kvarnen AB"})
    engine.dispose()
    assert "Kvarnen" not in str(failure.value)
