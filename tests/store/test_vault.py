"""The vault: what it reads, what it lets be written, and its lease."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock

import pytest

from lib.fortnox.failures import ConnectionLost, Unreachable
from lib.fortnox.ports import Tokens
from lib.fortnox.reasons import LostReason
from lib.store import connections
from lib.store.database import Store
from lib.store.fortnox_tables import Connection
from lib.store.vault import StoredVault
from tests.store.kept import NOW, SEAL, found, keep, tokens_of

A, B = tokens_of("a"), tokens_of("b")


def vault_of(store: Store, connection: Connection, *, days: float = 0, lease: float = 60) -> StoredVault:
    moment = NOW + timedelta(days=days)
    return StoredVault(store, SEAL, connection.id, now=lambda: moment, lease_lasts=timedelta(seconds=lease))


def why(vault: StoredVault) -> LostReason:
    with pytest.raises(ConnectionLost) as failure:
        vault.read()
    return failure.value.reason


def test_tokens_are_read_as_they_were_kept(store: Store) -> None:
    assert vault_of(store, keep(store, A)).read() == A


@pytest.mark.parametrize(("days", "reason"), [(31, LostReason.EXPIRED), (30, LostReason.EXPIRED)])
def test_tokens_of_an_expired_connection_are_not_handed_out(store: Store, days: int, reason: LostReason) -> None:
    assert why(vault_of(store, keep(store, A), days=days)) is reason


def test_a_connection_used_on_day_29_opens_until_day_59(store: Store) -> None:
    connection = keep(store, A)
    with store.transaction() as session:
        connections.renewed(session, connection.id, NOW + timedelta(days=29))
    assert vault_of(store, connection, days=58.9).read() == A
    assert why(vault_of(store, connection, days=59)) is LostReason.EXPIRED


def test_a_connection_that_is_gone_was_taken_back(store: Store) -> None:
    connection = keep(store, A)
    vault = vault_of(store, connection)
    with store.transaction() as session:
        session.delete(connections.get(session, connection.id))
    assert why(vault) is LostReason.DISCONNECTED
    vault.lose(A, LostReason.LICENCE)
    assert not vault.replace(A, by=B)


def test_a_renewal_under_way_is_noted_and_taken_back(store: Store) -> None:
    vault = vault_of(store, keep(store, A))
    vault.doubt(A)
    assert vault.read().doubtful
    vault.trust(A)
    assert vault.read() == A


def test_new_tokens_take_the_place_of_those_they_came_of_alone(store: Store) -> None:
    vault = vault_of(store, keep(store, A))
    vault.replace(A, by=B)
    vault.replace(A, by=tokens_of("late"))
    vault.doubt(A)
    assert vault.read() == B


def test_tokens_that_were_replaced_meanwhile_lose_nothing(store: Store) -> None:
    connection = keep(store, A)
    vault = vault_of(store, connection)
    vault.replace(A, by=B)
    vault.lose(A, LostReason.REVOKED)
    assert found(store, connection).lost is None


def test_tokens_that_come_late_bring_a_connection_back_that_was_given_up(store: Store) -> None:
    connection = keep(store, A)
    vault = vault_of(store, connection)
    vault.lose(A, LostReason.ROTATED)
    assert why(vault) is LostReason.ROTATED
    vault.replace(A, by=B)
    assert vault.read() == B


def test_tokens_that_come_late_do_not_bring_back_what_a_person_took_back(store: Store) -> None:
    connection = keep(store, A)
    with store.transaction() as session:
        connections.take_back(session, connection.id, NOW)
    vault = vault_of(store, connection)
    assert vault.replace(A, by=B)
    assert why(vault) is LostReason.DISCONNECTED
    with store.reading() as session:
        taken = connections.taken_back(session, connection.id)
    assert taken is not None
    assert SEAL.open_tokens(taken.sealed) == B


def test_a_lease_has_one_holder_at_a_time(store: Store) -> None:
    connection = keep(store, A)
    inside, seen, lock = 0, [], Lock()

    def hold(_: int) -> None:
        nonlocal inside
        with vault_of(store, connection).lease():
            with lock:
                inside += 1
                seen.append(inside)
            vault_of(store, connection).read()
            with lock:
                inside -= 1

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(hold, range(12)))
    assert seen == [1] * 12
    assert found(store, connection).lease_holder is None


def test_a_dead_holders_lease_is_taken_over_when_its_time_is_up(store: Store) -> None:
    connection = keep(store, A)
    dead = vault_of(store, connection).lease()
    dead.__enter__()
    with pytest.raises(Unreachable), vault_of(store, connection, lease=0.05).lease():
        pass
    with vault_of(store, connection, days=61 / 86_400).lease():
        dead.__exit__(None, None, None)
        assert found(store, connection).lease_holder is not None


def test_the_lease_of_a_removed_connection_is_not_waited_for(store: Store) -> None:
    connection = keep(store, A)
    vault = vault_of(store, connection)
    with store.transaction() as session:
        session.delete(connections.get(session, connection.id))
    with pytest.raises(ConnectionLost), vault.lease():
        pass


def test_a_service_accounts_tokens_are_never_doubtful(store: Store) -> None:
    tokens: Tokens = tokens_of("service", refresh=False)
    vault = vault_of(store, keep(store, tokens, service=True))
    vault.doubt(tokens)
    assert vault.read() == tokens
