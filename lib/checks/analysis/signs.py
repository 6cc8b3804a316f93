"""T7: whether balances have the sign that their kind of account has."""

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import booked_month, whole_year
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit, among
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Balances have the right sign")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Account {account} {name} stood at {balance:kr} on {day:date}, which is the wrong side "
            "for such an account ({months:count|month end|month ends} this year)."
        ),
        mark("Open the account: look for an amount booked on the wrong side, on the wrong account or twice."),
    ),
    "cash": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Account {account} {name} went down to {balance:kr} on {day:date}: cash cannot be below zero."),
        mark("Look for takings or withdrawals that are not booked, or that are booked on too late a day."),
    ),
}
_THRESHOLDS: Final = (
    Threshold(
        "excluded",
        "1630, 1650, 2510-2519, 2610-2669, 2890-2899",
        Unit.ACCOUNTS,
        mark("Accounts that may have either sign."),
    ),
    Threshold(
        "accepted", 0, Unit.ORE, mark("The largest balance on the wrong side that is let be; 0 is a trifle's worth.")
    ),
)
_REDUCING: Final = re.compile(r"\back|nedskr|avskr|värdereg|osäkra|befarade", re.IGNORECASE)
_OWN_SIGN: Final = "2300"
"""Below this class 2 is equity and reserves, which check T11 looks at."""


@rule("T7", "balance-sign", texts=_TEXTS, needs=(whole_year, booked_month), thresholds=_THRESHOLDS)
def balance_sign(case: Case, limits: Limits) -> Found:
    """Assets in credit and debts in debit at a month's end, and cash below zero on any day."""
    return Found.of([*_cash(case), *_month_ends(case, limits)])


def _month_ends(case: Case, limits: Limits) -> Iterator[Finding]:
    accepted = limits["accepted"] or case.trifle
    excluded = limits.words("excluded")
    asset = pl.col("account").str.starts_with("1")
    wrong = pl.when(asset).then(-pl.col("balance")).otherwise(pl.col("balance")) > accepted
    watched = [
        account
        for account in case.names
        if (account[:1] == "1" or account >= _OWN_SIGN)
        and not among(account, excluded)
        and account not in case.having("cash")
        and not _REDUCING.search(case.names[account])
        and not (account[:2] in {"10", "11", "12", "13"} and account[-1:] in {"8", "9"})
    ]
    shown = case.month_ends.filter(pl.col("account").is_in(watched), wrong)
    last = shown.group_by("account", maintain_order=True).agg(
        pl.col("month", "balance").last(), months=pl.len().cast(pl.Int64)
    )
    for row in last.iter_rows(named=True):
        account = row["account"]
        told = {"name": case.names[account], "balance": row["balance"], "day": row["month"].isoformat()}
        yield found("balance-sign", account=account, months=row["months"], **told)


def _cash(case: Case) -> Iterator[Finding]:
    openings = dict(case.chart.select("account", "opening").iter_rows())
    on_cash = case.rows_on(case.roles["cash"])
    rows = case.frame(on_cash).with_columns(case.lines["date"].gather(on_cash.index))
    for (account,), own in rows.group_by("account", maintain_order=True):
        days = own.group_by(pl.col("date").fill_null(case.year.start)).agg(pl.col("amount").sum()).sort("date")
        running = days.with_columns(balance=pl.col("amount").cum_sum() + openings[str(account)])
        low = running.filter(pl.col("balance") < 0).sort("balance", "date").head(1)
        for day, balance in low.select("date", "balance").iter_rows():
            name = case.names[str(account)]
            yield found("balance-sign:cash", account=str(account), name=name, balance=balance, day=day.isoformat())
