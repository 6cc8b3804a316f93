"""The way to Fortnox's login portal and back, in the browser's own tab: no token and no code meets a screen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard import address
from dashboard.own_address import own_address
from dashboard.places import BY_NAME
from dashboard.sessions import Sessions
from dashboard.sign_in_page import message_page
from lib.actions.connections import Return, begin_connect, finish_connect, give_up_connect
from lib.actions.desk import Desk, Person
from lib.core.errors import BryggaError

CONNECT: Final = "/fortnox/connect"
CALLBACK: Final = "/fortnox/callback"
OUTCOME: Final = "fortnox"
"""The parameter of the page returned to: whether the connection was made; what stood in the way is in the log."""
MADE, FAILED = "klar", "fel"
CLIENT, BACK, BOOKS_ONLY = "klient", "till", "bara"
BOOKS: Final = "bok"
RETURNS: Final = ("import_data", "overview", "settings", "appendices")
"""The pages that a trip may lead back to."""
TRIP: Final = "brygga-trip"
"""The cookie that tells which client a trip was begun from, for one that comes back too late to be known."""
_TRIP_SECONDS: Final = 3600


class NoJobs:
    """Starts no job: connecting needs none."""

    def start(self, kind: str, job_id: str, *ids: str) -> None:
        """Refuse."""
        raise NotImplementedError(kind)

    def cancel(self, job_id: str) -> None:
        """Refuse."""
        raise NotImplementedError(job_id)

    def resume(self, job_id: str) -> None:
        """Refuse."""
        raise NotImplementedError(job_id)


def connect_path(client_id: int, back: str, *, books_only: bool = False) -> str:
    """The address that leads to Fortnox for this client, and then back to a page of `RETURNS`."""
    asked = {CLIENT: str(client_id), BACK: back} | ({BOOKS_ONLY: BOOKS} if books_only else {})
    return f"{CONNECT}?{urlencode(asked)}"


def page_before(asked: Mapping[str, str]) -> str:
    """The page of ours that a trip begun with this query leads back to; the first one when it names no client."""
    client_id, back = address.row_id(asked.get(CLIENT, "")), asked.get(BACK, "")
    if client_id is None:
        return "/"
    page = BY_NAME[back if back in RETURNS else RETURNS[0]]
    narrow = {BOOKS_ONLY: BOOKS} if BOOKS_ONLY in asked else {}
    return f"/{page.url_path}?{urlencode({CLIENT: client_id} | narrow)}"


@dataclass(frozen=True, slots=True)
class FortnoxRoutes:
    """The two handlers; the gate has let a person in before either is called."""

    sessions: Sessions

    def all(self) -> list[Route]:
        """The routes by their paths."""
        return [Route(CONNECT, self.connect, methods=["GET"]), Route(CALLBACK, self.callback, methods=["GET"])]

    async def connect(self, request: Request) -> Response:
        """Set out for Fortnox's login portal."""
        asked = request.query_params
        client_id, return_path = address.row_id(asked.get(CLIENT, "")), page_before(asked)
        if client_id is None:
            return RedirectResponse(return_path, 303)

        def begin() -> Response:
            url = begin_connect(
                self._desk(request),
                client_id,
                return_path=return_path,
                browser=self._browser(request),
                redirect_uri=self._redirect_uri(request),
                books_only=BOOKS_ONLY in asked,
            )
            answer = RedirectResponse(url, 303)
            answer.set_cookie(
                TRIP,
                urlencode({name: asked[name] for name in (CLIENT, BACK) if name in asked}),
                max_age=_TRIP_SECONDS,
                path=CALLBACK,
                httponly=True,
                secure=self.sessions.settings.secure,
                samesite="lax",
            )
            return answer

        return await self._told(request, begin, return_path)

    async def callback(self, request: Request) -> Response:
        """Come back with a code, or with why there is none."""
        said = request.query_params
        state, code = said.get("state", ""), said.get("code", "")

        def finish() -> Response:
            desk, browser = self._desk(request), self._browser(request)
            if code and not said.get("error"):
                uri = self._redirect_uri(request)
                done = finish_connect(desk, state=state, code=code, browser=browser, redirect_uri=uri)
            else:
                done = give_up_connect(desk, state=state, error=said.get("error", ""), browser=browser)
            return RedirectResponse(_way_back(done), 303)

        return await self._told(request, finish, page_before(dict(parse_qsl(request.cookies.get(TRIP, "")))))

    async def _told(self, request: Request, handle: Callable[[], Response], back: str) -> Response:
        """The answer; a failure that no screen can tell is told on a page of its own."""
        try:
            return await anyio.to_thread.run_sync(handle)
        except BryggaError as error:
            language = self.sessions.language(request.cookies)
            page = message_page(language, title=error.sentence(language), lead=error.remedy(language), back=back)
            return HTMLResponse(page, 400)

    def _desk(self, request: Request) -> Desk:
        person: Person = request.state.person
        return Desk(self.sessions.store, NoJobs(), person)

    def _browser(self, request: Request) -> str:
        return request.cookies.get(self.sessions.cookie, "")

    def _redirect_uri(self, request: Request) -> str:
        """Where Fortnox sends the person: as it is registered there."""
        return own_address(request, self.sessions.settings, CALLBACK)


def _way_back(done: Return) -> str:
    joined = "&" if urlsplit(done.path).query else "?"
    return f"{done.path}{joined}{urlencode({OUTCOME: FAILED if done.failure else MADE})}"
