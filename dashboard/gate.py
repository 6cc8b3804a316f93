"""The gate in front of everything that is served: screens, sockets, uploads and files alike."""

import re
from dataclasses import dataclass, field
from functools import partial
from typing import Final
from urllib.parse import urlencode, urlsplit

import anyio.to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.fortnox_routes import CALLBACK, CONNECT, page_before
from dashboard.identity_routes import RETURN, SIGNED_OUT, START
from dashboard.sessions import Sessions
from dashboard.sockets import MEDIA, POLICY_VIOLATION, UPLOAD, Owners, Shown, Watched
from lib.actions.desk import Person

OPEN: Final = frozenset(
    {
        "/sign-in",
        START,
        RETURN,
        "/sign-out",
        SIGNED_OUT,
        "/language",
        "/healthz",
        "/readyz",
        "/_stcore/health",
        "/_stcore/host-config",
    }
)
"""What anybody may ask for, by its whole path: signing in, and whether the server lives."""
NOT_IN_DEMO: Final = frozenset({START, RETURN, SIGNED_OUT})
"""What the demo has no page for: without one, Streamlit's own would be given."""
METRICS: Final = "/metrics"
STREAMLITS_METRICS: Final = "/_stcore/metrics"
"""Shut for all: what runs here is told at `METRICS`, to administrators."""
SECRET: Final = frozenset({CALLBACK})
"""Paths whose query lets somebody in: it is never written into another address."""
_HOST: Final = re.compile(r"(?:(?P<name>[\w.-]+)|\[(?P<six>[\da-fA-F:.]+)\])(?::\d+)?", re.ASCII)
_NEVER_PAGES: Final = ("/_stcore/", MEDIA, "/component/", "/static/", "/export/")


@dataclass(frozen=True, slots=True)
class Gate:
    """ASGI middleware that lets nobody pass without a living sign-in, looked up at every request."""

    app: ASGIApp
    sessions: Sessions
    shown: Shown = field(default_factory=Shown)
    owners: Owners = field(default_factory=Owners)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its person in `scope["state"]`, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refusal = self._misdirected(connection)
        person = None if refusal else await self._person(connection)
        if refusal is None and person is None and not self._is_open(connection):
            refusal = ask_to_sign_in(connection)
        if person and refusal is None and self._is_not_theirs(connection.scope["path"], person):
            refusal = PlainTextResponse("Not yours to see.", 404)
        if refusal is not None:
            await _refuse(scope, receive, send, refusal)
            return
        scope.setdefault("state", {})["person"] = person
        if scope["type"] == "websocket":
            watched = Watched(person, partial(self._person, connection), receive, send, self.shown, self.owners)
            receive, send = watched.receive, watched.send
            scope = self.owners.without_others(scope, person.user_id) if person else scope
        await self.app(scope, receive, send)

    def _misdirected(self, connection: HTTPConnection) -> Response | None:
        host = connection.headers.get("host", "")
        if _host_name(host) not in self.sessions.settings.hosts:
            return PlainTextResponse("This server does not go by that name.", 400)
        if connection.scope["type"] == "websocket" and not is_same_origin(connection):
            return PlainTextResponse("Another site may not speak to this server.", 403)
        return None

    def _is_open(self, connection: HTTPConnection) -> bool:
        if connection.scope["type"] != "http":
            return False
        path = connection.scope["path"]
        if self.sessions.settings.demo and path in NOT_IN_DEMO:
            return False
        return path in OPEN or (path == METRICS and "authorization" in connection.headers)

    def _is_not_theirs(self, path: str, person: Person) -> bool:
        """Whether a path leads to a file that stood on other people's pages alone, to their pages' state or ours."""
        if path.startswith(MEDIA):
            return not self.shown.is_for(path, person.user_id)
        if path.startswith(UPLOAD):
            return not self.owners.has(path.removeprefix(UPLOAD).partition("/")[0], person.user_id)
        return path == STREAMLITS_METRICS

    async def _person(self, connection: HTTPConnection) -> Person | None:
        return await anyio.to_thread.run_sync(self.sessions.person, connection.cookies)


def is_same_origin(connection: HTTPConnection) -> bool:
    """Whether a browser sent this from a page of ours: the Origin header names the host itself."""
    origin = connection.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == connection.headers.get("host")


def ask_to_sign_in(connection: HTTPConnection) -> Response:
    """Lead a person to the sign-in page and back again; a program is told 401."""
    if connection.scope["type"] == "websocket":
        return PlainTextResponse("Sign in first.", 403)
    request, path = Request(connection.scope), connection.url.path
    wants_page = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("accept", "")
    if not wants_page or path.startswith(_NEVER_PAGES):
        return PlainTextResponse("Sign in first.", 401)
    if path in SECRET | NOT_IN_DEMO:
        return RedirectResponse("/sign-in", 303)
    if path == CONNECT:  # a form may not lead to another site, where this one would go on to
        back = page_before(request.query_params)
    else:
        back = path + (f"?{connection.url.query}" if connection.url.query else "")
    return RedirectResponse("/sign-in" if back == "/" else f"/sign-in?{urlencode({'next': back})}", 303)


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
    else:
        await refusal(scope, receive, send)


def _host_name(host: str) -> str:
    """The name of a host, with or without its port; blank for what says more, which would end up in our addresses."""
    found = _HOST.fullmatch(host)
    return (found["name"] or found["six"]).lower() if found else ""
