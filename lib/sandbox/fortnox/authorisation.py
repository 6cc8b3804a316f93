"""`/oauth-v1/auth`: from an app's question to a person's answer, in the order in which Fortnox checks.

The app and the scopes before anybody signs in, the address to return to afterwards, rights and licences
when the person approves. Source: `reference/fortnox.md` §1.2.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.core.languages import Language
from lib.sandbox.fortnox.html import spoken
from lib.sandbox.fortnox.licences import lacking
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.people import SERVICE_ACCOUNT, USERS, App, User
from lib.sandbox.fortnox.resources import SandboxCompany
from lib.sandbox.fortnox.sign_in import (
    CHOOSE,
    DECIDE,
    SIGN_IN,
    company_page,
    consent_page,
    expired_page,
    refusal_page,
    sign_in_page,
)
from lib.sandbox.fortnox.world import World

UNKNOWN_APP: Final = "Auth code or ClientID supplied is invalid"
UNKNOWN_ADDRESS: Final = "The redirect URI supplied is invalid"
NO_SERVICE_ACCOUNT: Final = "Client does not allow service account"
_MINUTES_OPEN: Final = 10
_AT_MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Pending:
    """An authorisation on its way; `redirect_uri` is none when the app left it out."""

    app: App
    scopes: tuple[str, ...]
    state: str
    redirect_uri: str | None
    service: bool
    challenge: str
    method: str
    expires: float
    user: User | None = None
    tenant: int | None = None

    @property
    def address(self) -> str:
        """Where the answer goes."""
        return self.redirect_uri if self.redirect_uri is not None else self.app.redirect_uris[0]

    def answer(self, **said: str) -> Response:
        """The way back to the app, with what is said and the state as it was sent."""
        parts = "&" if "?" in self.address else "?"
        said = {**said, "state": self.state} if self.state else said
        return RedirectResponse(f"{self.address}{parts}{urlencode(said)}", 302)

    def refusal(self, error: str, description: str) -> Response:
        """The way back with an error."""
        return self.answer(error=error, error_description=description)


class Authorisation:
    """The pages of `/oauth-v1/auth` and what is remembered between them."""

    def __init__(self, world: World) -> None:
        """Begin with nobody signing in."""
        self._world: Final = world
        self._pending: Final[dict[str, Pending]] = {}

    def routes(self) -> list[Route]:
        """Where the pages are."""
        return [
            Route("/oauth-v1/auth", self.begin, methods=["GET"]),
            Route("/oauth-v1/auth", forbidden, methods=["POST"]),
            Route(SIGN_IN, self.sign_in, methods=["POST"]),
            Route(CHOOSE, self.choose, methods=["POST"]),
            Route(DECIDE, self.decide, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Check what can be checked before anybody signs in, then ask who is there."""
        query = dict(request.query_params.multi_items())
        language = spoken(request.headers.get("accept-language", ""))
        app = self._world.apps.get(query.get("client_id", ""))
        if app is None:
            return refusal_page(language, UNKNOWN_APP)
        asked = self._asked(app, query)
        error = _wrong(asked, query)
        if error is not None:
            return (
                asked.refusal(*error) if app.may_return_to(asked.address) else refusal_page(language, UNKNOWN_ADDRESS)
            )
        if asked.service and not app.service_accounts:
            return refusal_page(language, NO_SERVICE_ACCOUNT)
        return sign_in_page(language, app, self._keep(asked))

    async def sign_in(self, request: Request) -> Response:
        """Take the user, check the address to return to, and ask for the company."""
        language, form, asked = await self._form(request)
        user = USERS.get(form.get("user", ""))
        if asked is None:
            return expired_page(language)
        if user is None:
            return sign_in_page(language, asked.app, form["pending"])
        if not asked.app.may_return_to(asked.address):
            return refusal_page(language, UNKNOWN_ADDRESS)
        self._pending[form["pending"]] = replace(asked, user=user)
        return company_page(language, self._open_companies(), form["pending"])

    async def choose(self, request: Request) -> Response:
        """Take the company and ask for consent."""
        language, form, asked = await self._form(request)
        chosen = form.get("tenant", "")
        open_ones = {str(company.tenant): company for company in self._open_companies()}
        if asked is None or asked.user is None:
            return expired_page(language)
        if chosen not in open_ones:
            return company_page(language, open_ones.values(), form["pending"])
        company = open_ones[chosen]
        self._pending[form["pending"]] = replace(asked, tenant=company.tenant)
        return consent_page(language, asked.app, company, asked.scopes, form["pending"], service=asked.service)

    async def decide(self, request: Request) -> Response:
        """Take the answer and tell the app: a code, or why there is none."""
        language, form, asked = await self._form(request)
        if asked is None or asked.user is None or asked.tenant is None:
            return expired_page(language)
        del self._pending[form["pending"]]
        if form.get("decision") != "approve":
            return asked.refusal("access_denied", "The user denied the request")
        if asked.service and not asked.user.sysadmin:
            return asked.refusal("error_missing_system_admin_right", "The user is not a system administrator")
        if lacking(asked.scopes, self._world.licences(asked.tenant, "GET", request.url.path)):
            return asked.refusal("error_missing_license", "The company lacks a license that a requested scope needs")
        user = SERVICE_ACCOUNT if asked.service else asked.user
        consent = Consent(asked.app.client_id, asked.tenant, user, asked.scopes, asked.service)
        code = self._world.consents.grant(consent, asked.redirect_uri, asked.challenge, asked.method)
        return asked.answer(code=code)

    def _asked(self, app: App, query: Mapping[str, str]) -> Pending:
        return Pending(
            app,
            tuple(dict.fromkeys(query.get("scope", "").split())),
            query.get("state", ""),
            query.get("redirect_uri"),
            query.get("account_type") == "service",
            query.get("code_challenge", ""),
            query.get("code_challenge_method", "plain"),
            self._world.clock() + _MINUTES_OPEN * 60,
        )

    def _keep(self, asked: Pending) -> str:
        now = self._world.clock()
        for name in [name for name, known in self._pending.items() if known.expires <= now]:
            del self._pending[name]
        while len(self._pending) >= _AT_MOST:
            del self._pending[next(iter(self._pending))]
        name = secrets.token_urlsafe(24)
        self._pending[name] = asked
        return name

    async def _form(self, request: Request) -> tuple[Language, dict[str, str], Pending | None]:
        language = spoken(request.headers.get("accept-language", ""))
        form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
        known = self._pending.get(form.get("pending", ""))
        alive = known is not None and known.expires > self._world.clock()
        return language, form, known if alive else None

    def _open_companies(self) -> list[SandboxCompany]:
        return [company for company in self._world.companies.values() if company.tenant not in self._world.closed]


async def forbidden(_request: Request) -> Response:
    """A code belongs at `/oauth-v1/token`."""
    return PlainTextResponse("Forbidden", 403, {"server": "Fortnox"})


def _wrong(asked: Pending, query: Mapping[str, str]) -> tuple[str, str] | None:
    """The error that is told before anybody signs in, and its description."""
    if not asked.scopes or not asked.app.scopes.issuperset(asked.scopes):
        return "invalid_scope", "The requested scope is invalid"
    if query.get("response_type") != "code":
        return "unsupported_response_type", "The response type must be code"
    if not asked.state:
        return "invalid_request", "The state is missing"
    if query.get("account_type", "service") != "service":
        return "invalid_request", "The account type is invalid"
    if asked.method not in {"plain", "S256"}:
        return "invalid_request", "The code challenge method is invalid"
    return None
