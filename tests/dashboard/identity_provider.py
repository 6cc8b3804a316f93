"""An identity provider for tests: OpenID Connect over real HTTP, with people to choose among and faults."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from html import escape
from secrets import token_urlsafe
from time import sleep, time
from urllib.parse import urlencode

import anyio
import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.sandbox.fortnox.serving import address, listen

CLIENT_ID, CLIENT_SECRET = "brygga-in-tests", "a secret that only the provider and Brygga know"
HOUR = 3600
SLOW = 30.0
"""Seconds: longer than anybody waits."""
ANNA = {"sub": "anna-1", "name": "Anna Adminsson", "email": "anna@byran.example", "email_verified": True}
ERIK = {"sub": "erik-2", "name": "Erik Ekonom", "email": "erik@byran.example", "email_verified": True}
SARA = {"sub": "sara-3", "name": "Sara Supportström", "email": "sara@byran.example", "email_verified": True}


@dataclass
class IdentityProvider:
    """The people who can sign in, by their subjects; `fault` is what goes wrong, if anything, as told in the tests."""

    url: str
    people: dict[str, dict[str, object]] = field(default_factory=dict)
    fault: str = ""
    ends_sessions: bool = True
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}))

    def know(self, *people: Mapping[str, object], **more: object) -> None:
        """Let these people sign in, with `more` claims."""
        self.people |= {str(person["sub"]): {**person, **more} for person in people}

    def settings(self, **more: str) -> dict[str, str]:
        """What Brygga is set to, to sign in here; with the secrets that it needs outside demo mode."""
        return {
            "BRYGGA_DEMO": "false",
            "BRYGGA_COOKIE_SECRET": "c" * 40,
            "BRYGGA_ENCRYPTION_KEYS": urlsafe_b64encode(b"k" * 32).decode(),
            "BRYGGA_OIDC_ISSUER": self.url,
            "BRYGGA_OIDC_CLIENT_ID": CLIENT_ID,
            "BRYGGA_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        } | more

    def app(self) -> Starlette:
        """The provider as an ASGI app."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.discovery),
                Route("/keys", self.keys),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/logout", self.end_session),
            ]
        )

    async def discovery(self, _request: Request) -> Response:
        if self.fault == "no-json":
            return PlainTextResponse("<html>Maintenance</html>")
        base = "http://identity.example" if self.fault == "plain-http" else self.url
        found = {
            "issuer": "https://elsewhere.example" if self.fault == "other-discovery" else self.url,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "response_types_supported": ["code"],
        }
        date = formatdate(time() + (HOUR if self.fault == "clock-off" else 0), usegmt=True)
        return JSONResponse(
            found | ({"end_session_endpoint": f"{self.url}/logout"} if self.ends_sessions else {}),
            headers={"date": date},
        )

    async def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def authorize(self, request: Request) -> Response:
        """Ask who it is; somebody chosen comes back with a code."""
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256"
        back = asked["redirect_uri"]
        if self.fault == "refuses":
            return RedirectResponse(f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}", 303)
        who = asked.pop("pick", "")
        if who not in self.people:
            ways = {sub: escape(f"/authorize?{urlencode(asked | {'pick': sub})}") for sub in self.people}
            rows = (f'<p><a href="{way}">{escape(str(self.people[sub]["name"]))}</a></p>' for sub, way in ways.items())
            return HTMLResponse(f"<h1>The identity provider</h1>{''.join(rows)}")
        code = token_urlsafe(16)
        self.codes[code] = asked | {"who": who}
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': asked['state']})}", 303)

    async def token(self, request: Request) -> Response:
        """Give the ID token for a code, once, to who knows the verifier and the secret."""
        form = await request.form()
        if self.fault == "token-slow":
            await anyio.to_thread.run_sync(self.released.wait, SLOW)
        if self.fault == "error-500":
            return PlainTextResponse("Internal error", 500)
        if self.fault == "invalid-client" or not request.headers.get("authorization", "").startswith("Basic "):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.codes.pop(str(form["code"]), None)
        digest = sha256(str(form["code_verifier"]).encode()).digest()
        challenge = urlsafe_b64encode(digest).decode().rstrip("=")
        same = asked and (asked["code_challenge"], asked["redirect_uri"]) == (challenge, form["redirect_uri"])
        if not asked or not same or self.fault == "invalid-grant":
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": token_urlsafe(), "token_type": "Bearer", "expires_in": HOUR}
        if self.fault != "no-id-token":
            answer["id_token"] = self._id_token(asked)
        self.tokens += [str(answer["access_token"]), str(answer.get("id_token", ""))]
        return JSONResponse(answer)

    async def end_session(self, request: Request) -> Response:
        """Sign out here, and lead back."""
        assert "id_token_hint" not in request.query_params
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], 303)

    def _id_token(self, asked: dict[str, str]) -> str:
        now, fault = int(time()), self.fault
        claims = {
            "iss": "https://elsewhere.example" if fault == "wrong-issuer" else self.url,
            "aud": "another-program" if fault == "wrong-audience" else CLIENT_ID,
            "iat": now + HOUR if fault == "not-yet" else now - (2 * HOUR if fault == "expired" else 0),
            "exp": now - HOUR if fault == "expired" else now + 2 * HOUR,
            "nonce": "another" if fault == "wrong-nonce" else asked["nonce"],
            **self.people[asked["who"]],
        }
        if fault == "no-nonce":
            del claims["nonce"]
        if fault == "wrong-party":
            claims["azp"] = "another-program"
        if fault == "unsigned":
            head, body = (_encoded(part) for part in ('{"alg":"none"}', json.dumps(claims)))
            return f"{head}.{body}."
        if fault == "signed-with-our-secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(CLIENT_SECRET), algorithms=["HS256"])
        key = RSAKey.generate_key(2048, {"kid": "first"}) if fault == "other-key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "first"}, claims, key)


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Serve one until the block ends."""
    with listen() as listener:
        provider = IdentityProvider(address(listener))
        config = uvicorn.Config(provider.app(), log_config=None, timeout_graceful_shutdown=1, date_header=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.01)
        try:
            yield provider
        finally:
            provider.released.set()
            server.should_exit = True
            thread.join(10)


def _encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")
