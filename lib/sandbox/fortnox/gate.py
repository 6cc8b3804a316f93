"""What every request to the API must pass: token, pace, form of the answer, licence, scope, right.

Source: `reference/fortnox.md` §1.12, §2.1, §2.3 and §2.9.
"""

from typing import Final

from starlette.requests import Request

from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.licences import API, FREE, LICENCE_OF
from lib.sandbox.fortnox.memory import Consent
from lib.sandbox.fortnox.resources import Resource
from lib.sandbox.fortnox.world import World

_JSON: Final = frozenset({"application/json", "application/*", "*/*"})


class Bare(Exception):
    """A refusal before the API itself: its body is a message and nothing else."""

    def __init__(self, status: int, message: str, retry_after: str = "") -> None:
        """Refuse with 401 or 429, the latter perhaps with a word on when to come again."""
        super().__init__(message)
        self.status = status
        self.headers = {"retry-after": retry_after} if retry_after else {}
        self.body = {"message": message}


class Gate:
    """Lets requests in, or raises Bare or Refused."""

    def __init__(self, world: World) -> None:
        """Guard one world."""
        self._world: Final = world

    def known(self, request: Request) -> Consent | None:
        """What the request's bearer token opens, if anything."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        return self._world.consents.bearer(token.strip()) if kind.lower() == "bearer" else None

    def admit(self, request: Request, consent: Consent | None) -> Consent:
        """Check the token and the pace."""
        if consent is None or self._strikes(Fault.UNAUTHORIZED, request, consent):
            raise Bare(401, "unauthorized")
        world = self._world
        storm = world.faults.strikes(Fault.STORM, consent.tenant, request.method, request.url.path)
        if storm:
            raise Bare(429, "Too Many Requests", storm.value)
        if world.paced and not world.window.admits(consent.client_id, consent.tenant, world.clock()):
            raise Bare(429, "Too Many Requests")
        if consent.tenant in world.closed:
            raise Refused(403, 2000310, "Ogiltig inloggning")
        return consent

    def check_forms(self, request: Request) -> None:
        """Check what the client says it can read and what it sends."""
        accepted = [
            part.partition(";")[0].strip().lower() for part in (request.headers.get("accept") or "*/*").split(",")
        ]
        if not _JSON.intersection(accepted):
            raise Refused(400, 1000030, "Invalid response type")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if request.method in {"POST", "PUT"} and kind != "application/json":
            raise Refused(400, 1000031, "Invalid content type")

    def check_rights(self, request: Request, consent: Consent, resource: Resource) -> None:
        """Check licence, scope and right, each of which may be taken away by a fault."""
        path, needed = request.url.path, _needed(resource)
        licences = self._world.licences(consent.tenant, request.method, path, needed)
        if resource.scope != FREE and API not in licences:
            raise Refused(400, 2001103, "Api-licens saknas.")
        lost = self._strikes(Fault.NO_SCOPE, request, consent, frozenset({resource.scope}))
        if lost or resource.scope not in consent.scopes:
            raise Refused(400, 2000663, "Har inte behörighet för scope")
        if needed and not needed & licences:
            raise Refused(400, 2001101, "Det finns ingen aktiv licens för önskat scope")
        if resource.right and (not consent.user.registers or self._strikes(Fault.NO_RIGHT, request, consent)):
            raise Refused(403, 2003275, f"Saknar behörighet för {resource.right}.")

    def _strikes(self, fault: Fault, request: Request, consent: Consent, among: frozenset[str] | None = None) -> bool:
        switch = self._world.faults.strikes(fault, consent.tenant, request.method, request.url.path, among)
        return switch is not None


def _needed(resource: Resource) -> frozenset[str]:
    """The licences of which the resource needs one; none when it needs no licence of its own."""
    return frozenset({resource.licence}) if resource.licence else LICENCE_OF.get(resource.scope, frozenset())
