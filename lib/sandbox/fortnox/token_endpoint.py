"""`/oauth-v1/token` and `/oauth-v1/revoke`: codes and refresh tokens in, tokens out.

Source: `reference/fortnox.md` §1.3 to §1.7 and §1.10.
"""

import base64
import binascii
from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.sandbox.fortnox.licences import API, FREE
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.people import App
from lib.sandbox.fortnox.troubles import Troubles
from lib.sandbox.fortnox.wire import token_answer, token_refusal
from lib.sandbox.fortnox.world import World

INVALID_CODE: Final = "Invalid authorization code"
INVALID_REFRESH: Final = "Invalid refresh token"
_LONGEST: Final = 9


class TokenRefused(Exception):
    """A grant that is not given; status, error and description."""

    def __init__(self, status: int, error: str, description: str) -> None:
        """Say why, as OAuth does."""
        super().__init__(error)
        self.told = status, error, description


class TokenEndpoint:
    """Takes an app's secret and gives it tokens."""

    def __init__(self, world: World, troubles: Troubles) -> None:
        """Serve the tokens of one world."""
        self._world: Final = world
        self._troubles: Final = troubles

    def routes(self) -> list[Route]:
        """Where it is."""
        return [
            Route("/oauth-v1/token", self.token, methods=["POST"]),
            Route("/oauth-v1/revoke", self.revoke, methods=["POST"]),
        ]

    async def token(self, request: Request) -> Response:
        """Give tokens for a code, a refresh token or a service account's consent."""
        form = await _fields(request)
        tenant = self._tenant(request, form)
        return await self._troubles.met(request, tenant, lambda: self._answer(request, form))

    async def revoke(self, request: Request) -> Response:
        """Let a refresh token die; says so whether or not it lived."""
        form = await _fields(request)
        return await self._troubles.met(request, self._tenant(request, form), lambda: self._revoked(request, form))

    def _answer(self, request: Request, form: Mapping[str, str]) -> Response:
        try:
            return token_answer(self._granted(self._app(request), form, request))
        except TokenRefused as refused:
            return token_refusal(*refused.told)

    def _revoked(self, request: Request, form: Mapping[str, str]) -> Response:
        try:
            app = self._app(request)
        except TokenRefused as refused:
            return token_refusal(*refused.told)
        self._world.consents.revoke(form.get("token", ""), app.client_id)
        return token_answer({"revoked": True})

    def _app(self, request: Request) -> App:
        """The app that the Basic header names; raises TokenRefused 401."""
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            name, secret = "", ""
        app = self._world.apps.get(name)
        if kind.lower() != "basic" or app is None or not compare_digest(app.client_secret.encode(), secret.encode()):
            raise TokenRefused(401, "invalid_client", "The client credentials are invalid")
        return app

    def _granted(self, app: App, form: Mapping[str, str], request: Request) -> Mapping[str, object]:
        match form.get("grant_type", ""):
            case "authorization_code":
                return self._from_code(app, form)
            case "refresh_token":
                return self._from_refresh_token(app, form)
            case "client_credentials":
                return self._from_service(app, form, request.headers.get("tenantid", ""))
            case "":
                raise TokenRefused(400, "invalid_request", "The grant type was not specified in the request")
            case _:
                raise TokenRefused(400, "unsupported_grant_type", "The grant type is not supported")

    def _from_code(self, app: App, form: Mapping[str, str]) -> Mapping[str, object]:
        code = _required(form, "code")
        self._check_licence(self._world.consents.opened_by(code=code))
        verifier = form.get("code_verifier", "")
        tokens = self._world.consents.exchange(code, app.client_id, form.get("redirect_uri"), verifier)
        return _found(tokens, INVALID_CODE)

    def _from_refresh_token(self, app: App, form: Mapping[str, str]) -> Mapping[str, object]:
        token = _required(form, "refresh_token")
        self._check_licence(self._world.consents.opened_by(refresh=token))
        return _found(self._world.consents.refresh(token, app.client_id), INVALID_REFRESH)

    def _from_service(self, app: App, form: Mapping[str, str], tenant: str) -> Mapping[str, object]:
        if not app.service_accounts:
            raise TokenRefused(400, "unauthorized_client", "The client may not use service accounts")
        if not tenant:
            raise TokenRefused(400, "invalid_request", "The TenantId header is missing")
        consent = self._world.consents.service(app.client_id, _number(tenant))
        if consent is None:
            raise TokenRefused(400, "invalid_grant", "No consent for the tenant")
        self._check_licence(consent)
        scopes = tuple(dict.fromkeys(form.get("scope", "").split())) or consent.scopes
        if not set(scopes) <= set(consent.scopes):
            raise TokenRefused(400, "invalid_scope", "The requested scope is invalid")
        return self._world.consents.mint(consent, scopes)

    def _check_licence(self, consent: Consent | None) -> None:
        """Raise TokenRefused when the company has lost the licence that every integration needs."""
        if consent is None or set(consent.scopes) <= {FREE}:
            return
        if API not in self._world.licences(consent.tenant, "POST", "/oauth-v1/token"):
            raise TokenRefused(400, "error_missing_license", "The company lacks a license that the integration needs")

    def _tenant(self, request: Request, form: Mapping[str, str]) -> int | None:
        consent = self._world.consents.opened_by(
            code=form.get("code", ""), refresh=form.get("refresh_token", form.get("token", ""))
        )
        return consent.tenant if consent else _number(request.headers.get("tenantid", "")) or None


async def _fields(request: Request) -> dict[str, str]:
    """The form as sent; what is no form has no fields."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _required(form: Mapping[str, str], name: str) -> str:
    if not form.get(name):
        raise TokenRefused(400, "invalid_request", f"Missing parameter: {name}")
    return form[name]


def _found(tokens: Mapping[str, object] | None, description: str) -> Mapping[str, object]:
    if tokens is None:
        raise TokenRefused(400, "invalid_grant", description)
    return tokens


def _number(tenant: str) -> int:
    """The number of a tenant as a header has it; 0 when it is none."""
    return int(tenant) if tenant.isascii() and tenant.isdigit() and len(tenant) <= _LONGEST else 0
