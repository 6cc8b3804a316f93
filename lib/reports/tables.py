"""A frame as a sheet: its columns named in the reader's language, and the row of sums."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from lib.core.languages import Language, mark, translate
from lib.reports.sheets import Column, Kind, Sheet

SUM: Final = mark("Sum")
AFTER_ENTRIES: Final = (
    Column("entries", mark("Entries"), Kind.AMOUNT, summed=True),
    Column("after", mark("After entries"), Kind.AMOUNT, summed=True),
)
"""What closing entries move balances by, and the books after them, where a frame has them beside the books."""


def table(title: str, frame: pl.DataFrame, columns: Sequence[Column], language: Language, *, total: str = SUM) -> Sheet:
    """A sheet of those columns that the frame has; titles and headings are marked texts."""
    there = [column for column in columns if column.name in frame.columns]
    return Sheet(translate(title, language), frame, worded(there, language), translate(total, language))


def filled(frame: pl.DataFrame, columns: Sequence[Column]) -> list[Column]:
    """Those columns that say something of any row; all that there are, of a frame without rows."""
    there = [column for column in columns if column.name in frame.columns]
    return [column for column in there if not frame.height or frame[column.name].null_count() < frame.height]


def worded(columns: Sequence[Column], language: Language) -> list[Column]:
    """The columns with their headings in the reader's language."""
    return [replace(column, heading=translate(column.heading, language)) for column in columns]
