"""Connections: 30 days from the last import, one for each person and client, sealed."""

from datetime import timedelta

import pytest

from lib.core.errors import NotFound
from lib.fortnox.reasons import LostReason
from lib.fortnox.registers import Company
from lib.settings import load
from lib.store import connections
from lib.store.connections import ConnectionState
from lib.store.database import Store
from lib.store.fortnox_tables import Connection
from lib.store.sealing import KeysMissing, Seal, SealBroken, new_key
from tests.store.kept import COMPANY, KEY, NOW, SEAL, found, keep, tokens_of


def state(store: Store, connection: Connection, day: float) -> ConnectionState:
    return connections.state(found(store, connection), NOW + timedelta(days=day))


def test_a_connection_lasts_30_days_and_no_longer(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    assert connection.valid_until == NOW + timedelta(days=30)
    assert state(store, connection, 29.99) is ConnectionState.LIVE
    assert state(store, connection, 30) is ConnectionState.EXPIRED
    assert connections.reason(connection, NOW + timedelta(days=31)) is LostReason.EXPIRED


def test_one_used_on_day_29_lives_to_day_59(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    with store.transaction() as session:
        connections.renewed(session, connection.id, NOW + timedelta(days=29))
    assert state(store, connection, 58.99) is ConnectionState.LIVE
    assert state(store, connection, 59) is ConnectionState.EXPIRED


@pytest.mark.parametrize("why", [None, LostReason.REVOKED])
def test_one_that_is_over_is_not_brought_back_by_use(store: Store, why: LostReason | None) -> None:
    connection = keep(store, tokens_of("a"))
    with store.transaction() as session:
        if why:
            connections.lost(session, connection.id, why)
        connections.renewed(session, connection.id, NOW + timedelta(days=31))
    assert found(store, connection).valid_until == NOW + timedelta(days=30)


def test_the_first_reason_of_a_loss_stays(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    with store.transaction() as session:
        connections.lost(session, connection.id, LostReason.LICENCE, NOW)
        connections.lost(session, connection.id, LostReason.REVOKED, NOW + timedelta(days=1))
    kept = found(store, connection)
    assert (kept.lost, kept.lost_at) == (LostReason.LICENCE, NOW)
    assert state(store, connection, 0) is ConnectionState.LOST


def test_connecting_again_takes_the_place_of_the_earlier_connection(store: Store) -> None:
    first = keep(store, tokens_of("a"))
    later = NOW + timedelta(days=40)
    with store.transaction() as session:
        connections.lost(session, first.id, LostReason.REVOKED, NOW)
        second = connections.add_or_renew(
            session,
            SEAL,
            user_id=first.user_id,
            client_id=first.client_id,
            company=Company("Segelviks Marin AB", "559998-0066", 990101),
            tokens=tokens_of("b"),
            now=later,
        )
    assert second.id == first.id
    assert state(store, first, 69) is ConnectionState.LIVE
    assert found(store, first).lost is None
    assert SEAL.open_tokens(found(store, first).sealed).access.get_secret_value() == "access-b"


def test_a_connection_is_the_persons_own(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    other = keep(store, tokens_of("b"))
    with store.reading() as session:
        mine = connections.of(session, connection.user_id, connection.client_id)
        assert mine is not None
        assert mine.id == connection.id
        assert connections.of(session, other.user_id, connection.client_id) is None
        assert [one.id for one in connections.of_client(session, connection.client_id)] == [connection.id]


def test_a_removed_connection_is_gone(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    with store.transaction() as session:
        connections.take_back(session, connection.id, NOW)
        connections.remove(session, connection)
    with pytest.raises(NotFound):
        found(store, connection)


def test_a_connection_made_anew_is_not_removed_with_the_one_that_was_taken_back(store: Store) -> None:
    first = keep(store, tokens_of("a"))
    with store.transaction() as session:
        connections.take_back(session, first.id, NOW)
        taken = connections.taken_back(session, first.id)
        assert taken is not None
        session.expunge(taken)
    for again in (True, False):
        with store.transaction() as session:
            connections.add_or_renew(
                session,
                SEAL,
                user_id=first.user_id,
                client_id=first.client_id,
                company=COMPANY,
                tokens=tokens_of("b"),
                now=NOW,
            )
            if not again:
                connections.take_back(session, first.id, NOW)
            connections.remove(session, taken)
        assert SEAL.open_tokens(found(store, first).sealed) == tokens_of("b")


def test_what_has_been_over_for_fifteen_days_is_taken_back_with_what_nobody_has_revoked_yet(store: Store) -> None:
    living, expired, lost, taken = (keep(store, tokens_of(name)) for name in "abcd")
    with store.transaction() as session:
        connections.renewed(session, living.id, NOW + timedelta(days=20))
        connections.lost(session, lost.id, LostReason.LICENCE, NOW + timedelta(days=30))
        connections.take_back(session, taken.id, NOW + timedelta(days=44))
    days = {44.9: {taken.id}, 45.1: {taken.id, expired.id, lost.id}}
    for day, ids in days.items():
        with store.transaction() as session:
            assert set(connections.take_back_old(session, NOW + timedelta(days=day))) == ids
    with store.reading() as session:
        assert connections.taken_back(session, living.id) is None
        assert connections.of(session, expired.user_id, expired.client_id) is None


def test_no_token_can_be_read_in_the_database(store: Store) -> None:
    connection = keep(store, tokens_of("marked"))
    assert "marked" not in repr(found(store, connection).model_dump())


def test_sealing_anew_makes_the_old_key_needless(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    newer = new_key()
    with store.transaction() as session:
        assert connections.reseal(session, Seal(newer, KEY)) == (1, 0)
    assert Seal(newer).open_tokens(found(store, connection).sealed) == tokens_of("a")


def test_what_no_key_opens_is_counted_and_left_as_it_is(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    with store.transaction() as session:
        assert connections.reseal(session, Seal(new_key())) == (0, 1)
    assert SEAL.open_tokens(found(store, connection).sealed) == tokens_of("a")


def test_a_lost_key_is_told_and_shows_nothing(store: Store) -> None:
    connection = keep(store, tokens_of("a"))
    with pytest.raises(SealBroken) as failure:
        Seal(new_key()).open_tokens(connection.sealed)
    assert connection.sealed not in repr(failure.value)


def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(KeysMissing):
        Seal.of(load())


def test_keys_are_taken_with_blanks_around_them() -> None:
    both = Seal.of(load(encryption_keys=f"{new_key()} , {KEY}"))
    assert both.open_tokens(SEAL.close_tokens(tokens_of("a"))) == tokens_of("a")
