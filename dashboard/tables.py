"""Accounting grids: which columns, how figures stand, what a row opens, and how many rows go to a browser.

Rows that open something are pages of at most `ROWS_A_PAGE`; browsing is lazy and opens nothing.
Figures are öre in every frame and become kronor here, at the edge.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, cast

import polars as pl
import streamlit as st
from streamlit.typing import DataframeState

from dashboard import address, reader
from dashboard.inert import inert
from dashboard.language import _
from lib.core.languages import mark
from lib.core.money import count, sek

ROWS_A_PAGE: Final = 200
ROWS_AT_ONCE: Final = 500
"""The most rows of one eager table: a chart of accounts in use fits in it."""
DIGITS: Final = 18
"""Of kronor: one more than 64 bits of öre hold, so that they stand in groups of three."""
ROW: Final = 28
AMOUNT_WIDTH: Final = 118
"""Pixels: −999 999 999,99 fits, and five amounts beside an account fit on a laptop."""
HEADER: Final = 37
ROWS_IN_SIGHT: Final = 20
COLOUR: Final = "_colour"
"""A column whose name ends so holds the colours of the column without the ending."""
INKS: Final = {
    "light": {"green": "#2F6B45", "orange": "#8A5A00", "red": "#A3261B", "gray": "#5B666B"},
    "dark": {"green": "#7FC79A", "orange": "#E0B055", "red": "#F08A80", "gray": "#A3AEB3"},
}
ROOMY: Final = frozenset({"text", "sentence"})
"""The columns of texts, widened where others are left out."""
SIGN_RULE: Final = mark("Debit is positive and credit negative (−).")
PRESENTED_RULE: Final = mark("Shown as in the annual report: income, equity and liabilities without a minus sign.")
_KRONOR: Final = pl.Decimal(18, 2)
NOTHING: Final = cast("DataframeState", {"selection": {"rows": [], "columns": [], "cells": []}})
Mode = Literal["multi-row", "single-cell"]


class Kind(StrEnum):
    """What a column holds, which decides how it stands."""

    TEXT = "text"
    AMOUNT = "amount"
    COUNT = "count"
    DAY = "day"
    SIGN = "sign"
    """A shape that tells a state, in the middle."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid: the frame's column, its heading and what it holds."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    width: int | None = None
    pinned: bool = False
    """Whether it stays in sight when the others are scrolled."""


BALANCE_COLUMNS: Final = (
    Column("account", mark("Account"), width=285),
    Column("opening", mark("Opening"), Kind.AMOUNT),
    Column("period", mark("Period"), Kind.AMOUNT),
    Column("closing", mark("Closing"), Kind.AMOUNT),
    Column("last_year", mark("Period last year"), Kind.AMOUNT),
    Column("last_closing", mark("Closing last year"), Kind.AMOUNT),
)
"""The order of a trial balance, written here only."""


def grid(  # noqa: PLR0913 - all but the frame and its columns by name
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    alt: str,
    opens: bool = False,
    bold: str | None = None,
    in_sight: int = ROWS_IN_SIGHT,
) -> int | None:
    """Show at most a page of rows; gives the row whose cell was clicked when the rows open something.

    Figures are Swedish in every browser, and still sort as numbers. `bold` names a column that is
    true for subtotals.
    """
    shown = frame.head(ROWS_AT_ONCE)
    state = _drawn(shown, columns, key, alt, bold, in_sight, ["single-cell"] if opens else [])
    cell = _cell(state, shown)
    return cell[0] if cell else None


@dataclass(frozen=True, slots=True)
class Picked:
    """What a person has picked in a grid: the rows that are ticked, and the cell that was clicked to be opened."""

    rows: tuple[int, ...] = ()
    cell: tuple[int, str] | None = None
    """The row, and the frame's column."""


