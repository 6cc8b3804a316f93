"""What an own check may be made of: no check by itself until someone says which accounts and how much."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import booked_month, vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit, among
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

NO_ACCOUNTS: Final = mark("no accounts are chosen")
NO_LIMITS: Final = mark("neither an upper nor a lower limit is set")
_ACCOUNTS: Final = Threshold("accounts", "", Unit.ACCOUNTS, mark("The accounts that are looked at."))
_ADVICE: Final = mark("Open the rows, and see whether they are right.")
_ROWS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("Nothing is booked on the accounts"),
        mark("Account {account} {name} has {rows:count|row|rows} this year, {amount:kr} in all."),
        _ADVICE,
    ),
}
_AMOUNTS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("Amounts lie within their limits"),
        mark("Voucher {voucher} of {date:date} (“{text}”) books {amount:kr} on {account} {name}."),
        _ADVICE,
    ),
}
_COUNTS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("The months have the right number of rows"),
        mark(
            "The accounts have {rows:count|row|rows} in {month:date} - {end:date}; there should be {least} to {most}."
        ),
        _ADVICE,
    ),
}
_LAST_YEAR: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("The number of rows is as last year"),
        mark(
            "Account {account} {name} has {rows:count|row|rows} in the booked months, "
            "but had {before:count} in the same months last year."
        ),
        _ADVICE,
    ),
}


@rule("M1", "no-rows", texts=_ROWS, on=False, needs=(vouchers,), thresholds=(_ACCOUNTS,))
def no_rows(case: Case, limits: Limits) -> Found | str:
    """Accounts that have rows though they should have none."""
    if not (chosen := _chosen(case, limits)):
        return NO_ACCOUNTS if not limits.words("accounts") else Found()
    used = case.own_months.filter(pl.col("account").is_in(chosen), pl.col("rows") > 0)
    sums = used.group_by("account").agg(pl.col("rows", "movement").sum()).sort("account")
    return Found.of(
        found("no-rows", account=account, name=case.names[account], rows=rows, amount=amount)
        for account, rows, amount in sums.iter_rows()
    )


_BEYOND: Final = (
    _ACCOUNTS,
    Threshold("above", 0, Unit.ORE, mark("Amounts above this are told, whatever their sign; 0 is none.")),
    Threshold("below", 0, Unit.ORE, mark("Amounts below this are told, whatever their sign; 0 is none.")),
)


@rule("M2", "amount-limits", texts=_AMOUNTS, on=False, needs=(vouchers,), thresholds=_BEYOND)
def amount_limits(case: Case, limits: Limits) -> Found | str:
    """Rows on the accounts whose amount is above or below a limit."""
    if not limits.words("accounts"):
        return NO_ACCOUNTS
    if not (limits["above"] or limits["below"]):
        return NO_LIMITS
    rows = case.rows_on(_chosen(case, limits))
    size = np.abs(rows.amount)
    beyond = rows.where(((size > limits["above"]) & (limits["above"] > 0)) | (size < limits["below"]))
    shown = case.frame(beyond.where(np.arange(beyond.place.size) < LISTED_AT_MOST))
    named = case.named(shown.join(case.vouchers, on="place", maintain_order="left"))
    return Found(beyond.place.size, tuple(_row(case, row) for row in named.iter_rows(named=True)))


def _row(case: Case, row: dict[str, Any]) -> Finding:
    told = {"text": row["text"], "amount": row["amount"], "date": row["date"].isoformat() if row["date"] else ""}
    account = row["account"]
    return found("amount-limits", account=account, voucher=row["label"], name=case.names[account], **told)


_NUMBERS: Final = (
    _ACCOUNTS,
    Threshold("least", 1, Unit.COUNT, mark("The fewest rows that a month should have.")),
    Threshold("most", 1, Unit.COUNT, mark("The most rows that a month should have.")),
)


@rule("M3", "row-count", texts=_COUNTS, on=False, needs=(vouchers, booked_month), thresholds=_NUMBERS)
def row_count(case: Case, limits: Limits) -> Found | str:
    """Booked months in which the accounts together have too few or too many rows."""
    if not limits.words("accounts"):
        return NO_ACCOUNTS
    own = case.own_months.filter(pl.col("account").is_in(_chosen(case, limits)))
    rows = dict(own.group_by("month").agg(pl.col("rows").sum()).iter_rows())
    return Found.of(_months(case, limits, rows))


def _months(case: Case, limits: Limits, rows: dict[Any, int]) -> Iterator[Finding]:
    for month in case.booked_months:
        first = month.start.replace(day=1)
        number = rows.get(first, 0)
        if not limits["least"] <= number <= limits["most"]:
            span = {"month": first.isoformat(), "end": month.end.isoformat()}
            yield found("row-count", rows=number, least=limits["least"], most=limits["most"], **span)


_COMPARED: Final = (
    _ACCOUNTS,
    Threshold("share", 50, Unit.PERCENT, mark("How much the number may differ from last year's.")),
    Threshold("rows", 5, Unit.COUNT, mark("The smallest difference in rows that is told.")),
)


@rule("M4", "rows-last-year", texts=_LAST_YEAR, on=False, needs=(vouchers, booked_month), thresholds=_COMPARED)
def rows_last_year(case: Case, limits: Limits) -> Found | str:
    """Accounts whose number of rows in the booked months is far from that of the same months last year."""
    if not limits.words("accounts"):
        return NO_ACCOUNTS
    months = [month.start.replace(day=1) for month in case.booked_months]
    now = case.months.filter(pl.col("month").is_in(months))
    then = case.months.filter(pl.col("month").dt.offset_by("12mo").is_in(months))
    if then.is_empty():
        return mark("last year's months are not among the books")
    counts = [part.group_by("account").agg(pl.col("rows").sum()) for part in (now, then)]
    both = counts[0].join(counts[1], on="account", how="full", coalesce=True, suffix="_before").fill_null(0)
    off = (pl.col("rows").cast(pl.Int64) - pl.col("rows_before").cast(pl.Int64)).abs()
    wrong = both.filter(
        pl.col("account").is_in(_chosen(case, limits)),
        off >= limits["rows"],
        off * 100 > pl.col("rows_before") * limits["share"],
    )
    return Found.of(
        found("rows-last-year", account=account, name=case.names.get(account, ""), rows=rows, before=before)
        for account, rows, before in wrong.sort("account").iter_rows()
    )


def _chosen(case: Case, limits: Limits) -> list[str]:
    ranges = limits.words("accounts")
    return [account for account in case.names if among(account, ranges)]
