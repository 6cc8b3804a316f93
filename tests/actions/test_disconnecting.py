"""Disconnecting: for good whatever goes on at the same moment, and never at the cost of a connection made anew."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread

import pytest
from pydantic import SecretStr

from lib.actions.clients import change_client
from lib.actions.connections import disconnect
from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.failures import ConnectionLost
from lib.fortnox.oauth import TokenRefused
from lib.fortnox.ports import Tokens
from lib.fortnox.reasons import LostReason
from lib.jobs import lines, workflows
from lib.jobs.lines import NotConnected
from lib.sandbox.fortnox.faults import Fault
from lib.settings import load
from lib.store import connections
from lib.store.columns import now
from lib.store.fortnox_tables import Connection
from lib.store.sealing import Seal
from lib.store.tables import Client, ImportState
from tests.jobs.inline import InlineRunner
from tests.jobs.local_fortnox import DIFFERS, SOUND, Bureau


@dataclass(frozen=True, slots=True)
class LateRunner(InlineRunner):
    """Carries all out at once but revoking, which waits: a busy worker."""

    waiting: list[int] = field(default_factory=list)

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Carry the job out, or let it wait."""
        if kind == workflows.REVOKE:
            self.waiting.append(int(ids[0]))
        else:
            InlineRunner.start(self, kind, job_id, *ids)


@pytest.fixture
def late(bureau: Bureau) -> LateRunner:
    """The bureau's worker is busy."""
    bureau.runner = LateRunner(bureau.store)
    return bureau.runner


def row(bureau: Bureau, client: Client) -> Connection | None:
    with bureau.store.reading() as session:
        return connections.of(session, bureau.users["Rut"], client.id)


def tokens(bureau: Bureau, client: Client) -> Tokens:
    found = row(bureau, client)
    assert found is not None
    return Seal.of(load()).open_tokens(found.sealed)


def is_good(tokens: Tokens) -> bool:
    """Whether Fortnox still takes the refresh token, which is spent by asking."""
    assert tokens.refresh is not None
    try:
        oauth.refresh(Address.of(load()), tokens.refresh)
    except TokenRefused:
        return False
    return True


def test_a_connection_made_anew_is_not_revoked_by_the_job_of_the_earlier_one(bureau: Bureau, late: LateRunner) -> None:
    client = bureau.connected()
    earlier = tokens(bureau, client)
    disconnect(bureau.desk(), client.id)
    assert bureau.connect(client).failure is None
    lines.revoke(bureau.store, late.waiting[0])
    assert not is_good(earlier)
    assert bureau.bring_in(client).state is ImportState.STAGED


def test_a_disconnected_person_is_not_connected_before_the_job_has_run(bureau: Bureau, late: LateRunner) -> None:
    client = bureau.connected()
    disconnect(bureau.desk(), client.id)
    with pytest.raises(NotConnected):
        bureau.bring_in(client)
    with pytest.raises(NotConnected):
        disconnect(bureau.desk(), client.id)
    assert len(late.waiting) == 1


def test_the_job_of_a_connection_that_is_gone_has_nothing_to_do(bureau: Bureau, late: LateRunner) -> None:
    client = bureau.connected()
    disconnect(bureau.desk(), client.id)
    lines.revoke(bureau.store, late.waiting[0])
    asked = len(bureau.world.calls)
    lines.revoke(bureau.store, late.waiting[0])
    assert len(bureau.world.calls) == asked


