"""A connection from its first step to its loss, in a process of its own, that tells its secrets at the end.

`python -m tests.fortnox.secret_journey FOLDER`: logs go to standard error as in production but with all
that can be logged; standard output holds one JSON object, the secrets used and what the failures said.
"""

import base64
import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import stamina
import structlog

from dashboard.logs import configure
from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer, StoredBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.resources import Kind
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.people import DEMO_CLIENT_ID, SCOPES, App
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from lib.settings import Settings, load
from lib.store import attempts, connections, people
from lib.store.calls import StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.fortnox_tables import Connection
from lib.store.pace import StoredPace
from lib.store.sealing import Seal, new_key
from lib.store.tables import Client, Role, User
from lib.store.vault import StoredVault
from tests.fortnox.conftest import RETURN, SOUND, companies, consented
from tests.store.examples import add_client

CLIENT_SECRET = "marked-client-secret-0123456789"
BROWSER = "marked-browser-0123456789"
BROKEN = (
    Fault.NO_SCOPE,
    Fault.NO_LICENCE,
    Fault.NO_RIGHT,
    Fault.STORM,
    Fault.ERROR,
    Fault.DROP_BEFORE,
    Fault.DROP_AMID,
    Fault.DAMAGED_SIE,
)


class Told:
    """What was secret, and what the failures said."""

    def __init__(self, *secrets: str) -> None:
        """Begin with the secrets that are known."""
        self.secrets = set(secrets)
        self.failures: list[str] = []

    @contextmanager
    def failing(self) -> Iterator[None]:
        """Keep all that a failure says, and log it as the job runner would."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - whatever it is
            structlog.get_logger().exception("job-crashed")
            self.failures += [str(error), repr(error), repr(error.args), "".join(traceback.format_exception(error))]


class Journey:
    """One person's connection to one company."""

    def __init__(self, world: World, settings: Settings, told: Told) -> None:
        """Open the store."""
        self.world, self.told, self.seal = world, told, Seal.of(settings)
        self.address, self.store = Address.of(settings), Store.open(settings.data)

    def connect(self) -> Connection:
        """Go to the login portal and come back."""
        client = add_client(self.store)
        verifier = oauth.new_verifier()
        with self.store.transaction() as session:
            user = people.add_user(session, subject="rut", name="Rut", role=Role.ACCOUNTANT)
        state = self._begin(user, client, verifier)
        code = consented(self.world, SOUND, verifier)
        self.told.secrets |= {verifier, state, code}
        oauth.authorise_url(
            self.address, state=state, redirect_uri=RETURN, challenge=oauth.challenge(verifier), service=False
        )
        with self.store.transaction() as session:
            attempts.take_attempt(session, self.seal, state, user_id=user.id, browser=BROWSER, now=now())
        tokens = oauth.exchange(self.address, code, RETURN, verifier)
        with self.told.failing():
            oauth.exchange(self.address, code, RETURN, verifier)
        with Fortnox(self.address, FreshBearer(tokens)) as fortnox:
            company = fortnox.company()
        with self.store.transaction() as session:
            return connections.add_or_renew(
                session,
                self.seal,
                user_id=user.id,
                client_id=client.id,
                company=company,
                tokens=tokens,
                now=now(),
            )

    def _begin(self, user: User, client: Client, verifier: str) -> str:
        with self.store.transaction() as session:
            return attempts.begin_attempt(
                session,
                self.seal,
                user_id=user.id,
                client_id=client.id,
                browser=BROWSER,
                verifier=verifier,
                return_path="/import",
                now=now(),
            )

    def fail(self, connection: Connection) -> None:
        """Read, renew, and meet one fault after the other, the last of which ends the connection."""
        vault = StoredVault(self.store, self.seal, connection.id)
        pace = StoredPace(self.store, self.address.client_id, SOUND, sleep=lambda _: None)
        journal = StoredJournal(self.store, connection.client_id, "job")
        bearer = StoredBearer(self.address, vault)
        with Fortnox(self.address, bearer, pace, journal) as fortnox:
            year = fortnox.years()[0].id
            self.world.befall(SOUND, Fault.EXPIRE_ACCESS)
            fortnox.sie(year)
            for fault in BROKEN:
                self.world.befall(SOUND, fault)
                reads: tuple[Callable[[], object], ...] = (
                    lambda: fortnox.page(Kind.INVOICES, 1),
                    lambda: fortnox.sie(year),
                )
                for read in reads:
                    with self.told.failing():
                        read()
                self.world.recover(SOUND)
            self.told.secrets |= issued(self.world)
            ahead = StoredBearer(self.address, vault, now=lambda: now() + timedelta(hours=2))
            self.world.befall(SOUND, Fault.ERROR, Switch(path="/oauth-v1/token"))
            with self.told.failing():
                ahead.token()
            self.world.recover(SOUND)
            self.world.befall(SOUND, Fault.DROP_AFTER, Switch(times=1, path="/oauth-v1/token"))
            with self.told.failing():
                ahead.token()
            self.told.secrets |= issued(self.world)
            with self.told.failing():
                fortnox.company()


def issued(world: World) -> set[str]:
    """Every token that the local Fortnox knows."""
    return {*world.consents._access, *world.consents._refresh}  # noqa: SLF001 - it tells them nowhere else


def main(folder: str) -> None:
    """Walk the journey and tell of it."""
    key = new_key()
    basic = base64.b64encode(f"{DEMO_CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
    told = Told(CLIENT_SECRET, BROWSER, basic, key)
    app = App(DEMO_CLIENT_ID, CLIENT_SECRET, "Brygga", SCOPES, (RETURN,), loopback=True)
    world = World(companies(), paced=False, apps=(app,))
    stamina.set_testing(True, attempts=2, cap=True)
    with running(world) as url:
        settings = load(
            data=Path(folder),
            demo=True,
            log_level="debug",
            log_format="json",
            fortnox_auth_url=url,
            fortnox_api_url=url,
            fortnox_client_id=DEMO_CLIENT_ID,
            fortnox_client_secret=CLIENT_SECRET,
            encryption_keys=key,
        )
        configure(settings)
        structlog.get_logger().info("settings", settings=settings, printed=repr(settings))
        journey = Journey(world, settings, told)
        journey.fail(journey.connect())
    told.secrets |= issued(world)
    journey.store.close()
    sys.stdout.write(json.dumps({"secrets": sorted(told.secrets), "failures": told.failures}))


if __name__ == "__main__":
    main(*sys.argv[1:])
