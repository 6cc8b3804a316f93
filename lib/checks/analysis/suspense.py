"""T6: whether the accounts for what nobody has placed yet are empty."""

import re
from datetime import date
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit, among
from lib.checks.registry import Found
from lib.core.findings import CheckText, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("Suspense accounts are empty"),
        mark(
            "Account {account} {name} stands at {balance:kr} on {day:date} and has not been empty since {since:date}."
        ),
        mark("Open the account and move each amount to where it belongs, with the receipt or the invoice as support."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("accounts", "2999", Unit.ACCOUNTS, mark("Accounts that should be empty, whatever they are called.")),
    Threshold(
        "words",
        "obs, obskonto, observation, observationskonto, felkonto, utredning, utredningskonto, okänd, okända",
        Unit.WORDS,
        mark("Words in an account's name that say it should be empty."),
    ),
    Threshold(
        "excluded", "1680, 1690, 2890", Unit.ACCOUNTS, mark("Accounts that are let be, whatever they are called.")
    ),
    Threshold("accepted", 0, Unit.ORE, mark("The largest balance that is let be.")),
)


@rule("T6", "suspense-account", texts=_TEXTS, thresholds=_THRESHOLDS, passing=("day",))
def suspense_account(case: Case, limits: Limits) -> Found:
    """Balances of suspense accounts after all that is booked."""
    words = re.compile(rf"\b({'|'.join(map(re.escape, limits.words('words'))) or '(?!)'})\b", re.IGNORECASE)
    left = [
        (account, amount)
        for account, amount in sorted(case.balances.items())
        if abs(amount) > limits["accepted"]
        and account[:1] in {"1", "2"}
        and not among(account, limits.words("excluded"))
        and (among(account, limits.words("accounts")) or words.search(case.names[account]))
    ]
    day = case.through.isoformat()
    return Found.of(
        found(
            "suspense-account",
            account=account,
            name=case.names[account],
            balance=amount,
            day=day,
            since=_since(case, account).isoformat(),
        )
        for account, amount in left
    )


def _since(case: Case, account: str) -> date:
    """The first day that the account was not empty at the end of, with no empty day after."""
    opening = int(case.chart.filter(pl.col("account") == account)["opening"].sum())
    on_it = case.rows_on([account])
    rows = case.frame(on_it).with_columns(case.lines["date"].gather(on_it.index))
    days = rows.group_by(pl.col("date").fill_null(case.year.start)).agg(pl.col("amount").sum()).sort("date")
    since = case.year.start
    balance = opening
    for day, amount in days.iter_rows():
        since = day if balance == 0 else since
        balance += amount
    return since
