"""The pages of an authorisation: sign in, choose a company, let the app in or not."""

from collections.abc import Iterable
from typing import Final

from starlette.responses import HTMLResponse

from lib.core.languages import Language, mark, translate
from lib.sandbox.fortnox.html import element, page
from lib.sandbox.fortnox.people import USERS, App
from lib.sandbox.fortnox.resources import SandboxCompany

SIGN_IN: Final = "/oauth-v1/auth/sign-in"
CHOOSE: Final = "/oauth-v1/auth/company"
DECIDE: Final = "/oauth-v1/auth/consent"
SCOPE_WORDS: Final = {
    "archive": mark("Archive"),
    "article": mark("Articles"),
    "assets": mark("Fixed assets"),
    "bookkeeping": mark("Bookkeeping"),
    "companyinformation": mark("Company information"),
    "connectfile": mark("Connected files"),
    "costcenter": mark("Cost centres"),
    "currency": mark("Currencies"),
    "customer": mark("Customers"),
    "inbox": mark("Inbox"),
    "invoice": mark("Invoices"),
    "offer": mark("Offers"),
    "order": mark("Orders"),
    "payment": mark("Payments"),
    "price": mark("Prices"),
    "print": mark("Print templates"),
    "profile": mark("Your profile"),
    "project": mark("Projects"),
    "salary": mark("Payroll"),
    "settings": mark("Settings"),
    "supplier": mark("Suppliers"),
    "supplierinvoice": mark("Supplier invoices"),
    "timereporting": mark("Time reporting"),
    "warehouse": mark("Warehouse"),
}
EXPIRED: Final = mark("The sign-in had been open too long. Go back to the program you came from and begin again.")


def sign_in_page(language: Language, app: App, pending: str) -> HTMLResponse:
    """Who are you? A list of names; no password is asked for."""
    people = [element("option", f"{user.name} ({user.email})", value=user.email) for user in USERS.values()]
    return page(
        language,
        translate("Sign in", language),
        element("p", translate("{app} wants to reach a company in Fortnox.", language, app=app.name)),
        _form(
            SIGN_IN,
            pending,
            element("label", translate("User", language), for_="user"),
            element("select", *people, id="user", name="user"),
            element("p", translate("No password is needed here.", language), class_="muted"),
            element(
                "div", element("button", translate("Sign in", language), id="sign-in", class_="main"), class_="actions"
            ),
        ),
    )


def company_page(language: Language, companies: Iterable[SandboxCompany], pending: str) -> HTMLResponse:
    """Which company? One button each."""
    rows = [
        element(
            "button",
            element("span", company.name),
            element("span", company.org_number, class_="muted"),
            id=f"company-{company.tenant}",
            name="tenant",
            value=str(company.tenant),
            class_="row",
        )
        for company in companies
    ]
    lead = element("p", translate("Choose the company that the program is to reach.", language))
    return page(language, translate("Choose a company", language), lead, _form(CHOOSE, pending, *rows))


def consent_page(  # noqa: PLR0913 - all that a person must see before deciding
    language: Language, app: App, company: SandboxCompany, scopes: Iterable[str], pending: str, *, service: bool
) -> HTMLResponse:
    """May the app in? Names the app, the company and everything that is asked for."""
    words = [element("li", translate(SCOPE_WORDS.get(scope, scope), language)) for scope in scopes]
    acts = translate("It acts through a service account, not as you.", language)
    return page(
        language,
        translate("Let {app} in?", language, app=app.name),
        element(
            "p",
            translate("{app} asks to read and write in {company} ({org_number}):", language,
               app=app.name, company=company.name, org_number=company.org_number),
        ),
        element("ul", *words),
        *([element("p", acts)] if service else []),
        _form(
            DECIDE,
            pending,
            element(
                "div",
                _decision("approve", translate("Approve", language), class_="main"),
                _decision("deny", translate("Deny", language)),
                class_="actions",
            ),
        ),
    )  # fmt: skip


def refusal_page(language: Language, said: str) -> HTMLResponse:
    """What cannot be told to the app, because nobody knows where it is; `said` is Fortnox's own English."""
    return page(
        language,
        translate("The sign-in cannot go on", language),
        element("p", said, class_="wrong"),
        element("p", translate("Go back to the program you came from.", language), class_="muted"),
        status=400,
    )


def expired_page(language: Language) -> HTMLResponse:
    """The form belongs to an authorisation that is over."""
    return refusal_page(language, translate(EXPIRED, language))


def _decision(value: str, words: str, class_: str = "") -> str:
    return element("button", words, id=value, name="decision", value=value, class_=class_)


def _form(action: str, pending: str, *children: str) -> str:
    hidden = element("input", type="hidden", name="pending", value=pending)
    return element("form", hidden, *children, method="post", action=action)
