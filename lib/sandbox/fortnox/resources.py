"""What a resource of the API is: where it lives, who may read it, and how its records are made.

The records are made elsewhere; paging, sorting, `lastmodified`, the envelope, JSON and the headers are
added by the application.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple, Protocol

from lib.sandbox.fortnox.errors import invalid_parameter
from lib.sandbox.fortnox.people import SERVICE_ACCOUNT, User

Key = tuple[str, ...]
"""What stands behind the resource's path: `("A", "7")` of `/3/vouchers/A/7`, unquoted; `()` for a list."""

Record = Mapping[str, Any]
"""One object as Fortnox shows it, in its order of keys.

Amounts are `Decimal` or `int`, days are `date`; values of keys that begin with `@url` are written from
below `/3/` (`invoices/101`) and get the address of the sandbox.
"""


class SandboxCompany(Protocol):
    """A made-up company as far as the protocol knows it; the registers know more."""

    @property
    def tenant(self) -> int:
        """The `DatabaseNumber`, which is `TenantId` and the `tenantId` of a token."""

    @property
    def name(self) -> str:
        """The company's name."""

    @property
    def org_number(self) -> str:
        """Its organisation number, with a hyphen."""

    @property
    def licences(self) -> frozenset[str]:
        """What it has bought: `api`, `bookkeeping`, `invoice`, `supplierinvoice`."""


class Query(Mapping[str, str]):
    """The query of a request: names in any case, the last of several values; who asks, and when."""

    def __init__(self, pairs: Iterable[tuple[str, str]], *, now: datetime, person: User = SERVICE_ACCOUNT) -> None:
        """Take the pairs as sent; `now` is Stockholm's time without a zone, `person` whom the app acts as."""
        self._values: Final = {name.lower(): value for name, value in pairs}
        self.now: Final = now
        self.person: Final = person

    @property
    def user(self) -> str:
        """The name of whom the app acts as."""
        return self.person.name

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def number(self, name: str) -> int | None:
        """A whole number, or none when it was not sent; raises Refused 2000588."""
        text = self.get(name)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - more is no number of theirs
            raise invalid_parameter()
        return int(text)

    def day(self, name: str) -> date | None:
        """A day `2026-01-31`, or none when it was not sent; raises Refused 2000588."""
        text = self.get(name)
        if not text:
            return None
        try:
            return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise invalid_parameter() from None


class Listed(NamedTuple):
    """One record of a list, made only when it is on the page that is asked for.

    `modified` is when it was last changed, in Stockholm's time without a zone; it serves `lastmodified`.
    """

    record: Callable[[], Record]
    modified: datetime


List = Callable[[SandboxCompany, Key, Query], Sequence[Listed]]
Item = Callable[[SandboxCompany, Key, Query], Record | bytes]
Create = Callable[[SandboxCompany, Query, Record], Record]


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One resource: handlers that raise Refused, and what the application must know to call them.

    `list` serves keys whose length is in `list_depths`, `item` those of length `item_depth` (0 for what
    there is but one of, as settings); `item` may give bytes, which are sent as they are (SIE). `create`
    gets what stood within the body's wrapper, numbers with decimals as Decimal, one call at a time per
    company, and commits when it returns. `filters` are the values that `filter` may have, which `list`
    applies along with all search parameters; `sorts` are the values that `sortby` may have, each with the
    key of the list's record that it orders by; a list that is not `paged` is given whole. `licence` is what
    the company must have bought when the scope does not say it, `right` the register that the user must
    have a right to, in Swedish (`leverantörsregister`).
    """

    scope: str
    list_key: str = ""
    item_key: str = ""
    list: List | None = None
    item: Item | None = None
    create: Create | None = None
    list_depths: frozenset[int] = frozenset({0})
    item_depth: int = 1
    filters: frozenset[str] = frozenset()
    sorts: Mapping[str, str] = field(default_factory=dict)
    paged: bool = True
    licence: str | None = None
    right: str | None = None


Resources = Mapping[str, Resource]
"""Path below `/3/` without its key (`vouchers`, `vouchers/sublist`, `settings/company`, `sie`) -> resource.

A request goes to the longest path that it begins with.
"""
