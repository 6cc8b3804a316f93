"""The vouchers that settle VAT: the accounts of a period emptied against the account for settlement."""

from typing import Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.sales import OUTPUT

_ACCOUNTS_AT_LEAST: Final = 2
"""A settlement empties output and input VAT; a correction touches one account."""


def settlements(case: Case) -> pl.DataFrame:
    """The settling vouchers in order of date: as `Case.vouchers`, with `label` and `month_end`.

    `month_end` is whether it is dated on a month's last day, and so empties the accounts as of then.
    """
    to, of = case.having("vat-settled"), case.having(*OUTPUT, "vat-in")
    to_settle = case.touching(to)
    emptied = case.rows_on(of)
    emptied = emptied.where(to_settle[emptied.place])
    counts = emptied.sums(np.ones_like(emptied.place))
    own = case.at(emptied.vouchers[counts >= _ACCOUNTS_AT_LEAST])
    return own.with_columns(month_end=pl.col("date") == pl.col("date").dt.month_end()).sort("date", "place")


def unsettled_months(case: Case, settled: pl.DataFrame) -> pl.DataFrame:
    """What each account moved in each month, the settlements left out: `account`, `month`, `movement`."""
    months = case.own_months.select("account", "month", "movement")
    back = (
        case.frame(case.rows_of(settled["place"].sort()))
        .join(case.vouchers.select("place", "date"), on="place")
        .group_by("account", month=pl.col("date").fill_null(case.year.start).dt.month_start())
        .agg(movement=-pl.col("amount").sum())
        if settled.height
        else months.clear()
    )
    return pl.concat([months, back.select(months.columns)]).group_by("account", "month").agg(pl.col("movement").sum())
