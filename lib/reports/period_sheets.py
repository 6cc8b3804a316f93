"""The periods and a period's checklist as sheets."""

from typing import Final

import polars as pl

from lib.core.languages import Language, mark
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import table
from lib.sie.frames import Schema

PERIODS: Final = mark("Periods")
CHECKLIST: Final = mark("Checklist")
BOARD: Final[Schema] = {
    "period": pl.String(),
    "state": pl.String(),
    "accounts": pl.Int64(),
    "done": pl.Int64(),
    "difference": pl.Int64(),
    "findings": pl.Int64(),
    "note": pl.String(),
    "items": pl.Int64(),
    "ticked": pl.Int64(),
    "locked": pl.String(),
    "reviewed": pl.String(),
}
"""A row for each period, words in the reader's language; nothing but its state of one that was never started.

`difference` is öre, of the accounts that are not done; `note` tells what has changed or is out of date.
"""
ITEMS: Final[Schema] = {
    "text": pl.String(),
    "state": pl.String(),
    "who": pl.String(),
    "at": pl.String(),
    "comment": pl.String(),
}
"""A row for each item of a checklist, in words."""
_BOARD: Final = (
    Column("period", mark("Period"), width=26),
    Column("state", mark("Status"), width=16),
    Column("accounts", mark("Accounts"), Kind.COUNT),
    Column("done", mark("Marked as done"), Kind.COUNT),
    Column("difference", mark("Difference"), Kind.AMOUNT),
    Column("findings", mark("Open findings"), Kind.COUNT),
    Column("items", mark("Items of the checklist"), Kind.COUNT),
    Column("ticked", mark("Done"), Kind.COUNT),
    Column("note", mark("Note"), width=30),
    Column("locked", mark("Locked"), width=30),
    Column("reviewed", mark("Reviewed"), width=30),
)
_ITEMS: Final = (
    Column("text", mark("What is to be done"), width=60),
    Column("state", mark("Status"), width=16),
    Column("who", mark("By"), width=20),
    Column("at", mark("When"), width=20),
    Column("comment", mark("Comment"), width=40),
)


def board_sheet(board: pl.DataFrame, language: Language) -> Sheet:
    """Periods as `BOARD`."""
    return table(PERIODS, board, _BOARD, language)


def checklist_sheet(items: pl.DataFrame, language: Language) -> Sheet:
    """A checklist as `ITEMS`."""
    return table(CHECKLIST, items, _ITEMS, language)
