"""T25: whether the digits of the amounts are spread as the digits of grown figures are (Benford's law)."""

from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.digits import LAWS, Amounts, Digits, DigitTest, Fit, behind, digits
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit, among
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.NOTE,
        mark("The digits of the amounts follow Benford's law"),
        mark(
            "Amounts that begin with {digits} are {count:count} of {n:count}, where {expected:count} are to be "
            "expected; the most frequent of them is {amount:kr}, {times:count|time|times}."
        ),
        mark("See what the amount behind the bar is: fixed fees and prices explain most of them."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("accounts", "3000-6999", Unit.ACCOUNTS, mark("The accounts whose amounts are counted.")),
    Threshold("listed", 5, Unit.COUNT, mark("At most this many bars are told.")),
)


@rule("T25", "benford", texts=_TEXTS, on=False, needs=(vouchers,), thresholds=_THRESHOLDS)
def benford(case: Case, limits: Limits) -> Found | str:
    """The bars of the first two digits that stand out, where the whole is called deviating."""
    amounts = Amounts.of(counted(case, limits))
    test = DigitTest.FIRST_TWO
    outcome = digits(amounts, test)
    if outcome.n < LAWS[test].least:
        return mark("there are fewer than 5 000 amounts, and digits say nothing of fewer")
    if outcome.fit is not Fit.NONE:
        return Found()
    return Found.of(_told(outcome, amounts, row) for row in outcome.spikes(limits["listed"]).iter_rows(named=True))


def counted(case: Case, limits: Limits) -> pl.Series:
    """The amounts whose digits are counted: debits and credits of the chosen accounts, each row once."""
    chosen = limits.words("accounts")
    rows = case.rows_on([account for account in case.names if among(account, chosen)])
    return pl.Series("amount", rows.amount)


def _told(outcome: Digits, amounts: Amounts, bar: dict[str, Any]) -> Finding:
    amount, times = behind(amounts, outcome.test, bar["digits"], 1).row(0)
    expected = round(bar["expected"] * outcome.n)
    counts = {"digits": bar["digits"], "count": bar["count"], "n": outcome.n, "expected": expected}
    return found("benford", amount=amount, times=times, **counts)
