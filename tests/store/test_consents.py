"""Consents: they stand for their time, end at once when withdrawn, and answer what was asked."""

from datetime import timedelta

import pytest

from lib.store import clients, consents
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client

RUT, SAM = (1, "Rut"), (2, "Sam")


@pytest.fixture
def client(store: Store) -> Client:
    with store.transaction() as session:
        return clients.add(session, name="Provbolaget AB")


def give(store: Store, client: Client, hours: float = 1, reason: str = "Differens på 1510") -> None:
    with store.transaction() as session:
        consents.give(session, client.id, RUT, until=now() + timedelta(hours=hours), reason=reason)


def standing(store: Store, client: Client) -> consents.Consent | None:
    with store.reading() as session:
        return consents.standing(session, client.id)


def test_no_consent_stands_until_one_is_given(store: Store, client: Client) -> None:
    assert standing(store, client) is None
    give(store, client)
    found = standing(store, client)
    assert found is not None
    assert (found.given_by, found.reason) == ("Rut", "Differens på 1510")


def test_a_consent_is_of_its_client_alone(store: Store, client: Client) -> None:
    with store.transaction() as session:
        other = clients.add(session, name="Ett annat AB")
    give(store, client)
    assert standing(store, other) is None
    with store.reading() as session:
        assert set(consents.consented(session)) == {client.id}


def test_a_consent_whose_time_is_over_stands_no_more(store: Store, client: Client) -> None:
    give(store, client, hours=-0.001)
    assert standing(store, client) is None
    with store.reading() as session:
        assert consents.consented(session) == {}


def test_the_consent_that_lasts_longest_counts(store: Store, client: Client) -> None:
    give(store, client, hours=24, reason="Lång")
    give(store, client, hours=1, reason="Kort")
    found = standing(store, client)
    assert found is not None
    assert found.reason == "Lång"
    with store.reading() as session:
        assert consents.consented(session)[client.id] == found.until


def test_withdrawing_ends_all_that_stands_at_once_and_says_who_did_it(store: Store, client: Client) -> None:
    give(store, client, hours=24)
    give(store, client, hours=1)
    with store.transaction() as session:
        assert consents.withdraw(session, client.id, SAM) == 2
    assert standing(store, client) is None
    with store.reading() as session:
        assert [row.withdrawn_name for row in consents.history(session, client.id)] == ["Sam", "Sam"]


def test_a_request_waits_until_a_consent_answers_it(store: Store, client: Client) -> None:
    with store.transaction() as session:
        consents.ask(session, client.id, SAM, reason="Först")
        consents.ask(session, client.id, SAM, reason="Filen har fel rader")
    with store.reading() as session:
        (asked,) = consents.asked(session, [client.id])
        assert (asked.user_name, asked.reason) == ("Sam", "Filen har fel rader")
        assert consents.asked(session, []) == []
    give(store, client)
    with store.reading() as session:
        assert consents.asked(session, [client.id]) == []
