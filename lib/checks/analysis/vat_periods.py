"""T4: whether the VAT of each period follows from its sales, and the VAT accounts are emptied by the settlement."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import booked_month, vouchers, whole_year
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.sales import OUTPUT, doubtful, free_rates, rate_spans
from lib.checks.analysis.settlements import settlements, unsettled_months
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("The VAT of each period follows from its sales")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "In the VAT period that ends {day:date} output VAT is {vat:kr}, but the sales give "
            "{expected:kr}: a difference of {difference:kr}."
        ),
        mark("Begin with the vouchers that the check of each voucher's VAT lists for the period."),
    ),
    "reverse": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "In the VAT period that ends {day:date} output VAT on reverse charge is {output:kr} "
            "but the input VAT on it {input:kr}."
        ),
        mark("Look for a purchase with reverse charge where only one of the two rows was booked."),
    ),
    "unsettled": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Account {account} {name} still stands at {balance:kr} on {day:date}, "
            "though voucher {voucher} settles the VAT until then."
        ),
        mark("Look for vouchers entered after the settlement; correct the return, or move them to the next period."),
    ),
    "settlement": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} settles VAT of {net:kr}, but moves {moved:kr} to {account} {name}: "
            "a difference of {difference:kr}."
        ),
        mark(
            "The amount moved is that of the return (box 49), with a few kronor of rounding: see what else was booked."
        ),
    ),
    "unpaid": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Account {account} {name} stood at {balance:kr} once voucher {voucher} had settled the VAT until "
            "{day:date}; in three months since then {cleared:kr} of it was cleared."
        ),
        mark("See on the tax account whether the VAT was paid or repaid, and book that on the account for settlement."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("accepted", 5_00, Unit.ORE, mark("The largest difference in a period that is let be.")),
    Threshold("share", 1, Unit.PERCENT, mark("The difference as a share of the expected VAT that is let be.")),
)
_WHOLE: Final = 10_000
_MONTHS_TO_PAY: Final = 3
"""By then VAT of a month or a quarter is long due; that of a year has other days."""


@rule("T4", "period-vat", texts=_TEXTS, needs=(whole_year, vouchers, booked_month), thresholds=_THRESHOLDS)
def period_vat(case: Case, limits: Limits) -> Found:
    """VAT that the period's sales cannot give, reverse charge with one side only, accounts left by the settlement."""
    settled = settlements(case)
    sums = unsettled_months(case, settled)
    parts = (
        _periods(case, sums, limits),
        _unsettled(case, settled, limits),
        _moved(case, settled, limits),
        _unpaid(case, settled, limits),
    )
    return Found.of(finding for part in parts for finding in part)


