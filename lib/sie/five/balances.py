"""Balances by year and movements by month, of what a document states at the beginning and the end of months.

A record that is missing is 0. A closing balance grows through the year: what moved in a month is
its closing balance less that of the month before, or less the month's own opening balance.
"""

from collections.abc import Callable
from typing import Final

import polars as pl

from lib.core.accounts import BALANCE_TYPES, AccountType, bas_type
from lib.core.languages import mark
from lib.sie.frames import BALANCE_KINDS, BALANCES, PERIOD_BALANCES, PERIOD_KINDS

OUTSIDE: Final = mark("balances and budgets of months outside the financial years")

_KEY: Final = ("year_index", "account", "objects")
_MONTH: Final = ("year_index", "month")
_CLASSES: Final = {digit: bas_type(digit) for digit in "12345678"}


class Balances:
    """The balances and budgets of a document, put in its financial years."""

    def __init__(self, stated: pl.DataFrame, years: pl.DataFrame, accounts: pl.DataFrame) -> None:
        """`stated` as `lib.sie.five.chart.STATED`; years and accounts as in `lib.sie.frames`."""
        spans = years.filter(pl.col("start") <= pl.col("end")).sort("start")
        found = stated.with_row_index("row").sort("month").join_asof(spans, left_on="month", right_on="start")
        inside = pl.col("month") <= pl.col("end")
        self._outside = found.filter(~inside.fill_null(value=False))
        self._stated = found.filter(inside).sort("row")
        self._accounts = accounts

    def pass_over_outside(self, pass_over: Callable[[str, int], None]) -> None:
        """Tell of what belongs to no year."""
        for line in self._outside["line"].sort():
            pass_over(OUTSIDE, line)

    def of_years(self) -> pl.DataFrame:
        """`lib.sie.frames.BALANCES`: opening at a year's beginning, closing at the last month that is closed."""
        last = pl.col("month").filter(pl.col("kind") == "closing").max().over("year_index")
        at_end = (pl.col("kind") == "closing") & (pl.col("month") == last)
        at_start = (pl.col("kind") == "opening") & (pl.col("month") == pl.col("start"))
        rows = self._stated.with_columns(at_end=at_end, at_start=at_start).filter(pl.col("at_end") | pl.col("at_start"))
        typed = rows.join(self._kinds_of_account(), on="account", how="left", maintain_order="left")
        whole = pl.col("objects").is_null()
        closed = pl.when("is_result").then(pl.lit("RES")).otherwise(pl.lit("UB"))
        kind = (
            pl.when(whole & pl.col("at_start"))
            .then(pl.lit("IB"))
            .when(whole)
            .then(closed)
            .when("at_start")
            .then(pl.lit("OIB"))
            .otherwise(pl.lit("OUB"))
        )
        return typed.with_columns(kind=kind.cast(BALANCE_KINDS)).select(list(BALANCES))

    def of_months(self) -> pl.DataFrame:
        """`lib.sie.frames.PERIOD_BALANCES`: budgets, and the movement of each month that both ends are stated of."""
        budgets = self._of_kind("budget").with_columns(kind=pl.lit("PBUDGET", dtype=PERIOD_KINDS))
        columns = list(PERIOD_BALANCES)
        return pl.concat([self._movements().select(columns), budgets.select(columns)])

    def _movements(self) -> pl.DataFrame:
        closings, openings = self._of_kind("closing"), self._of_kind("opening")
        closed = closings.select(_MONTH).unique()
        following = closings.with_columns(pl.col("month").dt.offset_by("1mo"))
        starts = self._stated.select("year_index", month="start").unique()
        opened = pl.concat([starts, openings.select(_MONTH), following.select(_MONTH)]).unique()
        known = closed.join(opened, on=_MONTH, how="semi")
        # a month's opening balance goes first; where none is stated it opens as the month before closed
        before = _last_stated(pl.concat([following, openings]).join(known, on=_MONTH, how="semi"))
        now = _last_stated(closings.join(known, on=_MONTH, how="semi")).drop("quantity")
        both = now.join(
            before.select(*_KEY, "month", before="amount", line_before="line"),
            on=[*_KEY, "month"],
            how="full",
            coalesce=True,
            nulls_equal=True,
        )
        moved = both.with_columns(
            kind=pl.lit("PSALDO", dtype=PERIOD_KINDS),
            amount=pl.col("amount").fill_null(0) - pl.col("before").fill_null(0),
            quantity=pl.lit(None, dtype=PERIOD_BALANCES["quantity"]),
            line=pl.coalesce("line", "line_before"),
        )
        return moved.filter(pl.col("amount") != 0).sort("line", "month")

    def _of_kind(self, kind: str) -> pl.DataFrame:
        own = self._stated.filter(pl.col("kind") == kind)
        return own.select(*_KEY, "month", "amount", "quantity", "line")

    def _kinds_of_account(self) -> pl.DataFrame:
        """Whether each account is a result account, by its own type, else by the BAS class."""
        by_class = pl.col("account").str.slice(0, 1).replace_strict(_CLASSES, default=None, return_dtype=pl.String())
        kind = pl.coalesce("type", by_class, pl.lit(AccountType.ASSET.value))
        return self._accounts.select("account", is_result=~kind.is_in([one.value for one in BALANCE_TYPES]))


def _last_stated(rows: pl.DataFrame) -> pl.DataFrame:
    """Of several amounts of one account and month the last that is stated."""
    return rows.unique([*_KEY, "month"], keep="last", maintain_order=True)
