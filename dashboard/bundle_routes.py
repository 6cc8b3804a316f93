"""The way to a client's support bundle: made when it is asked for, kept in nobody's session."""

from dataclasses import dataclass
from typing import Final

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard import address
from dashboard.attachment_routes import HEADERS, disposition, refusal
from dashboard.fortnox_routes import NoJobs
from dashboard.sessions import Sessions
from lib.actions.bundles import take_bundle
from lib.actions.desk import Desk
from lib.core.errors import BryggaError, NotFound
from lib.store.rows import THINGS
from lib.store.tables import Client
from lib.support.bundles import Bundle

PATH: Final = "/support-bundle/{client}"


def path_of(client_id: int) -> str:
    """The address of a client's bundle."""
    return PATH.format(client=client_id)


@dataclass(frozen=True, slots=True)
class BundleRoutes:
    """The handler; the gate has let a person in before it is called."""

    sessions: Sessions

    def all(self) -> list[Route]:
        """The route by its path."""
        return [Route(PATH, self.give, methods=["GET"])]

    async def give(self, request: Request) -> Response:
        """The bundle to be kept; a page that says why there is none."""
        desk = Desk(self.sessions.store, NoJobs(), request.state.person)
        try:
            made = await anyio.to_thread.run_sync(self._make, desk, address.row_id(request.path_params["client"]))
        except BryggaError as error:
            return refusal(self.sessions, request, error)
        headers = HEADERS | {"Content-Disposition": disposition(made.name)}
        return Response(made.content, media_type="application/zip", headers=headers)

    def _make(self, desk: Desk, client_id: int | None) -> Bundle:
        if client_id is None:
            raise NotFound(thing=THINGS[Client])
        return take_bundle(desk, self.sessions.settings, client_id)
