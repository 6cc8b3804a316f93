"""A full disk, a killed process, two at once: whatever happens, the books in use stay as they were."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from lib.core.errors import StorageFailed
from lib.ledger.books import YearBooks
from lib.store import books, imports, snapshots, writing
from lib.store.database import Store
from lib.store.tables import Client, Import, ImportState
from lib.store.writing import write_file, write_folder
from tests.store.examples import (
    Y2025,
    Y2026,
    activated,
    add_client,
    keep,
    receive,
    staged,
    state_of,
    year_books,
)

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB: the empty database fits."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk can only be made by root: mount refused")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_nothing_behind(store: Store, client: Client, small_disk: Path) -> None:
    import_ = receive(store, client, b"a")
    (store.folder / "snapshots").symlink_to(small_disk, target_is_directory=True)

    with pytest.raises(StorageFailed) as told:
        keep(store, import_, _noisy(200_000))

    assert told.value.sentence("en") == "The import could not be stored: the disk is full."
    assert told.value.sentence("sv").endswith("disken är full.")
    assert [path for path in small_disk.rglob("*") if path.is_file() or path.parent.name == str(client.id)] == []


def test_a_snapshot_that_met_a_full_disk_can_be_written_when_there_is_room(
    store: Store, client: Client, small_disk: Path
) -> None:
    import_ = receive(store, client, b"a")
    (store.folder / "snapshots").symlink_to(small_disk, target_is_directory=True)
    with pytest.raises(StorageFailed):
        keep(store, import_, _noisy(200_000))

    (kept,) = keep(store, import_, year_books(Y2026))

    assert snapshots.load(store, kept).entries.height == 2


def test_a_source_that_meets_a_full_disk_is_not_taken_in(store: Store, client: Client, small_disk: Path) -> None:
    (store.folder / "imports").symlink_to(small_disk, target_is_directory=True)

    with pytest.raises(StorageFailed):
        receive(store, client, os.urandom(3_000_000))

    assert list(small_disk.iterdir()) == []
    with store.reading() as session:
        assert imports.of_client(session, client.id) == []


def test_a_database_on_a_full_disk_says_so_and_keeps_what_it_had(small_disk: Path, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "data", f"sqlite:///{small_disk / 'brygga.db'}")
    add_client(store)

    with pytest.raises(StorageFailed, match="disk is full"):
        add_client(store, "x" * 4_000_000)

    add_client(store, "Kajen AB")
    store.close()


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.EACCES, "Brygga får inte skriva i datakatalogen"),
        (errno.EROFS, "disken är skrivskyddad"),
        (errno.EIO, "disken rapporterar ett läs- eller skrivfel"),
        (errno.EXDEV, "datakatalogen går inte att använda"),
    ],
)
def test_what_the_system_refuses_is_told_in_plain_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cause: str
) -> None:
    def refuse(_: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(writing, "flush", refuse)

    with pytest.raises(StorageFailed) as told:
        write_file(tmp_path / "file", b"content")

    assert cause in told.value.sentence("sv")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_could_not_be_filled_is_not_there(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "first").touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StorageFailed):
        write_folder(tmp_path / "target", fill)

    assert list(tmp_path.iterdir()) == []


def test_a_process_killed_before_the_rename_leaves_no_snapshot(
    store: Store, client: Client, database_url: str | None
) -> None:
    active = activated(store, client, b"a", year_books(Y2025))
    import_ = receive(store, client, b"b")

    assert _run(store, database_url, "die-before-rename", import_).returncode == -signal.SIGKILL

    assert [path.suffix for path in store.folder.glob("snapshots/*/.*")] == [".part"]
    with store.transaction() as session:
        assert snapshots.of_import(session, import_.id) == []
        assert books.active(session, client.id).import_id == active.id
        snapshots.sweep(store, session, older_than=timedelta(0))
    assert list(store.folder.glob("snapshots/*/.*")) == []


@pytest.mark.parametrize("death", ["die-before-rename", "die-before-commit"])
def test_what_a_killed_process_began_is_finished_by_the_next(
    store: Store, client: Client, database_url: str | None, death: str
) -> None:
    import_ = receive(store, client, b"a")
    assert _run(store, database_url, death, import_).returncode == -signal.SIGKILL

    assert _run(store, database_url, "write", import_).stdout == "done\n"

    with store.reading() as session:
        (kept,) = snapshots.of_import(session, import_.id)
    assert snapshots.load(store, kept).entries.height == 2


def test_of_two_processes_that_activate_at_once_one_is_told_that_the_books_changed(
    store: Store, client: Client, database_url: str | None
) -> None:
    rivals = [staged(store, client, bytes([n]), year_books(Y2026, amount=n + 1)) for n in range(2)]
    processes = [_start(store, database_url, "activate", import_) for import_ in rivals]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outcomes = [process.communicate()[0].strip() for process in processes]

    assert sorted(outcomes) == ["BooksChanged", "done"]
    winner = rivals[outcomes.index("done")]
    with store.reading() as session:
        assert books.active(session, client.id).import_id == winner.id
    assert sorted(state_of(store, import_) for import_ in rivals) == [ImportState.ACTIVATED, ImportState.STAGED]


def _noisy(rows: int) -> YearBooks:
    """A year that cannot be packed into little."""
    small = year_books(Y2026)
    entry = small.entries.sample(rows, with_replacement=True, seed=1)
    texts = [os.urandom(16).hex() for _ in range(rows)]
    entries = entry.with_columns(pl.Series("text", texts))
    return YearBooks.of(Y2026, small.extent, small.frames | {"entries": entries})


def _start(store: Store, url: str | None, what: str, import_: Import) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.faults", str(store.folder), url or "", what, import_.id]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _run(store: Store, url: str | None, what: str, import_: Import) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.store.faults", str(store.folder), url or "", what, import_.id]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
