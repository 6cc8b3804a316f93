"""Who may sign in, and for how long a browser stays signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from lib.core.errors import NotFound
from lib.store import people
from lib.store.database import Store
from lib.store.tables import Role, User
from tests.store.examples import add_client

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)


@pytest.fixture
def sara(store: Store) -> User:
    with store.transaction() as session:
        return people.add_user(session, subject="sara", name="Sara Supportström", role=Role.SUPPORT)


@pytest.fixture
def token(store: Store, sara: User) -> str:
    with store.transaction() as session:
        return people.open_session(session, sara, now=NINE, idle=IDLE, absolute=ABSOLUTE)


def test_people_are_found_by_what_the_identity_provider_calls_them(store: Store, sara: User) -> None:
    with store.reading() as session:
        assert people.by_subject(session, "sara") == sara
        assert people.by_subject(session, "nobody") is None
        assert people.get_user(session, sara.id).role is Role.SUPPORT


def test_a_person_who_is_not_there_is_not_found(store: Store) -> None:
    with store.reading() as session, pytest.raises(NotFound):
        people.get_user(session, 4711)


def test_people_see_the_clients_that_are_theirs(store: Store, sara: User) -> None:
    ours, _ = add_client(store), add_client(store, "Kajen AB")
    with store.transaction() as session:
        people.set_clients(session, sara.id, [ours.id])

    with store.reading() as session:
        assert people.client_ids(session, sara) == {ours.id}


def test_whoever_sees_all_clients_has_no_list(store: Store) -> None:
    with store.transaction() as session:
        adam = people.add_user(session, subject="adam", name="Adam", role=Role.ADMIN, all_clients=True)
        assert people.client_ids(session, adam) is None


def test_a_token_opens_the_session_it_was_given_for(store: Store, sara: User, token: str) -> None:
    assert _found(store, token, NINE) == sara.id


def test_the_token_itself_is_kept_nowhere(store: Store, token: str) -> None:
    with store.reading() as session:
        (row,) = session.execute(text("SELECT * FROM browser_session")).all()

    assert token not in str(row)


@pytest.mark.parametrize("wrong", ["", "x", "0" * 43])
def test_another_token_opens_nothing(store: Store, token: str, wrong: str) -> None:
    assert _found(store, wrong, NINE) is None


def test_a_browser_that_was_away_too_long_is_signed_out(store: Store, token: str) -> None:
    assert _found(store, token, NINE + IDLE) is None


def test_a_browser_that_comes_back_in_time_stays_signed_in(store: Store, sara: User, token: str) -> None:
    for step in range(1, 6):
        assert _found(store, token, NINE + step * IDLE * 0.9) == sara.id


def test_no_session_outlives_its_day(store: Store, token: str) -> None:
    moment = NINE
    while moment < NINE + ABSOLUTE:
        assert _found(store, token, moment) is not None
        moment += IDLE / 2

    assert _found(store, token, NINE + ABSOLUTE) is None


def test_being_seen_is_noted_once_a_minute(store: Store, token: str) -> None:
    assert _seen(store, token, NINE + timedelta(seconds=59)) == NINE
    assert _seen(store, token, NINE + timedelta(seconds=60)) == NINE + timedelta(seconds=60)


def test_a_browser_is_known_without_being_noted(store: Store, sara: User, token: str) -> None:
    with store.reading() as session:
        known = people.know_session(session, token, now=NINE + IDLE / 2)

    assert known is not None
    assert known[1].id == sara.id
    assert _seen(store, token, NINE) == NINE


def test_a_browser_that_signed_out_is_out(store: Store, token: str) -> None:
    with store.transaction() as session:
        people.revoke(session, token)

    assert _found(store, token, NINE) is None


def test_signing_out_everywhere_reaches_every_browser(store: Store, sara: User, token: str) -> None:
    with store.transaction() as session:
        other = people.open_session(session, sara, now=NINE, idle=IDLE, absolute=ABSOLUTE)
        people.revoke_all(session, sara.id)

    assert _found(store, token, NINE) is None
    assert _found(store, other, NINE) is None


def test_a_person_who_may_no_longer_sign_in_is_out_at_once(store: Store, sara: User, token: str) -> None:
    with store.transaction() as session:
        people.get_user(session, sara.id).active = False

    assert _found(store, token, NINE) is None


def test_the_chosen_language_is_kept(store: Store, sara: User) -> None:
    with store.transaction() as session:
        people.choose_language(session, sara.id, "en")

    with store.reading() as session:
        assert people.get_user(session, sara.id).language == "en"


def _found(store: Store, token: str, moment: datetime) -> int | None:
    with store.transaction() as session:
        found = people.find_session(session, token, now=moment)
    return found[1].id if found else None


def _seen(store: Store, token: str, moment: datetime) -> datetime:
    with store.transaction() as session:
        found = people.find_session(session, token, now=moment)
    assert found is not None
    return found[0].last_seen_at
