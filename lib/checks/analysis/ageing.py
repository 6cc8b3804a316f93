"""T20: whether the ledgers hold items that are old, or that stand on the wrong side."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import any_ledger
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.ledger.sides import ACCOUNTS, Side

_TITLE: Final = mark("The ledgers are in good order")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Invoice {number} to {party} is {days:count} days overdue on {day:date}, with {remaining:kr} left to pay."
        ),
        mark("Ask whether the customer will pay; if not, book it as doubtful (1515) or as a bad debt."),
    ),
    "supplier": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "Supplier invoice {number} from {party} is {days:count} days overdue on {day:date}, "
            "with {remaining:kr} left to pay."
        ),
        mark("See whether it was paid in another way, is disputed, or was credited without being matched."),
    ),
    "credit": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("{number} of {party} has stood at {remaining:kr} on the wrong side since {date:date}."),
        mark("Match the credit note or the payment with an invoice, or pay it back."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("days", 90, Unit.DAYS, mark("Days overdue from which an item is told.")),
    Threshold("credit_days", 30, Unit.DAYS, mark("Days that an item may stand on the wrong side.")),
    Threshold("least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is what matters in the books.")),
)


@rule(
    "T20",
    "ledger-health",
    texts=_TEXTS,
    needs=(any_ledger,),
    thresholds=_THRESHOLDS,
    passing=(
        "day",
        "days",
    ),
)
def ledger_health(case: Case, limits: Limits) -> Found:
    """Items long overdue on the last booked day, and items on the wrong side that nobody matched."""
    return Found.of(finding for side in case.ledgers for finding in _of(case, side, limits))


def _of(case: Case, side: Side, limits: Limits) -> Iterator[Finding]:
    laid = case.ledger(side)
    if laid is None or laid[0].cash:
        return
    day, least = case.through, limits["least"] or case.material
    items = laid[0].at(day).sort("date", "number")
    late = items.filter(pl.col("overdue") >= limits["days"], pl.col("remaining") >= least)
    kind = "ledger-health" if side is Side.RECEIVABLES else "ledger-health:supplier"
    account = ACCOUNTS[side].main
    for row in late.iter_rows(named=True):
        told = {"number": row["number"], "party": row["party"], "remaining": row["remaining"]}
        yield found(kind, account=account, day=day.isoformat(), days=row["overdue"], **told)
    old = (pl.lit(day) - pl.col("booked_on")).dt.total_days() > limits["credit_days"]
    for row in items.filter(old, pl.col("remaining") <= -case.trifle).iter_rows(named=True):
        told = {"number": row["number"], "party": row["party"], "remaining": row["remaining"]}
        yield found("ledger-health:credit", account=account, date=row["date"].isoformat(), **told)
