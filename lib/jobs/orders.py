"""What an import from Fortnox is to bring: which financial years, and which of the two ledgers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from lib.core.periods import FinancialYear, month_end
from lib.store.words import SupplementKind

FIRST_YEARS: Final = 3
"""So many financial years come with a client's first import, and with the first after a reset."""
BACK_MONTHS: Final = 6
"""The year being closed is the one that the day so many months ago falls in."""
LEDGERS: Final = (SupplementKind.RECEIVABLES, SupplementKind.PAYABLES)
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Order:
    """The years by their first days (none: those that the rule names), and the ledgers."""

    years: tuple[date, ...] = ()
    ledgers: tuple[SupplementKind, ...] = LEDGERS

    def as_options(self) -> dict[str, str]:
        """The order as it is kept with its import."""
        return {"years": ",".join(day.isoformat() for day in self.years), "ledgers": ",".join(self.ledgers)}

    @classmethod
    def of(cls, options: Mapping[str, str]) -> "Order":
        """The order that an import was started with."""
        years = tuple(date.fromisoformat(day) for day in options.get("years", "").split(",") if day)
        return cls(years, tuple(SupplementKind(kind) for kind in options.get("ledgers", "").split(",") if kind))

    def chosen(self, years: Sequence[FinancialYear], today: date, *, first: bool) -> tuple[FinancialYear, ...]:
        """Those of Fortnox's `years` that are to come, newest first."""
        if self.years:
            return tuple(year for year in newest_first(years) if year.start in self.years)
        return first_years(years, today) if first else closing_years(years, today)


def first_years(years: Sequence[FinancialYear], today: date) -> tuple[FinancialYear, ...]:
    """The last three financial years that have begun, newest first; all there are where none has."""
    begun = [year for year in newest_first(years) if year.start <= today]
    return tuple((begun or newest_first(years))[:FIRST_YEARS])


def closing_years(years: Sequence[FinancialYear], today: date) -> tuple[FinancialYear, ...]:
    """The year being closed and the one after it if it exists, newest first.

    The last year that had begun half a year ago is the one being closed, also when it had ended by then; a
    younger company gets its first years.
    """
    day = _half_a_year_before(today)
    closing = next((year for year in newest_first(years) if year.start <= day), None)
    if closing is None:
        return first_years(years, today)
    after = [year for year in newest_first(years) if year.start > closing.end]
    return (*after[-1:], closing)


def is_without(years: Sequence[FinancialYear], today: date) -> bool:
    """Whether Fortnox has financial years, but none for the day."""
    return bool(years) and not any(today in year for year in years)


def newest_first(years: Sequence[FinancialYear]) -> list[FinancialYear]:
    """The years from the newest to the oldest."""
    return sorted(years, reverse=True)


def _half_a_year_before(today: date) -> date:
    months = today.year * _MONTHS + today.month - 1 - BACK_MONTHS
    first = date(months // _MONTHS, months % _MONTHS + 1, 1)
    return first.replace(day=min(today.day, month_end(first).day))
