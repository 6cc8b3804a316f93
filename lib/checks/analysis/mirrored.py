"""T23: whether an amount is taken back on the same account within some days."""

from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import Figures, Flags
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        mark("Amounts are not taken back"),
        mark(
            "Voucher {voucher} of {date:date} takes back {amount:kr} on {account} {name} "
            "that voucher {other} booked {days:count|day|days} before."
        ),
        mark("See whether the correction is right and explained, and whether its VAT was taken back too."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("listed", 10, Unit.COUNT, mark("At most this many are told, the largest first.")),
    Threshold("days", 7, Unit.DAYS, mark("How many days apart the two may be.")),
    Threshold("least", 1_000_00, Unit.ORE, mark("The smallest amount that is told.")),
)

_CODES: Final = 65_536
"""More accounts than any chart has."""
_SLOTS: Final = 4_194_301
"""A prime, so that keys fall evenly."""


@rule("T23", "taken-back", texts=_TEXTS, on=False, needs=(vouchers,), thresholds=_THRESHOLDS)
def taken_back(case: Case, limits: Limits) -> Found:
    """Rows of result accounts that another voucher's row is the opposite of, the nearest before it in time."""
    every = case.result_rows
    rows = every.where(np.abs(every.amount) >= limits["least"])
    keys = np.abs(rows.amount) * _CODES + rows.code.astype(np.int64)
    size = pl.col("amount").abs()
    both = rows.where(_both_signs(keys, rows.amount))
    dated = case.frame(both).with_columns(case.lines["date"].gather(both.index))
    ordered = dated.with_columns(key=pl.Series(np.abs(both.amount) * _CODES + both.code)).sort("key", "date", "place")
    same = (pl.col("key") == pl.col("key").shift()) & (pl.col("amount") == -pl.col("amount").shift())
    days = (pl.col("date") - pl.col("date").shift()).dt.total_days()
    pairs = ordered.with_columns(days=days, before=pl.col("place").shift(), met=same).filter(
        "met", pl.col("days") <= limits["days"], pl.col("place") != pl.col("before")
    )
    ranked = pairs.sort(size, "place", descending=[True, False]).head(limits["listed"])
    return Found.of(_finding(row, case) for row in _named(case, ranked).iter_rows(named=True))


def _both_signs(keys: Figures, amounts: Figures) -> Flags:
    """Whether each key may be there both with a debit and with a credit: a few too many, never one too few."""
    slots = keys % _SLOTS
    debit, credit = np.zeros(_SLOTS, np.bool_), np.zeros(_SLOTS, np.bool_)
    debit[slots[amounts > 0]] = True
    credit[slots[amounts < 0]] = True
    return np.asarray((debit & credit)[slots])


def _named(case: Case, pairs: pl.DataFrame) -> pl.DataFrame:
    other = case.at(pairs["before"].to_numpy())["label"].alias("other")
    kept = pairs.drop("date").join(case.vouchers, on="place", maintain_order="left")
    return case.named(kept.with_columns(other))


def _finding(row: dict[str, Any], case: Case) -> Finding:
    told = {"other": row["other"], "amount": abs(row["amount"]), "days": row["days"], "date": row["date"].isoformat()}
    account = row["account"]
    return found("taken-back", account=account, voucher=row["label"], name=case.names[account], **told)
