"""The SIE files of a financial year, of type 1 to 4, made from the same books as all other answers."""

from datetime import date
from typing import Final

from lib.sandbox.fortnox.asked import exists, year_asked
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import Refused, invalid_parameter, not_found
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Key, Query, SandboxCompany
from lib.sandbox.sie import Extract, encoded, sie_lines

KINDS: Final = {"1": 1, "2": 2, "3": 3, "4": 4}
_GROUP: Final = 3


def sie(company: SandboxCompany, key: Key, query: Query) -> bytes:
    """The file that a query asks for; raises Refused 2000588 for a selection that is none."""
    us = ours(company)
    kind = exists(KINDS.get(key[0]), not_found(2999109, "SIE-typen"))
    year = year_asked(us, query)
    first = query.day("fromdate") or date.min
    if first != date.min and first not in year.span:
        raise Refused(400, 2002363, "Fråndatumet ligger utanför aktuellt räkenskapsår")
    extract = Extract(
        kind=kind,
        made=query.now.date(),
        first=first,
        last=query.day("todate") or date.max,
        selection=_selection(query.get("selection", "")),
        everything=query.get("exportall", "true").lower() not in {"false", "0"},
    )
    return us.live.kept(("sie", year.id, extract), lambda: _file(us, year, extract))


def _file(company: FortnoxCompany, year: Year, extract: Extract) -> bytes:
    return encoded(sie_lines(company.company, company.books, year.place, extract))


def _selection(text: str) -> tuple[tuple[str, int, int], ...]:
    """Groups of series, first and last number: `A,20,24;B,5,9`."""
    groups = [group.split(",") for group in text.strip(";").split(";")] if text else []
    if not all(len(group) == _GROUP and all(part.isdecimal() for part in group[1:]) for group in groups):
        raise invalid_parameter()
    return tuple((series, int(first), int(last)) for series, first, last in groups)
