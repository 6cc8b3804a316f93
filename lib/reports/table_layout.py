"""How wide a table's columns are on paper, how large its letters, and whether the page lies on its side.

Widths are reckoned from what the cells hold, so that figures never break and long texts do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import polars as pl

from lib.core.money import count, sek
from lib.reports.sheets import Column, Kind, Sheet

PORTRAIT, LANDSCAPE = 498, 745
"""What stands between the margins of an A4 page, in points."""
SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
_FIGURE, _LETTER, _PADDING = 0.5, 0.5, 7.0
"""How wide a figure and a letter are in parts of the size of the type, and a cell's margins in points."""
_TEXT_AT_MOST: Final = 60
_WRAPS_FROM: Final = 18
"""A text of fewer characters is not broken as long as the page has room."""
_SHRUNK: Final = 0.55
"""How far a long text's column may be narrowed before the page is turned."""
_FIGURES: Final = frozenset({Kind.AMOUNT, Kind.COUNT})
_LEAST_BROKEN: Final = 4
_BREAK: Final = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The widths of the columns in points, the size of the type, and whether the page has to lie on its side."""

    widths: Sequence[float]
    size: float
    wide: bool


@dataclass(frozen=True, slots=True)
class Need:
    """How many characters a column would like, and how few it can do with."""

    wanted: int
    least: int
    figures: bool

    def points(self, characters: float, size: float) -> float:
        """So many characters as a width on paper."""
        return characters * size * (_FIGURE if self.figures else _LETTER) + _PADDING


def table(sheet: Sheet, *, heading: bool) -> tuple[dict[str, Any], bool]:
    """A sheet as the template takes it, and whether it needs a page on its side."""
    columns = list(sheet.columns)
    rows = [[written(value, column.kind) for value, column in _paired(row, columns)] for row in _rows(sheet)]
    total = _total(sheet)
    layout = laid_out(columns, [*rows, *([total] if total else [])])
    widest = max(range(len(columns)), key=lambda place: (columns[place].kind is Kind.TEXT, layout.widths[place]))
    return {
        "kind": "table",
        "title": sheet.title if heading else "",
        "size": layout.size,
        "columns": [
            {
                "heading": column.heading,
                "figures": column.kind in _FIGURES,
                "width": 0 if place == widest else round(layout.widths[place], 1),
            }
            for place, column in enumerate(columns)
        ],
        "rows": [_broken(row, columns, layout) for row in rows],
        "bold": sorted({*sheet.sums, *sheet.headings}),
        "total": total,
        "note": "",
    }, layout.wide


def laid_out(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Layout:
    """The largest type at which the table fits on an upright page, else on its side, else with narrower texts."""
    needs = [_need(column, [row[place] for row in rows]) for place, column in enumerate(columns)]
    for room, size in product((PORTRAIT, LANDSCAPE), SIZES[:3]):
        if (widths := _fitted(needs, room, size)) is not None:
            return Layout(widths, size, room == LANDSCAPE)
    for size in SIZES[3:]:
        if (widths := _fitted(needs, LANDSCAPE, size)) is not None:
            return Layout(widths, size, wide=True)
    size = SIZES[-1]
    least = [need.points(need.least, size) for need in needs]
    squeezed = min(1.0, LANDSCAPE / sum(least))
    return Layout([width * squeezed for width in least], size, wide=True)


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


def _rows(sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    return sheet.frame.select(column.name for column in sheet.columns).iter_rows()


def _paired(row: Sequence[Any], columns: Sequence[Column]) -> Iterator[tuple[Any, Column]]:
    return zip(row, columns, strict=True)


def _total(sheet: Sheet) -> list[str]:
    """The row of sums; empty where nothing is summed."""
    columns, frame = sheet.columns, sheet.frame
    if frame.is_empty() or not any(column.summed for column in columns):
        return []
    sums = [written(_sum(frame, column), column.kind) if column.summed else "" for column in columns]
    return [sums[0] or sheet.total, *sums[1:]]


def _sum(frame: pl.DataFrame, column: Column) -> int:
    return int(frame[column.name].sum())


def _need(column: Column, cells: Sequence[str]) -> Need:
    longest = max(map(len, cells), default=0)
    word = max(map(len, column.heading.split()), default=0)
    if column.kind is not Kind.TEXT:
        needed = max(longest, word)
        return Need(needed, needed, figures=True)
    wanted = max(min(longest, max(column.width, _WRAPS_FROM), _TEXT_AT_MOST), word)
    least = wanted if wanted < _WRAPS_FROM else max(int(wanted * _SHRUNK), _WRAPS_FROM // 2, word)
    return Need(wanted, least, figures=False)


def _fitted(needs: Sequence[Need], room: float, size: float) -> list[float] | None:
    """The widths at which the table fits; None where even narrow texts do not make it fit."""
    wanted = [need.points(need.wanted, size) for need in needs]
    least = [need.points(need.least, size) for need in needs]
    if sum(least) > room:
        return None
    spare = sum(wanted) - sum(least)
    share = min(1.0, (room - sum(least)) / spare) if spare else 1.0
    return [low + (high - low) * share for low, high in zip(least, wanted, strict=True)]


def _broken(row: Sequence[str], columns: Sequence[Column], layout: Layout) -> list[str]:
    """The cells with room to break in words that are longer than their column."""
    return [
        breakable(cell, round((width - _PADDING) / (layout.size * _LETTER))) if column.kind is Kind.TEXT else cell
        for cell, column, width in zip(row, columns, layout.widths, strict=True)
    ]


def breakable(text: str, width: int) -> str:
    """A text whose words of more than `width` characters may be broken."""
    longest = max(width, _LEAST_BROKEN)
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _BREAK.join(_cut(word[0], longest)), text)


def _cut(word: str, length: int) -> Iterator[str]:
    return (word[start : start + length] for start in range(0, len(word), length))
