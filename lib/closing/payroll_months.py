"""Wages and social fees by month, with what is owed of fees and withheld tax: the figures of the employer's return."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from lib.checks.analysis.roles import NO_OVERRIDES, roles_of
from lib.core.periods import FinancialYear
from lib.ledger.balances import trial_balance
from lib.ledger.books import YearFrames
from lib.sie.frames import Schema

PAYROLL: Final[Schema] = {
    "month": pl.Date(),
    "wages": pl.Int64(),
    "fees": pl.Int64(),
    "share": pl.Int64(),
    "tax_owed": pl.Int64(),
    "fees_owed": pl.Int64(),
}
"""A row for each month (its last day), öre: `wages` and `fees` are costs of the month, `share` the fees in
hundredths of a per cent of the wages, null without wages; `_owed` is the debt at the month's end. Null where
the books do not tell months."""
_COSTS: Final = ("wages", "fees")
_DEBTS: Final = {"tax_owed": "withheld-tax", "fees_owed": "fees-debt"}
_WHOLE: Final = 10_000


def payroll(books: Sequence[YearFrames], span: FinancialYear, roles: Mapping[str, str] = NO_OVERRIDES) -> pl.DataFrame:
    """The months that end in `span` as `PAYROLL`; empty where the books have no accounts for any of it.

    `books` are all of the client's; `roles` is account -> role where people have said it.
    """
    rows = [row for one in sorted(books, key=lambda one: one.year) for row in _months(one, span, roles)]
    used = any(any(row[name] for name in PAYROLL if name != "month") for row in rows)
    return pl.DataFrame(rows if used else [], schema=dict(PAYROLL))


def _months(books: YearFrames, span: FinancialYear, roles: Mapping[str, str]) -> Iterator[dict[str, date | int | None]]:
    if not books.year.overlaps(span):
        return
    named = books.frame("accounts").select("account", pl.col("name").fill_null("")).collect()
    uses = roles_of(named.iter_rows(), roles)
    for number, month in enumerate(books.year.periods(), 1):
        if month.end in span:
            trial = trial_balance(books, number, number)
            costs = {name: _sum(trial, uses[name], "period") for name in _COSTS}
            debts = {name: _sum(trial, uses[role], "closing") for name, role in _DEBTS.items()}
            yield {
                "month": month.end,
                **costs,
                "share": _share(**costs),
                **{name: None if debt is None else -debt for name, debt in debts.items()},
            }


def _sum(trial: pl.DataFrame, accounts: set[str], column: str) -> int | None:
    own = trial.filter(pl.col("account").is_in(sorted(accounts)))[column]
    return None if own.has_nulls() else int(own.sum())


def _share(wages: int | None, fees: int | None) -> int | None:
    return (fees or 0) * _WHOLE // wages if wages and wages > 0 else None
