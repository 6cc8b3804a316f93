"""A backup holds one moment whole, however busy the bureau is; restored, every figure is the same."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from polars.testing import assert_frame_equal
from sqlalchemy import inspect, text
from sqlmodel import SQLModel, select

from lib.core.languages import LANGUAGES
from lib.store import activity, attachments, backups, books, copies, imports, people, restoring, snapshots
from lib.store.backups import NotWritten, TargetTaken
from lib.store.check_tables import FindingMark
from lib.store.closing_tables import Attachment
from lib.store.columns import now
from lib.store.copies import DatabaseUnusable
from lib.store.database import Store
from lib.store.restoring import DatabaseNotEmpty, NotEmpty, NotRestored
from lib.store.tables import BrowserSession, Client, Role
from tests.store.busy_bureau import work
from tests.store.examples import Y2025, Y2026, activated, add_client, booked
from tests.store.kept import keep, tokens_of

ROOT = Path(__file__).parents[2]
GONE = set(copies.FORGOTTEN)


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with a bit of everything."""
    client = add_client(store)
    activated(store, client, b"2025", booked(Y2025))
    activated(store, client, b"2026", booked(Y2026, amount=77))
    for number in range(3):
        work(store, client, number)
    keep(store, tokens_of("a"))
    return store


@pytest.fixture
def other_url(request: pytest.FixtureRequest, database_url: str | None) -> Iterator[str | None]:
    """A fresh database of the same kind as the store's."""
    if database_url is None:
        yield None
        return
    import psycopg

    name = f"{database_url.rpartition('@/')[2].partition('?')[0]}_again"
    with psycopg.connect(request.getfixturevalue("postgres_url"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield database_url.replace(name.removesuffix("_again"), name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those that a backup forgets."""
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for table in SQLModel.metadata.sorted_tables
            if table.name not in GONE
        }


def files_of(store: Store) -> dict[str, bytes]:
    kept = (
        path
        for name in ("imports", "snapshots", "attachments", "analyses")
        for path in (store.folder / name).rglob("*")
    )
    return {str(path.relative_to(store.folder)): path.read_bytes() for path in kept if path.is_file()}


def test_what_is_restored_is_what_was_backed_up(kept: Store, tmp_path: Path, other_url: str | None) -> None:
    taken = backups.take(kept, tmp_path / "b.tar")
    restoring.put_back(taken.path, tmp_path / "again", other_url)

    again = Store.open(tmp_path / "again", other_url)
    assert rows_of(again) == rows_of(kept)
    assert files_of(again) == files_of(kept)
    assert taken.missing == ()
    again.close()


def test_a_restored_store_goes_on_numbering_where_the_old_one_was(
    kept: Store, tmp_path: Path, other_url: str | None
) -> None:
    with kept.transaction() as session:
        last = add(session, "Sist AB")
        session.delete(last)
    restoring.put_back(backups.take(kept, tmp_path / "b.tar").path, tmp_path / "again", other_url)

    again = Store.open(tmp_path / "again", other_url)
    with again.transaction() as session:
        assert add(session, "Ny AB").id == last.id + 1
    again.close()


def test_the_restored_log_of_activity_is_whole(kept: Store, tmp_path: Path, other_url: str | None) -> None:
    restoring.put_back(backups.take(kept, tmp_path / "b.tar").path, tmp_path / "again", other_url)

    again = Store.open(tmp_path / "again", other_url)
    with again.reading() as session:
        assert activity.total(session) == 3
        assert activity.verify(session) is None
    again.close()


def test_a_backup_may_move_to_the_other_kind_of_database(
    kept: Store, tmp_path: Path, postgres_url: str, request: pytest.FixtureRequest
) -> None:
    of_sqlite = kept.engine.dialect.name == "sqlite"
    other: str | None = request.getfixturevalue("postgres_database") if of_sqlite else None
    restoring.put_back(backups.take(kept, tmp_path / "b.tar").path, tmp_path / "again", other)

    again = Store.open(tmp_path / "again", other)
    assert again.engine.dialect.name != kept.engine.dialect.name
    assert rows_of(again) == rows_of(kept)
    again.close()


def test_nobody_is_signed_in_by_a_backup(kept: Store, tmp_path: Path) -> None:
    with kept.transaction() as session:
        user = people.add_user(session, subject="s", name="Sara", role=Role.ADMIN)
        moment = now()
        session.add(
            BrowserSession(
                token_hash="hash-of-a-cookie",
                user_id=user.id,
                created_at=moment,
                last_seen_at=moment,
                expires_at=moment,
                idle_seconds=1,
            )
        )
    taken = backups.take(kept, tmp_path / "b.tar")

    assert b"hash-of-a-cookie" not in taken.path.read_bytes()
    with kept.reading() as session:
        assert len(session.exec(select(BrowserSession)).all()) == 1


def test_only_the_owner_can_read_a_backup(kept: Store, tmp_path: Path) -> None:
    assert backups.take(kept, tmp_path / "b.tar").path.stat().st_mode & 0o777 == 0o600


def test_the_key_beside_the_database_is_not_in_a_backup(kept: Store, tmp_path: Path) -> None:
    (kept.folder / "encryption.key").write_text("hush-hush-hush")

    assert b"hush-hush" not in backups.take(kept, tmp_path / "b.tar").path.read_bytes()


def test_in_a_folder_a_backup_is_named_by_the_time(kept: Store, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    taken = backups.take(kept, tmp_path / "kept")

    assert list((tmp_path / "kept").iterdir()) == [taken.path]
    assert taken.path.name.startswith("brygga-20")


def test_a_backup_never_takes_the_place_of_a_file(kept: Store, tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_text("precious")

    with pytest.raises(TargetTaken):
        backups.take(kept, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(kept: Store, tmp_path: Path) -> None:
    with pytest.raises(NotWritten) as failure:
        backups.take(kept, tmp_path / "nowhere" / "b.tar")
    assert all(failure.value.sentence(language) for language in LANGUAGES)
    assert not (tmp_path / "nowhere").exists()


def test_a_file_that_is_gone_is_told_and_the_rest_is_kept(kept: Store, tmp_path: Path) -> None:
    with kept.reading() as session:
        row = session.exec(select(Attachment)).first()
    assert row is not None
    name = f"{attachments.FOLDER}/{row.client_id}/{row.stored}"
    (kept.folder / name).unlink()
    taken = backups.take(kept, tmp_path / "b.tar")

    assert taken.missing == (name,)
    assert restoring.put_back(taken.path, tmp_path / "again").missing == (name,)


def test_where_there_is_no_database_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable):
        backups.take(Store.at(tmp_path / "none"), tmp_path / "b.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_is_not_backed_up_as_if_it_were_whole(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "brygga.db").write_bytes(b"not a database at all" * 1000)
    with pytest.raises(DatabaseUnusable):
        backups.take(Store.at(tmp_path / "data"), tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()


def test_only_an_empty_directory_is_restored_to(kept: Store, tmp_path: Path) -> None:
    taken = backups.take(kept, tmp_path / "b.tar")
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine")

    with pytest.raises(NotEmpty):
        restoring.put_back(taken.path, tmp_path / "used")
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["mine.txt"]


def test_only_an_empty_database_is_restored_to(tmp_path: Path, postgres_database: str) -> None:
    there = Store.open(tmp_path / "there", postgres_database)
    add_client(there, "Kvar AB")
    taken = backups.take(there, tmp_path / "b.tar")

    with pytest.raises(DatabaseNotEmpty):
        restoring.put_back(taken.path, tmp_path / "again", postgres_database)
    assert not (tmp_path / "again").exists()
    with there.reading() as session:
        assert session.exec(select(Client.name)).all() == ["Kvar AB"]
    there.close()


def test_every_table_is_copied(store: Store) -> None:
    with store.engine.connect() as connection:
        there = set(inspect(connection).get_table_names()) - {"alembic_version"}
    assert {table.name for table in SQLModel.metadata.sorted_tables} == there


def test_a_database_with_a_table_unknown_to_the_program_is_not_copied_in_part(
    tmp_path: Path, postgres_database: str
) -> None:
    store = Store.open(tmp_path / "data", postgres_database)
    with store.transaction() as session:
        session.execute(text("CREATE TABLE later (id integer)"))
    with pytest.raises(DatabaseUnusable):
        backups.take(store, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()
    store.close()


@pytest.mark.parametrize("kilobytes", [60, 500, 900])
def test_a_backup_to_a_full_disk_is_told_and_leaves_nothing(kilobytes: int, tmp_path: Path) -> None:
    store = a_little(tmp_path)
    with disk_of(kilobytes, tmp_path / "small") as small:
        with pytest.raises(NotWritten) as failure:
            backups.take(store, small / "b.tar")
        assert failure.value.sentence("en") == "The backup could not be written: the disk is full."
        assert list(small.iterdir()) == []
    store.close()


@pytest.mark.parametrize("kilobytes", [60, 500])
def test_restoring_to_a_full_disk_is_told_and_leaves_it_empty(kilobytes: int, tmp_path: Path) -> None:
    store = a_little(tmp_path)
    taken = backups.take(store, tmp_path / "b.tar")
    with disk_of(kilobytes, tmp_path / "small") as small:
        with pytest.raises(NotRestored) as failure:
            restoring.put_back(taken.path, small)
        assert failure.value.sentence("en") == "The backup could not be restored: the disk is full."
        assert list(small.iterdir()) == []
    store.close()


def test_a_backup_is_restored_to_a_disk_of_its_own(tmp_path: Path) -> None:
    store = a_little(tmp_path)
    taken = backups.take(store, tmp_path / "b.tar")
    with disk_of(20_000, tmp_path / "mounted") as mounted:
        restoring.put_back(taken.path, mounted)
        again = Store.open(mounted)
        assert rows_of(again) == rows_of(store)
        again.close()
    store.close()


@pytest.mark.slow
def test_a_backup_taken_while_others_write_is_one_moment_whole(store: Store, tmp_path: Path) -> None:
    with at_work(store) as line:
        for number in range(6):
            line()
            taken = backups.take(store, tmp_path / f"{number}.tar")
            assert taken.missing == ()
            hold(taken.path, tmp_path / str(number))


def hold(archive: Path, folder: Path) -> None:
    """Restore, and hold everything that one moment must agree in."""
    restoring.put_back(archive, folder)
    again = Store.open(folder)
    with again.reading() as session:
        (client,) = session.exec(select(Client)).all()
        active = books.active(session, client.id)
        assert active.version > 0
        marks = session.exec(select(FindingMark)).all()
        assert activity.total(session) == len(marks)
        assert activity.verify(session) is None
        files = session.exec(select(Attachment)).all()
    for import_id in active.imports.values():
        assert imports.source(again, import_id).startswith(b"#round")
    for snapshot in active.years.values():
        held = snapshots.load(again, snapshot)
        assert held.entries.filter(held.entries["amount"] > 0)["amount"].sum() == snapshot.totals["debit"]
        number = snapshot.totals["debit"] - 100
        assert_frame_equal(held.entries, booked(snapshot.year, amount=100 + number).entries)
    for row in files:
        assert sha256(attachments.content(again, row)).hexdigest() == row.sha256
    again.close()


def a_little(folder: Path) -> Store:
    store = Store.open(folder / "data")
    activated(store, add_client(store), b"2025", booked(Y2025))
    return store


@contextmanager
def disk_of(kilobytes: int, folder: Path) -> Iterator[Path]:
    """A disk of so many kilobytes; skips where only an administrator could make one."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can only be made by root: mount refused")
    try:
        yield folder
    finally:
        let_go = subprocess.run(["umount", str(folder)], check=False).returncode == 0
        if not let_go:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)  # it must not outlive the test
    assert let_go, "somebody has a file open there still"


@contextmanager
def at_work(store: Store) -> Iterator[Any]:
    """A process that works at the store until the end; gives a call that waits for its next round."""
    url = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.store.busy_bureau", str(store.folder), url]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    begun = monotonic()
    try:
        yield process.stdout.readline
        assert process.poll() is None, f"it died after {monotonic() - begun:.1f} s"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def add(session: Any, name: str) -> Client:  # noqa: ANN401 - SQLModel's session
    client = Client(name=name)
    session.add(client)
    session.flush()
    return client
