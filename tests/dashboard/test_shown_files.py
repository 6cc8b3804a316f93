"""Which files stood on whose pages is read from the messages as Streamlit sends them."""

import pytest
from streamlit.proto.DownloadButton_pb2 import DownloadButton
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.sockets import Shown

FILE = "/media/2bed53ed2bb5ab4796b383ef81456ac0.txt"
OTHER = "/media/2bed53ed2bb5ab4796b383ef81456ac1.txt"


def sent(**button: str) -> bytes:
    """A message with a download button, whose next field follows its address without a break."""
    message = ForwardMsg()
    element = message.delta.new_element.download_button
    element.CopyFrom(DownloadButton(id="a", label="Intyg", url=FILE, **button))  # type: ignore[arg-type]
    return bytes(message.SerializeToString())


@pytest.mark.parametrize(
    "more", [{}, {"type": "secondary"}, {"type": "primary", "icon": "i"}], ids=["bare", "type", "icon"]
)
def test_the_file_of_a_button_is_for_whom_it_was_shown_to_and_nobody_else(more: dict[str, str]) -> None:
    shown = Shown()
    shown.note(sent(**more), 1)
    assert shown.is_for(FILE, 1)
    assert not shown.is_for(FILE, 2)
    assert not shown.is_for(OTHER, 1)
    assert not shown.is_for(FILE[:-1], 1)
