"""The trial balance: opening, period, closing and the same period last year, of every account.

Only frames of one row an account, or an account and month, are read: a million rows cost nothing.
"""

from typing import Final

import polars as pl

from lib.core.periods import MONTHS_A_YEAR, FinancialYear
from lib.ledger.accounts import bas_type_of, is_balance_account
from lib.ledger.books import Extent, YearFrames
from lib.sie.frames import Schema, empty

TRIAL_BALANCE: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "opening": pl.Int64(),
    "period": pl.Int64(),
    "closing": pl.Int64(),
    "last_year": pl.Int64(),
    "last_closing": pl.Int64(),
    "type": pl.String(),
}
"""Öre, debit positive. `last_year` is the movement of the same period last year, `last_closing` the
balance at its end. An amount is null where the source cannot tell it, never 0 for want of knowing."""
AMOUNTS: Final = ("opening", "period", "closing", "last_year", "last_closing")
_NOTHING: Final = empty(TRIAL_BALANCE)
_BOOKED: Final = frozenset({Extent.FULL, Extent.PART})


def trial_balance(
    books: YearFrames, first: int = 1, last: int | None = None, *, previous: YearFrames | None = None
) -> pl.DataFrame:
    """The trial balance of periods `first` to `last` (1 is the year's first month; the year's last if None).

    Gives `TRIAL_BALANCE` by account: every account that is declared, has a balance or was used,
    those of `previous` (last year's books) included. Opening is what stood before the first
    period, result accounts included; opening + period = closing. Rows dated outside the year count
    in its first or last period. Of books without vouchers the whole year is as the source states
    it; a part of the year is known only if the source gives months.
    """
    span = (first, books.year.months if last is None else last)
    here, blank = _figures(books, *span)
    there, last_blank = _last_year(books, span, previous)
    return (
        here.join(there, on="account", how="full", coalesce=True)
        .with_columns(
            *_filled(("opening", "period", "closing"), blank), *_filled(("last_year", "last_closing"), last_blank)
        )
        .with_columns(
            name=pl.coalesce("name", "last_name", pl.lit("")),
            type=pl.coalesce("type", "last_type", bas_type_of(pl.col("account"))),
        )
        .sort("account")
        .select(list(TRIAL_BALANCE))
    )


def period_number(month: pl.Expr, year: FinancialYear) -> pl.Expr:
    """The number of the period that a day lies in; days outside the year lie in its first or last."""
    months = (month.dt.year() - year.start.year) * MONTHS_A_YEAR + month.dt.month().cast(pl.Int32) - year.start.month
    return (months + 1).clip(1, year.months)


def sum_if_known(name: str) -> pl.Expr:
    """The sum of a column of amounts under its own name; null when any of them is not known."""
    return pl.when(~pl.col(name).has_nulls()).then(pl.col(name).sum()).alias(name)


def without_zeros(trial: pl.DataFrame) -> pl.DataFrame:
    """The accounts that have any amount, or whose closing balance is not known."""
    return trial.filter(pl.any_horizontal(pl.col(AMOUNTS).fill_null(0) != 0) | pl.col("closing").is_null())


def _figures(books: YearFrames, first: int, last: int) -> tuple[pl.DataFrame, int | None]:
    """Opening, period and closing of each account, and what an account without any has: 0 or unknown."""
    accounts, balances, months = pl.collect_all(
        [books.frame("accounts").select("account", "name", "type"), books.frame("balances"), books.frame("months")]
    )
    number = period_number(pl.col("month"), books.year)
    movement = pl.col("movement")
    moved = months.group_by("account").agg(
        before=movement.filter(number < first).sum(), period=movement.filter(number.is_between(first, last)).sum()
    )
    every = (
        accounts.join(balances, on="account", how="full", coalesce=True)
        .join(moved, on="account", how="full", coalesce=True)
        .with_columns(pl.col("opening", "closing", "before", "period").fill_null(0))
    )
    whole = (first, last) == (1, books.year.months)
    if whole and books.extent not in _BOOKED:
        movement = pl.when(~_opening_unstated(books.extent)).then(pl.col("closing") - pl.col("opening"))
        return every.with_columns(period=movement), 0
    if months.is_empty() and books.extent not in _BOOKED:
        unknown = pl.lit(None, dtype=pl.Int64)
        return every.with_columns(opening="opening" if first == 1 else unknown, period=unknown, closing=unknown), None
    opening = pl.col("opening") + pl.col("before")
    return every.with_columns(opening=opening, closing=opening + pl.col("period")), 0


def _opening_unstated(extent: Extent) -> pl.Expr:
    """Whether a balance account's opening is a mere blank: many files state last year's closing alone."""
    if extent is not Extent.COMPARISON:
        return pl.lit(value=False)
    return is_balance_account(pl.col("type")).fill_null(value=True) & (pl.col("opening") == 0).all()


def _last_year(
    books: YearFrames, span: tuple[int, int], previous: YearFrames | None
) -> tuple[pl.DataFrame, int | None]:
    """The same months of last year, named as last year's; unknown where last year does not have them."""
    own = _year_before(books.year, span, previous.year) if previous else None
    figures, blank = _figures(previous, *own) if previous and own else (_NOTHING, None)
    return figures.select(
        "account", last_name="name", last_type="type", last_year="period", last_closing="closing"
    ), blank


def _year_before(year: FinancialYear, span: tuple[int, int], previous: FinancialYear) -> tuple[int, int] | None:
    """The periods of `previous` twelve months before those of `span`; all of them for a whole year."""
    if span == (1, year.months):
        return 1, previous.months
    apart = (year.start.year - previous.start.year) * MONTHS_A_YEAR + year.start.month - previous.start.month
    first, last = (number + apart - MONTHS_A_YEAR for number in span)
    if last < 1 or first > previous.months:
        return None
    return max(first, 1), min(last, previous.months)


def _filled(names: tuple[str, ...], blank: int | None) -> list[pl.Expr]:
    """What an account has in books that do not name it: nothing, so its closing balance is missing too."""
    if blank is None:
        return [pl.col(names)]
    missing = pl.col(names[-1]).is_null()
    return [pl.when(missing).then(blank).otherwise(pl.col(name)).alias(name) for name in names]
