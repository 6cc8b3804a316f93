"""An import that changes a locked period says so before it is used and after, and changes nothing silently."""

import polars as pl
import pytest

from lib.store import books, locked, periods, snapshots
from lib.store.database import Store
from lib.store.tables import Client
from tests.store.examples import Y2025, Y2026, activated, add_client, booked, staged

JANUARY, FEBRUARY = "2026-01-31", "2026-02-28"
Told = dict[str, list[tuple[str, int | None]]]


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", booked(Y2026))
    for key in (JANUARY, FEBRUARY):
        with store.transaction() as session:
            periods.start(session, client.id, key)
            periods.lock(session, client.id, key, expected_version=1, results={}, who=None)
    return client


def told(changes: dict[str, pl.DataFrame]) -> Told:
    return {key: list(frame.select("account", "change").iter_rows()) for key, frame in changes.items()}


def changed(store: Store, client: Client) -> Told:
    with store.reading() as session:
        return told(locked.changed(store, session, client.id))


def test_a_locked_period_on_the_books_in_use_has_not_changed(store: Store, client: Client) -> None:
    assert changed(store, client) == {}


def test_what_an_import_would_change_is_told_before_it_is_used(store: Store, client: Client) -> None:
    import_ = staged(store, client, b"b", booked(Y2026, 12_600))
    with store.reading() as session:
        found = told(locked.changed_by(store, session, import_.id))
    assert found == {key: [("1930", 50), ("3001", -50)] for key in (JANUARY, FEBRUARY)}
    assert changed(store, client) == {}


def test_an_import_that_was_used_is_told_until_the_period_is_opened(store: Store, client: Client) -> None:
    activated(store, client, b"b", booked(Y2026, 12_600))
    assert set(changed(store, client)) == {JANUARY, FEBRUARY}
    with store.transaction() as session:
        snapshot = periods.books_of(session, client.id, FEBRUARY).years[Y2026]
        periods.unlock(session, client.id, FEBRUARY)
        opened = periods.books_of(session, client.id, FEBRUARY).years[Y2026]
    assert set(changed(store, client)) == {JANUARY}
    totals = [snapshots.load(store, one).vouchers["total"].item() for one in (snapshot, opened)]
    assert totals == [12_550, 12_600]


def test_an_undo_takes_the_change_back(store: Store, client: Client) -> None:
    activated(store, client, b"b", booked(Y2026, 12_600))
    with store.transaction() as session:
        books.undo(session, client.id, expected_version=2, user_id=None)
    assert changed(store, client) == {}


def test_another_year_changes_nothing_here(store: Store, client: Client) -> None:
    import_ = staged(store, client, b"b", booked(Y2025))
    with store.reading() as session:
        assert locked.changed_by(store, session, import_.id) == {}
