"""Who reads the screen, and what is hidden from them: names and amounts without consent, personal numbers always.

Only support has anything hidden; the page asks here wherever it tells what others have written.
"""

from collections.abc import Mapping
from typing import Final, TypeVar, cast

import polars as pl
import streamlit as st

from lib.actions.desk import Person
from lib.core.languages import Fact
from lib.core.masking import TEXT, column_without_personal_numbers, masked_facts, without_personal_numbers
from lib.store.tables import Role

KEY: Final = "reader"
Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def choose(person: Person) -> None:
    """Show the session to this person from now on."""
    st.session_state[KEY] = person


def sees(client_id: int | None) -> bool:
    """Whether names and amounts of a client are shown; what is about no client has none."""
    person = _person()
    return person is None or client_id is None or person.sees(client_id)


def facts(client_id: int | None, text: str, known: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """The facts of a marked text, with names and amounts hidden where they are not to be shown."""
    return known if sees(client_id) else masked_facts(text, known)


def written(client_id: int | None, text: str) -> str:
    """What somebody wrote about a client, or a mark in its place."""
    return text if sees(client_id) or not text else TEXT


def shown(text: str) -> str:
    """A text of somebody else's without personal numbers, where they are hidden."""
    return without_personal_numbers(text) if hides_persons() else text


def shown_frame(frame: Frame) -> Frame:
    """A table without personal numbers in its texts, where they are hidden."""
    if not hides_persons():
        return frame
    return frame.with_columns(column_without_personal_numbers(pl.col(pl.String)))


def hides_persons() -> bool:
    """Whether personal numbers are hidden."""
    person = _person()
    return person is not None and person.role is Role.SUPPORT


def _person() -> Person | None:
    return cast("Person | None", st.session_state.get(KEY))