def pick(  # noqa: PLR0913 - all but the frame and its columns by name
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    key: str,
    alt: str,
    several: bool = True,
    bold: str | None = None,
    in_sight: int = ROWS_IN_SIGHT,
) -> Picked:
    """Show at most a page of rows of which `several` can be ticked, and every cell opened.

    Let `key` name what is shown: a tick is meant for the row that stood there, and is gone with it.
    """
    shown = frame.head(ROWS_AT_ONCE)
    modes: list[Mode] = ["multi-row", "single-cell"] if several else ["single-cell"]
    state = _drawn(shown, columns, key, alt, bold, in_sight, modes)
    ticked = (row for row in state["selection"]["rows"] if row < shown.height)
    return Picked(tuple(sorted(ticked)), _cell(state, shown))


def _drawn(  # noqa: PLR0913, PLR0917 - what a grid is made of
    shown: pl.DataFrame,
    columns: Sequence[Column],
    key: str,
    alt: str,
    bold: str | None,
    in_sight: int,
    modes: list[Mode],
) -> DataframeState:
    drawn = st.dataframe(
        _styled(shown, columns, bold),
        key=key,
        alt=alt,
        hide_index=True,
        row_height=ROW,
        height=HEADER + ROW * max(min(shown.height, in_sight), 1),
        column_config=_config(columns),
        on_select="rerun" if modes else "ignore",
        selection_mode=modes or "single-cell",
        lazy=False,
        placeholder="",
    )
    return cast("DataframeState", drawn) if modes else NOTHING


def _cell(state: DataframeState, shown: pl.DataFrame) -> tuple[int, str] | None:
    cells = state["selection"]["cells"]
    return (int(cells[0][0]), str(cells[0][1])) if cells and cells[0][0] < shown.height else None


def browse(frame: pl.LazyFrame, columns: Sequence[Column], *, rows: int, key: str, alt: str) -> None:
    """Show a frame of so many `rows`, read piece by piece as it is scrolled; they open nothing.

    Its amounts are never negative: what is debit and what is credit have a column each.
    """
    amounts = [column.name for column in columns if column.kind is Kind.AMOUNT]
    st.dataframe(
        reader.shown_frame(frame.select(column.name for column in columns))
        .with_columns(inert())
        .with_columns(in_swedish(*amounts)),
        key=key,
        alt=alt,
        hide_index=True,
        row_height=ROW,
        height=HEADER + ROW * min(rows, ROWS_IN_SIGHT),
        column_config=_config(columns, lazy=True),
        lazy=True,
    )


