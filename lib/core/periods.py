"""Financial years and their months, broken and long years too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

MONTHS_AT_MOST: Final = 18
"""A financial year may be lengthened to 18 months (bokföringslagen 3 kap. 3 §)."""
MONTHS_A_YEAR: Final = 12
MONTHS_A_QUARTER: Final = 3


class ReconciliationPeriod(StrEnum):
    """How often the books are reconciled."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class VatPeriod(StrEnum):
    """How often VAT is reported."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A financial year from its first to its last day, both within it."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{self.start.isoformat()}–{self.end.isoformat()}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def as_json(self) -> dict[str, str]:
        """Its days as JSON values, as they are kept beside imports and with what was asked for."""
        return {"start": self.start.isoformat(), "end": self.end.isoformat()}

    @classmethod
    def of_json(cls, kept: Mapping[str, str]) -> "FinancialYear":
        """The year of `as_json`, whatever else is kept with it."""
        return cls(date.fromisoformat(kept["start"]), date.fromisoformat(kept["end"]))

    @property
    def label(self) -> str:
        """What people call it: `2026`, or `2025/2026` when it is broken."""
        years = sorted({self.start.year, self.end.year})
        return "/".join(str(year) for year in years)

    @property
    def months(self) -> int:
        """How many calendar months the year touches."""
        return (self.end.year - self.start.year) * MONTHS_A_YEAR + self.end.month - self.start.month + 1

    def overlaps(self, other: "FinancialYear") -> bool:
        """Whether any day lies in both years."""
        return self.start <= other.end and other.start <= self.end

    def covers(self, other: "FinancialYear") -> bool:
        """Whether every day of `other` lies in this year."""
        return self.start <= other.start and other.end <= self.end

    def periods(self) -> Iterator["FinancialYear"]:
        """The months of the year in order, P1 first, cut to the year's own first and last day."""
        first = self.start
        while first <= self.end:
            last = min(month_end(first), self.end)
            yield FinancialYear(first, last)
            first = last + timedelta(days=1)


def month_start(day: date) -> date:
    """The first day of the month that `day` lies in."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def quarter_start(day: date) -> date:
    """The first day of the calendar quarter that `day` lies in."""
    return date(day.year, (day.month - 1) // MONTHS_A_QUARTER * MONTHS_A_QUARTER + 1, 1)


def quarter_end(day: date) -> date:
    """The last day of the calendar quarter that `day` lies in."""
    return month_end(quarter_start(day).replace(month=quarter_start(day).month + MONTHS_A_QUARTER - 1))


def calendar_year(year: int) -> FinancialYear:
    """The financial year that is a calendar year."""
    return FinancialYear(date(year, 1, 1), date(year, 12, 31))
