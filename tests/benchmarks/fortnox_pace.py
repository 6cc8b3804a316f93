"""Fortnox's pace: as many requests as it takes and not one more, by one process and by two for the same company.

The client, its turns and its journal stand in a store; the local Fortnox counts as Fortnox does.
"""

import logging
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog
from pydantic import SecretStr

from lib.fortnox import oauth
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.ports import Tokens
from lib.sandbox.fortnox.companies import sandbox_companies
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.people import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, USERS
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from lib.store.calls import StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.pace import REQUESTS, StoredPace
from tests.benchmarks.figures import REPOSITORY, Figure

RATIO_BAR: Final = 1.1
A_SECOND: Final = 5
"""Requests a second that the limit comes to."""
MANY: Final = 74
_TENANT: Final = 990101
_RETURN: Final = "http://127.0.0.1/"


def run() -> list[Figure]:
    """Waiting within the first window, the time of many requests, by one and by two, and refusals seen."""
    _be_quiet()
    world = World([company for company in sandbox_companies(date(2026, 11, 21)) if company.tenant == _TENANT])
    with running(world) as url, TemporaryDirectory() as folder:
        token = token_of(world, url)
        waited = _first_window(url, token, Path(folder) / "first")
        time.sleep(A_SECOND + 1)  # so that the next ones begin with an empty window
        alone = _beside(world, url, token, Path(folder) / "one", processes=1)
        time.sleep(A_SECOND + 1)
        together = _beside(world, url, token, Path(folder) / "two", processes=2)
        refused = sum(call.status == 429 for call in world.calls)
    return [
        Figure(f"waiting in the first {REQUESTS} requests", waited, 0, "s"),
        Figure(f"{MANY} requests, one process", alone / (MANY / A_SECOND), RATIO_BAR, "x N/5 s", f"{alone:.2f} s"),
        Figure(
            f"{MANY} requests, two processes", together / (MANY / A_SECOND), RATIO_BAR, "x N/5 s", f"{together:.2f} s"
        ),
        Figure("refusals for the pace (429)", refused, 0, "requests", f"of {len(world.calls)}"),
    ]


def ask(url: str, folder: str, times: int) -> None:
    """Make requests, with the token that stands on standard input."""
    _be_quiet()
    store = Store.open(Path(folder))
    with _fortnox(url, sys.stdin.read().strip(), store, StoredPace(store, DEMO_CLIENT_ID, _TENANT)) as fortnox:
        for _ in range(times):
            fortnox.company()
    store.close()


def _first_window(url: str, token: str, folder: Path) -> float:
    """Seconds spent waiting for turns."""
    waits: list[float] = []
    store = Store.open(folder)
    pace = StoredPace(store, DEMO_CLIENT_ID, _TENANT, sleep=waits.append)
    with _fortnox(url, token, store, pace) as fortnox:
        for _ in range(REQUESTS):
            fortnox.company()
    store.close()
    return sum(waits)


def _beside(world: World, url: str, token: str, folder: Path, *, processes: int) -> float:
    """Seconds from the first request to the last, of all processes, which share the store."""
    before = len(world.calls)
    code = "import sys; from tests.benchmarks.fortnox_pace import ask; ask(sys.argv[1], sys.argv[2], int(sys.argv[3]))"
    command = [sys.executable, "-c", code, url, str(folder), str(MANY // processes)]
    Store.open(folder).close()
    with ThreadPoolExecutor(processes) as beside:
        list(
            beside.map(
                lambda _: subprocess.run(command, cwd=REPOSITORY, input=token, text=True, check=True), range(processes)
            )
        )
    made = list(world.calls)[before:]
    return made[-1].at - made[0].at


def _be_quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def _fortnox(url: str, token: str, store: Store, pace: StoredPace) -> Fortnox:
    bearer = FreshBearer(Tokens(SecretStr(token), None, now(), ""))
    return Fortnox(address_of(url), bearer, pace, StoredJournal(store))


def address_of(url: str) -> Address:
    """Where the local Fortnox is."""
    return Address(url, url, DEMO_CLIENT_ID, SecretStr(DEMO_CLIENT_SECRET))


def token_of(world: World, url: str) -> str:
    """An access token for the company."""
    verifier = oauth.new_verifier()
    consent = Consent(DEMO_CLIENT_ID, _TENANT, USERS["rut@byran.example"], tuple(oauth.SCOPES.split()))
    code = world.consents.grant(consent, _RETURN, oauth.challenge(verifier), "S256")
    return oauth.exchange(address_of(url), code, _RETURN, verifier).access.get_secret_value()
