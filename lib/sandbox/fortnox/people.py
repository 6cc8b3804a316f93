"""Who can sign in to the local Fortnox, and the apps that it knows."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

DEMO_CLIENT_ID: Final = "brygga-demo"
DEMO_CLIENT_SECRET: Final = "brygga-demo-secret"  # noqa: S105 - it opens made-up books alone, and is printed in the help
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class User:
    """A person with a login; without `registers` they may read no register of customers, suppliers or invoices."""

    number: int
    email: str
    name: str
    sysadmin: bool = False
    registers: bool = True


USERS: Final = {
    user.email: user
    for user in (
        User(1, "rut@byran.example", "Rut Revisor"),
        User(2, "sysadmin@byran.example", "Sixten Systemadministratör", sysadmin=True),
        User(3, "utan@byran.example", "Ulla Utan Behörighet", registers=False),
    )
}
"""The people of the bureau: each reaches every company."""

SERVICE_ACCOUNT: Final = User(1000, "", "Servicekonto", sysadmin=True)
"""Whom a consent with `account_type=service` acts as."""


@dataclass(frozen=True, slots=True)
class App:
    """A registered integration; `loopback` lets it return to any address of this computer."""

    client_id: str
    client_secret: str
    name: str
    scopes: frozenset[str]
    redirect_uris: tuple[str, ...]
    loopback: bool = False
    service_accounts: bool = True

    def may_return_to(self, address: str) -> bool:
        """Whether a consent may be told to this address."""
        if address in self.redirect_uris:
            return True
        try:
            parts = urlsplit(address)
            host = parts.hostname
        except ValueError:
            return False
        return self.loopback and parts.scheme == "http" and host in _LOOPBACK and not parts.fragment


SCOPES: Final = frozenset(
    {
        "archive", "article", "assets", "bookkeeping", "companyinformation", "connectfile", "costcenter", "currency",
        "customer", "inbox", "invoice", "noxfinansinvoice", "offer", "order", "payment", "price", "print", "profile",
        "project", "salary", "settings", "supplier", "supplierinvoice", "timereporting", "warehouse",
    }
)  # fmt: skip
"""Every documented scope; all of them are registered on the demo's app."""

DEMO_APP: Final = App(
    DEMO_CLIENT_ID,
    DEMO_CLIENT_SECRET,
    "Brygga",
    SCOPES,
    ("http://127.0.0.1:8501/fortnox/callback",),
    loopback=True,
)
