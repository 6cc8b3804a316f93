"""Renewing a connection: nothing is lost by two at once, by a cut line or by a killed process, and a loss knows why."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from lib.fortnox.addresses import Address
from lib.fortnox.bearers import StoredBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import AppUnknown, ConnectionLost, FortnoxFaulty, TooManyRequests, Unreachable
from lib.fortnox.ports import Tokens
from lib.fortnox.reasons import LostReason
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.world import World
from lib.store import connections
from lib.store.database import Store
from lib.store.fortnox_tables import Connection
from lib.store.vault import StoredVault
from tests.fortnox.conftest import SOUND, connected, consented
from tests.store.kept import KEY, SEAL, found, keep

ROOT = Path(__file__).parents[2]
TOKEN_PATH = "/oauth-v1/token"
ROUNDS = {"sqlite": 200, "postgresql": 40}


def now() -> datetime:
    return datetime.now(UTC)


def later() -> datetime:
    return now() + timedelta(hours=2)


@pytest.fixture
def connection(store: Store, world: World, address: Address) -> Connection:
    """A connection to the sound company, made just now."""
    return keep(store, connected(world, address), now=now())


def vault_of(store: Store, connection: Connection) -> StoredVault:
    return StoredVault(store, SEAL, connection.id)


def bearer_of(
    store: Store,
    connection: Connection,
    address: Address,
    clock: Callable[[], datetime] = later,
    transport: httpx.BaseTransport | None = None,
) -> StoredBearer:
    tenant = SOUND if connection.service else None
    return StoredBearer(address, vault_of(store, connection), tenant=tenant, now=clock, transport=transport)


def renewals(world: World) -> list[int]:
    """How the token endpoint answered, beyond the exchange of the code."""
    return [call.status for call in world.calls if call.target == TOKEN_PATH][1:]


def loss(bearer: StoredBearer) -> LostReason:
    with pytest.raises(ConnectionLost) as failure:
        bearer.token()
    return failure.value.reason


def test_a_living_access_token_is_used_as_it_is(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    tokens = vault_of(store, connection).read()
    assert bearer_of(store, connection, address, now).token() == tokens.access
    assert renewals(world) == []


def test_one_that_is_about_to_die_is_renewed_and_kept_before_it_is_used(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    before = vault_of(store, connection).read()
    token = bearer_of(store, connection, address, lambda: before.expires_at - timedelta(seconds=59)).token()
    after = vault_of(store, connection).read()
    assert token == after.access != before.access
    assert after.refresh != before.refresh
    assert not after.doubtful
    assert renewals(world) == [200]


def test_an_access_token_that_fortnox_refuses_is_renewed_and_the_call_made_again(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    world.befall(SOUND, Fault.EXPIRE_ACCESS)
    with Fortnox(address, bearer_of(store, connection, address, now)) as fortnox:
        assert fortnox.company().tenant == SOUND
    assert renewals(world) == [200]


def test_a_new_token_that_fortnox_refuses_too_ends_the_connection(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    world.befall(SOUND, Fault.UNAUTHORIZED)
    with (
        Fortnox(address, bearer_of(store, connection, address, now)) as fortnox,
        pytest.raises(ConnectionLost) as failure,
    ):
        fortnox.company()
    assert failure.value.reason is LostReason.CLOSED
    assert found(store, connection).lost is LostReason.CLOSED


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.ERROR])
def test_a_renewal_that_never_happened_is_made_again(
    store: Store, world: World, address: Address, connection: Connection, fault: Fault
) -> None:
    world.befall(SOUND, fault, Switch(times=1, path=TOKEN_PATH))
    assert bearer_of(store, connection, address).token() == vault_of(store, connection).read().access
    assert renewals(world)[-1] == 200
    assert found(store, connection).lost is None


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.DROP_AMID, Fault.ERROR_AFTER])
def test_a_renewal_whose_answer_is_lost_ends_the_connection_as_rotated_away(
    store: Store, world: World, address: Address, connection: Connection, fault: Fault
) -> None:
    world.befall(SOUND, fault, Switch(times=1, path=TOKEN_PATH))
    assert loss(bearer_of(store, connection, address)) is LostReason.ROTATED
    assert found(store, connection).lost is LostReason.ROTATED


def test_a_token_that_was_taken_back_ends_the_connection_as_revoked(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    world.befall(SOUND, Fault.REVOKE)
    assert loss(bearer_of(store, connection, address)) is LostReason.REVOKED
    assert found(store, connection).lost is LostReason.REVOKED
    assert renewals(world) == [400]


def test_a_licence_that_is_gone_ends_the_connection_and_says_so(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    world.befall(SOUND, Fault.NO_API_LICENCE)
    assert loss(bearer_of(store, connection, address)) is LostReason.LICENCE


def test_a_lost_connection_is_not_asked_for_again(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    with store.transaction() as session:
        connections.lost(session, connection.id, LostReason.REVOKED)
    assert loss(bearer_of(store, connection, address)) is LostReason.REVOKED
    assert renewals(world) == []


def test_after_30_days_the_token_is_not_even_tried(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    vault = StoredVault(store, SEAL, connection.id, now=lambda: now() + timedelta(days=31))
    assert loss(StoredBearer(address, vault)) is LostReason.EXPIRED
    assert renewals(world) == []


def test_a_process_that_died_while_it_renewed_is_remembered(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    vault = vault_of(store, connection)
    vault.doubt(vault.read())
    world.befall(SOUND, Fault.EXPIRE_REFRESH)
    assert loss(bearer_of(store, connection, address)) is LostReason.ROTATED


def test_a_refused_token_that_somebody_else_has_renewed_loses_nothing(
    store: Store, world: World, address: Address, connection: Connection
) -> None:
    """Two hold the lease at once: the first one's ran out while its request was on its way."""
    other = bearer_of(store, connection, address)

    class Overtaken(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            vault = vault_of(store, connection)
            other._renew(vault.read())  # noqa: SLF001 - past the lease on purpose
            return httpx.Response(400, json={"error": "invalid_grant"}, request=request)

    token = bearer_of(store, connection, address, transport=Overtaken()).token()
    assert token == vault_of(store, connection).read().access
    assert found(store, connection).lost is None


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (httpx.Response(429, json={"message": "Too Many Requests"}), TooManyRequests),
        (httpx.Response(503, text="<html>"), FortnoxFaulty),
        (httpx.Response(401, json={"error": "invalid_client"}), AppUnknown),
    ],
)
def test_what_is_not_the_connections_fault_does_not_end_it(
    store: Store, address: Address, connection: Connection, answer: httpx.Response, failure: type[Exception]
) -> None:
    bearer = bearer_of(store, connection, address, transport=httpx.MockTransport(lambda _: answer))
    with pytest.raises(failure):
        bearer.token()
    assert found(store, connection).lost is None
    assert bearer_of(store, connection, address).token()


