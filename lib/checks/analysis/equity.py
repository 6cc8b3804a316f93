"""T11: whether the year's result stands where it should, and equity suffices."""

from collections.abc import Iterator
from typing import Final

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import whole_year
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Equity and the year's result agree")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("The year's result is {result:kr} by the income statement, but account {account} has {booked:kr}."),
        mark("Book the difference against 8999, or look for vouchers entered after the result was booked."),
    ),
    "unbooked": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("The year ended {day:date} with a result of {result:kr}, which is not booked to equity yet."),
        mark("Close the year and book the result (8999 against 2099; a sole trader's against 2019)."),
    ),
    "left": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Account {account} {name} still has {balance:kr} at the end of the year, though the meeting is past."),
        mark("Book what the meeting decided: to 2091 what is carried forward, to 2898 what is paid out."),
    ),
    "capital": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Equity is {equity:kr}, which is less than half of the share capital {capital:kr}."),
        mark(
            "Speak with the client: the board may have to draw up a balance sheet for control (kontrollbalansräkning)."
        ),
    ),
    "share-capital": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("The share capital on account {account} changed by {movement:kr} during the year."),
        mark("See that the change is registered with Bolagsverket, and keep the decision with the year's papers."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("accepted", 0, Unit.ORE, mark("The largest difference that is let be.")),
    Threshold("days", 90, Unit.DAYS, mark("Days after the year's end before an unbooked result is told.")),
)


@rule("T11", "equity", texts=_TEXTS, needs=(whole_year,), thresholds=_THRESHOLDS)
def equity(case: Case, limits: Limits) -> Found:
    """The result against equity in a closed year; what waits in an open one; equity against share capital."""
    moved = {account: amount for account, amount in case.balances.items() if account[:1] in set("345678")}
    closing = sum(moved.get(account, 0) for account in case.roles["result-account"])
    result = -sum(moved.values()) + closing
    parts = [*(_closed(case, result, limits) if closing else _open(case, result, limits)), *_capital(case, moved)]
    return Found.of(parts)


def _closed(case: Case, result: int, limits: Limits) -> Iterator[Finding]:
    for account in sorted(case.roles["year-result"] & {"2099", "2069"}):
        booked = -case.balances[account]
        if abs(booked - result) > limits["accepted"] and (booked or account == "2099"):
            yield found("equity", account=account, result=result, booked=booked)
    for account in sorted(case.roles["last-result"]):
        if balance := case.balances[account]:
            yield found("equity:left", account=account, name=case.names[account], balance=balance)


def _open(case: Case, result: int, limits: Limits) -> Iterator[Finding]:
    if result and (case.today - case.year.end).days > limits["days"]:
        yield found("equity:unbooked", day=case.year.end.isoformat(), result=result)


def _capital(case: Case, moved: dict[str, int]) -> Iterator[Finding]:
    accounts = sorted(case.roles["share-capital"])
    capital = -sum(case.balances[account] for account in accounts)
    openings = dict(case.chart.select("account", "opening").iter_rows())
    for account in accounts:
        if openings[account] and (movement := openings[account] - case.balances[account]):
            yield found("equity:share-capital", account=account, movement=movement)
    own = -sum(amount for account, amount in case.balances.items() if account[:2] == "20") - sum(moved.values())
    if capital > 0 and own * 2 < capital:
        yield found("equity:capital", equity=own, capital=capital)
