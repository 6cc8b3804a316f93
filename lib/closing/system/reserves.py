"""Tax allocation reserves that stand in the books: of which year each is, and which have to be returned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from lib.closing.entries import EntryRow
from lib.closing.system.case import NO_RATE, Case
from lib.closing.system.proposals import Input, Kind, Lack, Line, Proposal, part_of, percent
from lib.core.languages import Fact, mark
from lib.core.rates import RATE_NAMES, RateKind, rate

RETURN_MORE: Final = Input("return-more", mark("Reserves to return beyond those that must be"))

HELD: Final = mark("{account} {name}, of {year}")
HELD_UNKNOWN: Final = mark("{account} {name}, of a year that is not known")
WHICH_YEAR: Final = mark("The year of the reserve on {account} is not known: its name in the chart does not tell it.")
MUST: Final = mark("To be returned at the latest this year: the reserve of {year} on {account}")
MORE: Final = mark("To be returned beyond that, as stated: the reserve of {year} on {account}")
TOTAL: Final = mark("To be returned")
ADDITION: Final = mark("Addition on the returned reserve of {year}: {rate} % of {base:kr}")
TOO_MUCH: Final = mark("Reserves of {left:kr} are left to return; {stated:kr} is stated.")
NO_MORE: Final = mark("What is returned is stated as a positive amount.")

_FIRST, _LAST = "2110", "2139"
_GENERAL: Final = frozenset({"2110"})
"""Accounts whose number does not tell the year."""
_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_ADDED_FROM: Final = date(2021, 1, 1)
"""Years that begin earlier add by another rule."""
RETURNED: Final = ("8819", "8811", "8810")


@dataclass(frozen=True, slots=True)
class Fund:
    """A reserve on an account: öre, what is reserved positive; `year` is that of the deduction, None: not known."""

    account: str
    year: int | None
    opening: int
    closing: int


def funds(case: Case) -> list[Fund]:
    """The reserves that hold anything or did at the year's start, the oldest first."""
    found = [
        Fund(account, year_of(case, account), -case.before(account), -case.after(account))
        for account in case.having(lambda account: len(account) == len(_FIRST) and _FIRST <= account <= _LAST)
        if case.before(account) or case.after(account)
    ]
    return sorted(found, key=lambda fund: (fund.year or 0, fund.account))


def year_of(case: Case, account: str) -> int | None:
    """The year of the reserve on an account: by its name in the chart, else by the last figure of its number.

    BAS has 2125 for 2025 and, ten years before, for 2015: what was there at the year's start is of the
    latest such year before this one.
    """
    named = _YEAR.findall(case.name(account))
    if named:
        return int(named[-1])
    if account in _GENERAL:
        return None
    own = case.year.end.year
    latest = own - (own - int(account[-1])) % 10
    return latest - 10 if latest == own and case.before(account) else latest


def account_of(case: Case) -> str:
    """The account of this year's reserve: the one that the chart names for it, else by the last figure."""
    year = str(case.year.end.year)
    own = [account for account in case.names if _FIRST <= account <= _LAST and len(account) == len(_FIRST)]
    named = sorted(account for account in own if year in _YEAR.findall(case.name(account)))
    return named[0] if named else f"212{year[-1]}"


def additions(case: Case) -> tuple[list[Line], list[Lack]]:
    """What is taxed beyond the reserves that were returned, of years with a higher corporate tax."""
    returned = [fund for fund in funds(case) if fund.opening > fund.closing]
    if returned and case.year.start < _ADDED_FROM:
        year = {"rate": RATE_NAMES[RateKind.RESERVE_ADDITION], "year": case.year.label}
        return [], [Lack(NO_RATE, year)]
    unknown = [Lack(WHICH_YEAR, {"account": fund.account}) for fund in returned if fund.year is None]
    return list(_additions(case, returned)), unknown


def _additions(case: Case, returned: list[Fund]) -> Iterator[Line]:
    for fund in returned:
        back = fund.opening - fund.closing
        if fund.year is None:
            continue
        # a broken year counts by its first day: the calendar year of its end is all that the account tells
        share = rate(RateKind.RESERVE_ADDITION, _first_day(case, fund.year))
        if share:
            facts: dict[str, Fact] = {"year": fund.year, "rate": percent(share), "base": back}
            yield Line(ADDITION, part_of(back, share), facts, fund.account, "lag (2018:1206)")


def _first_day(case: Case, year: int) -> date:
    """The first day of the financial year that ended in a calendar year, if the year had the same months as now."""
    back = case.year.end.year - year
    return date(case.year.start.year - back, case.year.start.month, 1)


def reserve_return(case: Case) -> Proposal:
    """Reserves that are too old, and what people choose to return beyond them, the oldest first (IL 30 kap. 7 §)."""
    held, missing = funds(case), list[Lack]()
    limit, lacks = case.rate(RateKind.RESERVE_YEARS)
    lines = [_held(case, fund) for fund in held]
    must = {fund.account: fund.closing for fund in held if fund.closing > 0 and _due(case, fund, limit)}
    missing += lacks
    missing += [Lack(WHICH_YEAR, {"account": fund.account}) for fund in held if fund.closing and fund.year is None]
    stated = case.inputs.get(RETURN_MORE.key, 0)
    already = sum(max(fund.opening - fund.closing, 0) for fund in held if not _due(case, fund, limit))
    more = max(stated - already, 0)
    free = [fund for fund in held if fund.account not in must and fund.closing > 0 and fund.account != account_of(case)]
    left = sum(fund.closing for fund in free)
    if stated < 0:
        missing.append(Lack(NO_MORE, {}, RETURN_MORE.key))
    elif more > left:
        missing.append(Lack(TOO_MUCH, {"left": left + already, "stated": stated}, RETURN_MORE.key))
    if missing:
        return Proposal(Kind.RESERVE_RETURN, tuple(lines), missing=tuple(missing))
    chosen = dict(_oldest_first(free, more))
    years = {fund.account: str(fund.year) for fund in held}
    for text, part in ((MUST, must), (MORE, chosen)):
        lines += [Line(text, ore, {"year": years[one], "account": one}, one) for one, ore in part.items()]
    total = sum(must.values()) + sum(chosen.values())
    lines.append(Line(TOTAL, total, source="IL 30 kap. 7 §", total=True))
    rows = [EntryRow(account, ore) for account, ore in {**must, **chosen}.items()]
    back = [EntryRow(case.chosen(*RETURNED), -total)] if total else []
    return Proposal(Kind.RESERVE_RETURN, tuple(lines), (*rows, *back))


def _due(case: Case, fund: Fund, limit: int) -> bool:
    return fund.year is not None and case.year.end.year - fund.year >= limit


def _held(case: Case, fund: Fund) -> Line:
    facts = {"account": fund.account, "name": case.name(fund.account)}
    if fund.year is None:
        return Line(HELD_UNKNOWN, fund.closing, facts, fund.account)
    return Line(HELD, fund.closing, {**facts, "year": str(fund.year)}, fund.account)


def _oldest_first(free: list[Fund], wanted: int) -> Iterator[tuple[str, int]]:
    for fund in free:
        taken = min(fund.closing, wanted)
        if taken:
            yield fund.account, taken
        wanted -= taken
