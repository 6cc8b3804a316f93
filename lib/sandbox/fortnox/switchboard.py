"""`/sandbox`: what is made up here, who and what there is, the latest calls, and the switches that make it misbehave.

`/sandbox/faults` is the same for programs:

    GET                          the faults that are on
    PUT     one switch or a list of them: `{"tenant": 990101, "fault": "storm", "times": 30}`; a tenant of
            0 stands for every company; `times`, `value`, `path`, `method` and `skip` as in `faults.Switch`
    DELETE  `?tenant=990101`     all is well again with this company, without a tenant with all
"""

import json
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from lib.sandbox.fortnox.faults import ALL, Fault, Switch
from lib.sandbox.fortnox.guide import guide
from lib.sandbox.fortnox.html import spoken
from lib.sandbox.fortnox.world import World

PAGE: Final = "/sandbox"
FAULTS: Final = "/sandbox/faults"
_FIELDS: Final = frozenset({"tenant", "fault", "times", "value", "path", "method", "skip"})


class Switchboard:
    """The sandbox's own page and endpoint."""

    def __init__(self, world: World) -> None:
        """Switch the faults of one world."""
        self._world: Final = world

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route(PAGE, self.show, methods=["GET"]),
            Route(PAGE, self.submit, methods=["POST"]),
            Route(FAULTS, self.tell, methods=["GET"]),
            Route(FAULTS, self.put, methods=["PUT"]),
            Route(FAULTS, self.recover, methods=["DELETE"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page."""
        language = spoken(request.headers.get("accept-language", ""))
        return guide(self._world, language, str(request.base_url).rstrip("/"))

    async def submit(self, request: Request) -> Response:
        """Take a switch from the page, or let all be well again."""
        if _foreign(request):
            return PlainTextResponse("Forbidden", 403)
        form = {name: value for name, value in (await request.form()).items() if isinstance(value, str) and value}
        if form.pop("recover", ""):
            self._world.recover()
        else:
            try:
                self._befall(form)
            except ValueError as error:
                return PlainTextResponse(str(error), 400)
        return RedirectResponse(f"{PAGE}#faults", 303)

    async def tell(self, _request: Request) -> Response:
        """The faults that are on."""
        return JSONResponse(self._world.faults.as_json())

    async def put(self, request: Request) -> Response:
        """Switch on."""
        if _foreign(request):
            return PlainTextResponse("Forbidden", 403)
        try:
            sent = json.loads(await request.body())
            for switch in sent if isinstance(sent, list) else [sent]:
                self._befall(switch)
        except ValueError as error:
            return JSONResponse({"message": str(error)}, 400)
        return JSONResponse(self._world.faults.as_json())

    async def recover(self, request: Request) -> Response:
        """Switch off."""
        if _foreign(request):
            return PlainTextResponse("Forbidden", 403)
        tenant = request.query_params.get("tenant", "")
        self._world.recover(int(tenant) if tenant.isdigit() else None)
        return JSONResponse(self._world.faults.as_json())

    def _befall(self, sent: object) -> None:
        """Let one fault happen; raises ValueError for what cannot be understood."""
        if not isinstance(sent, Mapping) or not set(sent) <= _FIELDS:
            raise ValueError(f"a switch is an object with these fields: {', '.join(sorted(_FIELDS))}")
        tenant = _whole(sent.get("tenant")) or ALL
        if tenant != ALL and tenant not in self._world.companies:
            raise ValueError(f"there is no company {tenant}")
        words = {name: str(sent.get(name) or "") for name in ("value", "path", "method")}
        switch = Switch(times=_whole(sent.get("times")), skip=_whole(sent.get("skip")) or 0, **words)
        self._world.befall(tenant, Fault(sent.get("fault", "")), switch)


def _whole(value: object) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | str):
        return int(value)
    raise ValueError("tenant, times and skip are whole numbers")


def _foreign(request: Request) -> bool:
    """Whether another web site's page sent this."""
    origin = request.headers.get("origin")
    return origin is not None and origin != str(request.base_url).rstrip("/")
