"""What comes and goes on an open socket: each message meets the person as they are now, not as they were."""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from starlette.types import Message, Receive, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from lib.actions.desk import Person

POLICY_VIOLATION: Final = 1008
MEDIA: Final = "/media/"
_FILE: Final = re.compile(rb"/media/[\w.-]+")
_KEPT: Final = 10_000
"""Files that are remembered: a session's own are taken away when it ends, so these are many days' worth."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """Which files stood on whose pages: their addresses are guessed by nobody, but may be passed on."""

    _files: OrderedDict[str, set[int]] = field(default_factory=OrderedDict)

    def note(self, sent: bytes, user_id: int) -> None:
        """Remember the files that a message to a person's page names."""
        if MEDIA.encode() not in sent:
            return
        for found in _FILE.findall(sent):
            self._files.setdefault(found.decode(), set()).add(user_id)
            self._files.move_to_end(found.decode())
        while len(self._files) > _KEPT:
            self._files.popitem(last=False)

    def is_for(self, path: str, user_id: int) -> bool:
        """Whether a file stood on a page of this person's."""
        return user_id in self._files.get(path, ())


@dataclass(slots=True)
class Watched:
    """One socket, opened by `person`; `ask` gives who they are now, None once the sign-in is over."""

    person: Person | None
    ask: Callable[[], Awaitable[Person | None]]
    inward: Receive
    outward: Send
    shown: Shown

    async def receive(self) -> Message:
        """The next message.

        Once the sign-in is over, or the role or clients are others, a run begins anew: what was pressed
        on a page drawn for the person before does nothing, and the app says what holds. Anything else
        closes the socket.
        """
        message = await self.inward()
        if message["type"] != "websocket.receive":
            return message
        person = await self.ask()
        if person == self.person:
            return message
        self.person = person
        fresh = _begun_anew(message)
        if fresh is not None:
            return fresh
        _log.info("socket-closed", reason="the sign-in is over, or its rights are others")
        await self.outward({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    async def send(self, message: Message) -> None:
        """Pass a message on to the page, noting which files it names."""
        if self.person and message["type"] == "websocket.send":
            self.shown.note(message.get("bytes") or b"", self.person.user_id)
        await self.outward(message)


def _begun_anew(message: Message) -> Message | None:
    """A run of the whole page with nothing pressed, in place of the run asked for; None when none was."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message.get("bytes") or b"")
    except Exception:  # noqa: BLE001 - whatever cannot be read is no run
        return None
    if asked.WhichOneof("type") != "rerun_script":
        return None
    for pressed in ("widget_states", "fragment_id"):
        asked.rerun_script.ClearField(pressed)
    return {**message, "bytes": asked.SerializeToString()}
