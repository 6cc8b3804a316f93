"""The store opens, brings its tables up to date, and keeps what is committed."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, select

from lib.store import check_tables, entry_tables, fortnox_tables, sign_in_tables
from lib.store.copies import TABLES
from lib.store.database import Store
from lib.store.tables import Client, ClientAccess, Source

OPEN = """
import sys
from pathlib import Path
from lib.store.database import Store
Store.open(Path(sys.argv[1]), sys.argv[2] or None).close()
"""


def test_the_migrations_make_what_the_tables_say(store: Store) -> None:
    every = fortnox_tables.Connection, check_tables.SavedView, entry_tables.ClosingEntry, sign_in_tables.SignInTrip
    assert {table.metadata is SQLModel.metadata for table in every} == {True}
    assert {module.__name__ for module in TABLES} <= sys.modules.keys()  # they have told of their tables
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, SQLModel.metadata) == []


def test_opening_again_changes_nothing(store: Store, database_url: str | None) -> None:
    with store.transaction() as session:
        session.add(Client(name="Bryggan AB"))

    again = Store.open(store.folder, database_url)

    with again.reading() as session:
        assert session.exec(select(Client.name)).all() == ["Bryggan AB"]
    again.close()


def test_two_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    both = [_opening(tmp_path / "data", "") for _ in range(2)]

    assert [process.communicate()[1] for process in both] == ["", ""]


def test_two_processes_may_open_a_new_postgresql_store_at_once(tmp_path: Path, postgres_url: str) -> None:
    both = [_opening(tmp_path / str(n), postgres_url) for n in range(2)]

    assert [process.communicate()[1] for process in both] == ["", ""]


def test_an_exception_takes_back_the_whole_transaction(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail_halfway(store)

    with store.reading() as session:
        assert session.exec(select(Client)).all() == []


def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    summer = timezone(timedelta(hours=2))
    with store.transaction() as session:
        session.add(Client(name="Bryggan AB", created_at=datetime(2026, 6, 1, 12, 30, tzinfo=summer)))

    with store.reading() as session:
        created = session.exec(select(Client.created_at)).one()

    assert created == datetime(2026, 6, 1, 10, 30, tzinfo=UTC)
    assert created.tzinfo is UTC


def test_a_time_without_a_zone_is_not_taken(store: Store) -> None:
    naive = datetime(2026, 6, 1, 12, 30)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError), store.transaction() as session:
        session.add(Client(name="Bryggan AB", created_at=naive))


def test_words_come_back_as_members_of_their_enumeration(store: Store) -> None:
    with store.transaction() as session:
        session.add(Client(name="Bryggan AB", source=Source.SIE4))

    with store.reading() as session:
        assert session.exec(select(Client.source)).one() is Source.SIE4


def test_a_row_that_names_nothing_is_not_taken(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.add(ClientAccess(user_id=1, client_id=1))


def test_a_reader_does_not_wait_for_a_writer(store: Store) -> None:
    with store.transaction() as writing, store.reading() as session:
        writing.add(Client(name="Bryggan AB"))
        writing.flush()

        assert session.exec(select(Client)).all() == []


def _fail_halfway(store: Store) -> None:
    with store.transaction() as session:
        session.add(Client(name="Bryggan AB"))
        session.flush()
        raise ZeroDivisionError


def _opening(folder: Path, url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-c", OPEN, str(folder), url]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
