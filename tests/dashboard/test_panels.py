"""What every page says in the same way: signs, other people's texts, failures."""

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import panels
from dashboard.inert import JOINER
from lib.core.errors import StorageFailed


def _a_page_that_crashes() -> None:
    from dashboard import panels as shown

    with shown.last_resort():
        raise ZeroDivisionError("/srv/secret/path")


def _a_page_that_is_refused() -> None:
    from dashboard import panels as shown
    from lib.core.errors import StorageFailed

    with shown.last_resort():
        raise StorageFailed(cause="the disk is full")


def _an_action_that_succeeds() -> None:
    import streamlit as st

    from dashboard import panels as shown

    shown.notice()
    if st.button("go"):
        shown.attempt(lambda: None, "It is done.")


def _an_outcome_that_names_a_file() -> None:
    from dashboard import panels as shown

    shown.say("[a](https://evil.example) is in use.")
    shown.notice()


def test_every_state_differs_in_shape_and_word() -> None:
    signs = list(panels.SIGNS.values())
    assert len({sign.shape for sign in signs}) == len(signs)
    assert len({sign.word for sign in signs}) == len(signs)


@pytest.mark.parametrize("text", ["**AB** & Söner", "[länk](http://x)", ":red[fara]", "$x$ _y_ `z`", "<b>", "1. Punkt"])
def test_nothing_in_somebody_elses_text_is_read_as_markdown(text: str) -> None:
    written = panels.plain(text)
    assert written.replace("\\", "").replace(JOINER, "") == text
    assert not any(mark in written.replace(f"\\{mark}", "") for mark in "*[]:$_`<")


@pytest.mark.parametrize("text", ["https://evil.example", "HTTP://evil", "www.evil.example", "a@evil.example"])
def test_nothing_in_somebody_elses_text_becomes_a_link_by_itself(text: str) -> None:
    assert JOINER in panels.plain(text)
    assert panels.plain("Rut @ kassan, 3 www") == "Rut @ kassan, 3 www"


def test_a_crash_shows_a_reference_and_nothing_of_the_exception() -> None:
    app = AppTest.from_function(_a_page_that_crashes).run()
    (said,) = app.error
    assert not app.exception
    assert "secret" not in said.value
    assert "ZeroDivisionError" not in said.value


def test_a_failure_is_told_with_its_next_step() -> None:
    app = AppTest.from_function(_a_page_that_is_refused).run()
    (said,) = app.error
    assert said.value == StorageFailed(cause="the disk is full").remedy("sv")
    assert said.proto.title == StorageFailed(cause="the disk is full").sentence("sv")


def test_nothing_that_an_outcome_names_is_read_as_markdown() -> None:
    app = AppTest.from_function(_an_outcome_that_names_a_file).run()
    assert [said.value for said in app.success] == [rf"\[a\]\(https\://{JOINER}evil\.example\) is in use\."]


def test_an_outcome_is_shown_once() -> None:
    app = AppTest.from_function(_an_action_that_succeeds).run()
    app.button[0].click().run()
    assert [said.value for said in app.success] == [panels.plain("It is done.")]
    assert not app.run().success


def _a_file_whose_name_is_markdown() -> None:
    from dashboard import panels as shown
    from lib.core.errors import OwnerUnknown

    with shown.last_resort():
        raise OwnerUnknown(file="[Sign in again](https://evil.example)", found="**–**")


def test_nothing_that_a_failure_quotes_is_read_as_markdown() -> None:
    app = AppTest.from_function(_a_file_whose_name_is_markdown).run()
    (said,) = app.error
    assert rf"\[Sign in again\]\(https\://{JOINER}evil\.example\)" in said.proto.title
    assert r"\*\*–\*\*" in said.proto.title
