"""T14: how large a part of the vouchers was entered later than the law allows, as one figure."""

from datetime import date
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import registered, vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Severity
from lib.core.languages import mark
from lib.core.rates import RateKind, rate
from lib.sie.frames import Schema

_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        mark("Vouchers are entered in time"),
        mark(
            "{late:count} of {vouchers:count} vouchers ({share} %), {amount:kr} in all, were entered more than "
            "{days:count} days after the end of their month; half of all were entered within {median:count} days."
        ),
        mark("Agree with the client on when receipts are sent in; the chart shows which months were late."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("days", 0, Unit.DAYS, mark("Days after the month's end that are allowed; 0 is what the law allows.")),
    Threshold("share", 10, Unit.PERCENT, mark("The share of late vouchers that is let be.")),
)
LAGS: Final[Schema] = {"month": pl.Date(), "vouchers": pl.UInt32(), "late": pl.UInt32(), "median": pl.Int64()}
"""By month: how many vouchers, how many of them late, and the days that half of them were entered within."""


@rule("T14", "late-booking", texts=_TEXTS, needs=(vouchers, registered), thresholds=_THRESHOLDS)
def late_booking(case: Case, limits: Limits) -> Found:
    """The share of vouchers entered too late; those dated on the year's last day close the year and are left out."""
    days = allowed(limits, case.year.end)
    # who is late by the end of the month is late by the day too: that is quicker seen
    entered = case.vouchers.select((pl.col("registered") - pl.col("date")).dt.total_days() > days)
    if int(entered.to_series().sum()) * 100 <= case.vouchers.height * limits["share"]:
        return Found()
    own = _lagged(case, days)
    late = own.filter("late")
    if late.height * 100 <= own.height * limits["share"]:
        return Found()
    per_mille = late.height * 1000 // own.height
    share = f"{per_mille // 10},{per_mille % 10}"
    median = int(own["lag"].median() or 0)  # type: ignore[arg-type]
    facts = {"late": late.height, "vouchers": own.height, "amount": int(late["total"].sum()), "days": days}
    return Found.of([found("late-booking", share=share, median=median, **facts)])


def allowed(limits: Limits, day: date) -> int:
    """How many days after the month's end are allowed."""
    return limits["days"] or rate(RateKind.BOOKING_DAYS, day) or 0


def _lagged(case: Case, days: int) -> pl.DataFrame:
    late = pl.col("registered") > pl.col("date").dt.month_end() + pl.duration(days=days)
    lag = (pl.col("registered") - pl.col("date")).dt.total_days()
    dated = case.vouchers.filter(pl.col("registered").is_not_null(), pl.col("date") != case.year.end)
    return dated.select("date", "total", late=late, lag=lag)


def lags(case: Case, limits: Limits) -> pl.DataFrame:
    """How late each month's vouchers were entered, as `LAGS`: what a chart of the lag shows."""
    return (
        _lagged(case, allowed(limits, case.year.end))
        .group_by(month=pl.col("date").dt.month_start())
        .agg(vouchers=pl.len(), late=pl.col("late").sum(), median=pl.col("lag").median().cast(pl.Int64))
        .sort("month")
        .select(list(LAGS))
    )