def _periods(case: Case, sums: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    first, given = case.year.start.replace(day=1), _given(case, sums)
    for end in case.vat_ends():
        within = sums.filter(pl.col("month").is_between(first, end))
        own = dict(within.group_by("account").agg(pl.col("movement").sum()).rows())
        expected = sum(given[month] for month in within["month"].unique()) // _WHOLE
        first = date(end.year + end.month // 12, end.month % 12 + 1, 1)
        yield from _output(case, limits, end, own, expected)
        yield from _reverse(end, own, case, limits)


def _given(case: Case, sums: pl.DataFrame) -> dict[date, int]:
    """The VAT that each month's sales give by the rates of that month, in hundredths of a per cent of öre."""
    spans, given = rate_spans(case), dict.fromkeys(sums["month"], 0)
    for account, month, amount in sums.select("account", "month", "movement").iter_rows():
        rates = next((rates for _, last, rates in spans if month <= last), spans[-1][2])
        given[month] -= amount * rates.get(account, 0)
    return given


def _output(case: Case, limits: Limits, end: date, own: dict[str, int], expected: int) -> Iterator[Finding]:
    vat = -sum(own.get(account, 0) for account in case.having(*OUTPUT))
    # what has no rate of its own may have any, from none to the highest
    loose = -sum(own.get(account, 0) for account in doubtful(case)) * max(free_rates(case)) // _WHOLE
    low, high = expected + min(loose, 0), expected + max(loose, 0)
    near = min(max(vat, low), high)
    difference = vat - near
    accepted = max(limits["accepted"], abs(expected) * limits["share"] // 100)
    if abs(difference) > accepted:
        yield found("period-vat", day=end.isoformat(), vat=vat, expected=near, difference=difference)


def _reverse(end: date, own: dict[str, int], case: Case, limits: Limits) -> Iterator[Finding]:
    output = -sum(own.get(account, 0) for account in case.roles["vat-reverse-out"])
    back = sum(own.get(account, 0) for account in case.roles["vat-reverse-in"])
    if abs(output - back) > limits["accepted"] and case.roles["vat-reverse-in"]:
        yield found("period-vat:reverse", day=end.isoformat(), output=output, input=back)


def _unsettled(case: Case, settled: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    accounts = case.having(*OUTPUT, "vat-in", "vat-reverse-out", "vat-reverse-in")
    ends = case.month_ends.filter(pl.col("account").is_in(sorted(accounts)))
    before: dict[str, int] = {}
    for row in settled.filter(pl.col("month_end")).iter_rows(named=True):
        left = dict(ends.filter(pl.col("month") == row["date"]).select("account", "balance").iter_rows())
        # what is left over from one settlement to the next is told once
        changed = [account for account in left if abs(left[account] - before.get(account, 0)) > limits["accepted"]]
        before = left
        for account, balance in ((account, left[account]) for account in changed if left[account]):
            told = {"name": case.names[account], "balance": balance, "day": row["date"].isoformat()}
            yield found("period-vat:unsettled", account=account, voucher=row["label"], **told)


def _moved(case: Case, settled: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    """Settlements that move another amount than they empty the accounts of; those that are paid at once left out."""
    emptied, target = case.having(*OUTPUT, "vat-in", "vat-reverse-out", "vat-reverse-in"), case.having("vat-settled")
    paid = case.touching(case.having("bank", "cash", "tax-account"))
    for row in settled.filter(~pl.Series(paid[settled["place"].to_numpy()])).iter_rows(named=True):
        own = case.frame(case.rows_of(pl.Series([row["place"]], dtype=pl.UInt32)))
        net = int(own.filter(pl.col("account").is_in(sorted(emptied)))["amount"].sum())
        to = own.filter(pl.col("account").is_in(sorted(target)))
        moved = int(to["amount"].sum())
        if abs(net + moved) > limits["accepted"]:
            account, day = str(to["account"][0]), row["date"].isoformat() if row["date"] else ""
            sums = {"net": -net, "moved": moved, "difference": moved + net}
            told = {"name": case.names[account], "date": day}
            yield found("period-vat:settlement", account=account, voucher=row["label"], **told, **sums)


def _unpaid(case: Case, settled: pl.DataFrame, limits: Limits) -> Iterator[Finding]:
    """What stood on the accounts for settlement after one, and was not cleared in the months after."""
    done = settled.filter("month_end").unique("date", keep="last", maintain_order=True)
    if case.client.vat_period not in {"month", "quarter"} and done.height < _MONTHS_TO_PAY:
        return
    accounts, ends = sorted(case.having("vat-settled")), [month.end for month in case.booked_months]
    balances = case.month_ends.filter(pl.col("account").is_in(accounts), pl.col("balance") != 0)
    moved = case.books.frame("months").filter(pl.col("account").is_in(accounts)).collect()
    left_before = 0
    for row in done.iter_rows(named=True):
        place = ends.index(row["date"]) if row["date"] in ends else len(ends)
        after = ends[place + 1 : place + 1 + _MONTHS_TO_PAY]
        own = balances.filter(pl.col("month") == row["date"]).sort(pl.col("balance").abs())
        if len(after) < _MONTHS_TO_PAY or own.is_empty():
            continue
        stood = int(own["balance"].sum())
        column = "debit" if stood < 0 else "credit"
        since = moved.filter(pl.col("month").dt.month_end().is_in(after))
        cleared = abs(int(since[column].sum()))
        left = max(abs(stood) - cleared, 0)
        # the oldest that is left tells of those after it too
        before, left_before = left_before, left
        if left > limits["accepted"] >= before:
            account = str(own["account"][-1])
            told = {"name": case.names[account], "day": row["date"].isoformat()}
            yield found(
                "period-vat:unpaid", account=account, voucher=row["label"], balance=stood, cleared=cleared, **told
            )
