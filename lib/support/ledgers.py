"""What makes a ledger differ from its account, as the explainer finds it, told as diagnoses."""

from collections.abc import Iterable, Iterator
from typing import Final

from lib.checks.causes import Cause
from lib.closing.appendices import AppendixView
from lib.core.explanations import EXPLANATIONS
from lib.core.findings import Severity
from lib.core.languages import mark
from lib.ledger.sides import ACCOUNTS, Side
from lib.support.diagnoses import Diagnosis, Told, Weight, Who

LISTED: Final = 10
DIFFERS: Final = mark(
    "Account {account} does not agree with {ledger:text} on {day:date}: the ledger has {total:kr}, the books "
    "{booked:kr}, the difference is {difference:kr}."
)
NAMES: Final = {Side.RECEIVABLES: mark("the customer ledger"), Side.PAYABLES: mark("the supplier ledger")}
UNSAID: Final = mark("No cause was found.")
LOOK: Final = mark("Compare ledger and account in Fortnox on that day.")


def diagnoses(shown: Iterable[AppendixView]) -> Iterator[Diagnosis]:
    """A diagnosis for each appendix that differs: the largest cause that is wrong, and the others beside it."""
    for one in shown:
        if one.difference:
            yield _differs(one)


def _differs(one: AppendixView) -> Diagnosis:
    account = ACCOUNTS[one.side].main
    # what only says something stands after what is wrong, however large it is
    causes = sorted(one.explanation.causes, key=lambda cause: cause.finding.severity is Severity.NOTE)
    first = causes[0] if causes else None
    known = first is not None and first.finding.severity is Severity.NOTE
    return Diagnosis(
        f"ledger-differs-{one.side.value}",
        Weight.KNOW if known else Weight.WRONG,
        Told(
            DIFFERS,
            {
                "account": account,
                "ledger": NAMES[one.side],
                "day": one.day.isoformat(),
                "total": one.total,
                "booked": one.booked or 0,
                "difference": one.difference or 0,
            },
        ),
        _said(first) if first else Told(UNSAID),
        Told(EXPLANATIONS[first.finding.check].remedy, first.finding.known) if first else Told(LOOK),
        Who.NOBODY if known else Who.CLIENT,
        page="appendices",
        view={"bilaga": account, "dag": one.day.isoformat()},
        causes=tuple(_said(cause) for cause in causes[1:LISTED]),
        more=max(len(causes) - LISTED, 0),
        contents=True,
    )


def _said(cause: Cause) -> Told:
    return Told(EXPLANATIONS[cause.finding.check].sentence, cause.finding.known)
