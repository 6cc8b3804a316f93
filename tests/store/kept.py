"""Connections for tests: a person, a client, and tokens sealed in the store."""

from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from lib.fortnox.ports import Tokens
from lib.fortnox.registers import Company
from lib.store import attempts, connections, people
from lib.store.database import Store
from lib.store.fortnox_tables import Connection
from lib.store.sealing import Seal, new_key
from lib.store.tables import Client, Role, User
from tests.store.examples import add_client

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
KEY = new_key()
SEAL = Seal(KEY)
COMPANY = Company("Segelviks Marin AB", "559998-0066", 990101)


def tokens_of(name: str, *, lives: timedelta = timedelta(hours=1), now: datetime = NOW, refresh: bool = True) -> Tokens:
    return Tokens(
        access=SecretStr(f"access-{name}"),
        refresh=SecretStr(f"refresh-{name}") if refresh else None,
        expires_at=now + lives,
        scopes="bookkeeping",
    )


def keep(store: Store, tokens: Tokens, *, now: datetime = NOW, service: bool = False, seal: Seal = SEAL) -> Connection:
    """A new person's connection to a new client."""
    client = add_client(store)
    with store.transaction() as session:
        user = people.add_user(session, subject=f"subject-{client.id}", name="Rut", role=Role.ACCOUNTANT)
        return connections.add_or_renew(
            session,
            seal,
            user_id=user.id,
            client_id=client.id,
            company=COMPANY,
            tokens=tokens,
            service=service,
            now=now,
        )


def found(store: Store, connection: Connection) -> Connection:
    """The connection as it stands now."""
    with store.reading() as session:
        return connections.get(session, connection.id)


def begin(store: Store, user: User, client: Client, *, now: datetime = NOW) -> str:
    """Begin a trip to the login portal; gives its state."""
    with store.transaction() as session:
        return attempts.begin_attempt(
            session,
            SEAL,
            user_id=user.id,
            client_id=client.id,
            browser="browser",
            verifier="verifier",
            return_path="/import",
            now=now,
        )
