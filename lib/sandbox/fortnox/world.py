"""All that the local Fortnox remembers while it runs: companies, apps, consents and tokens, faults, calls."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Final
from zoneinfo import ZoneInfo

from lib.sandbox.fortnox.consents import Consents
from lib.sandbox.fortnox.faults import AT_ONCE, Fault, Faults, Switch
from lib.sandbox.fortnox.licences import API, LICENCES
from lib.sandbox.fortnox.me import ME
from lib.sandbox.fortnox.memory import Memory
from lib.sandbox.fortnox.pace import Window
from lib.sandbox.fortnox.people import DEMO_APP, DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, App
from lib.sandbox.fortnox.registers import RESOURCES
from lib.sandbox.fortnox.resources import Resources, SandboxCompany

__all__ = ["DEMO_CLIENT_ID", "DEMO_CLIENT_SECRET", "NO_MEMORY", "SWEDISH", "Call", "World"]

SWEDISH: Final = ZoneInfo("Europe/Stockholm")
NO_MEMORY: Final = Memory()
_CALLS_KEPT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request that was answered, or dropped (status 0); `target` is its path and query, without secrets."""

    at: float
    method: str
    target: str
    tenant: int | None
    status: int


class World:
    """One local Fortnox; several may run beside each other."""

    def __init__(  # noqa: PLR0913 - each but the first has its default
        self,
        companies: Sequence[SandboxCompany],
        clock: Callable[[], float] = time.time,
        *,
        paced: bool = True,
        resources: Resources = RESOURCES,
        apps: Sequence[App] = (DEMO_APP,),
        memory: Memory = NO_MEMORY,
    ) -> None:
        """Serve `companies`; `clock` tells seconds since 1970, `paced` whether the rate limit holds.

        `memory` keeps who was let in for another world that comes after this one.
        """
        self.companies: Final = {company.tenant: company for company in companies}
        self.resources: Final[Resources] = {"me": ME, **resources}
        self.apps: Final[Mapping[str, App]] = {app.client_id: app for app in apps}
        self.clock: Final = clock
        self.paced: Final = paced
        self.window: Final = Window()
        self.consents: Final = Consents(clock, memory)
        self.faults: Final = Faults()
        self.calls: Final[deque[Call]] = deque(maxlen=_CALLS_KEPT)
        self.closed: Final[set[int]] = set()
        self._writing: Final = {tenant: Lock() for tenant in self.companies}

    @property
    def now(self) -> datetime:
        """The time in Stockholm, without a zone, as Fortnox tells it."""
        return datetime.fromtimestamp(self.clock(), UTC).astimezone(SWEDISH).replace(tzinfo=None)

    def writing(self, tenant: int) -> Lock:
        """The lock under which a company's books are written."""
        return self._writing[tenant]

    def licences(self, tenant: int, method: str, path: str, among: frozenset[str] = LICENCES) -> frozenset[str]:
        """What a company has bought, less what a fault takes from it for this request, which needs one `among`."""
        bought = self.companies[tenant].licences
        if self.faults.strikes(Fault.NO_API_LICENCE, tenant, method, path):
            bought -= {API}
        lost = self.faults.strikes(Fault.NO_LICENCE, tenant, method, path, among)
        return bought - (frozenset({lost.value}) if lost.value else among) if lost else bought

    def befall(self, tenant: int, fault: Fault, switch: Switch | None = None) -> None:
        """Let a fault happen: at once, or to the requests that the switch tells of (without one: to all)."""
        match fault:
            case Fault.EXPIRE_ACCESS:
                self.consents.end_access(tenant)
            case Fault.EXPIRE_REFRESH:
                self.consents.end_refresh(tenant)
            case Fault.REVOKE | Fault.CLOSE_ACCOUNT:
                self.consents.end_refresh(tenant, services=True)
        if fault is Fault.CLOSE_ACCOUNT:
            self.closed.update({tenant} if tenant else self.companies)
        if fault not in AT_ONCE:
            self.faults.switch_on(tenant, fault, switch or Switch())

    def recover(self, tenant: int | None = None) -> None:
        """Make all faults of a company (or of all) cease and open its account again; dead tokens stay dead."""
        self.faults.switch_off(tenant)
        self.closed.difference_update(self.companies if tenant is None else {tenant})
