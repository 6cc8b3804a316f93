"""Corporate tax, and the allocation to this year's tax allocation reserve: both of the taxable result."""

from typing import Final

from lib.closing.system.case import PARTNERSHIPS, TAXES, Case
from lib.closing.system.proposals import Input, Kind, Lack, Line, Proposal, moved, part_of, percent
from lib.closing.system.reserves import account_of
from lib.closing.system.results import owners_of
from lib.closing.system.taxable import BEFORE_TAX, taxable
from lib.core.languages import mark
from lib.core.rates import RateKind

ALLOCATION: Final = Input("allocation", mark("Reserve to set aside this year; nothing stated: as much as is allowed"))
ADJUSTMENTS: Final = Input(
    "personal-adjustments", mark("The tax return's own additions and deductions before the reserve")
)

ROUNDED: Final = mark("Taxable result, rounded down to tens of kronor")
LOSS_ON: Final = mark("A loss for tax: nothing to pay")
TAX: Final = mark("Tax: {rate} %")
BOOKED: Final = mark("Already booked on {account} {name}")
LEFT: Final = mark("Left to book")
RESERVED: Final = mark("Already set aside on {account}")
BASE: Final = mark("Taxable result before the year's reserve")
AT_MOST: Final = mark("At most {rate} %")
WANTED: Final = mark("Set aside, as stated")
TOO_MUCH: Final = mark("At most {most:kr} may be set aside; {stated:kr} is stated.")
NOT_NEGATIVE: Final = mark("What is set aside is stated as a positive amount.")
HELD: Final = mark(
    "The account of this year's reserve, {account} {name}, already held a reserve when the year began: "
    "name an account of 21xx for this year in the chart."
)
IN_RETURN: Final = mark("The reserve is made in the owner's own tax return: nothing is booked.")
PER_OWNER: Final = mark("Each of the {owners:count} owners sets aside at most {rate} % of the own share.")
STATED: Final = mark("The tax return's own additions and deductions, as stated")
TEN_KRONOR: Final = 10_00
READ_ROUNDING: Final = "erevisor.se"
"""An article of E-revisor's says that it is rounded down to tens of kronor: the section of the law was not found."""
_TAX, _DEBT = ("8910",), ("2512", "2510")


def corporate_tax(case: Case) -> Proposal:
    """The tax on the taxable result, less what is booked: 8910 against 2512."""
    base = taxable(case)
    rate, lacks = case.rate(RateKind.CORPORATE_TAX)
    missing = (*base.missing, *lacks)
    if missing:
        return Proposal(Kind.CORPORATE_TAX, base.lines, missing=missing)
    rounded = max(base.amount, 0) // TEN_KRONOR * TEN_KRONOR
    due = part_of(rounded, rate)
    lines = [*base.lines, Line(ROUNDED, rounded, source=READ_ROUNDING)]
    if base.amount < 0:
        lines.append(Line(LOSS_ON))
    lines.append(Line(TAX, due, {"rate": percent(rate)}, source="IL 65 kap. 10 §"))
    booked = [account for account in sorted(case.results) if account.startswith("891") and case.after(account)]
    lines += [
        Line(BOOKED, -case.after(account), {"account": account, "name": case.name(account)}, account)
        for account in booked
    ]
    left = due - case.total(booked)
    lines.append(Line(LEFT, left, total=True))
    return Proposal(Kind.CORPORATE_TAX, tuple(lines), moved(case.chosen(*_TAX), case.chosen(*_DEBT), left))


def reserve(case: Case) -> Proposal:
    """As much of the taxable result as may be set aside, or what people state, less what is booked: 8811."""
    now = taxable(case)
    account = account_of(case)
    booked = case.before(account) - case.after(account)
    rate, lacks = case.rate(RateKind.RESERVE_COMPANY)
    base = now.amount + booked
    lines = [*now.lines]
    if booked:
        lines.append(Line(RESERVED, booked, {"account": account}, account))
    most = part_of(max(base, 0), rate)
    wanted = case.inputs.get(ALLOCATION.key)
    missing = [*now.missing, *lacks]
    if case.before(account):
        missing.append(Lack(HELD, {"account": account, "name": case.name(account)}))
    lines += [Line(BASE, base, total=True), Line(AT_MOST, most, {"rate": percent(rate)}, source="IL 30 kap. 5 §")]
    if wanted is not None:
        lines.append(Line(WANTED, wanted))
        if not missing:
            missing += _beyond(wanted, most)
    if missing:
        return Proposal(Kind.RESERVE, tuple(lines), missing=tuple(missing))
    left = (most if wanted is None else wanted) - booked
    lines.append(Line(LEFT, left, total=True))
    return Proposal(Kind.RESERVE, tuple(lines), moved(case.chosen("8811", "8810"), account, left))


def _beyond(wanted: int, most: int) -> list[Lack]:
    if wanted < 0:
        return [Lack(NOT_NEGATIVE, {}, ALLOCATION.key)]
    return [Lack(TOO_MUCH, {"most": most, "stated": wanted}, ALLOCATION.key)] if wanted > most else []


def personal_reserve(case: Case) -> Proposal:
    """What an owner who is taxed in person may set aside at most: a calculation, and no entry."""
    result = case.result(without=TAXES)
    rate, lacks = case.rate(RateKind.RESERVE_PERSON)
    stated = case.inputs.get(ADJUSTMENTS.key)
    lines = [Line(BEFORE_TAX, result), Line(STATED, stated)]
    missing = (*case.lacking(ADJUSTMENTS), *lacks)
    if missing or stated is None:
        return Proposal(Kind.PERSONAL_RESERVE, tuple(lines), missing=missing)
    base = result + stated
    owners = len(owners_of(case))
    most = part_of(max(base, 0), rate)
    lines += [
        Line(BASE, base, total=True),
        Line(AT_MOST, most, {"rate": percent(rate)}, source="IL 30 kap. 6 §", total=True),
    ]
    if case.form in PARTNERSHIPS:
        lines.append(Line(PER_OWNER, facts={"owners": owners, "rate": percent(rate)}))
    return Proposal(Kind.PERSONAL_RESERVE, (*lines, Line(IN_RETURN)))
