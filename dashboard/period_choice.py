"""The periods of a financial year as accountants name them: P1-P12, quarters, year to date, whole year.

A choice is written in the address as `3` or `1-3`; nothing is the whole year. A broken or long
year has its own P1, and as many periods as it has months.
"""

from collections.abc import Iterator
from typing import Final

from dashboard.language import _, month
from lib.core.periods import FinancialYear

QUARTER: Final = 3


def spans(year: FinancialYear) -> list[str]:
    """All choices of a year, as written in the address: the whole year first."""
    return ["", *dict.fromkeys(_codes(year.months))]


def bounds(code: str, year: FinancialYear) -> tuple[int, int]:
    """The first and last period of a choice; one that the year does not have counts as the whole year."""
    first, _dash, last = code.partition("-")
    numbers = {str(number): number for number in range(1, year.months + 1)}
    low, high = numbers.get(first, 0), numbers.get(last or first, 0)
    return (low, high) if 1 <= low <= high else (1, year.months)


def code(first: int, last: int, year: FinancialYear) -> str:
    """How a span of periods is written in the address."""
    if (first, last) == (1, year.months):
        return ""
    return str(first) if first == last else f"{first}-{last}"


def days(first: int, last: int, year: FinancialYear) -> FinancialYear:
    """The days of a span of periods."""
    periods = list(year.periods())
    return FinancialYear(periods[first - 1].start, periods[last - 1].end)


def moved(first: int, last: int, year: FinancialYear, step: int) -> str | None:
    """The span as long as this one just after (`step` 1) or before (-1); None where the year ends."""
    length = last - first + 1
    low, high = first + step * length, last + step * length
    return code(low, high, year) if low >= 1 and high <= year.months else None


def label(choice: str, year: FinancialYear) -> str:
    """What a choice is called on screen."""
    if not choice:
        return _("Whole year")
    first, last = bounds(choice, year)
    span = days(first, last, year)
    if first == last:
        return _("P{number} · {month}", number=first, month=month(span.start))
    names = _("P{first}–P{last} · to {month}", first=first, last=last, month=month(span.end))
    return _("Q{number} · {span}", number=last // QUARTER, span=names) if _is_quarter(first, last) else names


def _codes(months: int) -> Iterator[str]:
    yield from (str(number) for number in range(1, months + 1))
    yield from (f"{first}-{first + QUARTER - 1}" for first in range(1, months - 1, QUARTER))
    yield from (f"1-{last}" for last in range(2, months))


def _is_quarter(first: int, last: int) -> bool:
    return last - first + 1 == QUARTER and last % QUARTER == 0
