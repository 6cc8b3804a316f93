"""T26: a sample of vouchers, each krona as likely as any other to be drawn (monetary unit sampling)."""

from random import Random
from typing import Any, Final

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
        mark("A sample of vouchers is looked at"),
        mark(
            "Voucher {voucher} of {date:date} (“{text}”, {amount:kr}) was drawn: one of {size:count} "
            "with an interval of {interval:kr}, seed {seed}."
        ),
        mark("Open the voucher, compare it with its receipt, and mark it as done."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("size", 25, Unit.COUNT, mark("How many are drawn.")),
    Threshold("seed", 1, Unit.COUNT, mark("Where the drawing begins: the same number draws the same vouchers.")),
)


@rule("T26", "sample", texts=_TEXTS, on=False, needs=(vouchers,), thresholds=_THRESHOLDS)
def sample(case: Case, limits: Limits) -> Found:
    """Every voucher that holds a drawn krona: one each interval, the first of them by the seed."""
    ordered = case.vouchers
    reached = ordered["total"].cum_sum()
    whole = int(reached[-1] or 0) if limits["size"] else 0
    interval = max(whole // max(limits["size"], 1), 1)
    first = Random(limits["seed"]).randrange(interval)  # noqa: S311 - a sample is to be drawn again, not kept secret
    drawn = pl.Series(range(first, whole, interval), dtype=pl.Int64)
    places = reached.search_sorted(drawn, side="right").unique().sort() if whole else drawn
    chosen = case.named(ordered[places])
    told = {"size": limits["size"], "interval": interval, "seed": limits["seed"]}
    return Found.rows(chosen, lambda row: _finding(row, told))


def _finding(row: dict[str, Any], told: dict[str, int]) -> Finding:
    day = row["date"].isoformat() if row["date"] else ""
    return found("sample", voucher=row["label"], date=day, text=row["text"], amount=row["total"], **told)
