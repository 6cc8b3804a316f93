"""The appendices that an import from Fortnox makes, deletes of them, and their return."""

import pytest

from lib.core.errors import NotFound
from lib.store import appendices
from lib.store.database import Store
from lib.store.tables import Client
from tests.store.examples import add_client, receive


@pytest.fixture
def client(store: Store) -> Client:
    return add_client(store)


def ensure(store: Store, client: Client, content: bytes) -> str:
    import_ = receive(store, client, content)
    with store.transaction() as session:
        appendices.ensure(session, client.id, import_.id)
    return import_.id


def accounts(store: Store, client: Client) -> list[str]:
    with store.reading() as session:
        return [row.account for row in appendices.of_client(session, client.id)]


def test_an_import_makes_both(store: Store, client: Client) -> None:
    import_id = ensure(store, client, b"one")
    assert accounts(store, client) == ["1510", "2440"]
    with store.reading() as session:
        assert {row.import_id for row in appendices.of_client(session, client.id)} == {import_id}


def test_another_import_makes_no_second(store: Store, client: Client) -> None:
    ensure(store, client, b"one")
    latest = ensure(store, client, b"two")
    assert accounts(store, client) == ["1510", "2440"]
    with store.reading() as session:
        assert {row.import_id for row in appendices.of_client(session, client.id)} == {latest}


def test_a_deleted_one_comes_back_with_the_next_import(store: Store, client: Client) -> None:
    ensure(store, client, b"one")
    with store.transaction() as session:
        appendices.delete(session, client.id, "1510", user_id=7)
    assert accounts(store, client) == ["2440"]
    ensure(store, client, b"two")
    assert accounts(store, client) == ["1510", "2440"]


def test_who_deleted_it_and_when_is_kept(store: Store, client: Client) -> None:
    ensure(store, client, b"one")
    with store.transaction() as session:
        appendices.delete(session, client.id, "2440", user_id=7)
    with store.reading() as session:
        (gone,) = [row for row in appendices.of_client(session, client.id, deleted=True) if row.deleted_at]
    assert (gone.account, gone.deleted_by) == ("2440", 7)


def test_what_is_not_there_cannot_be_deleted(store: Store, client: Client) -> None:
    with store.transaction() as session, pytest.raises(NotFound):
        appendices.delete(session, client.id, "1510", user_id=None)


def test_the_appendices_of_another_client_are_left_alone(store: Store, client: Client) -> None:
    other = add_client(store, "Grannen AB")
    ensure(store, client, b"one")
    ensure(store, other, b"two")
    with store.transaction() as session:
        appendices.delete(session, client.id, "1510", user_id=None)
    assert accounts(store, other) == ["1510", "2440"]
