"""T1: whether the year's books hold together; what the other checks find means little until they do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import whole_year
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import repeated
from lib.checks.analysis.thresholds import Limits
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TEXTS: Final = {
    "": CheckText(
        Severity.ERROR,
        mark("The books hold together"),
        mark("Balances and results of the year sum to {difference:kr} instead of zero."),
        mark("Export the whole year again with all series, and import it before you go by the other checks."),
    ),
    "chart": CheckText(
        Severity.WARNING,
        mark("Accounts lie between 1000 and 8999"),
        mark("Account {account} lies outside 1000-8999 and moved by {movement:kr}."),
        mark("Give the account a number of the BAS chart, or leave internal accounts out of the export."),
    ),
}


@rule("T1", "books-hold", texts=_TEXTS, needs=(whole_year,))
def books_hold(case: Case, _limits: Limits) -> Found:
    """Vouchers that do not balance, balances that do not agree, unknown accounts, dates outside the year."""
    parts = (_vouchers, _dates, _numbers, _openings, _closings, _carried, _chart)
    return Found.of(finding for part in parts for finding in part(case))


def _vouchers(case: Case) -> Iterator[Finding]:
    wrong = case.named(case.vouchers.filter(pl.col("difference") != 0))
    for row in wrong.iter_rows(named=True):
        debit, difference = row["total"], row["difference"]
        sums = {"debit": debit, "credit": debit - difference, "difference": abs(difference)}
        yield found("unbalanced-voucher", voucher=row["label"], **sums)


def _dates(case: Case) -> Iterator[Finding]:
    start, end = case.year.start, case.year.end
    outside = case.named(case.vouchers.filter(~pl.col("date").is_between(start, end)))
    span = {"start": start.isoformat(), "end": end.isoformat()}
    for name, day in outside.select("label", "date").iter_rows():
        yield found("date-outside-year", voucher=name, date=day.isoformat(), **span)


def _numbers(case: Case) -> Iterator[Finding]:
    key = case.vouchers.select("series", "number").filter(pl.Series(repeated(case.number_keys.to_numpy())))
    twice = case.named(key.group_by("series", "number").len().with_columns(text=pl.lit("")))
    for name, count in twice.filter(pl.col("len") > 1).sort("label").select("label", "len").iter_rows():
        yield found("duplicate-voucher-number", voucher=name, vouchers=count)


def _openings(case: Case) -> Iterator[Finding]:
    if left := int(case.chart["opening"].sum()):
        yield found("opening-not-zero", difference=left)
    if left := sum(case.balances.values()) - left:
        yield found("books-hold", difference=left)


def _closings(case: Case) -> Iterator[Finding]:
    if not (case.chart["closing"] != 0).any():
        return
    moved = case.own_months.group_by("account").agg(pl.col("movement").sum())
    both = case.chart.join(moved, on="account", how="left").with_columns(pl.col("movement").fill_null(0))
    kept = pl.when(pl.col("account").str.contains("^[12]")).then(pl.col("opening")).otherwise(0)
    differing = both.with_columns(difference=kept + pl.col("movement") - pl.col("closing"))
    for row in differing.filter(pl.col("difference") != 0).sort("account").iter_rows(named=True):
        amounts = {name: row[name] for name in ("opening", "movement", "closing")}
        yield found("closing-differs", account=row["account"], difference=abs(row["difference"]), **amounts)


def _carried(case: Case) -> Iterator[Finding]:
    if not case.earlier or case.earlier[0].year.end + timedelta(days=1) != case.year.start:
        return
    before = Case(case.earlier[0], case.today)
    closed = {account: amount for account, amount in before.balances.items() if account[:1] in {"1", "2"}}
    opened = dict(case.chart.filter(pl.col("account").str.contains("^[12]")).select("account", "opening").iter_rows())
    gaps = {account: opened.get(account, 0) - closed.get(account, 0) for account in sorted({*opened, *closed})}
    equity = {account for account in gaps if account[:2] == "20"}
    # a result moved within equity at the turn of the year is no difference
    if not sum(gaps[account] for account in equity):
        gaps = {account: gap for account, gap in gaps.items() if account not in equity}
    for account, gap in gaps.items():
        if gap:
            stood = {"opening": opened.get(account, 0), "closing": closed.get(account, 0)}
            yield found("opening-differs", account=account, difference=abs(gap), **stood)


def _chart(case: Case) -> Iterator[Finding]:
    declared = case.books.frame("accounts").select("account").collect()["account"]
    used = case.own_months.group_by("account").agg(pl.col("rows", "movement").sum()).sort("account")
    row: dict[str, Any]
    for row in used.iter_rows(named=True):
        account = row["account"]
        if declared.len() and account not in declared:
            yield found("undeclared-account", account=account, rows=row["rows"])
        if not (account[:1] in set("12345678") and len(account) >= 4):  # noqa: PLR2004 - a BAS number
            yield found("books-hold:chart", account=account, movement=row["movement"])
