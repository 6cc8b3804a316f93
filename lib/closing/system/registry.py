"""Which system entries a company of each legal form has, in the order that they are worked out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from lib.closing.system import depreciation, reserves, results, taxable, taxes
from lib.closing.system.case import COMPANIES, PERSONAL, UNKNOWN_BALANCES, Case
from lib.closing.system.proposals import Input, Kind, Lack, Proposal

_OF_RESULT: Final = (taxable.LOSSES, taxable.OTHER_COSTS, taxable.OTHER_INCOME)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of system entry: the legal forms that have it, how it is worked out, and what people may state for it."""

    kind: Kind
    forms: frozenset[str]
    propose: Callable[[Case], Proposal]
    stated: Callable[[Case], Sequence[Input]]


def _nothing(_case: Case) -> Sequence[Input]:
    return ()


RULES: Final[Sequence[Rule]] = (
    Rule(Kind.LAST_RESULT, COMPANIES, results.last_result, _nothing),
    Rule(Kind.PRIVATE_ACCOUNTS, PERSONAL, results.private_accounts, _nothing),
    Rule(
        Kind.EXCESS_DEPRECIATION,
        COMPANIES,
        depreciation.excess_depreciation,
        lambda _case: (depreciation.ACQUIRED, depreciation.SOLD, *depreciation.EARLIER, depreciation.WANTED),
    ),
    Rule(Kind.RESERVE_RETURN, COMPANIES, reserves.reserve_return, lambda _case: (reserves.RETURN_MORE,)),
    Rule(Kind.RESERVE, COMPANIES, taxes.reserve, lambda _case: (*_OF_RESULT, taxes.ALLOCATION)),
    Rule(Kind.CORPORATE_TAX, COMPANIES, taxes.corporate_tax, lambda _case: _OF_RESULT),
    Rule(Kind.PERSONAL_RESERVE, PERSONAL, taxes.personal_reserve, lambda _case: (taxes.ADJUSTMENTS,)),
    Rule(Kind.YEAR_RESULT, COMPANIES | PERSONAL, results.year_result, results.shares),
)
"""Each is worked out of the books with those before it booked: tax of the result after the reserve, say."""


def rules_of(form: str) -> list[Rule]:
    """The kinds that a legal form has; none where it is not stated, or is another."""
    return [rule for rule in RULES if form in rule.forms]


def propose(case: Case, enabled: Collection[Kind]) -> dict[Kind, Proposal]:
    """Every kind that the legal form has, worked out in order; those `enabled` count in the ones after them.

    `case` is without the system entries that are still ours to change: they are what is worked out anew.
    """
    found: dict[Kind, Proposal] = {}
    for rule in rules_of(case.form):
        if not case.known:
            found[rule.kind] = Proposal(rule.kind, missing=(Lack(UNKNOWN_BALANCES),))
            continue
        proposal = rule.propose(case)
        found[rule.kind] = proposal
        if rule.kind in enabled:
            case = case.with_rows(proposal.rows)
    return found
