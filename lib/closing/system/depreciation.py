"""Excess depreciation of machinery and equipment: book value against the lowest value that the tax rules allow."""

from collections.abc import Iterator
from typing import Final

from lib.closing.entries import EntryRow
from lib.closing.system.case import Case
from lib.closing.system.proposals import KRONA, WHOLE, Input, Kind, Lack, Line, Proposal, moved, part_of, percent
from lib.core.languages import Fact, mark
from lib.core.periods import MONTHS_A_YEAR
from lib.core.rates import RateKind

ACQUIRED: Final = Input(
    "acquired", mark("Equipment acquired this year and still there, cost; nothing stated: as booked")
)
SOLD: Final = Input("sold", mark("Paid for equipment sold this year that was there at its start (0 if nothing)"))
EARLIER: Final = (
    Input("acquired-1", mark("Equipment acquired one year before and still there, cost")),
    Input("acquired-2", mark("Equipment acquired two years before and still there, cost")),
    Input("acquired-3", mark("Equipment acquired three years before and still there, cost")),
)
WANTED: Final = Input(
    "excess", mark("Excess depreciation in all at the year's end; nothing stated: as much as is allowed")
)

OPENING: Final = mark("Book value at the year's start, {first}–{last}")
OPENING_EXCESS: Final = mark("Less excess depreciation at the year's start")
BOUGHT: Final = mark("Acquired this year, as booked")
BOUGHT_STATED: Final = mark("Acquired this year, as stated")
SOLD_LINE: Final = mark("Less paid for equipment sold, as stated")
BASE: Final = mark("Base of the main rule")
MAIN: Final = mark("Main rule: lowest value after {rate} %")
OF_YEAR: Final = mark("Complementary rule: {rate} % left of {cost:kr}, acquired {back:count|year|years} before")
OF_THIS: Final = mark("Complementary rule: {rate} % left of {cost:kr}, acquired this year")
COMPLEMENT: Final = mark("Complementary rule: lowest value")
NO_COMPLEMENT: Final = mark(
    "Complementary rule: not reckoned, what was acquired in the three years before is not stated"
)
ODD_YEAR: Final = mark("Complementary rule: not reckoned for a year of other than twelve months")
CLOSING: Final = mark("Book value at the year's end, depreciation according to plan booked")
ALLOWED: Final = mark("Excess depreciation at most: book value less the lowest value")
STATED: Final = mark("Excess depreciation in all, as stated")
BOOKED: Final = mark("Already booked on {account} {name}")
LEFT: Final = mark("Left to book")
NO_PLAN: Final = mark("Nothing is booked as depreciation according to plan this year (7820–7839).")
TOO_MUCH: Final = mark("Excess depreciation may be at most {most:kr}; {stated:kr} is stated.")
NOT_NEGATIVE: Final = mark("What is stated is a positive amount.")

_HEADS: Final = ("121", "122", "123", "124", "125")
"""Machinery, equipment, fittings, vehicles, computers. Not leased things (126), advances (128) or art (129)."""
_LESS: Final = ("8", "9")
"""Last figures of accounts that lower a value: write-downs and accumulated depreciation."""
_EXCESS: Final = ("2150", "2153", "2154", "2155", "2156", "2157", "2158", "2159")
_PLAN: Final = ("782", "783")


def excess_depreciation(case: Case) -> Proposal:
    """The change of 2150 that brings the value down to the lower of what the two rules allow (IL 18 kap.)."""
    assets = case.having(lambda account: account.startswith(_HEADS))
    excess = case.having(lambda account: account in _EXCESS)
    lines, lowest, missing = _main_rule(case, assets, excess)
    other, value = _complement(case, assets)
    lines += other
    book = case.total(assets)
    most = max(book - min(lowest, lowest if value is None else value), 0) // KRONA * KRONA
    lines += [Line(CLOSING, book), Line(ALLOWED, most, source="IL 18 kap. 13–17 §§", total=True)]
    wanted = case.inputs.get(WANTED.key)
    if wanted is not None:
        lines.append(Line(STATED, wanted))
        missing += [] if missing else _beyond(wanted, most)
    if assets and book and not any(case.after(account) for account in case.having(lambda one: one.startswith(_PLAN))):
        lines.append(Line(NO_PLAN))
    if missing:
        return Proposal(Kind.EXCESS_DEPRECIATION, tuple(lines), missing=tuple(missing))
    booked = -case.total(excess)
    lines += [
        Line(BOOKED, case.after(one), {"account": one, "name": case.name(one)}, one)
        for one in excess
        if case.after(one)
    ]
    left = (most if wanted is None else wanted) - booked
    lines.append(Line(LEFT, left, total=True))
    return Proposal(Kind.EXCESS_DEPRECIATION, tuple(lines), _rows(case, excess, left))


