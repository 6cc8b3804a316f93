"""The way to an attached file: for who is signed in and may see it, and always as a file, never as a page of ours."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dashboard import address
from dashboard.fortnox_routes import NoJobs
from dashboard.sessions import Sessions
from dashboard.sign_in_page import message_page
from lib.actions.desk import Desk
from lib.actions.reconciliation import read_file
from lib.core.errors import BryggaError, ConsentNeeded, Forbidden, NotFound
from lib.store.attachments import THING

PATH: Final = "/attachments/{client}/{file}"
HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
_STATES: Final = {Forbidden: HTTPStatus.FORBIDDEN, ConsentNeeded: HTTPStatus.FORBIDDEN, NotFound: HTTPStatus.NOT_FOUND}


def path_of(client_id: int, attachment_id: int) -> str:
    """The address of a file."""
    return PATH.format(client=client_id, file=attachment_id)


@dataclass(frozen=True, slots=True)
class AttachmentRoutes:
    """The handler; the gate has let a person in before it is called."""

    sessions: Sessions

    def all(self) -> list[Route]:
        """The route by its path."""
        return [Route(PATH, self.give, methods=["GET"])]

    async def give(self, request: Request) -> Response:
        """The file to be kept; a page that says why there is none."""
        desk = Desk(self.sessions.store, NoJobs(), request.state.person)
        client_id, file_id = (address.row_id(request.path_params[name]) for name in ("client", "file"))
        try:
            name, media_type, content = await anyio.to_thread.run_sync(_read, desk, client_id, file_id)
        except BryggaError as error:
            return refusal(self.sessions, request, error)
        return Response(content, media_type=media_type, headers=HEADERS | {"Content-Disposition": disposition(name)})


def refusal(sessions: Sessions, request: Request, error: BryggaError) -> HTMLResponse:
    """The page that says why there is no file."""
    language = sessions.language(request.cookies)
    page = message_page(language, title=error.sentence(language), lead=error.remedy(language), back="/")
    return HTMLResponse(page, _STATES.get(type(error), HTTPStatus.SERVICE_UNAVAILABLE))


def disposition(name: str) -> str:
    """The header that has a browser keep the file under its name; one that cannot read the name gets a plain one."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _read(desk: Desk, client_id: int | None, attachment_id: int | None) -> tuple[str, str, bytes]:
    if client_id is None or attachment_id is None:
        raise NotFound(thing=THING)
    return read_file(desk, client_id, attachment_id)
