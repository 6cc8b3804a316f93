"""A page's socket as a browser opens it: runs are asked for and what the app draws is read, message by message."""

from collections.abc import Iterator

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.dashboard.served import Served

STREAM = "/_stcore/stream"
PATIENCE = 60


def socket(
    server: Served, browser: httpx.Client | None = None, *, origin: str | None = "own", session: str = ""
) -> ClientConnection:
    """A socket with the cookies of a browser, which asks to go on with a session if one is named."""
    cookies = "; ".join(f"{name}={value}" for name, value in (browser.cookies.items() if browser else ()))
    return connect(
        server.address.replace("http:", "ws:") + STREAM,
        origin=server.address if origin == "own" else origin,  # type: ignore[arg-type]
        additional_headers={"cookie": cookies} if cookies else None,
        subprotocols=["streamlit", "token", session] if session else ["streamlit"],  # type: ignore[list-item]
        max_size=None,
    )


def run_of(page: str = "", query: str = "") -> BackMsg:
    """What asks for a run of a page."""
    asked = BackMsg()
    asked.rerun_script.query_string = query
    asked.rerun_script.page_name = page
    return asked


def pressed(page: BackMsg, button: str, fragment: str = "") -> BackMsg:
    """What asks for a run of a page, or of a part of it, because a button was pressed."""
    asked = BackMsg()
    asked.CopyFrom(page)
    asked.rerun_script.fragment_id = fragment
    state = asked.rerun_script.widget_states.widgets.add()
    state.id, state.trigger_value = button, True
    return asked


def drawn(opened: ClientConnection, asked: BackMsg) -> list[ForwardMsg]:
    """What the app draws in a run."""
    opened.send(asked.SerializeToString())
    return list(_until_finished(opened))


def button(messages: list[ForwardMsg], label: str) -> tuple[str, str]:
    """The id of the last button of this label, and of the part of the page that it stands in."""
    found = [
        (message.delta.new_element.button.id, message.delta.fragment_id)
        for message in messages
        if message.delta.new_element.button.label == label
    ]
    assert found, f"no button {label!r} was drawn"
    return found[-1]


def session_of(messages: list[ForwardMsg]) -> str:
    """The session that a page is told it has."""
    return next(found for message in messages if (found := message.new_session.initialize.session_id))


def file_made(opened: ClientConnection, messages: list[ForwardMsg]) -> str:
    """Ask for the first file that a page offers to make; gives its address."""
    ids = [message.delta.new_element.download_button.deferred_file_id for message in messages]
    asked = BackMsg()
    asked.backend_operation_request.request_id = "1"
    asked.backend_operation_request.session_id = session_of(messages)
    asked.backend_operation_request.deferred_file.file_id = next(filter(None, ids))
    opened.send(asked.SerializeToString())
    return next(url for message in _received(opened) if (url := message.backend_operation_response.deferred_file.url))


def read_all(opened: ClientConnection) -> None:
    """Read until the socket is closed."""
    for _ in _received(opened):
        pass


def told(messages: list[ForwardMsg]) -> str:
    """All that the messages say, roughly."""
    return "".join(str(message) for message in messages)


def _until_finished(opened: ClientConnection) -> Iterator[ForwardMsg]:
    for message in _received(opened):
        yield message
        if message.WhichOneof("type") == "script_finished":
            return


def _received(opened: ClientConnection) -> Iterator[ForwardMsg]:
    while True:
        raw = opened.recv(timeout=PATIENCE)
        assert isinstance(raw, bytes)
        message = ForwardMsg()
        message.ParseFromString(raw)
        yield message
