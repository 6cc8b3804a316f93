"""The taxable result of a legal person: the result before tax and what the tax return adds and takes away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lib.closing.system.case import TAXES, Case
from lib.closing.system.proposals import KRONA, WHOLE, Input, Lack, Line, percent
from lib.closing.system.reserves import additions, funds
from lib.core.languages import Fact, mark
from lib.core.periods import MONTHS_A_YEAR
from lib.core.rates import RateKind

LOSSES: Final = Input("losses", mark("Loss of earlier years that is deducted this year (0 if there is none)"))
OTHER_COSTS: Final = Input("other-costs", mark("Other costs that are not deductible, and other additions"))
OTHER_INCOME: Final = Input("other-income", mark("Other income that is not taxed, and other deductions"))

BEFORE_TAX: Final = mark("Result before tax")
NOT_DEDUCTIBLE: Final = mark("Not deductible: {account} {name}")
NOT_TAXED: Final = mark("Not taxed: {account} {name}")
STANDARD_INCOME: Final = mark("Standard income on tax allocation reserves: {rate} % of {base:kr} at the year's start")
STATED_COSTS: Final = mark("Other costs that are not deductible, as stated")
STATED_INCOME: Final = mark("Other income that is not taxed, as stated")
LOSS: Final = mark("Loss of earlier years, as stated")
TAXABLE: Final = mark("Taxable result")
NOT_JUDGED: Final = mark("Not judged: {account} {name}, {amount:kr}; state what of it is not taxed or not deductible")
LOSS_NEGATIVE: Final = mark("A loss of earlier years is stated as a positive amount.")

_COSTS: Final = frozenset({"5099", "5199", "6072", "6342", "6982", "6992", "6993", "7622", "7623", "7632", "8423"})
"""Costs that the BAS chart keeps apart because they are not deductible."""
_INCOME: Final = frozenset({"8314"})
_SAYS_COST: Final = re.compile(r"\b(ej|icke) avdragsgill", re.IGNORECASE)
_SAYS_INCOME: Final = re.compile(r"\bskattefri|\b(ej|icke) skattepliktig", re.IGNORECASE)
_FINANCIAL: Final = ("80", "82", "837", "838")
"""Holdings, other securities and their write-downs: whether they are taxed no account number tells."""


@dataclass(frozen=True, slots=True)
class Taxable:
    """The taxable result in öre, a profit positive, line by line; nothing is worth more than what is `missing`."""

    amount: int
    lines: tuple[Line, ...]
    missing: tuple[Lack, ...]


def taxable(case: Case) -> Taxable:
    """The taxable result as the books and the entries have it now, after all appropriations booked."""
    income, missing = _standard_income(case)
    added, unknown = additions(case)
    lines = [
        Line(BEFORE_TAX, case.result(without=TAXES)),
        *_adjustments(case),
        *income,
        *added,
        *_stated(case),
    ]
    missing += [*unknown, *case.lacking(LOSSES)]
    if case.inputs.get(LOSSES.key, 0) < 0:
        missing.append(Lack(LOSS_NEGATIVE, {}, LOSSES.key))
    amount = sum(line.amount or 0 for line in lines)
    return Taxable(amount, (*lines, Line(TAXABLE, amount, total=True), *_not_judged(case)), tuple(missing))


def _adjustments(case: Case) -> Iterator[Line]:
    for account in sorted(case.results):
        balance = case.after(account)
        facts = {"account": account, "name": case.name(account)}
        if balance and _is_cost(account, case.name(account)):
            yield Line(NOT_DEDUCTIBLE, balance, facts, account)
        elif balance and _is_untaxed(account, case.name(account)):
            yield Line(NOT_TAXED, balance, facts, account)


def _is_cost(account: str, name: str) -> bool:
    return account in _COSTS or (account[:1] in "45678" and _SAYS_COST.search(name) is not None)


def _is_untaxed(account: str, name: str) -> bool:
    """Only of income: allowances that are free of tax to those who get them are costs, and deductible."""
    return account in _INCOME or (account[:1] in "38" and _SAYS_INCOME.search(name) is not None)


def _standard_income(case: Case) -> tuple[list[Line], list[Lack]]:
    base = sum(fund.opening for fund in funds(case))
    if not base:
        return [], []
    rate, missing = case.rate(RateKind.RESERVE_INCOME, at_end=True)
    income = standard_income(base, rate, case.year.months)
    facts: dict[str, Fact] = {"rate": percent(rate), "base": base}
    return ([] if missing else [Line(STANDARD_INCOME, income, facts, source="IL 30 kap. 6 a §")]), missing


def standard_income(base: int, rate: int, months: int) -> int:
    """Standard income on reserves in whole kronor; a year of more or fewer than twelve months has more or less."""
    return base * rate * months // (WHOLE * MONTHS_A_YEAR * KRONA) * KRONA


def _stated(case: Case) -> Iterator[Line]:
    """What people stated; what they did not state is told as not stated where it may be left out."""
    for one, text, sign in ((OTHER_COSTS, STATED_COSTS, 1), (OTHER_INCOME, STATED_INCOME, -1), (LOSSES, LOSS, -1)):
        stated = case.inputs.get(one.key)
        yield Line(text, None if stated is None else sign * stated)


def _not_judged(case: Case) -> Iterator[Line]:
    for account in sorted(case.results):
        name = case.name(account)
        told = _is_cost(account, name) or _is_untaxed(account, name)
        if account.startswith(_FINANCIAL) and case.after(account) and not told:
            yield Line(NOT_JUDGED, None, {"account": account, "name": name, "amount": -case.after(account)}, account)
