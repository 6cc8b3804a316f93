"""T9: whether what comes back month by month, or quarter by quarter, is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import booked_month, vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.core.periods import FinancialYear

_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("What recurs is there"),
        mark(
            "Account {account} {name} has nothing in {month:date} - {end:date}, though it was used in {hits:count} "
            "of the {seen:count} months before; about {expected:kr} was to be expected."
        ),
        mark("Look for an invoice, a wage or an accrual that is not booked yet, or is booked on another account."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("months", 12, Unit.MONTHS, mark("How many months back are looked at.")),
    Threshold("share", 80, Unit.PERCENT, mark("In how large a part of them the account was used.")),
    Threshold("known", 4, Unit.MONTHS, mark("The fewest months that must be known before.")),
    Threshold("days", 15, Unit.DAYS, mark("Days after the month's end before anything is missed.")),
    Threshold("least", 0, Unit.ORE, mark("The smallest expected amount that is told; 0 is a trifle's worth.")),
)
_QUARTER: Final = 3
_QUARTERS_KNOWN: Final = 3
_MEDIAN_OF: Final = 6


@rule("T9", "recurring-missing", texts=_TEXTS, needs=(booked_month, vouchers), thresholds=_THRESHOLDS)
def recurring_missing(case: Case, limits: Limits) -> Found:
    """Result accounts without a posting in a month when they were due, by the months before."""
    own = case.months.filter(pl.col("account").str.contains("^[3-8]"), pl.col("account") < "8800", pl.col("rows") > 0)
    order = own["month"].unique().sort().to_list()
    wanted = [month for month in case.booked_months if month.end + timedelta(days=limits["days"]) < case.today]
    moved: dict[str, dict[date, int]] = {}
    for account, month, amount in own.select("account", "month", "movement").iter_rows():
        moved.setdefault(account, {})[month] = amount
    return Found.of(
        finding
        for month in wanted
        for account in sorted(moved)
        if (finding := _missed(case, limits, _Due(account, moved[account], month, order)))
    )


@dataclass(frozen=True, slots=True)
class _Due:
    """An account in a month: what it moved by in each month that it was used in, and all months that are known."""

    account: str
    moved: dict[date, int]
    month: FinancialYear
    order: Sequence[date]


def _missed(case: Case, limits: Limits, due: _Due) -> Finding | None:
    moved, month = due.moved, due.month.start.replace(day=1)
    if month in moved:
        return None
    before = [known for known in due.order if known < month][-limits["months"] :]
    hits = [known for known in before if known in moved]
    if not (_monthly(before, hits, limits) or _quarterly(before, hits)):
        return None
    expected = median_low(sorted(moved[known] for known in hits[-_MEDIAN_OF:]))
    if abs(expected) < (limits["least"] or case.trifle):
        return None
    counts = {"hits": len(hits), "seen": len(before), "expected": expected}
    return found(
        "recurring-missing",
        account=due.account,
        name=case.names.get(due.account, ""),
        month=month.isoformat(),
        end=due.month.end.isoformat(),
        **counts,
    )


def _monthly(before: Sequence[date], hits: Sequence[date], limits: Limits) -> bool:
    return len(before) >= limits["known"] and len(hits) * 100 >= len(before) * limits["share"]


def _quarterly(before: Sequence[date], hits: Sequence[date]) -> bool:
    """Whether the account was used every third month, and the month is the next of them."""
    places = [len(before) - before.index(hit) for hit in hits]
    return len(places) >= _QUARTERS_KNOWN and places == list(range(places[0], 0, -_QUARTER)) and places[-1] == _QUARTER
