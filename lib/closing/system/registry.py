"""Which system entries a company of each legal form has, in the order that they are worked out."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from lib.closing.system import depreciation, reserves, results, taxable, taxes
from lib.closing.system.case import COMPANIES, PERSONAL, UNKNOWN_BALANCES, Case
from lib.closing.system.proposals import Input, Kind, Lack, Proposal
from lib.core.periods import FinancialYear
from lib.core.rates import BY_LAST_DAY, RATES, Rate, RateKind

_OF_RESULT: Final = (taxable.LOSSES, taxable.OTHER_COSTS, taxable.OTHER_INCOME)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of system entry: the legal forms that have it, how it is worked out, and what people may state for it."""

    kind: Kind
    forms: frozenset[str]
    propose: Callable[[Case], Proposal]
    stated: Callable[[Case], Sequence[Input]]
    rates: Sequence[RateKind] = ()
    """The rates by law that it goes by."""


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
        (RateKind.DEPRECIATION_MAIN, RateKind.DEPRECIATION_COMPLEMENT),
    ),
    Rule(
        Kind.RESERVE_RETURN,
        COMPANIES,
        reserves.reserve_return,
        lambda _case: (reserves.RETURN_MORE,),
        (RateKind.RESERVE_YEARS,),
    ),
    Rule(
        Kind.RESERVE,
        COMPANIES,
        taxes.reserve,
        lambda _case: (*_OF_RESULT, taxes.ALLOCATION),
        (RateKind.RESERVE_COMPANY, RateKind.RESERVE_INCOME),
    ),
    Rule(
        Kind.CORPORATE_TAX,
        COMPANIES,
        taxes.corporate_tax,
        lambda _case: _OF_RESULT,
        (RateKind.CORPORATE_TAX, RateKind.RESERVE_INCOME),
    ),
    Rule(
        Kind.PERSONAL_RESERVE,
        PERSONAL,
        taxes.personal_reserve,
        lambda _case: (taxes.ADJUSTMENTS,),
        (RateKind.RESERVE_PERSON,),
    ),
    Rule(Kind.YEAR_RESULT, COMPANIES | PERSONAL, results.year_result, results.shares),
)
"""Each is worked out of the books with those before it booked: tax of the result after the reserve, say."""


def rules_of(form: str) -> list[Rule]:
    """The kinds that a legal form has; none where it is not stated, or is another."""
    return [rule for rule in RULES if form in rule.forms]


def rates_of(kind: Kind, year: FinancialYear) -> list[Rate]:
    """The rates by law that a kind goes by in a financial year, as the table has them."""
    named = [one for rule in RULES if rule.kind is kind for one in rule.rates]
    return [
        one for one in RATES if one.kind in named and one.holds(year.end if one.kind in BY_LAST_DAY else year.start)
    ]


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
