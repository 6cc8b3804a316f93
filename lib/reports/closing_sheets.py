"""The closing work's tables as sheets: the reconciliation, the year at one glance, the main appendices."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lib.closing.standings import STANDING_NAMES, STANDING_SHAPES
from lib.core.languages import Language, mark, translate
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import AFTER_ENTRIES, table

RECONCILIATION: Final = mark("Balance reconciliation")
GLANCE: Final = mark("Overview of the year")
MAIN_APPENDICES: Final = mark("Main appendices")
SUB_APPENDICES: Final = mark("Sub-appendices")
_WIDE: Final = 34

_ACCOUNT: Final = (Column("account", mark("Account"), width=10), Column("name", mark("Name"), width=_WIDE))
_FIGURES: Final = (
    Column("opening", mark("Opening balance"), Kind.AMOUNT, summed=True),
    Column("change", mark("Period"), Kind.AMOUNT, summed=True),
    Column("closing", mark("Closing balance"), Kind.AMOUNT, summed=True),
    *AFTER_ENTRIES,
)
_HELD: Final = (
    Column("amount", mark("Reconciliation amount"), Kind.AMOUNT, summed=True),
    Column("difference", mark("Difference"), Kind.AMOUNT, summed=True),
    Column("left", mark("Diff. after"), Kind.AMOUNT, summed=True),
    Column("checks", mark("Auto checks"), Kind.COUNT),
    Column("status", mark("Status"), width=16),
)
_SAID: Final = (
    Column("said_by", mark("Marked by"), width=22),
    Column("said_balance", mark("Balance then"), Kind.AMOUNT),
    Column("comment", mark("Comment"), width=30),
    Column("reviewed_by", mark("Reviewed by"), width=22),
)
_PAPERS: Final = (Column("paper_names", mark("Appendices"), width=28), Column("day", mark("Stated for"), Kind.DAY))
_ACCOUNTS: Final = (*_ACCOUNT, *_FIGURES, *_PAPERS, *_HELD, *_SAID)
_GROUP: Final = (
    Column("group", mark("Group"), width=8),
    Column("name", mark("Main appendix"), width=_WIDE),
    Column("accounts", mark("Accounts"), Kind.COUNT),
)
_SUBS: Final = (
    Column("account", mark("Account"), width=10),
    Column("name", mark("Sub-appendix"), width=46),
    Column("kind", mark("Kind"), width=18),
    Column("day", mark("Stated for"), Kind.DAY),
    Column("amount", mark("Amount"), Kind.AMOUNT, summed=True),
    Column("files", mark("Files"), Kind.COUNT),
)
_DONE: Final = (Column("done", mark("Marked as done"), Kind.COUNT),)


def reconciliation_sheet(rows: pl.DataFrame, language: Language) -> Sheet:
    """A `lib.closing.standings.RECONCILIATION` with papers and marks in words beside it."""
    return table(RECONCILIATION, _with_status(rows, language), _ACCOUNTS, language)


def main_appendices_sheet(groups: pl.DataFrame, language: Language) -> Sheet:
    """A `lib.closing.main_appendices.MAIN_APPENDICES`."""
    names = {text: translate(text, language) for text in groups["text"].unique()}
    named = _with_status(groups, language).with_columns(name=pl.col("text").replace(names))
    return table(MAIN_APPENDICES, named, (*_GROUP, *_FIGURES, *_HELD, *_DONE), language)


def main_appendix_sheets(title: str, rows: pl.DataFrame, papers: pl.DataFrame, language: Language) -> list[Sheet]:
    """One main appendix: its accounts as `reconciliation_sheet`, and its sub-appendices."""
    return [
        table(title, _with_status(rows, language), _ACCOUNTS, language),
        table(SUB_APPENDICES, papers, _SUBS, language),
    ]


def glance_sheet(wide: pl.DataFrame, periods: Mapping[str, str], language: Language, *, amounts: bool) -> Sheet:
    """A `lib.closing.reconciliation.glance`: `periods` are the headings of its columns, by key.

    `amounts` says that they hold öre; else how the accounts stand.
    """
    kind = Kind.AMOUNT if amounts else Kind.TEXT
    shown = wide if amounts else wide.with_columns(pl.col(key).replace(standing_words(language)) for key in periods)
    of_periods = tuple(Column(key, heading, kind, summed=amounts) for key, heading in periods.items())
    return table(GLANCE, shown, (*_ACCOUNT, *of_periods), language)


def _with_status(rows: pl.DataFrame, language: Language) -> pl.DataFrame:
    return rows.with_columns(status=pl.col("standing").replace(standing_words(language)))


def standing_words(language: Language) -> dict[str, str]:
    """How accounts stand, shape and word, by the code that frames have."""
    return {one.value: f"{STANDING_SHAPES[one]} {translate(name, language)}" for one, name in STANDING_NAMES.items()}
