"""A snapshot is there whole or not at all, and the same content is kept once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sqlmodel import select

from lib.ledger.books import FRAMES, Extent
from lib.store import snapshots
from lib.store.database import Store
from lib.store.tables import Client, Snapshot
from tests.store.examples import Y2025, Y2026, keep, receive, year_books


def test_a_year_comes_back_as_it_was_written(store: Store, client: Client) -> None:
    written = year_books(Y2026)

    (snapshot,) = keep(store, receive(store, client, b"a"), written)

    loaded = snapshots.load(store, snapshot)
    assert (loaded.year, loaded.extent) == (Y2026, Extent.FULL)
    for name in FRAMES:
        assert_frame_equal(loaded.frames[name], written.frames[name])


def test_frames_are_read_lazily_where_they_lie(store: Store, client: Client) -> None:
    (snapshot,) = keep(store, receive(store, client, b"a"), year_books(Y2026, amount=7_000))

    lazy = snapshots.lazily(store, snapshot).frame("entries").filter(pl.col("account") == "3001")

    assert lazy.collect()["amount"].to_list() == [-7_000]


def test_totals_stand_on_the_row(store: Store, client: Client) -> None:
    (snapshot,) = keep(store, receive(store, client, b"a"), year_books(Y2026, amount=7_000))

    assert snapshot.totals == {"accounts": 0, "vouchers": 1, "rows": 2, "debit": 7_000, "credit": 7_000}


def test_the_same_content_from_two_imports_is_one_snapshot(store: Store, client: Client) -> None:
    first, second = receive(store, client, b"a"), receive(store, client, b"b")

    (kept,) = keep(store, first, year_books(Y2026))
    (again,) = keep(store, second, year_books(Y2026))

    assert again.id == kept.id
    assert len(list(store.folder.glob("snapshots/*/*"))) == 1
    with store.reading() as session:
        assert [s.id for s in snapshots.of_import(session, second.id)] == [kept.id]


def test_writing_again_changes_nothing(store: Store, client: Client) -> None:
    import_ = receive(store, client, b"a")
    keep(store, import_, year_books(Y2026))
    before = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*.parquet")}

    keep(store, import_, year_books(Y2026))

    assert {path: path.stat().st_mtime_ns for path in store.folder.rglob("*.parquet")} == before
    with store.reading() as session:
        assert len(snapshots.of_import(session, import_.id)) == 1


def test_the_same_figures_of_another_extent_are_another_snapshot(store: Store, client: Client) -> None:
    import_ = receive(store, client, b"a")

    full = snapshots.write(store, import_, year_books(Y2026, Extent.FULL), "same")
    part = snapshots.write(store, import_, year_books(Y2026, Extent.PART), "same")

    assert full.id != part.id
    assert snapshots.load(store, part).extent is Extent.PART


def test_writers_of_the_same_content_do_not_disturb_each_other(store: Store, client: Client) -> None:
    imports = [receive(store, client, bytes([n])) for n in range(4)]
    together = Barrier(4)

    def write(number: int) -> int:
        together.wait()
        return keep(store, imports[number], year_books(Y2026))[0].id

    with ThreadPoolExecutor(4) as threads:
        ids = set(threads.map(write, range(4)))

    assert len(ids) == 1
    assert [path.name[0] for path in store.folder.glob("snapshots/*/*")] == ["2"]


def test_sweeping_removes_what_dead_processes_left(store: Store, client: Client) -> None:
    (kept,) = keep(store, receive(store, client, b"a"), year_books(Y2025))
    half = store.folder / "snapshots" / str(client.id) / ".2026.1234.part"
    rowless = store.folder / "snapshots" / str(client.id) / "2026-01-01_2026-12-31-full-0"
    unknown = store.folder / "imports" / "nobody"
    for folder in (half, rowless, unknown):
        folder.mkdir()
        (folder / "file").touch()

    with store.transaction() as session:
        removed = snapshots.sweep(store, session, older_than=timedelta(0))

    assert set(removed) == {half, rowless, unknown}
    assert not any(path.exists() for path in removed)
    assert snapshots.load(store, kept).entries.height == 2


def test_sweeping_leaves_what_may_still_be_written(store: Store, client: Client) -> None:
    half = store.folder / "snapshots" / str(client.id) / ".2026.1234.part"
    half.mkdir(parents=True)

    with store.transaction() as session:
        assert snapshots.sweep(store, session) == []


def test_a_snapshot_without_its_folder_cannot_come_to_be(
    store: Store, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pl.DataFrame, "write_parquet", _crash)

    with pytest.raises(MemoryError):
        keep(store, receive(store, client, b"a"), year_books(Y2026))

    assert list(store.folder.glob("snapshots/*/*")) == []
    with store.reading() as session:
        assert session.exec(select(Snapshot)).all() == []


def _crash(*_: object, **__: object) -> None:
    raise MemoryError
