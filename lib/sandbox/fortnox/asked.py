"""What a query asks for: the financial year, a stretch of days, words to look for."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple, TypeVar

from lib.sandbox.fortnox.companies import FortnoxCompany
from lib.sandbox.fortnox.errors import Refused, not_found
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Query

T = TypeVar("T")
YEAR_NOT_FOUND: Final = 2999104
YEAR_MISSING: Final = 2999004


def year_missing() -> Refused:
    """No financial year has been made for the day."""
    return Refused(400, YEAR_MISSING, "Räkenskapsår saknas för valt datum.")


def current_year(company: FortnoxCompany) -> Year:
    """The year that is open in Fortnox when nobody says which: today's, or the newest."""
    return company.live.year_of(company.today) or company.live.years[-1]


def year_asked(company: FortnoxCompany, query: Query) -> Year:
    """The year of `financialyear` or `financialyeardate`, else the current one.

    Raises Refused 2999104 (our code) for an id and 2999004 (our code) for a day without a year.
    """
    if (known := query.number("financialyear")) is not None:
        return year_by_id(company, known)
    if day := query.day("financialyeardate"):
        found = company.live.year_of(day)
        if not found:
            raise year_missing()
        return found
    return current_year(company)


def year_by_id(company: FortnoxCompany, number: int | None) -> Year:
    """The year with this id; raises Refused 2999104 (our code)."""
    for year in company.live.years:
        if year.id == number:
            return year
    raise not_found(YEAR_NOT_FOUND, "räkenskapsåret")


class Stretch(NamedTuple):
    """A stretch of days, open where an end is missing."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


def stretch(query: Query, first: str = "fromdate", last: str = "todate") -> Stretch | None:
    """The days that a query is limited to, or none when it is not."""
    start, end = query.day(first), query.day(last)
    return Stretch(start or date.min, end or date.max) if start or end else None


def matches(query: Query, fields: Mapping[str, Callable[[T], str]]) -> Callable[[T], bool]:
    """Whether a thing has, in each field that the query names, the words it looks for, in any case."""
    wanted = [(read, query[name].casefold()) for name, read in fields.items() if query.get(name)]
    return lambda thing: all(words in read(thing).casefold() for read, words in wanted)


def exists(found: T | None, refused: Refused) -> T:
    """The thing itself, or the refusal when there is none."""
    if found is None:
        raise refused
    return found


def first_of(things: Iterable[T], wanted: Callable[[T], bool]) -> T | None:
    """The first thing that is wanted."""
    return next(filter(wanted, things), None)


def whole_number(text: str) -> int | None:
    """The number that a part of the path is, or none when it is none that Fortnox would give."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None  # noqa: PLR2004
