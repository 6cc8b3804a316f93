"""T12: whether social fees follow from wages, and what is withheld and owed is paid the month after."""

from collections.abc import Iterator, Sequence
from datetime import date
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
from lib.core.rates import RateKind, rate

_TITLE: Final = mark("Wages, social fees and withheld tax agree")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "In {month:date} - {end:date} social fees are {fees:kr} on wages of {wages:kr}, "
            "where {low:kr} to {high:kr} is to be expected."
        ),
        mark("Compare with the employer's return of the month: a wage, a benefit or a fee may be booked wrong."),
    ),
    "uncleared": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Account {account} {name} stood at {balance:kr} on {day:date}, "
            "but {cleared:kr} was cleared in the month after."
        ),
        mark("Compare with the employer's return: what was owed at the month's end is what the return should take up."),
    ),
    "leave": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("Social fees on holiday pay owed are {fees:kr}, but {leave:kr} of holiday pay gives {expected:kr}."),
        mark("Reckon the fees on holiday pay owed again; lower fees for young or old employees may explain it."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("above", 50, Unit.HUNDREDTHS, mark("Percentage points above the full rate that are let be.")),
    Threshold("below", 300, Unit.HUNDREDTHS, mark("Percentage points below the usual rate that are let be.")),
    Threshold("accepted", 100_00, Unit.ORE, mark("The largest difference that is let be.")),
)
_WHOLE: Final = 10_000


@rule("T12", "payroll", texts=_TEXTS, needs=(vouchers, booked_month), thresholds=_THRESHOLDS)
def payroll(case: Case, limits: Limits) -> Found | str:
    """Months whose fees are out of line with wages, withheld tax and fees not cleared, and fees on holiday pay."""
    if not any(account in case.names for account in case.having("wages", "fees")):
        return mark("the books have no accounts for wages or social fees")
    return Found.of([*_fees(case, limits), *_uncleared(case, limits), *_leave(case, limits)])


def _fees(case: Case, limits: Limits) -> Iterator[Finding]:
    wages, fees = _by_month(case, case.roles["wages"]), _by_month(case, case.roles["fees"])
    months = sorted(month for month in wages if wages[month] > case.trifle)
    for month in case.booked_months:
        first = month.start.replace(day=1)
        if first not in months:
            continue
        low, high = _expected(first, wages, fees, months, limits)
        paid, pay = fees.get(first, 0), wages[first]
        least, most = pay * low // _WHOLE, pay * high // _WHOLE
        if paid < least - limits["accepted"] or paid > most + limits["accepted"]:
            span = {"month": first.isoformat(), "end": month.end.isoformat()}
            yield found("payroll", **span, fees=paid, wages=pay, low=least, high=most)


def _expected(
    month: date, wages: dict[date, int], fees: dict[date, int], months: Sequence[date], limits: Limits
) -> tuple[int, int]:
    """The rates that fees may lie between, hundredths of a per cent: what is usual here, what the law sets."""
    usual = median_low([fees.get(known, 0) * _WHOLE // wages[known] for known in months])
    least = rate(RateKind.PENSION_FEE, month) or 0
    most = rate(RateKind.EMPLOYER_FEES, month) or _WHOLE
    return max(least - limits["above"], min(usual, most) - limits["below"]), most + limits["above"]


def _by_month(case: Case, accounts: set[str]) -> dict[date, int]:
    own = case.own_months.filter(pl.col("account").is_in(sorted(accounts)))
    return dict(own.group_by("month").agg(pl.col("movement").sum()).iter_rows())


def _uncleared(case: Case, limits: Limits) -> Iterator[Finding]:
    for account in sorted(case.having("withheld-tax", "fees-debt")):
        ends = dict(case.month_ends.filter(pl.col("account") == account).select("month", "balance").iter_rows())
        debits = _debits(case, account)
        told_of = 0
        for this, after in zip(case.booked_months, case.booked_months[1:], strict=False):
            owed, cleared = -ends.get(this.end, 0), debits.get(after.start, 0)
            # what is left over from one month to the next is told once
            before, told_of = told_of, owed - cleared
            if abs(owed - cleared - before) > limits["accepted"] and abs(owed - cleared) > limits["accepted"]:
                told = {"name": case.names[account], "balance": -owed, "day": this.end.isoformat()}
                yield found("payroll:uncleared", account=account, cleared=cleared, **told)


def _debits(case: Case, account: str) -> dict[date, int]:
    """What was taken off a debt in each month, by the month's first day."""
    own = case.books.frame("months").filter(pl.col("account") == account)
    return dict(own.select("month", "debit").collect().iter_rows())


def _leave(case: Case, limits: Limits) -> Iterator[Finding]:
    leave = -sum(case.balances[account] for account in case.roles["leave-debt"])
    fees = -sum(case.balances[account] for account in case.roles["leave-fees"])
    full = rate(RateKind.EMPLOYER_FEES, case.year.end)
    if not (leave > 0 and case.roles["leave-fees"] and full) or case.through < case.year.end:
        return
    expected = leave * full // _WHOLE
    if abs(fees - expected) > max(leave * limits["below"] // _WHOLE, limits["accepted"]):
        yield found("payroll:leave", fees=fees, leave=leave, expected=expected)
