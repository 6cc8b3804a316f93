"""T2: whether the customers' and the suppliers' ledgers agree with their accounts."""

from collections.abc import Iterator
from typing import Final

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import any_ledger
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.explainer import explain
from lib.checks.registry import Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark
from lib.ledger.sides import Side

_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        mark("The ledgers agree with their accounts"),
        mark(
            "On {day:date} the ledger is {ledger:kr} but account {account} is {booked:kr}: "
            "a difference of {difference:kr}."
        ),
        mark("Open the account's appendix: it shows on which day the difference arose, and the vouchers behind it."),
    ),
}
_ACCEPTED: Final = Threshold("accepted", 99, Unit.ORE, mark("The largest difference that is let be."))


@rule("T2", "ledger-account", texts=_TEXTS, needs=(any_ledger,), thresholds=(_ACCEPTED,), passing=("day",))
def ledger_account(case: Case, limits: Limits) -> Found:
    """The difference of each ledger on the last booked day, and what the difference explainer says of it."""
    return Found.of(finding for side in case.ledgers for finding in _of(case, side, limits["accepted"]))


def _of(case: Case, side: Side, accepted: int) -> Iterator[Finding]:
    laid = case.ledger(side)
    if laid is None:
        return
    ledger, control = laid
    owed, booked = int(ledger.at(case.through)["remaining"].sum()), control.balance(case.through)
    if booked is None or abs(owed - booked) <= accepted:
        return
    sums = {"ledger": owed, "booked": booked, "difference": owed - booked}
    yield found("ledger-account", account=control.main, day=case.through.isoformat(), **sums)
    why = explain(ledger, control, case.through)
    yield from (cause.finding for cause in (*why.began, *why.causes, *why.hints))
