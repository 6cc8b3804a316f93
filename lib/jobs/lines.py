"""Lines to Fortnox: its client on a person's own connection, with the store's vault, pace and journal."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from lib.core.languages import mark
from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer, StoredBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import ConnectionLost, FortnoxFailure, Withheld
from lib.fortnox.oauth import TokenRefused
from lib.fortnox.ports import Tokens
from lib.fortnox.registers import Company
from lib.fortnox.transports import OF_A_PERSON
from lib.settings import load
from lib.store import connections
from lib.store.calls import StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.pace import StoredPace
from lib.store.sealing import Seal, SealBroken
from lib.store.vault import StoredVault


class BooksOnly(Withheld):
    """The person connected for the bookkeeping alone."""

    text = mark("The connection is for the bookkeeping alone, without {what:text}.")
    next_step = mark("Order the licence for it in Fortnox, then connect again for the ledgers too.")


class NotConnected(FortnoxFailure):
    """The person has no connection of their own to the client's Fortnox."""

    text = mark("You are not connected to this client's Fortnox.")
    next_step = mark("Connect under Import; the connection is your own, a colleague's does not count.")
    helps = True


@dataclass(frozen=True, slots=True)
class Line:
    """An open line: the client, and what lets its connection last 30 days more."""

    fortnox: Fortnox
    store: Store
    connection_id: int
    scopes: frozenset[str]

    def renew(self) -> None:
        """Let the connection last 30 days from now: something was imported or exported."""
        with self.store.transaction() as session:
            connections.renewed(session, self.connection_id, now())


@contextmanager
def opened(store: Store, user_id: int | None, client_id: int, job_id: str | None) -> Iterator[Line]:
    """A line on the person's own connection, until the block ends.

    Raises NotConnected, NotSetUp, KeysMissing; what is wrong with the connection shows at the first call.
    """
    settings = load()
    address = Address.of(settings)
    with store.reading() as session:
        connection = connections.of(session, user_id, client_id) if user_id is not None else None
    if connection is None:
        raise NotConnected
    vault = StoredVault(store, Seal.of(settings), connection.id)
    bearer = StoredBearer(address, vault, tenant=connection.tenant if connection.service else None)
    pace = StoredPace(store, address.client_id, connection.tenant)
    with Fortnox(address, bearer, pace, StoredJournal(store, client_id, job_id)) as fortnox:
        yield Line(fortnox, store, connection.id, frozenset(connection.scopes.split()))


def company_of(store: Store, tokens: Tokens) -> Company:
    """The company that tokens open which have just been got, while a person waits. Raises FortnoxFailure."""
    address = Address.of(load())
    with Fortnox(address, FreshBearer(tokens), journal=StoredJournal(store), patience=OF_A_PERSON) as fortnox:
        company = fortnox.company()
    # whose turns it takes shows only now: it is counted all the same
    with StoredPace(store, address.client_id, company.tenant).turn():
        return company


def give_back(tokens: Tokens) -> None:
    """Revoke tokens; one that Fortnox does not know any more is as good as revoked. Raises FortnoxFailure."""
    if tokens.refresh is not None:
        with suppress(TokenRefused):
            oauth.revoke(Address.of(load()), tokens.refresh)


def take_back_old(store: Store) -> list[int]:
    """Take back the connections that have been over for long; gives the ids of all that are left to revoke."""
    with store.transaction() as session:
        return connections.take_back_old(session, now())


def revoke(store: Store, connection_id: int) -> None:
    """Revoke a connection that has been taken back, and forget it. Raises FortnoxFailure.

    One that is gone, or was made anew meanwhile, is left alone. It waits for a renewal under way, whose token
    is the one to revoke. What nobody can unseal any more, nobody can revoke: it is only forgotten.
    """
    seal = Seal.of(load())
    with suppress(ConnectionLost), StoredVault(store, seal, connection_id).lease():
        with store.reading() as session:
            connection = connections.taken_back(session, connection_id)
        if connection is None:
            return
        with suppress(SealBroken):
            give_back(seal.open_tokens(connection.sealed))
        with store.transaction() as session:
            connections.remove(session, connection)