def _rows(case: Case, excess: list[str], left: int) -> tuple[EntryRow, ...]:
    used = next((account for account in excess if case.after(account)), case.chosen("2153", "2150"))
    return moved(case.chosen("8853" if used == "2153" else "8850", "8850", "8853"), used, left)


def _main_rule(case: Case, assets: list[str], excess: list[str]) -> tuple[list[Line], int, list[Lack]]:
    """Value for tax at the start, with what was bought and without what was paid for things sold, less 30 %."""
    rate, missing = case.rate(RateKind.DEPRECIATION_MAIN)
    opening, reserved = (sum(case.before(one) for one in accounts) for accounts in (assets, excess))
    bought = _bought(case, assets)
    lines = [
        Line(OPENING, opening, {"first": _HEADS[0] + "x", "last": _HEADS[-1] + "x"}),
        Line(OPENING_EXCESS, reserved),
        Line(BOUGHT_STATED if ACQUIRED.key in case.inputs else BOUGHT, bought),
    ]
    sold = 0
    if any(case.credits.get(account, 0) for account in _costs(assets)) or SOLD.key in case.inputs:
        missing += case.lacking(SOLD)
        sold = case.inputs.get(SOLD.key, 0)
        lines.append(Line(SOLD_LINE, -sold))
    missing += [
        Lack(NOT_NEGATIVE, {}, one.key) for one in (ACQUIRED, SOLD, *EARLIER) if case.inputs.get(one.key, 0) < 0
    ]
    base = max(opening + reserved + bought - sold, 0)
    lowest = base - part_of(base, rate * case.year.months // MONTHS_A_YEAR)
    facts = {"rate": percent(rate * case.year.months // MONTHS_A_YEAR)}
    return [*lines, Line(BASE, base, total=True), Line(MAIN, lowest, facts, source="IL 18 kap. 13 §")], lowest, missing


def _complement(case: Case, assets: list[str]) -> tuple[list[Line], int | None]:
    """What is left of the cost of five years' acquisitions when each is written off by 20 % a year."""
    rate, lacks = case.rate(RateKind.DEPRECIATION_COMPLEMENT)
    if case.year.months != MONTHS_A_YEAR:
        return [Line(ODD_YEAR)], None
    if lacks or any(case.lacking(*EARLIER)):
        return [Line(NO_COMPLEMENT)], None
    costs = [_bought(case, assets), *(case.inputs[one.key] for one in EARLIER)]
    lines = []
    for back, cost in enumerate(costs):
        left = WHOLE - rate * (back + 1)
        facts: dict[str, Fact] = {"rate": percent(left), "cost": cost, "back": back}
        lines.append(Line(OF_YEAR if back else OF_THIS, cost * left // WHOLE, facts))
    value = sum(line.amount or 0 for line in lines)
    return [*lines, Line(COMPLEMENT, value, source="IL 18 kap. 17 §", total=True)], value


def _bought(case: Case, assets: list[str]) -> int:
    booked = sum(case.debits.get(account, 0) for account in _costs(assets))
    return case.inputs.get(ACQUIRED.key, booked)


def _costs(assets: list[str]) -> Iterator[str]:
    return (account for account in assets if not account.endswith(_LESS))


def _beyond(wanted: int, most: int) -> list[Lack]:
    if wanted < 0:
        return [Lack(NOT_NEGATIVE, {}, WANTED.key)]
    return [Lack(TOO_MUCH, {"most": most, "stated": wanted}, WANTED.key)] if wanted > most else []
