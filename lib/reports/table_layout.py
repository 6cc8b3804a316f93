"""How wide a table's columns are on paper, how large its letters, and whether the page lies on its side.

Widths are reckoned from what the cells hold, so that figures never break and long texts do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from typing import Any, Final

import polars as pl

from lib.core.money import count, sek
from lib.reports.sheets import Column, Kind, Sheet

PORTRAIT, LANDSCAPE = 498, 745
"""What stands between the margins of an A4 page, in points."""
SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_LETTER, _PADDING, _GAP = 0.5, 7.0, 6.0
"""How wide a character is in parts of the size of the type; a cell's margins, and what more parts a text
from the figures before it, in points."""
_TEXT_AT_MOST: Final = 60
_WORD_AT_MOST: Final = 20
"""A longer word of a text is broken where its column is narrow."""
_HEADING_AT_MOST: Final = 12
"""A longer word of a heading is hyphenated."""
_BOLDER: Final = 1.15
"""How much wider the letters of headings are."""
_WRAPS_FROM: Final = 18
"""A text of fewer characters is not broken as long as the page has room."""
_SHRUNK: Final = 0.5
"""How far a long text's column may be narrowed at most."""
_EASE: Final = 0.75
"""How much of the way from its least to its wanted width a column has to come to be read with ease."""
_FIGURES: Final = frozenset({Kind.AMOUNT, Kind.COUNT})
_LEAST_BROKEN: Final = 4
_BREAK: Final = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of the columns and the size of the type, in points."""

    widths: Sequence[float]
    size: float


@dataclass(frozen=True, slots=True)
class Need:
    """How many characters a column would like, and how few it can do with."""

    wanted: int
    least: int
    padding: float = _PADDING

    def points(self, characters: float, size: float) -> float:
        """So many characters as a width on paper."""
        return characters * size * _LETTER + self.padding

    def held(self, width: float, size: float) -> int:
        """How many characters stand in a column of this width."""
        return round((width - self.padding) / (size * _LETTER))


@dataclass(frozen=True, slots=True)
class Cells:
    """A sheet's cells in words: of the columns that are shown, the sums, and what the columns need to hold them."""

    sheet: Sheet
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    total: Sequence[str]
    needs: Sequence[Need]

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return self.sheet.title


def cells_of(sheet: Sheet) -> Cells:
    """Write a sheet's cells out, once for all that is reckoned from them."""
    columns = _telling(sheet)
    rows = [[written(value, column.kind) for value, column in _paired(row, columns)] for row in _rows(sheet, columns)]
    total = _total(sheet, columns)
    return Cells(sheet, columns, rows, total, needs_of(columns, [*rows, total] if total else rows))


def table(cells: Cells, *, wide: bool) -> dict[str, Any]:
    """A sheet as the template takes it, on an upright page or a `wide` one."""
    columns, needs = cells.columns, cells.needs
    layout = laid_out(needs, wide=wide)
    held = [need.held(width, layout.size) for need, width in zip(needs, layout.widths, strict=True)]
    texts = [place for place, column in enumerate(columns) if column.kind is Kind.TEXT]
    widest = max(texts, key=layout.widths.__getitem__, default=None)
    return {
        "kind": "table",
        "size": layout.size,
        "columns": [
            {
                "heading": column.heading,
                "figures": column.kind in _FIGURES,
                "apart": needs[place].padding > _PADDING,
                "hyphenate": _word(column) > held[place],
                "width": 0 if place == widest else round(layout.widths[place], 1),
            }
            for place, column in enumerate(columns)
        ],
        "rows": [_broken(row, columns, held) for row in cells.rows],
        "bold": sorted({*cells.sheet.sums, *cells.sheet.headings}),
        "total": cells.total,
    }


def is_wide(cells: Cells) -> bool:
    """Whether a sheet needs a page on its side to be read with ease."""
    return all(_fitted(cells.needs, PORTRAIT, size, ease=_EASE) is None for size in SIZES[:3])


def laid_out(needs: Sequence[Need], *, wide: bool) -> Layout:
    """The largest type at which the table is read with ease, else at which it fits at all."""
    room = LANDSCAPE if wide else PORTRAIT
    for ease, size in product((_EASE, 0.0), SIZES):
        if (widths := _fitted(needs, room, size, ease=ease)) is not None:
            return Layout(widths, size)
    size = SIZES[-1]
    least = [need.points(need.least, size) for need in needs]
    return Layout([width * room / sum(least) for width in least], size)


