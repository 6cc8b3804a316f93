"""How wide the columns of a grid stand on a laptop of 1280 pixels, by what is in them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.core.money import count, sek

PAGE: Final = 878
"""Pixels of a grid on a laptop of 1280, beside the menu."""
TICKS: Final = 34
"""Pixels of the boxes to tick."""
NARROWEST: Final = 110
GLYPH, THIN_GLYPH, EDGES = 7.2, 3.7, 18
"""Pixels of a letter or figure, of a blank, comma or the like, and of the edges of a cell."""
THIN: Final = frozenset("\N{NO-BREAK SPACE} ,.:;'ijlI|")


def fitted(frame: pl.DataFrame, columns: Sequence[Column], roomy: str, room: int = PAGE) -> list[Column]:
    """The columns as wide as their heading and their longest text or figure; the `roomy` one takes what is left.

    A figure that is cut would be read as another one, so it never is: the roomy column gives way.
    """
    own = [column if column.name == roomy else replace(column, width=_needed(frame, column)) for column in columns]
    left = room - sum(column.width or 0 for column in own if column.name != roomy)
    return [replace(column, width=max(left, NARROWEST)) if column.name == roomy else column for column in own]


def _needed(frame: pl.DataFrame, column: Column) -> int:
    """The pixels that a column needs; one of texts not more than its own width."""
    cells = frame[column.name].drop_nulls()
    if column.kind is Kind.AMOUNT:
        # the longest is the largest, or the one furthest below nought
        texts = [sek(int(value)) for value in (cells.min(), cells.max()) if isinstance(value, int)]
    elif column.kind is Kind.COUNT:
        texts = [count(int(value)) for value in (cells.min(), cells.max()) if isinstance(value, int)]
    else:
        texts = [str(text) for text in cells.unique()]
    longest = max([0.0, *map(_pixels, texts)])
    if column.kind is Kind.TEXT and column.width:
        longest = min(longest, column.width - EDGES)
    return int(max(_pixels(_(column.label)), longest)) + EDGES


def _pixels(text: str) -> float:
    """About how wide a text stands in a grid."""
    return sum(THIN_GLYPH if glyph in THIN else GLYPH for glyph in text)
