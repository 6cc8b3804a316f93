"""Switches that make the local Fortnox misbehave: per company, for so many requests or until switched off."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from threading import Lock
from typing import Any, Final


class Fault(StrEnum):
    """What can go wrong; the first four happen at once, the others meet the requests to come."""

    EXPIRE_ACCESS = "expire_access"
    EXPIRE_REFRESH = "expire_refresh"
    REVOKE = "revoke"
    CLOSE_ACCOUNT = "close_account"
    UNAUTHORIZED = "unauthorized"
    NO_API_LICENCE = "no_api_licence"
    NO_LICENCE = "no_licence"
    NO_SCOPE = "no_scope"
    NO_RIGHT = "no_right"
    STORM = "storm"
    SLOW = "slow"
    ERROR = "error"
    DROP_BEFORE = "drop_before"
    DROP_AMID = "drop_amid"
    DROP_AFTER = "drop_after"
    ERROR_AFTER = "error_after"
    DAMAGED_SIE = "damaged_sie"


AT_ONCE: Final = frozenset({Fault.EXPIRE_ACCESS, Fault.EXPIRE_REFRESH, Fault.REVOKE, Fault.CLOSE_ACCOUNT})
ALL: Final = 0
"""Stands for every company where a tenant is asked for."""


@dataclass(slots=True)
class Switch:
    """One fault that is on: `times` more requests (None: until it is switched off), after letting `skip` pass.

    `path` is what the request's path must begin with and `method` what its method must be, when they are
    set; `value` says more: seconds (slow; storm, as Retry-After), a scope (no_scope), a licence (no_licence), how
    (damaged_sie).
    """

    times: int | None = None
    value: str = ""
    path: str = ""
    method: str = ""
    skip: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError for what makes no sense."""
        if (self.times is not None and self.times < 1) or self.skip < 0:
            raise ValueError("times is 1 or more and skip 0 or more")


class Faults:
    """The faults that are on; may be asked and changed from any thread."""

    def __init__(self) -> None:
        """Begin with everything well."""
        self._on: Final[dict[tuple[int, Fault], Switch]] = {}
        self._lock: Final = Lock()

    def switch_on(self, tenant: int, fault: Fault, switch: Switch) -> None:
        """Let `fault` befall a company (or ALL) as the switch says; replaces an earlier switch for the same."""
        with self._lock:
            self._on[tenant, fault] = switch

    def switch_off(self, tenant: int | None = None) -> None:
        """Make all faults of a company, or of all, cease."""
        with self._lock:
            for key in list(self._on):
                if tenant in {None, key[0]}:
                    del self._on[key]

    def strikes(
        self, fault: Fault, tenant: int, method: str, path: str, among: frozenset[str] | None = None
    ) -> Switch | None:
        """The switch that befalls this request, or none; counts it. Its value must be `among` some, or empty."""
        with self._lock:
            for key in ((tenant, fault), (ALL, fault)):
                switch = self._on.get(key)
                if switch is not None and _meets(switch, method, path, among):
                    return self._counted(key, switch)
        return None

    def _counted(self, key: tuple[int, Fault], switch: Switch) -> Switch | None:
        if switch.skip:
            switch.skip -= 1
            return None
        if switch.times is not None:
            switch.times -= 1
            if not switch.times:
                del self._on[key]
        return switch

    def as_json(self) -> list[Mapping[str, Any]]:
        """Every fault that is on, as the endpoint shows it."""
        with self._lock:
            return [{"tenant": t, "fault": str(fault), **asdict(switch)} for (t, fault), switch in self._on.items()]


def _meets(switch: Switch, method: str, path: str, among: frozenset[str] | None) -> bool:
    named = among is None or not switch.value or switch.value in among
    return named and path.startswith(switch.path) and switch.method in {"", method}
