"""What comes and goes on an open socket: each message meets the person as they are now, not as they were.

What stands on a person's page, and the state that Streamlit keeps of it, is that person's alone.
"""

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

import structlog
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from lib.actions.desk import Person

POLICY_VIOLATION: Final = 1008
MEDIA: Final = "/media/"
UPLOAD: Final = "/_stcore/upload_file/"
_FILE: Final = re.compile(rb"/media/[\w.-]+")
_KEPT: Final = 10_000
"""Files that are remembered: a session's own are taken away when it ends, so these are many days' worth."""
_PROTOCOLS: Final = b"sec-websocket-protocol"
_BEFORE_SESSION: Final = 2
"""What a socket's header names before the session to go on with: the protocol, and a token against foreign forms."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """Which files stood on whose pages: their addresses are guessed by nobody, but may be passed on."""

    _files: OrderedDict[str, set[int]] = field(default_factory=OrderedDict)

    def note(self, sent: bytes, user_id: int) -> None:
        """Remember the files that a message to a person's page names."""
        if MEDIA.encode() not in sent:
            return
        for name in (name for found in _FILE.finditer(sent) for name in _names(found)):
            self._files.setdefault(name, set()).add(user_id)
            self._files.move_to_end(name)
        while len(self._files) > _KEPT:
            self._files.popitem(last=False)

    def is_for(self, path: str, user_id: int) -> bool:
        """Whether a file stood on a page of this person's."""
        return user_id in self._files.get(path, ())


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose each of Streamlit's sessions is: its name lets anybody who learns it go on with what it keeps."""

    _sessions: OrderedDict[str, int] = field(default_factory=OrderedDict)

    def note(self, session: str, user_id: int) -> None:
        """Remember whose page a session was made for."""
        self._sessions[session] = user_id
        while len(self._sessions) > _KEPT:
            self._sessions.popitem(last=False)

    def has(self, session: str, user_id: int) -> bool:
        """Whether a session is this person's."""
        return self._sessions.get(session) == user_id

    def without_others(self, scope: Scope, user_id: int) -> Scope:
        """A socket's scope in which the session to go on with is left out, unless it is the person's own."""
        headers = [
            (name, self._own(value, user_id) if name == _PROTOCOLS else value) for name, value in scope["headers"]
        ]
        return {**scope, "headers": headers}

    def _own(self, protocols: bytes, user_id: int) -> bytes:
        named = [one.strip() for one in protocols.split(b",")]
        kept = [one for one in named[_BEFORE_SESSION:] if self.has(one.decode("latin-1"), user_id)]
        return b", ".join([*named[:_BEFORE_SESSION], *kept])


@dataclass(slots=True)
class Watched:
    """One socket, opened by `person`; `ask` gives who they are now, None once the sign-in is over."""

    person: Person | None
    ask: Callable[[], Awaitable[Person | None]]
    inward: Receive
    outward: Send
    shown: Shown
    owners: Owners
    _begun: bool = False

    async def receive(self) -> Message:
        """The next message.

        Once the sign-in is over, the role or clients are others, or a consent is gone, a run begins anew:
        what was pressed on a page drawn for the person before does nothing, and the app says what holds.
        Anything else closes the socket.
        """
        message = await self.inward()
        if message["type"] != "websocket.receive":
            return message
        person = await self.ask()
        before, self.person = self.person, person
        if _lost_nothing(before, person):
            return message
        fresh = _begun_anew(message)
        if fresh is not None:
            return fresh
        _log.info("socket-closed", reason="the sign-in is over, or its rights are others")
        await self.outward({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

    async def send(self, message: Message) -> None:
        """Pass a message on to the page, noting which files it names."""
        if self.person and message["type"] == "websocket.send":
            sent = message.get("bytes") or b""
            self.shown.note(sent, self.person.user_id)
            self._note_session(sent, self.person.user_id)
        await self.outward(message)

    def _note_session(self, sent: bytes, user_id: int) -> None:
        """Remember whose session it is when the first run begins: the page learns its name then."""
        if self._begun:
            return
        told = ForwardMsg()
        with suppress(Exception):  # what cannot be read begins no run
            told.ParseFromString(sent)
        if told.WhichOneof("type") == "new_session":
            self.owners.note(told.new_session.initialize.session_id, user_id)
            self._begun = True


def _lost_nothing(before: Person | None, now: Person | None) -> bool:
    """Whether somebody is who they were, with every consent that stood; what came beside them takes nothing away."""
    if before is None or now is None:
        return before is now
    kept = all(client in now.consented and until <= now.consented[client] for client, until in before.consented.items())
    return kept and replace(before, consented={}) == replace(now, consented={})


def _names(found: re.Match[bytes]) -> set[str]:
    """The file that a place in a message names; its length stands before it, else what follows may look like more."""
    name = found.group()
    length = found.string[found.start() - 1] if found.start() else len(name)
    return {name.decode(), name[:length].decode()} if len(MEDIA) < length else {name.decode()}


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
