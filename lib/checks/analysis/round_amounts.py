"""T21: whether large costs and incomes are round to the thousand."""

from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        mark("Amounts are not rounded"),
        mark("Voucher {voucher} of {date:date} (“{text}”) books the round amount {amount:kr} on {account} {name}."),
        mark("See whether the amount is an estimate, and whether its receipt says the same."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("least", 10_000_00, Unit.ORE, mark("The smallest amount that is told.")),
    Threshold("listed", 10, Unit.COUNT, mark("At most this many are told, the largest first.")),
    Threshold("multiple", 1_000_00, Unit.ORE, mark("What an amount is a multiple of when it is called round.")),
)


@rule("T21", "round-amounts", texts=_TEXTS, on=False, needs=(vouchers,), thresholds=_THRESHOLDS)
def round_amounts(case: Case, limits: Limits) -> Found:
    """Rows of result accounts whose amount is large and a multiple of a thousand kronor, the largest first."""
    every = case.result_rows
    large = every.where(np.abs(every.amount) >= limits["least"])
    rows = case.frame(large.where(large.amount % limits["multiple"] == 0))
    ranked = rows.sort(pl.col("amount").abs(), "place", descending=[True, False]).head(limits["listed"])
    named = case.named(ranked.join(case.vouchers, on="place", maintain_order="left"))
    return Found.of(_finding(row, case) for row in named.iter_rows(named=True))


def _finding(row: dict[str, Any], case: Case) -> Finding:
    told = {"text": row["text"], "amount": row["amount"], "date": row["date"].isoformat() if row["date"] else ""}
    account = row["account"]
    return found("round-amounts", account=account, voucher=row["label"], name=case.names[account], **told)
