"""The vouchers that settle VAT: the accounts of a period emptied against the account for settlement."""

from typing import Final

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
    settling = case.touching(to) & (case.by_voucher(case.weights(of)) >= _ACCOUNTS_AT_LEAST)
    own = case.named(case.vouchers.filter(settling))
    return own.with_columns(month_end=pl.col("date") == pl.col("date").dt.month_end()).sort("date", "place")
