"""Trips to the login portal: one return, by the same person, in the same browser, within ten minutes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from lib.store import attempts, people
from lib.store.attempts import Attempt
from lib.store.database import Store
from lib.store.sealing import Seal, new_key
from lib.store.tables import Client, Role, User
from tests.store.kept import KEY, NOW, SEAL, begin


@pytest.fixture
def user(store: Store) -> User:
    with store.transaction() as session:
        return people.add_user(session, subject="rut", name="Rut", role=Role.ACCOUNTANT)


def take(
    store: Store, state: str, user: User, *, browser: str = "browser", now: datetime = NOW, seal: Seal = SEAL
) -> Attempt | None:
    with store.transaction() as session:
        return attempts.take_attempt(session, seal, state, user_id=user.id, browser=browser, now=now)


def test_a_trip_comes_back_once(store: Store, user: User, client: Client) -> None:
    state = begin(store, user, client)
    assert take(store, state, user) == Attempt(client.id, "verifier", service=False, return_path="/import")
    assert take(store, state, user) is None


def test_of_many_returns_at_once_one_is_taken(store: Store, user: User, client: Client) -> None:
    state = begin(store, user, client)
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: take(store, state, user), range(8)))
    assert sum(attempt is not None for attempt in taken) == 1


def test_another_browser_or_person_comes_back_to_nothing(store: Store, user: User, client: Client) -> None:
    state = begin(store, user, client)
    with store.transaction() as session:
        other = people.add_user(session, subject="bo", name="Bo", role=Role.ACCOUNTANT)
    assert take(store, state, user, browser="another") is None
    assert take(store, state, other) is None
    assert take(store, state, user) is not None


def test_a_trip_ends_after_ten_minutes(store: Store, user: User, client: Client) -> None:
    state = begin(store, user, client)
    assert take(store, state, user, now=NOW + timedelta(minutes=10)) is None


def test_a_trip_that_never_came_back_is_remembered_for_two_weeks(store: Store, user: User, client: Client) -> None:
    begin(store, user, client)
    assert overdue(store, client, NOW + timedelta(minutes=9)) == []
    assert overdue(store, client, NOW + timedelta(minutes=10)) == [user.id]
    begin(store, user, client, now=NOW + timedelta(days=13))
    assert overdue(store, client, NOW + timedelta(days=13)) == [user.id]
    begin(store, user, client, now=NOW + timedelta(days=15))
    assert overdue(store, client, NOW + timedelta(days=13)) == []


def overdue(store: Store, client: Client, now: datetime) -> list[int]:
    with store.reading() as session:
        return [trip.user_id for trip in attempts.overdue(session, client.id, now)]


def test_a_trip_follows_when_keys_rotate(store: Store, user: User, client: Client) -> None:
    state = begin(store, user, client)
    newer = new_key()
    with store.transaction() as session:
        assert attempts.reseal(session, Seal(newer, KEY)) == (1, 0)
    assert take(store, state, user, seal=Seal(newer)) is not None
