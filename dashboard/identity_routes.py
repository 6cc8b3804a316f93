"""The way through the bureau's identity provider and back, in the browser's own tab."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from math import ceil
from typing import Final

import structlog
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.identity import IdentityProvider
from dashboard.identity_failures import (
    OtherBrowser,
    PersonRefused,
    ProviderFaulty,
    ProviderUnreachable,
    TooManyTries,
    TripOver,
)
from dashboard.own_address import local_path, own_address
from dashboard.sessions import Sessions
from dashboard.sign_in_page import message_page, signed_out_page
from lib.actions.admission import admit, identity
from lib.core.errors import BryggaError
from lib.core.languages import LANGUAGES
from lib.store import sign_ins
from lib.store.sign_ins import Counted, Trip
from lib.store.tables import User

START: Final = "/sign-in/start"
RETURN: Final = "/sign-in/return"
SIGNED_OUT: Final = "/signed-out"
_STATES: Final[dict[type[BryggaError], HTTPStatus]] = {
    TooManyTries: HTTPStatus.TOO_MANY_REQUESTS,
    ProviderUnreachable: HTTPStatus.BAD_GATEWAY,
    ProviderFaulty: HTTPStatus.BAD_GATEWAY,
    TripOver: HTTPStatus.BAD_REQUEST,
    OtherBrowser: HTTPStatus.BAD_REQUEST,
}
_MINUTE: Final = timedelta(minutes=1)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class IdentityRoutes:
    """The handlers; they are open to everybody, and there are none in the demo."""

    sessions: Sessions

    def all(self) -> list[Route]:
        """The routes by their paths."""
        if self.sessions.settings.demo:
            return []
        return [
            Route(START, self.start, methods=["GET"]),
            Route(RETURN, self.come_back, methods=["GET"]),
            Route(SIGNED_OUT, self.signed_out, methods=["GET"]),
        ]

    async def start(self, request: Request) -> Response:
        """Set out for the identity provider."""
        return await self._told(request, self._set_out)

    async def come_back(self, request: Request) -> Response:
        """Come back with a code, or with why there is none."""
        return await self._told(request, self._let_in)

    async def signed_out(self, request: Request) -> Response:
        """Say that the person is signed out."""
        return HTMLResponse(signed_out_page(self.sessions.language(request.cookies)))

    async def way_out(self, request: Request) -> str:
        """Where somebody goes who signs out: to the provider's own sign-out where there is one, and then here."""
        try:
            back = own_address(request, self.sessions.settings, SIGNED_OUT)
            return await IdentityProvider(self.sessions.settings).end_session_address(back) or SIGNED_OUT
        except BryggaError:
            return SIGNED_OUT  # signed out here all the same

    async def _set_out(self, request: Request) -> Response:
        await run_sync(lambda: self._limit(Counted.BEGUN, _address(request)))
        browser, _ = self.sessions.form_mark(request.cookies)
        back = local_path(request.query_params.get("next", "/"))
        state = await run_sync(lambda: self._begin(browser, back, _address(request)))
        where = await IdentityProvider(self.sessions.settings).address(
            redirect_uri=own_address(request, self.sessions.settings, RETURN),
            state=state,
            nonce=self._nonce(state),
            verifier=self._verifier(state),
        )
        response = RedirectResponse(where, 303)
        self.sessions.give_form_mark(response, browser)
        return response

    async def _let_in(self, request: Request) -> Response:
        said = request.query_params
        state, code = said.get("state", ""), said.get("code", "")
        await run_sync(lambda: self._limit(Counted.FAILED_FROM, _address(request)))
        browser, _ = self.sessions.form_mark(request.cookies)
        try:
            trip = await run_sync(lambda: self._take(state, browser))
            if said.get("error") or not code:
                raise PersonRefused(host=IdentityProvider(self.sessions.settings).host)
            claims = await IdentityProvider(self.sessions.settings).claims(
                code=code,
                redirect_uri=own_address(request, self.sessions.settings, RETURN),
                nonce=self._nonce(state),
                verifier=self._verifier(state),
            )
            user = await run_sync(lambda: self._admitted(claims))
        except BryggaError as failure:
            if not isinstance(failure, TooManyTries | ProviderUnreachable):
                await run_sync(lambda: self._count(Counted.FAILED_FROM, _address(request)))
            raise
        return await run_sync(lambda: self._opened(request, user, trip.return_path))

    def _admitted(self, claims: Mapping[str, object]) -> User:
        who = identity(claims, self.sessions.settings)
        self._limit(Counted.FAILED_AS, who.key)
        try:
            return admit(self.sessions.store, self.sessions.settings, who)
        except BryggaError:
            self._count(Counted.FAILED_AS, who.key)
            raise

    def _opened(self, request: Request, user: User, back: str) -> Response:
        """Signed in, under a token that nobody knew before, and in the language that the person once chose."""
        self.sessions.close(request.cookies)
        token = self.sessions.open(user, request.headers.get("user-agent", ""))
        response = RedirectResponse(back, 303)
        self.sessions.give(response, token)
        for language in LANGUAGES:
            if language == user.language:
                self.sessions.give_language(response, language)
        return response

    def _begin(self, browser: str, back: str, address: str) -> str:
        now = datetime.now(UTC)
        with self.sessions.store.transaction() as session:
            sign_ins.note_try(session, Counted.BEGUN, address, now=now)
            return sign_ins.begin_trip(session, browser=browser, return_path=back, now=now)

    def _take(self, state: str, browser: str) -> Trip:
        with self.sessions.store.transaction() as session:
            trip = sign_ins.take_trip(session, state, browser=browser, now=datetime.now(UTC))
        if trip is None:
            raise TripOver
        if not trip.same_browser:
            raise OtherBrowser
        return trip

    def _limit(self, counted: Counted, who: str) -> None:
        with self.sessions.store.reading() as session:
            wait = sign_ins.wait(session, counted, who, now=datetime.now(UTC))
        if wait > timedelta():
            raise TooManyTries(minutes=ceil(wait / _MINUTE))

    def _count(self, counted: Counted, who: str) -> None:
        with self.sessions.store.transaction() as session:
            sign_ins.note_try(session, counted, who, now=datetime.now(UTC))

    def _nonce(self, state: str) -> str:
        return self.sessions.own(f"nonce {state}")

    def _verifier(self, state: str) -> str:
        """PKCE's secret: worked out again when the trip comes back, so that it is kept nowhere."""
        return self.sessions.own(f"verifier {state}")

    async def _told(self, request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
        """The answer; a failure is told on a page of its own."""
        try:
            return await handle(request)
        except BryggaError as failure:
            _log.warning("sign-in-failed", why=type(failure).__name__, problem=failure.facts.get("problem"))
            language = self.sessions.language(request.cookies)
            title, lead = failure.sentence(language), failure.remedy(language)
            status = _STATES.get(type(failure), HTTPStatus.FORBIDDEN)
            return HTMLResponse(message_page(language, title=title, lead=lead, back="/sign-in"), status)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