def needs_of(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Need]:
    """What the columns need to hold their headings and these cells."""
    return [
        replace(_need(column, [row[place] for row in rows]), padding=_PADDING + _GAP * _is_apart(columns, place))
        for place, column in enumerate(columns)
    ]


def written(value: Any, kind: Kind) -> str:  # noqa: ANN401 - whatever a frame holds
    """A cell in words."""
    if value is None:
        return ""
    match kind:
        case Kind.AMOUNT:
            return sek(value)
        case Kind.COUNT:
            return count(value)
        case _:
            return str(value)


def _telling(sheet: Sheet) -> list[Column]:
    """The columns that say something of any row: the others only take room on paper."""
    told = [column for column in sheet.columns if any(value not in {None, ""} for value in sheet.frame[column.name])]
    return told if sheet.frame.height else list(sheet.columns)


def _rows(sheet: Sheet, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    return sheet.frame.select(column.name for column in columns).iter_rows()


def _paired(row: Sequence[Any], columns: Sequence[Column]) -> Iterator[tuple[Any, Column]]:
    return zip(row, columns, strict=True)


def _total(sheet: Sheet, columns: Sequence[Column]) -> list[str]:
    """The row of sums; empty where nothing is summed."""
    frame = sheet.frame
    if frame.is_empty() or not any(column.summed for column in columns):
        return []
    sums = [written(_sum(frame, column), column.kind) if column.summed else "" for column in columns]
    return [sums[0] or sheet.total, *sums[1:]]


def _sum(frame: pl.DataFrame, column: Column) -> int:
    return int(frame[column.name].sum())


def _is_apart(columns: Sequence[Column], place: int) -> bool:
    """Whether a column begins at the left just where figures end at the right."""
    return place > 0 and columns[place].kind not in _FIGURES and columns[place - 1].kind in _FIGURES


def _need(column: Column, cells: Sequence[str]) -> Need:
    longest = max(map(len, cells), default=len(column.heading))
    heading = _word(column)
    broken = min(heading, _HEADING_AT_MOST)
    if column.kind is not Kind.TEXT:
        return Need(max(longest, heading), max(longest, broken))
    wanted = max(min(longest, max(column.width, _WRAPS_FROM), _TEXT_AT_MOST), broken)
    whole = min(max((len(part) for cell in cells for part in cell.split()), default=0), _WORD_AT_MOST)
    least = wanted if wanted < _WRAPS_FROM else max(int(wanted * _SHRUNK), whole, broken)
    return Need(max(wanted, heading), least)


def _word(column: Column) -> int:
    """How many characters of a cell the longest word of the heading takes."""
    return ceil(max(map(len, column.heading.split()), default=0) * _BOLDER)


def _fitted(needs: Sequence[Need], room: float, size: float, *, ease: float) -> list[float] | None:
    """The widths at which the table fits, long texts given at least that part of what they would like; else None."""
    wanted = [need.points(need.wanted, size) for need in needs]
    least = [need.points(need.least, size) for need in needs]
    if sum(least) > room:
        return None
    spare = sum(wanted) - sum(least)
    share = min(1.0, (room - sum(least)) / spare) if spare else 1.0
    if share < ease:
        return None
    return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]


def _broken(row: Sequence[str], columns: Sequence[Column], held: Sequence[int]) -> list[str]:
    """The cells with room to break in words that are longer than their column."""
    return [
        breakable(cell, characters) if column.kind is Kind.TEXT else cell
        for cell, column, characters in zip(row, columns, held, strict=True)
    ]


def breakable(text: str, width: int) -> str:
    """A text whose words of more than `width` characters may be broken."""
    longest = max(width, _LEAST_BROKEN)
    text = re.sub(r"(?<=\w)([/\\,;_.-])(?=\w{4})", rf"\1{_BREAK}", text) if len(text) > longest else text
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _BREAK.join(_cut(word[0], longest)), text)


def _cut(word: str, length: int) -> Iterator[str]:
    return (word[start : start + length] for start in range(0, len(word), length))
