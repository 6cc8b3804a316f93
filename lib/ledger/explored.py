"""What a choice of rows and vouchers comes to: its sums, a page of it in some order, and its figures by month."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger import extracts
from lib.ledger.books import Extent, LazyBooks, YearFrames
from lib.ledger.extracts import Filters
from lib.ledger.movements import day_in
from lib.sie.frames import Schema

MONTHLY: Final[Schema] = {
    "month": pl.Date(),
    "rows": pl.UInt32(),
    "debit": pl.Int64(),
    "credit": pl.Int64(),
    "movement": pl.Int64(),
}
"""Rows summed by month (its first day), in öre; `credit` without sign."""
BY_ACCOUNT: Final[Schema] = {"account": pl.String(), "name": pl.String(), **MONTHLY}
TREND: Final[Schema] = {**MONTHLY, **{f"{name}_before": kind for name, kind in list(MONTHLY.items())[1:]}}
"""Beside each month the same month a year before; null where the books do not tell."""
LAGS: Final[Schema] = {
    "month": pl.Date(),
    "vouchers": pl.UInt32(),
    "late": pl.UInt32(),
    "in_time": pl.UInt32(),
    "median": pl.Int64(),
    "longest": pl.Int64(),
}
"""How many days after their date a month's vouchers were entered, and how many of them later than allowed."""


class Order(StrEnum):
    """In what order rows or vouchers are read: by day, by their amount without sign, as they were booked."""

    DAY = "day"
    LARGEST = "largest"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class Found:
    """What passes: the places of its rows or vouchers in their frame, in order, and what they come to in öre.

    `credit` is without sign. Four bytes a row, so that a page of a million is turned without a search.
    """

    places: pl.Series
    vouchers: int
    debit: int
    credit: int


def rows(books: YearFrames, filters: Filters, order: Order = Order.DAY) -> Found:
    """The rows that pass."""
    found = extracts.entries(_placed(books), filters).select("place", "voucher", "date", "amount").collect()
    amount = found["amount"]
    debit, credit = amount.clip(lower_bound=0).sum(), -amount.clip(upper_bound=0).sum()
    return Found(_ordered(found, order, "amount"), found["voucher"].n_unique(), int(debit), int(credit))


def vouchers(books: YearFrames, filters: Filters, order: Order = Order.DAY) -> Found:
    """The vouchers that pass, as whole as they are."""
    found = extracts.vouchers(_placed(books), filters).select("place", "date", "total", "difference").collect()
    debit, difference = int(found["total"].sum()), int(found["difference"].sum())
    return Found(_ordered(found, order, "total"), found.height, debit, debit - difference)


def at(books: YearFrames, name: str, places: pl.Series) -> pl.DataFrame:
    """What stands in a frame at these places, in their order."""
    found = _placed(books).frame(name).filter(pl.col("place").is_in(places.implode())).collect()
    return places.to_frame("place").join(found, on="place", how="left", maintain_order="left").drop("place")


def by_account(books: YearFrames, filters: Filters) -> pl.DataFrame:
    """Rows summed by account and month, as `BY_ACCOUNT`."""
    keys = ["account", "month"]
    passing = extracts.entries(books, filters)
    found = passing.group_by("account", month=_month(books.year)).agg(*_figures()).sort(keys).collect()
    return extracts.with_names(books, found).select(list(BY_ACCOUNT))


def by_month(books: YearFrames, filters: Filters) -> pl.DataFrame:
    """Rows summed by month, as `MONTHLY`; every month of the days asked for, also one without rows."""
    passing = extracts.entries(books, filters)
    found = passing.group_by(month=_month(books.year)).agg(*_figures())
    every = [part.start.replace(day=1) for part in books.year.periods() if part.overlaps(filters.span)]
    months = pl.LazyFrame({"month": every}, schema={"month": pl.Date()})
    counted = months.join(found, on="month", how="left", maintain_order="left").collect()
    return counted.with_columns(pl.exclude("month").fill_null(0)).select(list(MONTHLY))


def trend(books: YearFrames, before: YearFrames | None, filters: Filters) -> pl.DataFrame:
    """Rows by month beside the same months of the year before, as `TREND`."""
    own = by_month(books, filters)
    told = before is not None and before.extent is Extent.FULL
    earlier = by_month(before, _earlier(before, filters)) if before and told else own.clear()
    moved = earlier.with_columns(pl.col("month").dt.offset_by("1y"))
    return own.join(moved, on="month", how="left", suffix="_before", maintain_order="left").select(list(TREND))


def lags(books: YearFrames, filters: Filters, allowed: int) -> pl.DataFrame:
    """How late vouchers were entered, as `LAGS`; `allowed` is the days after the end of their month.

    Those dated on the last day of the year close it, and those whose day of entry is not told say nothing:
    both are left out.
    """
    late = pl.col("registered") > pl.col("date").dt.month_end() + pl.duration(days=allowed)
    lag = (pl.col("registered") - pl.col("date")).dt.total_days()
    return (
        extracts.vouchers(books, filters)
        .filter(pl.col("registered").is_not_null(), pl.col("date").is_not_null(), pl.col("date") != books.year.end)
        .group_by(month=_month(books.year))
        .agg(
            vouchers=pl.len(),
            late=late.sum(),
            in_time=(~late).sum(),
            median=lag.median().cast(pl.Int64),
            longest=lag.max(),
        )
        .sort("month")
        .select(list(LAGS))
        .collect()
    )


def tells_entry(books: YearFrames) -> bool:
    """Whether the source told of any voucher when it was entered."""
    told = books.frame("vouchers").select(pl.col("registered").is_not_null().any())
    return bool(told.collect().item())


def _placed(books: YearFrames) -> YearFrames:
    return LazyBooks(books.year, books.extent, lambda name: books.frame(name).with_row_index("place"))


def _ordered(found: pl.DataFrame, order: Order, figure: str) -> pl.Series:
    """The places in an order; equal ones as they were booked."""
    if order is Order.LARGEST:
        keys = found.select("place", key=pl.col(figure).abs())
        return keys.sort("key", descending=True, maintain_order=True, nulls_last=True)["place"]
    return found.sort("date", maintain_order=True, nulls_last=True)["place"] if order is Order.DAY else found["place"]


def _earlier(before: YearFrames, filters: Filters) -> Filters:
    """The same choice a year earlier, as far as those books reach."""
    first, last = _year_before(filters.span.start), _year_before(filters.span.end + timedelta(days=1))
    span = FinancialYear(max(first, before.year.start), min(last - timedelta(days=1), before.year.end))
    return replace(filters, span=span, from_start=first <= before.year.start, to_end=span.end == before.year.end)


def _year_before(day: date) -> date:
    """The same day a year earlier; the day before one that year does not have."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _month(year: FinancialYear) -> pl.Expr:
    """The month of a row; one dated outside its year counts in the first or last month, as in the balances."""
    return day_in(year).dt.month_start()


def _figures() -> list[pl.Expr]:
    amount = pl.col("amount")
    return [
        pl.len().alias("rows"),
        amount.clip(lower_bound=0).sum().alias("debit"),
        (-amount.clip(upper_bound=0).sum()).alias("credit"),
        amount.sum().alias("movement"),
    ]
