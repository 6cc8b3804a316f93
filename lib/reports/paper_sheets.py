"""What an account is held against as a sheet: each paper with its rows, which add up to the reconciliation amount."""

from typing import Final

import polars as pl

from lib.core.languages import Language, mark
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import table
from lib.sie.frames import Schema

PAPERS: Final[Schema] = {"paper": pl.String(), "text": pl.String(), "amount": pl.Int64(), "apart": pl.Int64()}
"""A row for each row of a paper, öre, debit positive; `apart` are amounts of papers for several accounts, in no sum."""
TITLE: Final = mark("Appendices")
_COLUMNS: Final = (
    Column("paper", mark("Held against"), width=36),
    Column("text", mark("Text"), width=42),
    Column("amount", mark("Amount"), Kind.AMOUNT, summed=True),
    Column("apart", mark("For several accounts"), Kind.AMOUNT),
)


def papers_sheet(papers: pl.DataFrame, language: Language) -> Sheet:
    """The `PAPERS` of one account with their sum."""
    shared = papers["apart"].null_count() < papers.height
    shown = [column for column in _COLUMNS if shared or column.name != "apart"]
    return table(TITLE, papers, shown, language, total=mark("Reconciliation amount"))
