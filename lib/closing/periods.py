"""The periods that a client's books are reconciled in: months or quarters, and the year-end after them.

A period is named for its last month, so that P6 is June whether the client goes by months or by
quarters; the year-end is one more than the year's last month: P13 in a calendar year.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from lib.core.languages import Language, mark, month_name, translate
from lib.core.periods import (
    MONTHS_A_QUARTER,
    FinancialYear,
    ReconciliationPeriod,
    VatPeriod,
    month_end,
    month_start,
    quarter_end,
    quarter_start,
)

YEAR_END_KEY: Final = "-year-end"
MONTH_TITLE: Final = mark("P{number} {month}")
QUARTER_TITLE: Final = mark("P{first}–P{last} Quarter {quarter} {year}")
YEAR_END_TITLE: Final = mark("P{number} Year-end {year}")


@dataclass(frozen=True, slots=True)
class Period:
    """A period of one financial year: months `first` to `last` of it (P1 is 1), which are the days of `span`.

    The year-end is of the whole year, and comes after its last month.
    """

    year: FinancialYear
    first: int
    last: int
    span: FinancialYear
    year_end: bool = False

    @property
    def number(self) -> int:
        """What it is counted as: its last month; the year-end as one more than the year has."""
        return self.last + 1 if self.year_end else self.last

    @property
    def key(self) -> str:
        """What names it among all of a client's periods, and sorts them: its last day."""
        return self.span.end.isoformat() + (YEAR_END_KEY if self.year_end else "")

    @property
    def label(self) -> str:
        """Its short name: `P3`, `P4–P6`, `P13`."""
        return f"P{self.number}" if self.year_end or self.first == self.last else f"P{self.first}–P{self.last}"

    @property
    def name(self) -> str:
        """Its short name with its year's: `P3 2026`."""
        return f"{self.label} {self.year.label}"

    def title(self, language: Language) -> str:
        """Its whole name: `P3 mars 2026`, `P4–P6 Kvartal 2 2026`, `P13 Årsavslut 2026`."""
        if self.year_end:
            return translate(YEAR_END_TITLE, language, number=self.number, year=self.year.label)
        end = self.span.end
        if self.first == self.last:
            return translate(MONTH_TITLE, language, number=self.number, month=month_name(end, language))
        quarter = (end.month - 1) // MONTHS_A_QUARTER + 1
        return translate(QUARTER_TITLE, language, first=self.first, last=self.last, quarter=quarter, year=end.year)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """From the day `starts` on, the client goes by periods of this length."""

    starts: date
    length: ReconciliationPeriod


ALWAYS: Final = date.min
"""The day from which a client's first choice of length holds."""


def periods(year: FinancialYear, plan: Sequence[Change]) -> list[Period]:
    """The periods of a financial year in order, its year-end last.

    Quarters follow the calendar, also in a broken year, and are cut to the year's own days. Who goes
    by years has the year-end alone. `plan` tells the lengths in force, from when; with none: months.
    """
    months = list(enumerate(year.periods(), 1))
    within = [(number, span) for number, span in months if _length(plan, span.start) is not ReconciliationPeriod.YEAR]
    found = []
    for _key, group in groupby(within, lambda month: _together(plan, month[1])):
        part = list(group)
        (first, opening), (last, closing) = part[0], part[-1]
        found.append(Period(year, first, last, FinancialYear(opening.start, closing.end)))
    return [*found, Period(year, 1, year.months, year, year_end=True)]


def takes_effect(today: date, worked_until: date | None = None) -> date:
    """The day from which another length chosen today holds: the next quarter's first.

    `worked_until` is the last day of the periods that were started already: those stay as they are.
    """
    return quarter_end(max(today, worked_until or today)) + timedelta(days=1)


def with_change(plan: Sequence[Change], change: Change) -> list[Change]:
    """The plan when the change is made: it takes the place of those that would hold from its day on."""
    return [*(known for known in sorted(plan) if known.starts < change.starts), change]


def vat_periods(span: FinancialYear, length: VatPeriod, year: FinancialYear) -> list[FinancialYear]:
    """The VAT periods whose last day lies in `span`, whole ones, in order; `year` is the financial year.

    Months and quarters are the calendar's; a quarter may begin in the year before. VAT that is
    reported once a year follows the financial year.
    """
    if length is VatPeriod.NONE:
        return []
    if length is VatPeriod.YEAR:
        return [year] if year.end in span else []
    cut = (month_start, month_end) if length is VatPeriod.MONTH else (quarter_start, quarter_end)
    ends = dict.fromkeys(cut[1](month.start) for month in span.periods())
    return [FinancialYear(cut[0](end), end) for end in ends if end in span]


def earlier(periods_: Sequence[Period], period: Period) -> Iterator[Period]:
    """The ordinary periods of the same year before a period, in order."""
    return (one for one in periods_ if one.year == period.year and not one.year_end and one.key < period.key)


def _length(plan: Sequence[Change], day: date) -> ReconciliationPeriod:
    in_force = [change.length for change in sorted(plan) if change.starts <= day]
    return in_force[-1] if in_force else ReconciliationPeriod.MONTH


def _together(plan: Sequence[Change], month: FinancialYear) -> date:
    """What the months of one period have in common."""
    quarterly = _length(plan, month.start) is ReconciliationPeriod.QUARTER
    return quarter_start(month.start) if quarterly else month.start
