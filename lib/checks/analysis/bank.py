"""T13: whether bank and tax account stand at what their statements say."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Bank and tax account agree with their statements")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Account {account} {name} stands at {balance:kr} on {day:date}, but the statement says {stated:kr}: "
            "a difference of {difference:kr}."
        ),
        mark("Tick the statement off against the account, and book what is missing or wrong."),
    ),
    "still": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Account {account} {name} stands at {balance:kr} with nothing booked since {day:date}."),
        mark("Ask for a statement: interest, fees or taxes may not be booked, or the account may be closed."),
    ),
    "old": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "The newest statement of account {account} {name} is of {day:date}; "
            "{rows:count|row|rows} of {amount:kr} in all are booked since."
        ),
        mark("Enter the balance of a newer statement in the period's reconciliation."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("accepted", 0, Unit.ORE, mark("The largest difference that is let be.")),
    Threshold("days", 92, Unit.DAYS, mark("Days without a row before a balance is told.")),
    Threshold("age", 92, Unit.DAYS, mark("Days that the books may go beyond a statement.")),
)


@rule("T13", "bank-statement", texts=_TEXTS, thresholds=_THRESHOLDS, passing=("rows", "amount"))
def bank_statement(case: Case, limits: Limits) -> Found | str:
    """Balances that differ from their statement, accounts that stand still with money on them, old statements."""
    made = [*_stated(case, limits["accepted"]), *_still(case, limits["days"]), *_old(case, limits["age"])]
    if not made and not case.client.statements:
        return mark("no statement balance has been entered")
    return Found.of(made)


def _stated(case: Case, accepted: int) -> Iterator[Finding]:
    openings = dict(case.chart.select("account", "opening").iter_rows())
    for account, statement in sorted(case.client.statements.items()):
        if statement.day not in case.year:
            continue
        own = case.lines.filter(pl.col("account") == account, pl.col("date") <= statement.day)
        balance = openings.get(account, 0) + int(own["amount"].sum())
        if abs(balance - statement.balance) > accepted:
            sums = {"balance": balance, "stated": statement.balance, "difference": balance - statement.balance}
            named = {"name": case.names.get(account, ""), "day": statement.day.isoformat()}
            yield found("bank-statement", account=account, **named, **sums)


def _still(case: Case, days: int) -> Iterator[Finding]:
    accounts = sorted(account for account in case.having("bank", "tax-account") if case.balances[account])
    rows = case.rows_on(accounts)
    dated = case.frame(rows).with_columns(case.lines["date"].gather(rows.index))
    own = dated.group_by("account").agg(pl.col("date").max())
    last: dict[str, date] = dict(own.iter_rows())
    for account in accounts:
        day = last.get(account) or case.year.start
        if day + timedelta(days=days) < case.through:
            named = {"name": case.names[account], "day": day.isoformat()}
            yield found("bank-statement:still", account=account, balance=case.balances[account], **named)


def _old(case: Case, days: int) -> Iterator[Finding]:
    """Accounts that are reconciled against statements, but that the books have gone far beyond since."""
    for account, statement in sorted(case.client.statements.items()):
        since = case.lines.filter(pl.col("account") == account, pl.col("date") > statement.day)
        if statement.day + timedelta(days=days) < case.through and since.height:
            told = {"name": case.names.get(account, ""), "day": statement.day.isoformat()}
            sums = {"rows": since.height, "amount": int(since["amount"].sum())}
            yield found("bank-statement:old", account=account, **told, **sums)
