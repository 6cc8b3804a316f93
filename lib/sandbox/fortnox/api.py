"""`/3/…`: finds the resource, lets the gate decide, and puts what its register says on the wire."""

import json
from collections.abc import Mapping
from decimal import Decimal
from time import perf_counter
from typing import Final, NoReturn
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lib.sandbox.fortnox.damage import damaged
from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.gate import Bare, Gate
from lib.sandbox.fortnox.lists import listed
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.resources import Key, Query, Record, Resource
from lib.sandbox.fortnox.troubles import Troubles
from lib.sandbox.fortnox.wire import api_answer, php_json
from lib.sandbox.fortnox.world import World

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
SIE_TYPE: Final = "application/octet-stream"


class Api:
    """Every resource of one world."""

    def __init__(self, world: World, troubles: Troubles) -> None:
        """Serve the world's resources."""
        self._world: Final = world
        self._troubles: Final = troubles
        self._gate: Final = Gate(world)

    def routes(self) -> list[Route]:
        """Where they are: everything below `/3/`, an ending stroke or not."""
        return [Route("/3/{path:path}", self.answer, methods=list(METHODS))]

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        consent = self._gate.known(request)
        body = await request.body()
        tenant = consent.tenant if consent else None
        return await self._troubles.met(request, tenant, lambda: self._told(request, consent, body))

    def _told(self, request: Request, consent: Consent | None, body: bytes) -> Response:
        started = perf_counter()
        try:
            answer = self._made(request, self._gate.admit(request, consent), body)
        except Bare as refused:
            answer = api_answer(refused.status, php_json(refused.body), more=refused.headers)
        except Refused as refused:
            answer = api_answer(refused.status, php_json(refused.envelope))
        answer.headers["x-rack-responsetime"] = str(int((perf_counter() - started) * 1000))
        return answer

    def _made(self, request: Request, consent: Consent, body: bytes) -> Response:
        self._gate.check_forms(request)
        path, resource, key = self._found(request)
        _check_method(request.method, resource, key)
        self._gate.check_rights(request, consent, resource)
        company = self._world.companies[consent.tenant]
        query = Query(request.query_params.multi_items(), now=self._world.now, person=consent.user)
        base = str(request.base_url).rstrip("/")
        if request.method == "POST" and resource.create is not None:
            inner = _unwrapped(body, resource.item_key)
            with self._world.writing(consent.tenant):
                made = {resource.item_key: resource.create(company, query, inner)}
            return api_answer(201, php_json(made, base), more={"location": path})
        if resource.list is not None and len(key) in resource.list_depths:
            rows = listed(resource, company, key, query)
            return api_answer(200, php_json(rows, base))
        shown = resource.item(company, key, query) if resource.item is not None else {}
        if isinstance(shown, bytes):
            return self._sie(request, consent, shown)
        return api_answer(200, php_json({resource.item_key: shown}, base))

    def _sie(self, request: Request, consent: Consent, content: bytes) -> Response:
        switch = self._world.faults.strikes(Fault.DAMAGED_SIE, consent.tenant, request.method, request.url.path)
        sent = damaged(content, switch.value) if switch else content
        return api_answer(200, sent, media_type=SIE_TYPE)

    def _found(self, request: Request) -> tuple[str, Resource, Key]:
        """The longest path that is a resource, and what stands behind it."""
        parts = tuple(unquote(part) for part in _raw(request).split("/"))
        for length in range(len(parts), 0, -1):
            path, key = "/".join(parts[:length]), parts[length:]
            resource = self._world.resources.get(path)
            if resource is not None and _has(resource, key):
                return path, resource, key
        raise Refused(404, 2999190, "Kan inte hitta resursen.")


def _raw(request: Request) -> str:
    """The path below `/3/` as it was sent, so that a stroke within a key stays in the key."""
    sent = request.scope.get("raw_path") or request.url.path.encode()
    return str(sent.decode("latin-1").partition("?")[0].removeprefix("/3/").rstrip("/"))


def _has(resource: Resource, key: Key) -> bool:
    listing = resource.list is not None and len(key) in resource.list_depths
    return all(key) and (listing or (resource.item is not None and len(key) == resource.item_depth))


def _check_method(method: str, resource: Resource, key: Key) -> None:
    if method != "GET" and not (method == "POST" and resource.create is not None and key == ()):
        raise Refused(405, 2999191, "Metoden är inte tillåten.")


def _unwrapped(body: bytes, wrapper: str) -> Record:
    try:
        value = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused(400, 2002115, "Error deserializing JSON: JSON_ERROR_SYNTAX") from None
    if not isinstance(value, Mapping):
        raise Refused(400, 2001392, "Ingen eller felaktig typ av data.")
    inner = value.get(wrapper)
    if not isinstance(inner, Mapping):
        raise Refused(400, 2002381, "Felaktig struktur i anropet.")
    return inner


def _no_number(_text: str) -> NoReturn:
    raise ValueError
