"""T18: whether costs and income stand in the year they belong to."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import booked_month, vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.core.periods import month_start
from lib.core.rates import RateKind, rate

_TITLE: Final = mark("Costs and income stand in their own year")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} of {date:date} (“{text}”) books {amount:kr} on {account} {name}, "
            "but its text names the year before."
        ),
        mark("If the cost or the income is the year before's, accrue it there, or correct last year's accrual."),
    ),
    "still": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("Account {account} {name} has stood at {balance:kr} since {since:date}."),
        mark("See what the accrual is of, and whether it should be reversed or spread over the months."),
    ),
    "jump": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Income of the year's last {days:count} days is {amount:kr}; at the other month ends {median:kr} is usual."
        ),
        mark("Look at the last invoices of the year: was everything on them delivered before it ended?"),
    ),
    "credit": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Voucher {voucher} of {date:date} (“{text}”) takes back income of {amount:kr} early in the year."),
        mark("If the sale was last year's, its income was too high there: accrue the credit note in that year."),
    ),
    "invoice": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Invoice {number} ({party}) of {amount:kr} is dated {dated:date}, but voucher {voucher} books it on "
            "{date:date}."
        ),
        mark("See which year it is of: what was delivered or done in the year before is to be accrued there."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("days", 30, Unit.DAYS, mark("The first days of the year in which texts are read.")),
    Threshold("credit_days", 45, Unit.DAYS, mark("The first days of the year in which credit notes are looked at.")),
    Threshold("last_days", 5, Unit.DAYS, mark("The last days of the year that are compared with other month ends.")),
    Threshold("times", 3, Unit.COUNT, mark("How many times the usual the income of the last days may be.")),
    Threshold("months", 3, Unit.MONTHS, mark("Months that an accrual may stand unchanged.")),
    Threshold("least", 0, Unit.ORE, mark("The smallest amount that is told; 0 is what matters in the books.")),
)
_A_YEAR: Final = timedelta(days=365)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@rule("T18", "cut-off", texts=_TEXTS, needs=(vouchers, booked_month), thresholds=_THRESHOLDS)
def cut_off(case: Case, limits: Limits) -> Found:
    """Last year named or invoiced, but booked in this; accruals that stand still, a late jump, early credit notes."""
    least = limits["least"] or case.material
    parts = (
        _named(case, limits),
        _credited(case, limits, least),
        _jump(case, limits, least),
        _still(case, limits, least),
        _invoiced(case),
    )
    return Found.of(finding for part in parts for finding in part)


def _early(case: Case, days: int, wanted: pl.Expr) -> pl.DataFrame:
    """The result rows of the year's first days, of the vouchers that are wanted, with them."""
    # what is dated on the very first day carries last year's entries over
    begin, until = case.year.start + timedelta(days=1), case.year.start + timedelta(days=days)
    first = case.vouchers.filter(pl.col("date").is_between(begin, until)).filter(wanted)
    own = case.frame(case.rows_of(first["place"])).filter(pl.col("account").str.contains("^[3-7]"))
    return case.named(own.join(first, on="place", maintain_order="left"))


def _named(case: Case, limits: Limits) -> Iterator[Finding]:
    accruals = pl.Series(np.flatnonzero(case.touching(case.having("accruals"))), dtype=pl.UInt32)
    least = rate(RateKind.ACCRUAL_LIMIT, _year_before(case)) or case.trifle
    year = str((case.year.start - timedelta(days=1)).year)
    # most texts name no year at all, which is quicker seen than what the pattern asks
    likely = pl.col("text").str.contains_any([year, year[2:]]) & ~pl.col("place").is_in(accruals.implode())
    rows = _early(case, limits["days"], likely).filter(pl.col("amount").abs() >= least)
    row: dict[str, Any]
    for row in rows.filter(pl.col("text").str.contains(_before(case.year.start))).iter_rows(named=True):
        told = {"date": row["date"].isoformat(), "text": row["text"], "amount": row["amount"]}
        account = row["account"]
        yield found("cut-off", account=account, voucher=row["label"], name=case.names[account], **told)


