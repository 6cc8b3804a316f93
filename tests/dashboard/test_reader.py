"""Who reads decides what is shown: support meets no personal number, in a table read piece by piece either."""

import pytest
from streamlit.testing.v1 import AppTest

from lib.store.tables import Role


def _a_table_read_piece_by_piece(role: str) -> None:
    import polars as pl
    import streamlit as st

    from dashboard import reader
    from lib.actions.desk import Person
    from lib.store.tables import Role

    reader.choose(Person(1, "Sara", Role(role)))
    rows = pl.LazyFrame({"text": ["Hyra", "Lön 811218-9876"]})
    st.text(reader.shown_frame(rows).slice(1, 1).collect()["text"].item())


@pytest.mark.parametrize("role", Role)
def test_only_support_is_kept_from_the_personal_numbers_of_a_long_table(role: Role) -> None:
    app = AppTest.from_function(_a_table_read_piece_by_piece, kwargs={"role": role.value}).run()
    hidden = role is Role.SUPPORT
    assert [text.value for text in app.text] == ["Lön ••••••-••••" if hidden else "Lön 811218-9876"]
