"""Differences between books as support sees them: without personal numbers, and without consent without contents."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import polars as pl

from lib.core.masking import TEXT, column_without_personal_numbers
from lib.ledger.comparison import Totals
from lib.ledger.differences import YearDifference

_TEXTS: Final = ("text", "name", "name_before", "before", "now")
_AMOUNTS: Final = (
    "total",
    "total_before",
    "opening",
    "opening_before",
    "closing",
    "closing_before",
    "amount",
    "amount_before",
)
_Change = Callable[[pl.DataFrame], pl.DataFrame]


def veiled(year: YearDifference) -> YearDifference:
    """The difference without names, texts and amounts: accounts, vouchers, dates and counts are left."""
    hidden = replace(_changed(year, _hidden), held=_sized(year.held))
    found = hidden.changes
    if found is None:
        return hidden
    sized = replace(found, before=found.before and _sized(found.before), after=_sized(found.after))
    return replace(hidden, changes=sized)


def without_persons(year: YearDifference) -> YearDifference:
    """The difference with every personal number in its texts hidden."""
    return _changed(year, _impersonal)


def _changed(year: YearDifference, change: _Change) -> YearDifference:
    if year.changes is None:
        return year
    found = year.changes
    changed = replace(
        found,
        accounts=change(found.accounts),
        vouchers=change(found.vouchers),
        balances=change(found.balances),
    )
    return replace(year, changes=changed, details=change(year.details))


def _sized(totals: Totals) -> Totals:
    return replace(totals, debit=0)


def _hidden(frame: pl.DataFrame) -> pl.DataFrame:
    texts, amounts = _of(frame, _TEXTS), _of(frame, _AMOUNTS)
    dots = [pl.when(pl.col(name) != "").then(pl.lit(TEXT)).otherwise(pl.col(name)).alias(name) for name in texts]
    return frame.with_columns(*dots, *(pl.lit(None, dtype=pl.Int64).alias(name) for name in amounts))


def _impersonal(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(column_without_personal_numbers(pl.col(_of(frame, _TEXTS))))


def _of(frame: pl.DataFrame, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in frame.columns]