def test_a_host_that_cannot_be_reached_leaves_no_doubt(store: Store, address: Address, connection: Connection) -> None:
    nowhere = Address("http://127.0.0.1:1", address.api, address.client_id, address.client_secret)
    with pytest.raises(Unreachable):
        bearer_of(store, connection, nowhere).token()
    assert not vault_of(store, connection).read().doubtful


def test_a_service_account_mints_instead_of_renewing(store: Store, world: World, address: Address) -> None:
    consented(world, SOUND, "verifier", user="sysadmin", service=True)
    empty = Tokens(SecretStr("none"), None, now(), "")
    connection = keep(store, empty, now=now(), service=True)
    bearer = bearer_of(store, connection, address, now)
    with Fortnox(address, bearer) as fortnox:
        assert fortnox.company().tenant == SOUND
    world.befall(SOUND, Fault.DROP_AFTER, Switch(times=1, path=TOKEN_PATH))
    assert bearer.renewed(bearer.token())
    world.befall(SOUND, Fault.REVOKE)
    assert loss(bearer_of(store, connection, address)) is LostReason.REVOKED


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_processes_that_renew_one_token_again_and_again_lose_nothing(
    store: Store, database_url: str | None, world: World, address: Address, connection: Connection
) -> None:
    rounds = ROUNDS[store.engine.dialect.name]
    command = [
        sys.executable,
        "-m",
        "tests.fortnox.refresher",
        str(store.folder),
        database_url or "",
        address.auth,
        str(connection.id),
        str(rounds // 2),
    ]
    with ThreadPoolExecutor(2) as two:
        ended = two.map(
            lambda _: subprocess.run(command, cwd=ROOT, input=KEY, capture_output=True, text=True, check=False),
            range(2),
        )
    assert [(one.returncode, one.stdout) for one in ended] == [(0, f"{rounds // 2}\n")] * 2
    assert set(renewals(world)) == {200}
    assert len(renewals(world)) >= rounds // 2
    assert found(store, connection).lost is None
    with Fortnox(address, bearer_of(store, connection, address)) as fortnox:
        assert fortnox.company().tenant == SOUND
