"""VAT and fees by VAT period: what moved on the accounts of VAT, personnel taxes and fees, and the tax account."""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger.balances import period_number, sum_if_known, trial_balance
from lib.ledger.books import YearFrames
from lib.sie.frames import Schema

VAT_AND_FEES: Final[Schema] = {
    "start": pl.Date(),
    "end": pl.Date(),
    "account": pl.String(),
    "name": pl.String(),
    "opening": pl.Int64(),
    "change": pl.Int64(),
    "closing": pl.Int64(),
}
"""Öre, debit positive, by VAT period and account; null where the books do not hold the whole period."""
GROUPS: Final = ("26", "27")
ALONE: Final = ("1630", "1640", "1650")
"""The tax account, tax receivable, VAT receivable."""


def vat_and_fees(books: Sequence[YearFrames], spans: Sequence[FinancialYear]) -> pl.DataFrame:
    """The accounts of VAT and fees as `VAT_AND_FEES`, of VAT periods as `lib.closing.periods.vat_periods` gives them.

    A VAT period may reach over two financial years: `books` are all of the client's. Accounts
    without any balance or movement in a period are left out of it.
    """
    ordered = sorted(books, key=lambda one: one.year)
    parts = [
        _of_span(ordered, span).select(pl.lit(span.start).alias("start"), pl.lit(span.end).alias("end"), pl.all())
        for span in spans
    ]
    return pl.concat([pl.DataFrame(schema=dict(VAT_AND_FEES)), *parts])


def is_vat_or_fee() -> pl.Expr:
    """Whether an `account` is one of VAT, personnel taxes and fees, or the tax account."""
    return pl.col("account").str.slice(0, 2).is_in(GROUPS) | pl.col("account").is_in(ALONE)


def _of_span(books: Sequence[YearFrames], span: FinancialYear) -> pl.DataFrame:
    pieces = list(_pieces(books, span))
    days = sum((min(one.year.end, span.end) - max(one.year.start, span.start)).days + 1 for one, *_ in pieces)
    whole = days == (span.end - span.start).days + 1
    empty = pl.DataFrame(schema=dict(VAT_AND_FEES)).drop("start", "end")
    trials = [
        trial_balance(*piece).select("account", "name", "opening", "closing", change="period") for piece in pieces
    ]
    if not trials:
        return empty
    found = (
        pl.concat(trials)
        .filter(is_vat_or_fee())
        .group_by("account", maintain_order=True)
        .agg(pl.col("name", "closing").last(), pl.col("opening").first(), sum_if_known("change"))
        .sort("account")
    )
    used = pl.any_horizontal(pl.col("opening", "change", "closing").fill_null(0) != 0)
    blank = pl.lit(None, dtype=pl.Int64)
    shown = found.filter(used) if whole else found.filter(used).with_columns(opening=blank, change=blank, closing=blank)
    return shown.select(empty.columns)


def _pieces(books: Sequence[YearFrames], span: FinancialYear) -> Iterator[tuple[YearFrames, int, int]]:
    """Books, and which of their months lie in the span."""
    for one in books:
        if one.year.overlaps(span):
            days = pl.Series([max(one.year.start, span.start), min(one.year.end, span.end)])
            first, last = pl.select(period_number(pl.lit(days), one.year)).to_series()
            yield one, first, last
