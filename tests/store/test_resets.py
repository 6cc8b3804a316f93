"""A reset parts what came before from what comes after, until it is undone."""

import pytest

from lib.store import appendices, books, resets
from lib.store.database import Store
from lib.store.tables import Client
from tests.store.examples import add_client
from tests.store.test_supplements import FETCHED, NOT_ASKED, RECEIVABLES, brought, use


@pytest.fixture
def client(store: Store) -> Client:
    """Its first import has customers' ledger, the second did not ask for it."""
    client = add_client(store)
    use(store, brought(store, client, b"1", {RECEIVABLES: FETCHED}), 0)
    use(store, brought(store, client, b"2", {RECEIVABLES: NOT_ASKED}, amount=200), 1)
    return client


def reset(store: Store, client: Client, version: int) -> None:
    with store.transaction() as session:
        books.reset(session, client.id, expected_version=version, user_id=None)


def undo(store: Store, client: Client, version: int) -> None:
    with store.transaction() as session:
        books.undo(session, client.id, expected_version=version, user_id=None)


def versions(store: Store, client: Client) -> list[int]:
    with store.reading() as session:
        return [one.version for one in resets.since(session, client.id)]


def is_reset(store: Store, client: Client) -> bool:
    with store.reading() as session:
        return resets.last(session, client.id) is not None


def has_ledger(store: Store, client: Client) -> bool:
    with store.reading() as session:
        return appendices.last_ledger(session, client.id, RECEIVABLES) is not None


def test_without_a_reset_every_version_counts_and_the_last_ledger_is_found(store: Store, client: Client) -> None:
    assert versions(store, client) == [1, 2]
    assert not is_reset(store, client)
    assert has_ledger(store, client)


def test_nothing_from_before_a_reset_counts(store: Store, client: Client) -> None:
    reset(store, client, 2)
    use(store, brought(store, client, b"3", {}, amount=300), 3)
    assert versions(store, client) == [3, 4]
    assert is_reset(store, client)
    assert not has_ledger(store, client)


def test_all_of_it_counts_again_once_the_reset_is_undone(store: Store, client: Client) -> None:
    reset(store, client, 2)
    undo(store, client, 3)
    assert versions(store, client) == [1, 2]
    assert not is_reset(store, client)
    assert has_ledger(store, client)


def test_an_import_that_was_undone_counts_no_more(store: Store, client: Client) -> None:
    undo(store, client, 2)
    assert versions(store, client) == [1]
    assert has_ledger(store, client)
    undo(store, client, 3)
    assert versions(store, client) == []
    assert not has_ledger(store, client)
