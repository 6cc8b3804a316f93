"""Columns as wide as what stands in them: a figure is never cut, and the account's name gives way."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dashboard import widths
from dashboard.tables import Column, Kind
from lib.core.money import sek

COLUMNS = (Column("label", "Account"), Column("amount", "Closing", Kind.AMOUNT), Column("state", "Status", width=100))
ORE = st.integers(min_value=-(10**13), max_value=10**13)


def sizes(amounts: list[int | None], state: str = "open") -> dict[str, int]:
    frame = pl.DataFrame(
        {"label": ["1930 Bank"] * len(amounts), "amount": amounts, "state": [state] * len(amounts)},
        schema_overrides={"amount": pl.Int64},
    )
    return {column.name: column.width or 0 for column in widths.fitted(frame, COLUMNS, "label")}


@given(st.lists(ORE, min_size=1, max_size=5))
def test_every_figure_has_room(amounts: list[int]) -> None:
    room = sizes(list(amounts))["amount"]
    assert all(room >= 6 * sum(glyph.isdigit() for glyph in sek(ore)) + widths.EDGES for ore in amounts)


def test_the_roomy_column_takes_what_is_left_of_the_page() -> None:
    found = sizes([100, -250_00, None])
    assert sum(found.values()) == widths.PAGE
    assert found["label"] > sizes([-(10**12)])["label"]


def test_a_text_is_no_wider_than_it_may_be_and_the_roomy_column_never_too_narrow_to_read() -> None:
    assert sizes([1], "x" * 200)["state"] == 100
    narrow = widths.fitted(pl.DataFrame({"label": [""], "amount": [1], "state": [""]}), COLUMNS, "label", room=50)
    assert narrow[0].width == widths.NARROWEST


def test_a_column_of_nothing_has_room_for_its_heading() -> None:
    assert sizes([None])["amount"] > widths.EDGES
