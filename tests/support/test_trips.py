"""Trips to Fortnox that made no connection: of each person's, the last is told."""

from datetime import timedelta

import pytest

from lib.store import activity, attempts, clients, people
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client, Role, Source, User
from lib.support import connections
from tests.store.kept import begin


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Bryggan AB", source=Source.FORTNOX)


@pytest.fixture
def user(store: Store) -> User:
    with store.transaction() as session:
        return people.add_user(session, subject="rut", name="Rut", role=Role.ACCOUNTANT)


def leave(store: Store, client: Client, user: User, *, hours: int) -> None:
    """Go to Fortnox so many hours ago, and never come back."""
    begin(store, user, client, now=now() - timedelta(hours=hours))


def told(store: Store, client: Client) -> list[str]:
    with store.reading() as session:
        return [one.key for one in connections.diagnoses(session, client, now())]


def test_windows_that_one_person_closed_are_told_of_once_as_the_last_was(
    store: Store, client: Client, user: User
) -> None:
    for hours in (3, 2, 1):
        leave(store, client, user, hours=hours)
    with store.reading() as session:
        (open_,) = [one for one in connections.diagnoses(session, client, now()) if one.key == f"trip-open-{user.id}"]
        newest = attempts.overdue(session, client.id, now())[-1]
    assert open_.at == newest.expires_at


def test_a_later_trip_that_came_back_takes_the_place_of_one_that_did_not(
    store: Store, client: Client, user: User
) -> None:
    leave(store, client, user, hours=1)
    assert told(store, client) == [f"trip-open-{user.id}"]
    with store.transaction() as session:
        activity.append(
            session, user=(user.id, user.name), client_id=client.id, action=connections.CONNECT,
            outcome="failed", message="Fortnox did not answer.",
        )  # fmt: skip
    assert told(store, client) == [f"trip-failed-{user.id}"]
    leave(store, client, user, hours=-1)
    with store.reading() as session:
        later = [one.key for one in connections.diagnoses(session, client, now() + timedelta(hours=2))]
    assert later == [f"trip-failed-{user.id}", f"trip-open-{user.id}"]
