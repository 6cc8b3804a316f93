"""The ledger's tables as sheets: trial balance, statements, vouchers, and rows of an account."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from lib.core.languages import Language, mark, translate
from lib.ledger.layouts import ASSETS_TOTAL
from lib.ledger.statements import Row
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import AFTER_ENTRIES, SUM, filled, table, worded

TRIAL_BALANCE: Final = mark("Trial balance")
INCOME_STATEMENT: Final = mark("Income statement")
BALANCE_SHEET: Final = mark("Balance sheet")
ENTRIES: Final = mark("Rows")
VOUCHERS: Final = mark("Vouchers")
_WIDE: Final = 42

_ACCOUNT: Final = (Column("account", mark("Account"), width=10), Column("name", mark("Name"), width=_WIDE))
_BALANCES: Final = (
    *_ACCOUNT,
    Column("opening", mark("Opening balance"), Kind.AMOUNT, summed=True),
    Column("period", mark("Period"), Kind.AMOUNT, summed=True),
    Column("closing", mark("Closing balance"), Kind.AMOUNT, summed=True),
    *AFTER_ENTRIES,
    Column("last_year", mark("Period last year"), Kind.AMOUNT, summed=True),
    Column("last_closing", mark("Closing last year"), Kind.AMOUNT, summed=True),
)
_INCOME: Final = (
    Column("account", mark("Account"), width=10),
    Column("label", mark("Name"), width=_WIDE),
    Column("period", mark("Period"), Kind.AMOUNT),
    Column("closing", mark("Year to date"), Kind.AMOUNT),
    Column("last_year", mark("Period last year"), Kind.AMOUNT),
    Column("last_closing", mark("Year to date last year"), Kind.AMOUNT),
)
_BALANCE: Final = (
    Column("account", mark("Account"), width=10),
    Column("label", mark("Name"), width=_WIDE),
    Column("opening", mark("Opening balance"), Kind.AMOUNT),
    Column("period", mark("Change"), Kind.AMOUNT),
    Column("closing", mark("Closing balance"), Kind.AMOUNT),
    Column("last_closing", mark("Closing last year"), Kind.AMOUNT),
)
_ENTRIES: Final = (
    Column("date", mark("Date"), Kind.DAY),
    Column("series", mark("Series"), width=8),
    Column("number", mark("Number"), width=9),
    Column("account", mark("Account"), width=10),
    Column("text", mark("Text"), width=_WIDE),
    Column("objects_text", mark("Objects"), width=16),
    Column("debit", mark("Debit"), Kind.AMOUNT, summed=True),
    Column("credit", mark("Credit"), Kind.AMOUNT, summed=True),
    Column("balance", mark("Balance"), Kind.AMOUNT),
)
_VOUCHERS: Final = (
    Column("series", mark("Series"), width=8),
    Column("number", mark("Number"), width=9),
    Column("date", mark("Date"), Kind.DAY),
    Column("text", mark("Text"), width=_WIDE),
    Column("rows", mark("Rows"), Kind.COUNT),
    Column("total", mark("Total debit"), Kind.AMOUNT, summed=True),
    Column("difference", mark("Difference"), Kind.AMOUNT, summed=True),
)


def trial_balance_sheet(trial: pl.DataFrame, language: Language) -> Sheet:
    """A `lib.ledger.balances.TRIAL_BALANCE` with its sums."""
    return _sheet(TRIAL_BALANCE, trial, _BALANCES, language)


def income_sheet(statement: pl.DataFrame, language: Language) -> Sheet:
    """An income statement as `lib.ledger.statements.STATEMENT`, its subtotals formulas."""
    return _statement(INCOME_STATEMENT, statement, _INCOME, language)


def balance_sheet(statement: pl.DataFrame, language: Language) -> Sheet:
    """A balance sheet as `lib.ledger.statements.STATEMENT`, its subtotals formulas."""
    return _statement(BALANCE_SHEET, statement, _BALANCE, language)


def entries_sheet(rows: pl.DataFrame, language: Language, title: str = ENTRIES) -> Sheet:
    """Rows as `lib.ledger.extracts` gives them; those columns that they have (`balance` of one account only)."""
    if "debit" not in rows.columns:
        amount = pl.col("amount")
        rows = rows.with_columns(debit=pl.when(amount > 0).then(amount), credit=pl.when(amount < 0).then(-amount))
    return _sheet(title, rows, _ENTRIES, language)


def vouchers_sheet(vouchers: pl.DataFrame, language: Language) -> Sheet:
    """Vouchers as `lib.ledger.books.VOUCHERS`."""
    return _sheet(VOUCHERS, vouchers, _VOUCHERS, language)


def _sheet(title: str, frame: pl.DataFrame, columns: tuple[Column, ...], language: Language) -> Sheet:
    return table(title, frame, filled(frame, columns), language)


def _statement(title: str, statement: pl.DataFrame, columns: tuple[Column, ...], language: Language) -> Sheet:
    words = {text: translate(text, language) for text in statement["text"].unique()}
    text = pl.col("text").replace(words)
    subtotal = pl.format(f"{translate(SUM, language)} {{}}", text.str.to_lowercase())
    label = pl.when(pl.col("row") == Row.ACCOUNT).then("name").when(pl.col("row") == Row.SUBTOTAL).then(subtotal)
    kinds = statement["row"].to_list()
    bold = {Row.HEADING, Row.TOTAL, Row.RESULT, Row.DIFFERENCE}
    return Sheet(
        translate(title, language),
        statement.with_columns(label=label.otherwise(text)),
        worded(columns, language),
        sums=_sums(zip(kinds, statement["text"], strict=True)),
        headings=frozenset(row for row, kind in enumerate(kinds) if kind in bold),
    )


def _sums(rows: Iterable[tuple[str, str]]) -> dict[int, list[tuple[int, int]]]:
    """What each subtotal and total adds up (kind and text of each row): accounts, and subtotals so far."""
    sums: dict[int, list[tuple[int, int]]] = {}
    heading, so_far = 0, list[tuple[int, int]]()
    for number, (kind, text) in enumerate(rows):
        if kind == Row.HEADING:
            heading = number
        elif kind == Row.SUBTOTAL:
            sums[number] = [(heading + 1, number - 1)]
            so_far.append((number, number))
        elif kind == Row.RESULT:
            so_far.append((number, number))
        elif kind == Row.TOTAL:
            sums[number] = list(so_far)
            so_far = [] if text == ASSETS_TOTAL else so_far
    return {number: parts for number, parts in sums.items() if parts}
