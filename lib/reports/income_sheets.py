"""The income analysis as a sheet: each result account beside last year and the average, and how it stands."""

from typing import Final

import polars as pl

from lib.core.languages import Language, mark
from lib.reports.closing_sheets import standing_words
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import filled, table

INCOME_ANALYSIS: Final = mark("Income analysis")
_COLUMNS: Final = (
    Column("account", mark("Account"), width=10),
    Column("name", mark("Name"), width=42),
    Column("change", mark("Period"), Kind.AMOUNT, summed=True),
    Column("within", mark("Entries"), Kind.AMOUNT, summed=True),
    Column("after_change", mark("After entries"), Kind.AMOUNT, summed=True),
    Column("last_year", mark("Period last year"), Kind.AMOUNT, summed=True),
    Column("from_last_year", mark("Deviation from last year"), Kind.AMOUNT, summed=True),
    Column("share_of_last_year", mark("% of last year"), Kind.COUNT),
    Column("average", mark("Average period"), Kind.AMOUNT, summed=True),
    Column("from_average", mark("Deviation from the average"), Kind.AMOUNT, summed=True),
    Column("share_of_average", mark("% of the average"), Kind.COUNT),
    Column("closing", mark("Year to date"), Kind.AMOUNT, summed=True),
    Column("checks", mark("Findings"), Kind.COUNT),
    Column("status", mark("Status"), width=18),
)


def income_analysis_sheet(analysed: pl.DataFrame, language: Language) -> Sheet:
    """A `lib.closing.income.INCOME` with shares; what is not known of any account has no column."""
    frame = analysed.with_columns(status=pl.col("standing").replace(standing_words(language)))
    return table(INCOME_ANALYSIS, frame, filled(frame, _COLUMNS), language)