def page_of(rows: int, length: int = ROWS_A_PAGE) -> tuple[int, int]:
    """The first row and the number of rows of the page asked for; a pagination where there are several."""
    pages = -(-rows // length)
    if pages <= 1:
        return 0, length
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        place = st.empty()
        page = st.pagination(pages, **address.tie_page(pages))
        first = (page - 1) * length
        last = min(first + length, rows)
        place.caption(_("Rows {first}–{last} of {rows}", first=count(first + 1), last=count(last), rows=count(rows)))
    return first, length


def totals(figures: Mapping[str, int | str]) -> None:
    """The sums of what is shown, above the table where no scrolling hides them; amounts in öre."""
    parts = [f"{label} **{value if isinstance(value, str) else sek(value)}**" for label, value in figures.items()]
    st.markdown(" &emsp; ".join(parts), width="content")


def filled(frame: pl.DataFrame, columns: Sequence[Column]) -> list[Column]:
    """The columns that hold anything in this frame; amounts stand in any case.

    A column of texts takes the room of those left out, so that the grid is as wide as before.
    """
    kept = [column for column in columns if column.kind is Kind.AMOUNT or any(frame[column.name].to_list())]
    room = sum(column.width or 0 for column in columns if column not in kept)
    return [
        replace(column, width=column.width + room) if column.name in ROOMY and column.width else column
        for column in kept
    ]


def account_label() -> pl.Expr:
    """Account number and name as one text, the number first."""
    return pl.concat_str("account", pl.col("name").fill_null(""), separator=" ").str.strip_chars()


def _styled(frame: pl.DataFrame, columns: Sequence[Column], bold: str | None) -> Any:  # noqa: ANN401 - pandas' Styler
    amounts = [column.name for column in columns if column.kind is Kind.AMOUNT]
    counts = [column.name for column in columns if column.kind is Kind.COUNT]
    days = [column.name for column in columns if column.kind is Kind.DAY]
    cut = reader.shown_frame(frame.select(column.name for column in columns)).with_columns(inert())
    cut = cut.with_columns(*in_kronor(*amounts), *(pl.col(name).cast(pl.String) for name in days))
    style = cut.to_pandas().style.format(dict.fromkeys(amounts, figure) | dict.fromkeys(counts, _number), na_rep="")
    for column in columns:
        if f"{column.name}{COLOUR}" in frame.columns:
            inks = [f"color: {ink(colour)}" if colour else "" for colour in frame[f"{column.name}{COLOUR}"]]
            style = style.apply(_constantly, axis=0, subset=[column.name], values=inks)
    if bold is None:
        return style
    return style.apply(_constantly, axis=0, values=["font-weight: 600" if heavy else "" for heavy in frame[bold]])


def ink(colour: str) -> str:
    """A colour of the theme by its name, as the grid wants it."""
    return INKS["dark" if st.context.theme.type == "dark" else "light"][colour]


def _constantly(_column: object, values: list[str]) -> list[str]:
    return values


def in_kronor(*amounts: str) -> list[pl.Expr]:
    """Columns of öre as kronor with two decimals."""
    return [(pl.col(name).cast(_KRONOR) / 100).cast(_KRONOR) for name in amounts]


def in_swedish(*amounts: str) -> list[pl.Expr]:
    """Columns of öre, none below zero, as Swedish figures that sort as numbers; None is blank.

    A column of numbers that is read piece by piece stands as the browser's language has it, whatever is
    asked for: an American one shows `1,234.50`. Blanks before a figure make all as long as the longest.
    """
    return [_in_swedish(name) for name in amounts]


def _in_swedish(name: str) -> pl.Expr:
    ore = pl.col(name)
    kronor, rest = (ore // 100).cast(pl.String).str.pad_start(DIGITS), (ore % 100).cast(pl.String).str.zfill(2)
    groups = [kronor.str.slice(first, 3) for first in range(0, DIGITS, 3)]
    text = pl.concat_str(pl.concat_str(groups, separator="\N{NO-BREAK SPACE}"), rest, separator=",")
    return text.fill_null("").alias(name)


def figure(kronor: Decimal) -> str:
    """An amount in kronor as text."""
    return sek(int(kronor * 100))


def _number(value: float) -> str:
    return count(int(value))


def _config(columns: Sequence[Column], *, lazy: bool = False) -> dict[str, Any]:
    return {column.name: _column_config(column, lazy=lazy) for column in columns}


def _column_config(column: Column, *, lazy: bool) -> Any:  # noqa: ANN401 - Streamlit's own dictionary
    label = _(column.label)
    if column.kind is Kind.AMOUNT and lazy:
        return st.column_config.TextColumn(label, width=column.width or AMOUNT_WIDTH, alignment="right")
    if column.kind is Kind.AMOUNT:
        return st.column_config.NumberColumn(label, width=column.width or AMOUNT_WIDTH, step=0.01)
    if column.kind is Kind.COUNT:
        return st.column_config.NumberColumn(label, width=column.width)
    if column.kind is Kind.DAY and lazy:
        return st.column_config.DateColumn(label, width=column.width, format="YYYY-MM-DD")
    place: Literal["center"] | None = "center" if column.kind is Kind.SIGN else None
    return st.column_config.TextColumn(label, width=column.width, alignment=place, pinned=column.pinned or None)