def renewing(monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> list[Tokens]:
    """Let something happen after Fortnox has renewed a token and before that is known here; gives what is renewed."""
    real, renewed = oauth.refresh, list[Tokens]()

    def refresh(address: Address, token: SecretStr, **transport: None) -> Tokens:
        renewed.append(real(address, token, **transport))
        monkeypatch.setattr(oauth, "refresh", real)
        meanwhile()
        return renewed[0]

    monkeypatch.setattr(oauth, "refresh", refresh)
    return renewed


def call(bureau: Bureau, client: Client) -> None:
    with lines.opened(bureau.store, bureau.users["Rut"], client.id, None) as line:
        bureau.befall(Fault.EXPIRE_ACCESS)
        line.fortnox.company()


def test_a_renewal_under_way_does_not_undo_a_disconnect(
    bureau: Bureau, late: LateRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    renewed = renewing(monkeypatch, lambda: disconnect(bureau.desk(), client.id))
    with pytest.raises(ConnectionLost) as failure:
        call(bureau, client)
    assert failure.value.reason is LostReason.DISCONNECTED
    assert row(bureau, client) is None
    lines.revoke(bureau.store, late.waiting[0])
    assert not is_good(renewed[0])


def test_revoking_waits_for_a_renewal_under_way_and_takes_its_token(
    bureau: Bureau, late: LateRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    begun = Event()

    def revoke() -> None:
        begun.set()
        lines.revoke(bureau.store, late.waiting[0])

    job = Thread(target=revoke)

    def meanwhile() -> None:
        disconnect(bureau.desk(), client.id)
        job.start()
        begun.wait()

    renewed = renewing(monkeypatch, meanwhile)
    with pytest.raises(ConnectionLost):
        call(bureau, client)
    job.join()
    assert not is_good(renewed[0])


def test_a_token_renewed_for_a_connection_that_is_gone_is_given_back(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()

    def gone() -> None:
        with bureau.store.transaction() as session:
            session.delete(connections.of_client(session, client.id)[0])

    renewed = renewing(monkeypatch, gone)
    with pytest.raises(ConnectionLost):
        call(bureau, client)
    assert not is_good(renewed[0])


def test_a_token_renewed_for_an_earlier_connection_is_given_back_and_the_new_one_used(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = bureau.connected()
    renewed = renewing(monkeypatch, lambda: bureau.connect(client))
    call(bureau, client)
    assert not is_good(renewed[0])
    assert is_good(tokens(bureau, client))


def test_connecting_again_gives_the_earlier_token_back(bureau: Bureau) -> None:
    client = bureau.connected()
    earlier = tokens(bureau, client)
    assert bureau.connect(client).failure is None
    assert not is_good(earlier)
    assert is_good(tokens(bureau, client))


@pytest.mark.parametrize("why", [None, LostReason.REVOKED, LostReason.LICENCE])
def test_a_connection_that_is_over_can_be_taken_back_too(bureau: Bureau, why: LostReason | None) -> None:
    client = bureau.connected()
    kept = tokens(bureau, client)
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.lost, connection.valid_until = why, now() - timedelta(days=1)
        session.add(connection)
    disconnect(bureau.desk(), client.id)
    assert row(bureau, client) is None
    assert not is_good(kept)


def test_a_wrong_company_that_was_taken_back_does_not_stand_in_the_way(bureau: Bureau, late: LateRunner) -> None:
    client = bureau.client(SOUND, org_number="")
    assert bureau.connect(client, DIFFERS).failure is None
    disconnect(bureau.desk(), client.id)
    assert late.waiting
    change_client(bureau.desk(), client.id, org_number=bureau.world.companies[SOUND].org_number)
    assert bureau.connect(client, SOUND).failure is None


def test_what_has_been_over_for_long_is_given_back(bureau: Bureau) -> None:
    recent, old, living = (bureau.client(tenant) for tenant in (SOUND, DIFFERS, 990103))
    for client in (recent, old, living):
        bureau.connect(client, next(one for one, found in bureau.world.companies.items() if found.name == client.name))
    kept = {client.id: tokens(bureau, client) for client in (recent, old, living)}
    with bureau.store.transaction() as session:
        for client, days in ((recent, 14), (old, 16)):
            (connection,) = connections.of_client(session, client.id)
            connection.valid_until = now() - timedelta(days=days)
            session.add(connection)
    for connection_id in lines.take_back_old(bureau.store):
        lines.revoke(bureau.store, connection_id)
    assert [is_good(kept[client.id]) for client in (recent, old, living)] == [True, False, True]
    assert [row(bureau, client) is not None for client in (recent, old, living)] == [True, False, True]