def _invoiced(case: Case) -> Iterator[Finding]:
    """Invoices of the year before that are booked in this one; with the cash method that is as it should be."""
    if case.client.cash or not case.ledgers:
        return
    start, least = case.year.start, rate(RateKind.ACCRUAL_LIMIT, _year_before(case)) or case.trifle
    accrued = case.at(np.flatnonzero(case.touching(case.having("accruals"))))["label"]
    for side in sorted(case.ledgers):
        laid = case.ledger(side)
        documents = laid[0].documents if laid else None
        if documents is None:
            continue
        late = documents.filter(
            "counts",
            pl.col("date").is_between(start - _A_YEAR, start - timedelta(days=1)),
            pl.col("booked_on").is_between(start, case.year.end),
            pl.col("year_start") == start,
            pl.col("total").abs() >= least,
        ).with_columns(label=pl.concat_str("series", "voucher_number", separator=" "))
        for row in late.filter(~pl.col("label").is_in(accrued.implode())).sort("date", "number").iter_rows(named=True):
            days = {"dated": row["date"].isoformat(), "date": row["booked_on"].isoformat()}
            told = {"number": row["external"] or row["number"], "party": row["party"], "amount": row["total"]}
            yield found("cut-off:invoice", voucher=row["label"], **told, **days)


def _year_before(case: Case) -> date:
    """The first day of the year that the accruals would stand in: the limit is that of its rules."""
    last = case.year.start - timedelta(days=1)
    known = next((books.year.start for books in case.earlier if books.year.end == last), None)
    return known or case.year.start - _A_YEAR


def _before(start: date) -> str:
    """A pattern for the year before in a text: `december 2025`, `2025-12`, `dec -25`."""
    last = month_start(start - timedelta(days=1))
    year = last.year
    names = "|".join(map(re.escape, _MONTHS if start.month == 1 else _MONTHS[: last.month]))
    months = "|".join(f"{month:02}" for month in range(1, last.month + 1))
    return rf"(?i)\b({names})\w*\.?\s*[-']?({year}|{year % 100:02})\b|\b{year}-?({months})\b"


def _credited(case: Case, limits: Limits, least: int) -> Iterator[Finding]:
    receivable = pl.Series(np.flatnonzero(case.touching(case.having("receivables"))), dtype=pl.UInt32)
    rows = _early(case, limits["credit_days"], pl.col("place").is_in(receivable.implode()))
    income = rows.filter(pl.col("account").str.contains("^3[0-6]")).group_by("place", maintain_order=True)
    taken = income.agg(pl.col("amount").sum(), pl.col("label", "date", "text").first()).filter(
        pl.col("amount") >= least
    )
    for name, day, text, amount in taken.select("label", "date", "text", "amount").iter_rows():
        yield found("cut-off:credit", voucher=name, date=day.isoformat(), text=text, amount=amount)


def _jump(case: Case, limits: Limits, least: int) -> Iterator[Finding]:
    if case.through < case.year.end or case.client.cash:
        return
    sales = case.rows_on([account for account in case.names if "30" <= account[:2] <= "36"])
    dated = pl.DataFrame({"date": case.lines["date"].gather(sales.index), "amount": -sales.amount})
    days = dated.group_by("date").agg(pl.col("amount").sum())
    ends = [
        int(
            days.filter(pl.col("date").is_between(month.end - timedelta(days=limits["last_days"] - 1), month.end))[
                "amount"
            ].sum()
        )
        for month in case.booked_months
    ]
    if len(ends) <= limits["months"]:
        return
    usual = sorted(ends[:-1])[len(ends[:-1]) // 2]
    if ends[-1] > usual * limits["times"] and ends[-1] - usual > least:
        yield found("cut-off:jump", days=limits["last_days"], amount=ends[-1], median=usual)


def _still(case: Case, limits: Limits, least: int) -> Iterator[Finding]:
    accounts = sorted(case.having("accruals"))
    moved = case.own_months.filter(pl.col("account").is_in(accounts), pl.col("rows") > 0)
    last = dict(moved.group_by("account").agg(pl.col("month").max()).iter_rows())
    ends = [month.end for month in case.booked_months]
    for account in accounts:
        since = last.get(account)
        quiet = [end for end in ends if since is None or end > since.replace(day=28) + timedelta(days=4)]
        balance = case.balances[account]
        if len(quiet) >= limits["months"] and abs(balance) >= least:
            day = since or case.year.start
            yield found(
                "cut-off:still", account=account, name=case.names[account], balance=balance, since=day.isoformat()
            )
