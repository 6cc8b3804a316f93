"""Main appendices: one for every account group of the BAS chart, made by itself, which sums its sub-appendices."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from lib.closing.standings import WORST_FIRST, Standing
from lib.core.languages import mark
from lib.ledger.balances import sum_if_known
from lib.sie.frames import Schema

GROUPS: Final[Mapping[str, str]] = {
    "10": mark("Intangible fixed assets"),
    "11": mark("Buildings and land"),
    "12": mark("Machinery and equipment"),
    "13": mark("Financial fixed assets"),
    "14": mark("Stock and work in progress"),
    "15": mark("Trade receivables"),
    "16": mark("Other receivables"),
    "17": mark("Prepaid costs and accrued income"),
    "18": mark("Short-term investments"),
    "19": mark("Cash and bank"),
    "20": mark("Equity"),
    "21": mark("Untaxed reserves"),
    "22": mark("Provisions"),
    "23": mark("Long-term liabilities"),
    "24": mark("Short-term liabilities to lenders, customers and suppliers"),
    "25": mark("Tax liabilities"),
    "26": mark("VAT and special excise duties"),
    "27": mark("Personnel taxes, charges and deductions"),
    "28": mark("Other short-term liabilities"),
    "29": mark("Accrued costs and prepaid income"),
}
"""The groups of balance accounts and what they are called (BAS 2025)."""
OTHER: Final = mark("Other balance accounts")

MAIN_APPENDICES: Final[Schema] = {
    "group": pl.String(),
    "text": pl.String(),
    "accounts": pl.UInt32(),
    "opening": pl.Int64(),
    "change": pl.Int64(),
    "closing": pl.Int64(),
    "amount": pl.Int64(),
    "difference": pl.Int64(),
    "checks": pl.UInt32(),
    "done": pl.UInt32(),
    "standing": pl.String(),
}
"""One row for each group; `text` is a marked text. Sums in öre over the group's accounts: balances null
where one is not known, `amount` and `difference` of those accounts that are held against something, null
where none is. `standing` is the worst of its accounts'."""


def group_of(account: pl.Expr) -> pl.Expr:
    """The group that an account belongs to: the first two figures of its number; blank outside classes 1 and 2."""
    figures = account.str.slice(0, 2)
    return pl.when(figures.is_in(list(GROUPS))).then(figures).otherwise(pl.lit(""))


def main_appendices(reconciled: pl.DataFrame) -> pl.DataFrame:
    """The main appendices of the balance accounts of a `lib.closing.standings.RECONCILIATION`, by group."""
    order = {standing.value: place for place, standing in enumerate(WORST_FIRST)}
    place = pl.col("standing").replace_strict(order, default=0, return_dtype=pl.UInt32).min()
    return (
        reconciled.with_columns(group=group_of(pl.col("account")))
        .group_by("group")
        .agg(
            *(sum_if_known(name) for name in ("opening", "change", "closing")),
            accounts=pl.len().cast(pl.UInt32),
            amount=_sum_of_known("amount"),
            difference=_sum_of_known("difference"),
            checks=pl.col("checks").sum(),
            done=(pl.col("standing") == Standing.DONE.value).sum().cast(pl.UInt32),
            standing=place.replace_strict({place: word for word, place in order.items()}, return_dtype=pl.String),
        )
        .with_columns(text=pl.col("group").replace_strict(dict(GROUPS), default=OTHER, return_dtype=pl.String))
        .sort(pl.col("group") == "", "group")
        .select(list(MAIN_APPENDICES))
    )


def _sum_of_known(name: str) -> pl.Expr:
    return pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum())
