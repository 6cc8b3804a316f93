"""The routes of ours beside Streamlit's: signing in and out, the language, health and metrics."""

import hmac
from dataclasses import dataclass
from typing import Final

import anyio.to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.gate import METRICS, is_same_origin
from dashboard.identity_routes import SIGNED_OUT, START, IdentityRoutes
from dashboard.metrics import CONTENT_TYPE, Metrics
from dashboard.own_address import local_path
from dashboard.places import BY_NAME
from dashboard.sessions import Sessions
from dashboard.sign_in_page import sign_in_page, sign_out_page, way_in_page
from lib.actions.desk import Person
from lib.core.languages import LANGUAGES
from lib.store.tables import Role

_READY: Final = "ok"


@dataclass(frozen=True, slots=True)
class Routes:
    """The handlers, which share the sign-ins and the metrics of this process."""

    sessions: Sessions
    metrics: Metrics

    def all(self) -> list[Route]:
        """The routes by their paths."""
        return [
            Route("/sign-in", self.ask, methods=["GET"]),
            *([Route("/sign-in", self.sign_in, methods=["POST"])] if self.sessions.settings.demo else []),
            Route("/sign-out", self.leave, methods=["GET"]),
            Route("/sign-out", self.sign_out, methods=["POST"]),
            Route("/language", self.language, methods=["GET"]),
            Route(f"/{BY_NAME['clients'].url_path}", self.first_page, methods=["GET"]),
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
            Route(METRICS, self.measure, methods=["GET"]),
        ]

    async def ask(self, request: Request) -> Response:
        """Offer the four roles of the demo; outside it, the way to the identity provider."""
        back = local_path(request.query_params.get("next", "/"))
        if not self.sessions.settings.demo:
            return HTMLResponse(way_in_page(self.sessions.language(request.cookies), start=START, back=back))
        return await self._sign_in_page(request, back)

    async def sign_in(self, request: Request) -> Response:
        """Sign in as the role chosen; a form that is not ours is shown anew and does nothing."""
        form = await request.form()
        back = local_path(_text(form, "next"))
        role = next((role for role in Role if role.value == _text(form, "role")), None)
        if role is None or not self._is_ours(request, form):
            return await self._sign_in_page(request, back, again=True)
        token = await anyio.to_thread.run_sync(self._open, role, request.cookies, request.headers.get("user-agent", ""))
        response = RedirectResponse(back, 303)
        self.sessions.give(response, token)
        return response

    async def leave(self, request: Request) -> Response:
        """Sign out when a page of ours leads here, at the identity provider too; ask first when another site does."""
        if request.headers.get("sec-fetch-site") == "same-origin":
            demo = self.sessions.settings.demo
            return await self._closed(
                request, "/sign-in" if demo else await IdentityRoutes(self.sessions).way_out(request)
            )
        value, field = self.sessions.form_mark(request.cookies)
        language = self.sessions.language(request.cookies)
        response = HTMLResponse(sign_out_page(language, form_mark=field))
        self.sessions.give_form_mark(response, value)
        return response

    async def sign_out(self, request: Request) -> Response:
        """Sign out here; a form that is not ours does nothing, and none may lead on to another site."""
        if not self._is_ours(request, await request.form()):
            return RedirectResponse("/sign-out", 303)
        return await self._closed(request, "/sign-in" if self.sessions.settings.demo else SIGNED_OUT)

    async def language(self, request: Request) -> Response:
        """Remember a language, of the browser and of who is signed in, and lead back."""
        response = RedirectResponse(local_path(request.query_params.get("back", "/")), 303)
        asked = request.query_params.get("to")
        for language in LANGUAGES:
            if language == asked:
                self.sessions.give_language(response, language)
                if person := request.state.person:
                    await anyio.to_thread.run_sync(self.sessions.choose_language, person.user_id, language)
        return response

    async def first_page(self, request: Request) -> Response:
        """Lead to the clients: as the first page they stand at `/`, though they have a name like the others."""
        return RedirectResponse(str(request.url.replace(scheme="", netloc="", path="/")), 303)

    async def alive(self, _request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse(_READY)

    async def ready(self, _request: Request) -> Response:
        """The store answers and the worker is there; 503 when either is not."""
        parts = {
            "store": await anyio.to_thread.run_sync(self.metrics.store_answers),
            "worker": self.metrics.worker_up(),
        }
        state = {name: _READY if up else "down" for name, up in parts.items()}
        return JSONResponse(state, 200 if all(parts.values()) else 503)

    async def measure(self, request: Request) -> Response:
        """What is measured, in Prometheus' own form, for a monitor's token or an administrator."""
        person: Person | None = request.state.person
        if not (self._knows_token(request) or (person and person.role is Role.ADMIN)):
            return PlainTextResponse("Not yours to see.", 401 if person is None else 403)
        text = await anyio.to_thread.run_sync(self.metrics.text)
        return Response(text, media_type=CONTENT_TYPE)

    async def _sign_in_page(self, request: Request, back: str, *, again: bool = False) -> Response:
        names = await anyio.to_thread.run_sync(self.sessions.demo_names)
        value, field = self.sessions.form_mark(request.cookies)
        language = self.sessions.language(request.cookies)
        page = sign_in_page(language, names=names, form_mark=field, back=back, again=again)
        response = HTMLResponse(page, 403 if again else 200)
        self.sessions.give_form_mark(response, value)
        return response

    def _open(self, role: Role, cookies: dict[str, str], agent: str) -> str:
        self.sessions.close(cookies)
        return self.sessions.open(self.sessions.demo_user(role), agent)

    async def _closed(self, request: Request, then: str) -> Response:
        await anyio.to_thread.run_sync(self.sessions.close, request.cookies)
        response = RedirectResponse(then, 303)
        self.sessions.take(response)
        return response

    def _is_ours(self, request: Request, form: FormData) -> bool:
        return is_same_origin(request) and self.sessions.is_ours(request.cookies, _text(form, "form"))

    def _knows_token(self, request: Request) -> bool:
        expected = self.sessions.settings.metrics_token
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return expected is not None and hmac.compare_digest(given.encode(), expected.get_secret_value().encode())


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
