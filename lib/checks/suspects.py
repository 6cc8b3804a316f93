"""Vouchers to look at first: those of just the amount of a difference, alone or two together."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from lib.checks.causes import Cause, Facts
from lib.checks.matching import Matches
from lib.core.explanations import explanation
from lib.core.languages import Fact
from lib.ledger.control_accounts import Control
from lib.ledger.extracts import label

SHOWN_AT_MOST: Final = 3
PAIRED_AT_MOST: Final = 2_000
"""Among more vouchers than this, two of any sum are found by chance."""


def of(found: Matches, control: Control, difference: int, day: date) -> Iterator[Cause]:
    """Vouchers until a day that come to just the difference, the newest first.

    First those on the accounts that answer to nothing in the ledger; else two of these together; else
    vouchers of that amount on other accounts.
    """
    vouchers = found.vouchers.filter(pl.col("date") <= day).sort("date", "row", descending=True)
    claimed = found.events["bundle"].drop_nulls().unique()
    free = vouchers.filter(pl.col("amount") != 0, ~pl.col("bundle").is_in(claimed.implode()))
    if (alone := free.filter(pl.col("amount") == -difference)).height:
        yield from (_cause("same-amount", row, control) for row in _first(alone))
        return
    if free.height <= PAIRED_AT_MOST and (two := _two(free, -difference)).height:
        yield from (_cause("two-vouchers", row, control, other=row["other"]) for row in _first(two, 1))
        return
    elsewhere = vouchers.filter(pl.col("amount") == 0, ~pl.col("edited"), pl.col("total") == abs(difference))
    yield from (_cause("same-amount-elsewhere", row, control) for row in _first(elsewhere))


def _first(rows: pl.DataFrame, number: int = SHOWN_AT_MOST) -> Iterator[dict[str, Any]]:
    return rows.head(number).iter_rows(named=True)


def _two(free: pl.DataFrame, amount: int) -> pl.DataFrame:
    """Two vouchers that come to an amount, the second as `other`."""
    one = free.with_columns(rest=amount - pl.col("amount"))
    other = free.select("row", rest="amount", other=label())
    return one.join(other, on="rest", suffix="_other", maintain_order="left").filter(
        pl.col("row") > pl.col("row_other")
    )


def _cause(kind: str, row: Mapping[str, Any], control: Control, **more: Fact) -> Cause:
    facts: Facts = {"date": row["date"].isoformat(), "text": row["text"], **more}
    name = f"{row['series']} {row['number']}"
    return Cause(explanation(kind, facts, account=control.main, voucher=name), 0, row["year_start"])
