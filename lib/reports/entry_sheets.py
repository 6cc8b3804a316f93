"""Closing entries as sheets: the list, all their rows, and how a system entry was worked out."""

from typing import Final

import polars as pl

from lib.core.languages import Language, mark, translate
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import table, worded
from lib.sie.frames import Schema

ENTRIES: Final = mark("Closing entries")
ROWS: Final = mark("Rows of the entries")
LIST: Final[Schema] = {
    "entry": pl.String(),
    "day": pl.Date(),
    "name": pl.String(),
    "total": pl.Int64(),
    "status": pl.String(),
    "who": pl.String(),
}
"""A row for each entry; `total` is its debit in öre, `status` and `who` are in words."""
BOOKED: Final[Schema] = {
    "entry": pl.String(),
    "day": pl.Date(),
    "account": pl.String(),
    "name": pl.String(),
    "text": pl.String(),
    "objects": pl.String(),
    "debit": pl.Int64(),
    "credit": pl.Int64(),
}
"""A row for each row of the entries, öre."""
CALCULATION: Final[Schema] = {"text": pl.String(), "amount": pl.Int64(), "source": pl.String(), "total": pl.Boolean()}
"""A line for each step, in words; signs as in a tax return."""
_LIST: Final = (
    Column("entry", mark("Entry"), width=8),
    Column("day", mark("Date"), Kind.DAY),
    Column("name", mark("Name"), width=44),
    Column("total", mark("Amount"), Kind.AMOUNT, summed=True),
    Column("status", mark("Status"), width=26),
    Column("who", mark("Saved by"), width=30),
)
_ROWS: Final = (
    Column("entry", mark("Entry"), width=8),
    Column("day", mark("Date"), Kind.DAY),
    Column("account", mark("Account"), width=10),
    Column("name", mark("Name"), width=34),
    Column("text", mark("Text"), width=34),
    Column("objects", mark("Objects"), width=16),
    Column("debit", mark("Debit"), Kind.AMOUNT, summed=True),
    Column("credit", mark("Credit"), Kind.AMOUNT, summed=True),
)
_CALCULATION: Final = (
    Column("text", mark("Line"), width=60),
    Column("amount", mark("Amount"), Kind.AMOUNT),
    Column("source", mark("Source"), width=30),
)


def entries_sheets(entries: pl.DataFrame, rows: pl.DataFrame, language: Language) -> list[Sheet]:
    """Entries as `LIST`, and their rows as `BOOKED`."""
    return [table(ENTRIES, entries, _LIST, language), table(ROWS, rows, _ROWS, language)]


def entry_sheet(title: str, rows: pl.DataFrame, language: Language) -> Sheet:
    """One entry's rows as `BOOKED`; the title says which."""
    own = [column for column in _ROWS if column.name not in {"entry", "day"}]
    return table(title, rows, own, language)


def calculation_sheet(entry: str, lines: pl.DataFrame, language: Language) -> Sheet:
    """How a system entry was worked out, as `CALCULATION`; `entry` says which."""
    title = translate(mark("{entry}: calculation"), language, entry=entry)
    bold = frozenset(row for row, total in enumerate(lines["total"]) if total)
    return Sheet(title, lines, worded(_CALCULATION, language), headings=bold)
