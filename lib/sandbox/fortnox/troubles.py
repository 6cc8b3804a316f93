"""Carries out a request as the faults that are on have it: late, cut off before, amid or after, or with a 500.

A connection is cut off on the socket itself where the application is served; called in process, it
raises ConnectionResetError instead.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.faults import Fault, Switch
from lib.sandbox.fortnox.wire import api_answer, php_json
from lib.sandbox.fortnox.world import Call, World

TRANSPORT: Final = "brygga.transport"
"""The extension of a scope that holds the connection's transport."""
_LONGEST_SECONDS: Final = 600.0


class CutOff(Response):
    """No answer: the connection ends, after half of what `begun` would have said if there is one."""

    def __init__(self, begun: Response | None = None) -> None:
        """End at once, or amid `begun`."""
        super().__init__(status_code=begun.status_code if begun else 500)
        self.begun = begun

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut the connection."""
        if self.begun is not None:
            half = bytes(self.begun.body)[: len(self.begun.body) // 2]
            await send(
                {"type": "http.response.start", "status": self.begun.status_code, "headers": self.begun.raw_headers}
            )
            await send({"type": "http.response.body", "body": half, "more_body": True})
        transport: Any = scope.get("extensions", {}).get(TRANSPORT)
        if transport is None:
            raise ConnectionResetError
        transport.abort()
        while (await receive())["type"] != "http.disconnect":
            pass


class Troubles:
    """What stands between a request and its answer."""

    def __init__(self, world: World) -> None:
        """Follow the faults of one world."""
        self._world: Final = world

    async def met(self, request: Request, tenant: int | None, answer: Callable[[], Response]) -> Response:
        """The answer, made in a thread of its own, or what befalls it; keeps the call in the log."""
        at = self._world.clock()
        given = await self._befallen(request, tenant, answer)
        query = f"?{request.url.query}" if request.url.query else ""
        status = 0 if isinstance(given, CutOff) else given.status_code
        self._world.calls.append(Call(at, request.method, request.url.path + query, tenant, status))
        return given

    async def _befallen(self, request: Request, tenant: int | None, answer: Callable[[], Response]) -> Response:
        if self._strikes(Fault.DROP_BEFORE, request, tenant):
            return CutOff()
        slow = self._strikes(Fault.SLOW, request, tenant)
        if slow:
            await asyncio.sleep(_seconds(slow))
        if self._strikes(Fault.ERROR, request, tenant):
            return _failed()
        given = await run_in_threadpool(answer)
        if self._strikes(Fault.DROP_AMID, request, tenant):
            return CutOff(given)
        committed = request.method != "GET" and given.status_code < 300  # noqa: PLR2004 - all of 2xx
        if committed and self._strikes(Fault.DROP_AFTER, request, tenant):
            return CutOff()
        return _failed() if committed and self._strikes(Fault.ERROR_AFTER, request, tenant) else given

    def _strikes(self, fault: Fault, request: Request, tenant: int | None) -> Switch | None:
        if tenant is None:
            return None
        return self._world.faults.strikes(fault, tenant, request.method, request.url.path)


def _failed() -> Response:
    refused = Refused(500, 1000003, "System exception")
    return api_answer(500, php_json(refused.envelope))


def _seconds(switch: Switch) -> float:
    try:
        return min(max(float(switch.value or 1), 0.0), _LONGEST_SECONDS)
    except ValueError:
        return 1.0
