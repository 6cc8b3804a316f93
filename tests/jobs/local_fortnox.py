"""A bureau and a local Fortnox: people who connect to its companies over HTTP and import from them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest

from lib.actions import connections
from lib.actions.connections import Return
from lib.actions.desk import Desk, Person
from lib.actions.fortnox import import_from_fortnox
from lib.fortnox import oauth
from lib.jobs.orders import Order
from lib.jobs.runner import JobRunner
from lib.sandbox.fortnox.companies import FortnoxCompany, anew, sandbox_companies
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.people import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, USERS
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import SWEDISH, World
from lib.store import clients, imports, jobs, pace, people, supplements
from lib.store.database import Store
from lib.store.fortnox_tables import Supplement
from lib.store.sealing import new_key
from lib.store.tables import Client, Import, Job, Role, Source
from lib.store.words import SupplementKind
from tests.jobs.inline import InlineRunner

SOUND, DIFFERS, SOLE, LARGE, LOCKED, CASH, NO_API, BOOKS_ONLY = range(990101, 990109)
RETURN = "http://127.0.0.1:8501/fortnox/callback"
BROWSER = "the hash of a browser's sign-in"
BACK = "/import"


@cache
def companies() -> tuple[FortnoxCompany, ...]:
    """The made-up companies as they stand today, made once."""
    return tuple(sandbox_companies(datetime.now(SWEDISH).date()))


@dataclass
class Bureau:
    """A store, a local Fortnox and the desks between them."""

    store: Store
    world: World
    runner: JobRunner | None = None
    users: dict[str, int] = field(default_factory=dict)

    def desk(self, name: str = "Rut", role: Role = Role.ACCOUNTANT) -> Desk:
        """The desk of a person, added when new."""
        with self.store.transaction() as session:
            if name not in self.users:
                user = people.add_user(session, subject=name, name=name, role=role, all_clients=True)
                self.users[name] = user.id
        return Desk(self.store, self.runner or InlineRunner(self.store), Person(self.users[name], name, role))

    def client(self, tenant: int = SOUND, **details: object) -> Client:
        """The client that one of Fortnox's companies is."""
        company = self.world.companies[tenant]
        known = {"name": company.name, "org_number": company.org_number, "source": Source.FORTNOX}
        with self.store.transaction() as session:
            return clients.add(session, **known | details)

    def trip(self, desk: Desk, client: Client, *, books_only: bool = False) -> dict[str, str]:
        """What the person takes along to Fortnox's login portal."""
        url = connections.begin_connect(
            desk, client.id, return_path=BACK, browser=BROWSER, redirect_uri=RETURN, books_only=books_only
        )
        return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}

    def connect(
        self,
        client: Client,
        tenant: int = SOUND,
        *,
        desk: Desk | None = None,
        user: str = "rut",
        scopes: str = oauth.SCOPES,
        browser: str = BROWSER,
    ) -> Return:
        """Go to Fortnox, sign in, choose a company, approve, and come back."""
        desk = desk or self.desk()
        asked = self.trip(desk, client)
        consent = Consent(DEMO_CLIENT_ID, tenant, USERS[f"{user}@byran.example"], tuple(scopes.split()), service=False)
        code = self.world.consents.grant(consent, RETURN, asked["code_challenge"], asked["code_challenge_method"])
        return connections.finish_connect(desk, state=asked["state"], code=code, browser=browser, redirect_uri=RETURN)

    def bring_in(self, client: Client, order: Order | None = None, *, desk: Desk | None = None) -> Import:
        """Import, and give the import as it stands when its job has ended."""
        import_id = import_from_fortnox(desk or self.desk(), client.id, order)
        with self.store.reading() as session:
            return imports.get(session, import_id)

    def connected(self, tenant: int = SOUND) -> Client:
        """A client with a living connection."""
        client = self.client(tenant)
        assert self.connect(client, tenant).failure is None
        return client

    def job(self, import_: Import) -> Job:
        """The newest job of an import."""
        with self.store.reading() as session:
            return jobs.of_import(session, import_.id)[0]

    def brought(self, import_: Import) -> dict[SupplementKind, Supplement]:
        """What an import brought beside the books."""
        with self.store.reading() as session:
            return supplements.of_import(session, import_.id)

    def befall(self, fault: Fault, tenant: int = SOUND, **switch: object) -> None:
        """Let the local Fortnox misbehave."""
        self.world.befall(tenant, fault, Switch(**switch))  # type: ignore[arg-type]

    def asked(self, path: str) -> list[str]:
        """What Fortnox was asked below a path, in order."""
        return [call.target for call in self.world.calls if call.target.startswith(f"/3/{path}")]


@contextmanager
def bureau_at(store: Store, world: World, patch: pytest.MonkeyPatch) -> Iterator[Bureau]:
    """A bureau whose settings lead to `world`, served over HTTP until the block ends; at no pace where it has none."""
    if not world.paced:
        patch.setattr(pace, "WINDOW", 0)
        patch.setattr(pace, "MARGIN", 0)
    with running(world) as url:
        for name, value in settings(url).items():
            patch.setenv(name, value)
        yield Bureau(store, world)


def settings(url: str) -> dict[str, str]:
    """The settings that lead to a local Fortnox."""
    return {
        "BRYGGA_FORTNOX_AUTH_URL": url,
        "BRYGGA_FORTNOX_API_URL": url,
        "BRYGGA_FORTNOX_CLIENT_ID": DEMO_CLIENT_ID,
        "BRYGGA_FORTNOX_CLIENT_SECRET": DEMO_CLIENT_SECRET,
        "BRYGGA_ENCRYPTION_KEYS": new_key(),
    }


def new_world(only: Sequence[int] = (), *, paced: bool = False) -> World:
    """A local Fortnox that nothing has happened to yet; with `only` it has these companies."""
    return World([anew(company) for company in companies() if not only or company.tenant in only], paced=paced)
