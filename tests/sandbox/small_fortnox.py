"""A local Fortnox with tiny companies and one register, on a clock that tests turn; and a visitor with a browser."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import httpx

from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.memory import Memory
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, Resource, SandboxCompany
from lib.sandbox.fortnox.world import DEMO_CLIENT_ID, DEMO_CLIENT_SECRET, NO_MEMORY, World

TENANT = 990101
BARE = 990108
"""The tenant that has bought bookkeeping and the API licence alone."""
CALLBACK = "http://127.0.0.1:8501/back"
SCOPES = "companyinformation bookkeeping"
SECRET = (DEMO_CLIENT_ID, DEMO_CLIENT_SECRET)
MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC).replace(tzinfo=None)
RUT, SYSADMIN, WITHOUT = "rut@byran.example", "sysadmin@byran.example", "utan@byran.example"
_PENDING = re.compile(r'name="pending" value="([^"]+)"')


Said = str | int | None
"""A field of a question or a form."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        """Begin in September 2026."""
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, **spans: float) -> None:
        self.now += timedelta(**spans).total_seconds()


@dataclass
class SmallCompany:
    """A company whose only register is made of things."""

    tenant: int
    name: str = "Åsjö & Å/Ä AB"
    org_number: str = "559998-0025"
    licences: frozenset[str] = frozenset({"api", "bookkeeping", "invoice", "supplierinvoice"})
    made: list[Mapping[str, Any]] = field(default_factory=list)


def things(count: int) -> list[Listed]:
    """`count` things, the first changed at nine thirty and each a minute after the one before."""
    return [Listed(partial(_thing, number), MORNING + timedelta(minutes=number - 1)) for number in range(1, count + 1)]


def _thing(number: int) -> Record:
    return {
        "@url": f"things/{number}",
        "Amount": Decimal(number) / 2,
        "Day": date(2026, 1, 31),
        "Name": f"sak {100 - number}",
        "Number": str(number),
    }


def _listed(_company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    return things(7)


def _item(_company: SandboxCompany, key: Key, _query: Query) -> Record:
    if key[0] != "1":
        raise Refused(404, 2000434, "Kan inte hitta fakturan.")
    return _thing(1)


def _create(company: SandboxCompany, _query: Query, body: Record) -> Record:
    assert isinstance(company, SmallCompany)
    company.made.append(body)
    return {"@url": f"things/{len(company.made)}", **body}


def _echo(_company: SandboxCompany, _key: Key, query: Query) -> Record:
    return {"Year": query.get("FinancialYear"), "Now": f"{query.now:%Y-%m-%d %H:%M}", "User": query.user}


def _information(company: SandboxCompany, _key: Key, _query: Query) -> Record:
    return {"CompanyName": company.name, "DatabaseNumber": company.tenant, "VisitAddress": None}


def _sie(_company: SandboxCompany, _key: Key, _query: Query) -> bytes:
    return '#FLAGGA 0\r\n#FNAMN "Åsjö"\r\n#VER A 1\r\n{\r\n#TRANS 1930 {} 10\r\n#TRANS 3041 {} -10\r\n}\r\n'.encode(
        "cp437"
    )


RESOURCES = {
    "companyinformation": Resource(
        scope="companyinformation", item_key="CompanyInformation", item=_information, item_depth=0
    ),
    "things": Resource(
        scope="bookkeeping",
        list_key="Things",
        item_key="Thing",
        list=_listed,
        item=_item,
        create=_create,
        filters=frozenset({"unpaid"}),
        sorts={"name": "Name", "number": "Number"},
    ),
    "things/whole": Resource(scope="bookkeeping", list_key="Things", list=_listed, paged=False),
    "echo": Resource(scope="bookkeeping", item_key="Echo", item=_echo, item_depth=0),
    "sie": Resource(scope="bookkeeping", item=_sie),
    "invoices": Resource(scope="invoice", list_key="Invoices", list=_listed, right="kundfakturor"),
    "supplierinvoicepayments": Resource(
        scope="payment", list_key="SupplierInvoicePayments", list=_listed, licence="supplierinvoice"
    ),
}
EVERY_SCOPE = "companyinformation bookkeeping invoice payment profile"


def small_world(clock: Clock | None = None, *, paced: bool = True, memory: Memory = NO_MEMORY) -> World:
    """A world of the two companies."""
    bare = SmallCompany(BARE, "Bara Bok AB", licences=frozenset({"api", "bookkeeping"}))
    companies = [SmallCompany(TENANT), bare, SmallCompany(990107, "Utan Api AB", licences=frozenset({"bookkeeping"}))]
    return World(companies, clock or Clock(), paced=paced, resources=RESOURCES, memory=memory)


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser and an app, at the address of a local Fortnox."""

    base: str
    http: httpx.Client

    def question(self, **changed: Said) -> dict[str, str]:
        """What the app asks, with some of it changed or (None) left out."""
        asked: dict[str, Said] = {
            "client_id": DEMO_CLIENT_ID,
            "response_type": "code",
            "state": "a state/with+signs",
            "scope": SCOPES,
            "redirect_uri": CALLBACK,
            "access_type": "offline",
            **changed,
        }
        return {name: str(value) for name, value in asked.items() if value is not None}

    def ask(self, **changed: Said) -> httpx.Response:
        """Open the sign-in page."""
        return self.http.get("/oauth-v1/auth", params=self.question(**changed))

    def approve(self, **changed: Said) -> httpx.Response:
        """Walk the pages to their end as `user`, for `tenant`, with `decision`; gives the way back to the app."""
        said = {"tenant": TENANT, "user": RUT, "decision": "approve"}
        answers = {name: str(changed.pop(name, usual)) for name, usual in said.items()}
        pending = pending_in(self.ask(**changed))
        self.post("sign-in", pending=pending, user=answers["user"])
        self.post("company", pending=pending, tenant=answers["tenant"])
        return self.post("consent", pending=pending, decision=answers["decision"])

    def post(self, page: str, **fields: str) -> httpx.Response:
        """Send one of the pages' forms."""
        return self.http.post(f"/oauth-v1/auth/{page}", data=fields)

    def code(self, **changed: Said) -> str:
        """A code that was just given."""
        return told(self.approve(**changed))["code"]

    def token(self, **fields: str) -> httpx.Response:
        """Ask the token endpoint for something."""
        return self.http.post("/oauth-v1/token", data=fields, auth=SECRET)

    def exchange(self, code: str, **changed: str) -> httpx.Response:
        """Exchange a code."""
        return self.token(**{"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **changed})

    def refresh(self, token: str) -> httpx.Response:
        """Exchange a refresh token."""
        return self.token(grant_type="refresh_token", refresh_token=token)

    def tokens(self, **changed: Said) -> dict[str, Any]:
        """Walk all the way to tokens."""
        return dict(self.exchange(self.code(**changed)).json())

    def access(self, tenant: int = TENANT, user: str = RUT, scope: str = EVERY_SCOPE) -> str:
        """An access token."""
        return str(self.tokens(tenant=tenant, user=user, scope=scope)["access_token"])

    def get(self, path: str, token: str, **headers: str) -> httpx.Response:
        """Ask the API."""
        return self.http.get(f"/3/{path}", headers={"authorization": f"Bearer {token}", **headers})

    def create(self, path: str, token: str, content: str | bytes, kind: str = "application/json") -> httpx.Response:
        """Send something to the API."""
        headers = {"authorization": f"Bearer {token}", "content-type": kind}
        return self.http.post(f"/3/{path}", content=content, headers=headers)

    def fault(self, fault: str, **switch: Said) -> httpx.Response:
        """Switch a fault on."""
        return self.http.put("/sandbox/faults", json={"tenant": TENANT, "fault": fault, **switch})


def pending_in(page: httpx.Response) -> str:
    """The mark of an authorisation, as the page's form has it."""
    found = _PENDING.search(page.text)
    assert found, page.text
    return found[1]


def told(answer: httpx.Response) -> dict[str, str]:
    """What the way back to the app says."""
    assert answer.status_code == 302, answer.text
    return dict(httpx.URL(answer.headers["location"]).params)


def error(answer: httpx.Response) -> tuple[int, int]:
    """The status of a refusal, and its code as told in whichever casing."""
    body = answer.json()["ErrorInformation"]
    return answer.status_code, int(body.get("code", body.get("Code")))
