"""VAT and fees as sheets: the return as the accounts tell it, the accounts of VAT and fees, and the payroll."""

from typing import Final

import polars as pl

from lib.closing.vat_returns import VatReturn
from lib.core.languages import Language, mark, translate
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import AFTER_ENTRIES, table

VAT_RETURN: Final = mark("VAT return")
VAT_ACCOUNTS: Final = mark("Accounts of VAT and fees")
PAYROLL: Final = mark("Wages and fees")
_BOXES: Final = (
    Column("box", mark("Box"), width=6),
    Column("text", mark("What it is"), width=58),
    Column("ore", mark("In the accounts"), Kind.AMOUNT),
    Column("declared", mark("In the return"), Kind.AMOUNT),
    Column("accounts", mark("Accounts"), width=40),
)
_ACCOUNTS: Final = (
    Column("account", mark("Account"), width=10),
    Column("name", mark("Name"), width=42),
    Column("opening", mark("Opening balance"), Kind.AMOUNT, summed=True),
    Column("change", mark("Change"), Kind.AMOUNT, summed=True),
    Column("closing", mark("Closing balance"), Kind.AMOUNT, summed=True),
    *AFTER_ENTRIES,
)
_PAYROLL: Final = (
    Column("month", mark("Month until"), Kind.DAY),
    Column("wages", mark("Wages"), Kind.AMOUNT, summed=True),
    Column("fees", mark("Social fees"), Kind.AMOUNT, summed=True),
    Column("tax_owed", mark("Withheld tax owed"), Kind.AMOUNT),
    Column("fees_owed", mark("Social fees owed"), Kind.AMOUNT),
)


def vat_sheets(found: VatReturn | None, accounts: pl.DataFrame, wages: pl.DataFrame, language: Language) -> list[Sheet]:
    """The sheets that hold anything, the accounts in any case."""
    sheets = [table(VAT_ACCOUNTS, accounts, _ACCOUNTS, language)]
    if found:
        words = {text: translate(text, language) for text in found.boxes["text"]}
        boxes = found.boxes.with_columns(pl.col("text").replace(words))
        sheets.insert(0, table(VAT_RETURN, boxes, _BOXES, language))
    if wages.height:
        sheets.append(table(PAYROLL, wages, _PAYROLL, language))
    return sheets
