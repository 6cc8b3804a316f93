"""What is pressed on an open page while an accountant gives support consent, or takes it back."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.sockets import Owners, Shown, Watched
from lib.actions.desk import Person
from lib.store.columns import now
from lib.store.tables import Role
from tests.dashboard.sockets import pressed, run_of

SOON = now() + timedelta(hours=1)
LATER = SOON + timedelta(hours=1)
PRESS = pressed(run_of("supportbord", "klient=1"), "button").SerializeToString()
Consents = Mapping[int, datetime]


def support(consented: Consents) -> Person:
    return Person(7, "Sara", Role.SUPPORT, None, consented)


def received(before: Consents, after: Consents, sent: bytes = PRESS) -> tuple[Message, Watched]:
    """What the app gets of a message that support sends when these consents stand, on a page drawn with others."""

    async def inward() -> Message:
        return {"type": "websocket.receive", "bytes": sent}

    async def ask() -> Person:
        return support(after)

    async def outward(_message: Message) -> None:
        pass

    watched = Watched(support(before), ask, inward, outward, Shown(), Owners())
    return asyncio.run(watched.receive()), watched


@pytest.mark.parametrize(
    ("before", "after"),
    [({}, {1: SOON}), ({1: SOON}, {1: SOON, 2: SOON}), ({1: SOON}, {1: LATER})],
    ids=["first", "another client's", "for longer"],
)
def test_what_is_pressed_is_done_when_a_consent_has_come(before: Consents, after: Consents) -> None:
    message, watched = received(before, after)
    assert message["bytes"] == PRESS
    assert watched.person == support(after)


@pytest.mark.parametrize(
    ("before", "after"), [({1: SOON}, {}), ({1: LATER}, {1: SOON})], ids=["taken back", "for shorter"]
)
def test_the_page_begins_anew_when_a_consent_has_gone(before: Consents, after: Consents) -> None:
    message, watched = received(before, after)
    run = BackMsg.FromString(message["bytes"]).rerun_script
    assert run.page_name == "supportbord"
    assert not run.widget_states.widgets
    assert watched.person == support(after)


def test_what_is_no_run_closes_the_socket_when_a_consent_has_gone_and_not_when_one_has_come() -> None:
    sent = BackMsg(clear_cache=True).SerializeToString()
    assert received({1: SOON}, {}, sent)[0]["type"] == "websocket.disconnect"
    assert received({}, {1: SOON}, sent)[0]["bytes"] == sent
