"""Closing entries that come back with an import: they belong to the year-end, and to no month before it."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from lib.closing.periods import Period
from lib.core.periods import FinancialYear
from lib.ledger.books import MONTHS, Extent, YearFrames
from lib.ledger.movements import months_of

_OF_VOUCHERS: Final = frozenset({"vouchers", "entries", "history"})


@dataclass(frozen=True, slots=True)
class WithoutVouchers:
    """Books of a year without the vouchers for which `left_out` (over `lib.ledger.books.VOUCHERS`) is true.

    Balances stay as the source states them: what a period closes with is opened and moved, not read there.
    """

    books: YearFrames
    left_out: pl.Expr

    @property
    def year(self) -> FinancialYear:
        """The year of the books."""
        return self.books.year

    @property
    def extent(self) -> Extent:
        """How much of the year they tell."""
        return self.books.extent

    def frame(self, name: str) -> pl.LazyFrame:
        """A frame as it would be had these vouchers never been booked."""
        frame = self.books.frame(name)
        if name in _OF_VOUCHERS:
            return frame.join(self._vouchers(), on="voucher", how="anti", maintain_order="left")
        return self._months(frame) if name == "months" else frame

    def _vouchers(self) -> pl.LazyFrame:
        return self.books.frame("vouchers").filter(self.left_out).select("voucher")

    def _months(self, months: pl.LazyFrame) -> pl.LazyFrame:
        gone = self.books.frame("entries").join(self._vouchers(), on="voucher", how="semi").collect()
        if gone.is_empty():
            return months
        amounts = [name for name in MONTHS if name not in {"account", "month"}]
        taken = months_of(gone, self.year).lazy()
        left = months.join(taken, on=["account", "month"], how="left", maintain_order="left", suffix="_gone")
        own = left.with_columns(pl.col(name) - pl.col(f"{name}_gone").fill_null(0) for name in amounts)
        return own.filter(pl.col("rows") > 0).select(list(MONTHS))


def seen_from(books: YearFrames, period: Period, returned: pl.Expr | None = None) -> YearFrames:
    """The books as a period sees them: months and quarters without `returned` vouchers, the year-end with all.

    `returned` tells by `lib.ledger.books.VOUCHERS` which vouchers are closing entries come back.
    """
    return books if returned is None or period.year_end else WithoutVouchers(books, returned)
