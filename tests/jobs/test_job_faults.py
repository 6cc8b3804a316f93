"""What becomes of a job that the database lets down: nothing of the client in the log, and nobody locked out."""

import logging
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import structlog

from dashboard import logs
from lib.jobs import workflows
from lib.jobs.database import jobs_engine
from lib.settings import load
from lib.store.tables import ImportState
from tests.jobs.local_fortnox import SOUND, Bureau

REFUSES = "CREATE TRIGGER refuses BEFORE UPDATE OF sha256 ON import BEGIN SELECT RAISE(ABORT, 'refused'); END"


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The log as a worker writes it, and pytest's own once the test is done."""
    root, kind = logging.getLogger(), logging.getLoggerClass()
    handlers, level = root.handlers[:], root.level
    logs.configure(load(demo=True, log_format="json"))
    monkeypatch.setattr(workflows, "_log", structlog.get_logger())
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


def test_the_jobs_database_keeps_what_it_was_given_out_of_its_errors() -> None:
    engine = jobs_engine("sqlite://")
    with engine.connect() as connection, pytest.raises(sa.exc.OperationalError) as failure:
        connection.execute(sa.text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Kvarnen AB"})
    engine.dispose()
    assert "Kvarnen" not in str(failure.value)
