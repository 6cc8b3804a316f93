"""T10: whether a month of an account is far above or below what the account's months use to be."""

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import booked_month, earlier_months
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("No month is out of line")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Account {account} {name} moved by {amount:kr} in {month:date} - {end:date}; "
            "{median:kr} is usual in a month ({seen:count} earlier months)."
        ),
        mark("Open the month's rows: look for what was booked twice, on the wrong account or in the wrong month."),
    ),
    "rows": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "Account {account} {name} has {rows:count} rows in {month:date} - {end:date}; "
            "{median:count} is usual in a month ({seen:count} earlier months)."
        ),
        mark("Open the month's rows: look for an import or a batch that was booked twice."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("score", 350, Unit.HUNDREDTHS, mark("Robust standard deviations from the median.")),
    Threshold("months", 24, Unit.MONTHS, mark("How many months back are looked at.")),
    Threshold("known", 3, Unit.MONTHS, mark("The fewest months that must be known before.")),
    Threshold(
        "least", 0, Unit.ORE, mark("The smallest difference that is told; 0 is half of what matters in the books.")
    ),
    Threshold("rows", 50, Unit.COUNT, mark("The smallest difference in rows that is told.")),
)
_FEW: Final = 6
"""With fewer months than this the spread says nothing: half more or less then counts."""
_MAD: Final = 1.4826
"""Makes the median absolute deviation a standard deviation for normal figures (Iglewicz and Hoaglin)."""
_KIND: Final = {"movement": "unusual-month", "rows": "unusual-month:rows"}
_FACT: Final = {"movement": "amount", "rows": "rows"}
Figures = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@rule("T10", "unusual-month", texts=_TEXTS, needs=(booked_month, earlier_months), thresholds=_THRESHOLDS)
def unusual_month(case: Case, limits: Limits) -> Found:
    """Months of regular result accounts whose amount or number of rows is far from the median of those before."""
    least = limits["least"] or case.material // 2
    made = [*_of(case, limits, "movement", least), *_of(case, limits, "rows", limits["rows"])]
    return Found.of(sorted(made, key=lambda one: -abs(_apart(one))))


def _apart(finding: Finding) -> int:
    """How far off an amount is; 0 for rows, which come last."""
    facts: dict[str, Any] = dict(finding.facts)
    return int(facts.get("amount", 0)) - int(facts["median"]) if "amount" in facts else 0


def _of(case: Case, limits: Limits, column: str, least: int) -> list[Finding]:
    months, accounts, figures = _matrix(case, column)
    told = {month.start.replace(day=1): month.end for month in case.booked_months}
    made: list[Finding] = []
    for place, month in enumerate(months):
        back = figures[:, max(place - limits["months"], 0) : place]
        if month not in told or month == case.year.end.replace(day=1) or back.shape[1] < limits["known"]:
            continue
        middle = np.median(back, axis=1).astype(np.int64)
        regular = (back != 0).mean(axis=1) >= 0.5  # noqa: PLR2004 - half of the months
        off = figures[:, place] - middle
        wide = _wide(back, middle, off, limits["score"])
        enough = least if back.shape[1] >= _FEW else least * 2
        for index in np.flatnonzero(regular & wide & (np.abs(off) > enough) & (figures[:, place] != 0)):
            account = accounts[index]
            named = {"name": case.names.get(account, ""), "month": month.isoformat(), "end": told[month].isoformat()}
            facts = {_FACT[column]: int(figures[index, place]), "median": int(middle[index]), "seen": back.shape[1]}
            made.append(found(_KIND[column], account=account, **named, **facts))
    return made


def _wide(back: Figures, middle: Figures, off: Figures, score: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether each figure is far from the median: by the spread, or by half where too few months tell it."""
    if back.shape[1] < _FEW:
        return np.asarray(np.abs(off) * 2 > np.abs(middle))
    spread = np.median(np.abs(back - middle[:, None]), axis=1) * _MAD
    return np.asarray((np.abs(off) * 100 > spread * score) & (np.abs(off) * 5 > np.abs(middle)))


def _matrix(case: Case, column: str) -> tuple[list[date], list[str], Figures]:
    """All known months in order, result accounts in order, and a figure for each of both."""
    own = case.months.filter(pl.col("account").str.contains("^[3-8]"), pl.col("account") < "8800")
    months = own["month"].unique().sort().to_list()
    accounts = own["account"].unique().sort().to_list()
    figures = np.zeros((len(accounts), len(months)), np.int64)
    of_account = {account: place for place, account in enumerate(accounts)}
    of_month = {month: place for place, month in enumerate(months)}
    for account, month, figure in own.select("account", "month", column).iter_rows():
        figures[of_account[account], of_month[month]] += figure
    return months, accounts, figures
