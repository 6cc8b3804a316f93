"""T24: whether vouchers are entered on a Saturday or a Sunday where nobody else does."""

from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import registered, vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        mark("Vouchers are entered on working days"),
        mark("Voucher {voucher} (“{text}”, {amount:kr}) was entered on {registered:date}, a Saturday or a Sunday."),
        mark("See who entered it and why, if nobody uses to work then."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("share", 5, Unit.PERCENT, mark("Where more of the vouchers than this are from weekends, none are told.")),
    Threshold("listed", 10, Unit.COUNT, mark("At most this many are told, the largest first.")),
    Threshold("least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is what matters in the books.")),
)
_SATURDAY: Final = 6


@rule("T24", "weekend-entry", texts=_TEXTS, on=False, needs=(vouchers, registered), thresholds=_THRESHOLDS)
def weekend_entry(case: Case, limits: Limits) -> Found | str:
    """Vouchers by the day they were entered on; the voucher's own date is an event's, and may be any day."""
    entered = case.vouchers.filter(pl.col("registered").is_not_null())
    free = entered.filter(pl.col("registered").dt.weekday() >= _SATURDAY)
    if free.height * 100 > entered.height * limits["share"]:
        return mark("vouchers are often entered on weekends here, so that a weekend says nothing")
    ranked = free.filter(pl.col("total") >= (limits["least"] or case.material)).sort(
        "total", "place", descending=[True, False]
    )
    return Found.rows(case.named(ranked.head(limits["listed"])), _finding)


def _finding(row: dict[str, Any]) -> Finding:
    told = {"text": row["text"], "amount": row["total"], "registered": row["registered"].isoformat()}
    return found("weekend-entry", voucher=row["label"], **told)
