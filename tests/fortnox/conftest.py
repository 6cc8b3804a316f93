"""What the tests of the client share: a local Fortnox over HTTP, and connections to its companies."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

import pytest
import stamina
from pydantic import SecretStr

from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.ports import Tokens
from lib.sandbox.fortnox.companies import FortnoxCompany, anew, sandbox_companies
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.people import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, USERS
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World

TODAY = date(2026, 11, 21)
SOUND, DIFFERS, NO_API, BOOKKEEPING_ONLY = 990101, 990102, 990107, 990108
RETURN = "http://127.0.0.1:8501/fortnox/callback"


@cache
def companies() -> tuple[FortnoxCompany, ...]:
    """The made-up companies, made once."""
    return tuple(sandbox_companies(TODAY))


@pytest.fixture
def world() -> World:
    """A local Fortnox that nothing has happened to yet."""
    return World([anew(company) for company in companies()])


@pytest.fixture
def address(world: World) -> Iterator[Address]:
    """Where it is served."""
    with running(world) as url:
        yield address_of(url)


@pytest.fixture
def no_pauses() -> Iterator[None]:
    """Attempts follow each other at once."""
    with stamina.set_testing(True, attempts=6, cap=True):
        yield


def address_of(url: str) -> Address:
    return Address(url, url, DEMO_CLIENT_ID, SecretStr(DEMO_CLIENT_SECRET))


def consented(
    world: World, tenant: int, verifier: str, *, user: str = "rut", scopes: str = oauth.SCOPES, service: bool = False
) -> str:
    """The code that a person brings back from the login portal."""
    consent = Consent(DEMO_CLIENT_ID, tenant, USERS[f"{user}@byran.example"], tuple(scopes.split()), service=service)
    return world.consents.grant(consent, RETURN, oauth.challenge(verifier), "S256")


def connected(
    world: World, address: Address, tenant: int = SOUND, *, user: str = "rut", scopes: str = oauth.SCOPES
) -> Tokens:
    """The tokens of a new connection."""
    verifier = oauth.new_verifier()
    return oauth.exchange(address, consented(world, tenant, verifier, user=user, scopes=scopes), RETURN, verifier)


@pytest.fixture
def fortnox(world: World, address: Address) -> Iterator[Fortnox]:
    """The client of the sound company."""
    with Fortnox(address, FreshBearer(connected(world, address))) as client:
        yield client


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
