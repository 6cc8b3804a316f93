"""What an exploration shows as sheets: figures by account and month, the trend, how late vouchers were entered."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from lib.core.languages import Language, mark
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import filled, table

BY_ACCOUNT: Final = mark("Account and month")
TREND: Final = mark("Trend")
LAGS: Final = mark("Booking lag")
_MONTH: Final = Column("month", mark("Month"), width=10)
_FIGURES: Final = (
    Column("rows", mark("Rows"), Kind.COUNT, summed=True),
    Column("debit", mark("Debit"), Kind.AMOUNT, summed=True),
    Column("credit", mark("Credit"), Kind.AMOUNT, summed=True),
    Column("movement", mark("Net movement"), Kind.AMOUNT, summed=True),
)
_BY_ACCOUNT: Final = (
    Column("account", mark("Account"), width=10),
    Column("name", mark("Name"), width=42),
    _MONTH,
    *_FIGURES,
)
_TREND: Final = (
    _MONTH,
    *_FIGURES,
    Column("rows_before", mark("Rows last year"), Kind.COUNT, summed=True),
    Column("debit_before", mark("Debit last year"), Kind.AMOUNT, summed=True),
    Column("credit_before", mark("Credit last year"), Kind.AMOUNT, summed=True),
    Column("movement_before", mark("Net movement last year"), Kind.AMOUNT, summed=True),
)
_LAGS: Final = (
    _MONTH,
    Column("vouchers", mark("Vouchers"), Kind.COUNT, summed=True),
    Column("in_time", mark("In time"), Kind.COUNT, summed=True),
    Column("late", mark("Late"), Kind.COUNT, summed=True),
    Column("median", mark("Half within (days)"), Kind.COUNT, width=18),
    Column("longest", mark("Longest (days)"), Kind.COUNT, width=15),
)


def by_account_sheet(found: pl.DataFrame, language: Language) -> Sheet:
    """Rows by account and month, as `lib.ledger.explored.BY_ACCOUNT`."""
    return _sheet(BY_ACCOUNT, found, _BY_ACCOUNT, language)


def trend_sheet(found: pl.DataFrame, language: Language) -> Sheet:
    """Rows by month beside the year before, as `lib.ledger.explored.TREND`."""
    return _sheet(TREND, found, _TREND, language)


def lags_sheet(found: pl.DataFrame, language: Language) -> Sheet:
    """How late vouchers were entered, as `lib.ledger.explored.LAGS`."""
    return _sheet(LAGS, found, _LAGS, language)


def _sheet(title: str, found: pl.DataFrame, columns: Sequence[Column], language: Language) -> Sheet:
    shown = found.with_columns(pl.col("month").dt.strftime("%Y-%m"))
    return table(title, shown, filled(found, columns), language)
