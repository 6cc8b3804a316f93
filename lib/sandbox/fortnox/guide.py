"""The page of the sandbox itself: how to reach it, who is who, the switches, the latest calls, what is made up."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from starlette.responses import HTMLResponse

from lib.core.languages import Language, mark, translate
from lib.sandbox.fortnox.faults import ALL, AT_ONCE, Fault
from lib.sandbox.fortnox.html import Markup, element, joined, page
from lib.sandbox.fortnox.invented import INVENTED
from lib.sandbox.fortnox.people import USERS
from lib.sandbox.fortnox.world import SWEDISH, World

CALLS_SHOWN: Final = 30
FAULT_WORDS: Final = {
    Fault.EXPIRE_ACCESS: mark("Access tokens expire now"),
    Fault.EXPIRE_REFRESH: mark("Refresh tokens expire now"),
    Fault.REVOKE: mark("The company takes back its consent now"),
    Fault.CLOSE_ACCOUNT: mark("The account is closed now"),
    Fault.UNAUTHORIZED: mark("Every access token is refused (401)"),
    Fault.NO_API_LICENCE: mark("The API licence is gone"),
    Fault.NO_LICENCE: mark("A licence is gone (value: bookkeeping, invoice, supplierinvoice; empty for all)"),
    Fault.NO_SCOPE: mark("A scope is gone (value: the scope; empty for all)"),
    Fault.NO_RIGHT: mark("The user has no right to customers, suppliers and invoices (403)"),
    Fault.STORM: mark("Too many requests (429; value: seconds for Retry-After)"),
    Fault.SLOW: mark("Slow (value: seconds)"),
    Fault.ERROR: mark("System exception before anything is done (500)"),
    Fault.DROP_BEFORE: mark("The connection is cut before anything is done"),
    Fault.DROP_AMID: mark("The connection is cut amid the answer"),
    Fault.DROP_AFTER: mark("The connection is cut after a voucher or a token was made"),
    Fault.ERROR_AFTER: mark("System exception after a voucher or a token was made (500)"),
    Fault.DAMAGED_SIE: mark("SIE arrives damaged (value: cut, amount, page, empty)"),
}


def guide(world: World, language: Language, base: str) -> HTMLResponse:
    """The whole page; `base` is the address that clients are given."""
    app = next(iter(world.apps.values()))
    how = translate(
        "Use {address} as the base address of both sign-in and API, client id {client_id} and client secret {secret}.",
        language,
        address=base,
        client_id=app.client_id,
        secret=app.client_secret,
    )
    return page(
        language,
        translate("The local Fortnox", language),
        element("p", how),
        _heading("companies", translate("Companies", language)),
        _companies(world, language),
        _heading("people", translate("People", language)),
        _people(language),
        _heading("faults", translate("Faults", language)),
        _faults_on(world, language),
        _switches(world, language),
        _heading("calls", translate("Latest requests", language)),
        _calls(world, language),
        _heading("invented", translate("What is made up here", language)),
        _invented(language),
        wide=True,
    )


def _heading(name: str, words: str) -> Markup:
    return element("h2", words, id=name)


def _companies(world: World, language: Language) -> Markup:
    head = (translate("Tenant", language), translate("Company", language), translate("Licences", language))
    rows = (
        (str(company.tenant), f"{company.name} ({company.org_number})", ", ".join(sorted(company.licences)))
        for company in world.companies.values()
    )
    return _table(head, rows)


def _people(language: Language) -> Markup:
    words = {
        (True, True): translate("System administrator, may approve service accounts", language),
        (False, True): translate("Has every right to the registers", language),
        (False, False): translate("Has no right to customers, suppliers and invoices", language),
    }
    rows = ((user.name, user.email, words[user.sysadmin, user.registers]) for user in USERS.values())
    return _table((translate("Person", language), translate("Email", language), translate("Rights", language)), rows)


def _faults_on(world: World, language: Language) -> Markup:
    on = world.faults.as_json()
    if not on and not world.closed:
        return element("p", translate("No fault is on.", language), class_="muted", id="no-faults")
    head = (translate("Tenant", language), translate("Fault", language), translate("Times left", language))
    every = translate("Every company", language)
    rows = [
        (
            str(one["tenant"] or every),
            f"{translate(FAULT_WORDS[one['fault']], language)}: {one['fault']} {one['value']}",
            "∞" if one["times"] is None else str(one["times"]),
        )
        for one in on
    ]
    closed = translate(FAULT_WORDS[Fault.CLOSE_ACCOUNT], language)
    rows += [(str(tenant), closed, "") for tenant in sorted(world.closed)]
    hidden = element("input", type="hidden", name="recover", value="1")
    button = element("button", translate("All is well again", language), id="recover")
    return joined(_table(head, rows), element("form", hidden, button, method="post", action="/sandbox"))


def _switches(world: World, language: Language) -> Markup:
    every = element("option", translate("Every company", language), value=str(ALL))
    tenants = [every, *(element("option", f"{c.tenant} {c.name}", value=str(t)) for t, c in world.companies.items())]
    faults = [
        element("option", translate(words, language), value=fault)
        for fault, words in sorted(FAULT_WORDS.items(), key=lambda item: item[0] not in AT_ONCE)
    ]
    return element(
        "form",
        _field(translate("Company", language), element("select", *tenants, id="tenant", name="tenant"), "tenant"),
        _field(translate("Fault", language), element("select", *faults, id="fault", name="fault"), "fault"),
        _text(translate("Value", language), "value"),
        _text(translate("Times (empty: until switched off)", language), "times", type="number", min="1"),
        _text(translate("Requests to let pass first", language), "skip", type="number", min="0"),
        _text(translate("Only paths that begin with", language), "path"),
        element("button", translate("Switch on", language), id="switch-on", class_="main"),
        method="post",
        action="/sandbox",
        class_="inline",
    )


def _calls(world: World, language: Language) -> Markup:
    head = (translate("Time", language), translate("Tenant", language), translate("Request", language), "")
    latest = list(world.calls)[-CALLS_SHOWN:][::-1]
    rows = (
        (
            f"{datetime.fromtimestamp(call.at, UTC).astimezone(SWEDISH):%H:%M:%S}",
            str(call.tenant or ""),
            f"{call.method} {call.target}",
            str(call.status or translate("cut", language)),
        )
        for call in latest
    )
    return _table(head, rows)


def _invented(language: Language) -> Markup:
    lead = translate(
        "Nothing certain was found in public sources about the following; a real Fortnox may differ.", language
    )
    items = [element("li", translate(text, language)) for text in INVENTED]
    return joined(element("p", lead, class_="muted"), element("ul", *items))


def _field(words: str, field: Markup, name: str) -> Markup:
    return element("div", element("label", words, for_=name), field)


def _text(words: str, name: str, **attributes: str) -> Markup:
    return _field(words, element("input", id=name, name=name, **attributes), name)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Markup:
    first = element("tr", *(element("th", words, scope="col") for words in head))
    return element("table", first, *(element("tr", *(element("td", text) for text in row)) for row in rows))
