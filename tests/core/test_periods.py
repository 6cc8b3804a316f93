"""Financial years: calendar, broken and long ones, and the months they hold."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.periods import FinancialYear, calendar_year, month_end, month_start

BROKEN = FinancialYear(date(2025, 7, 1), date(2026, 6, 30))
LONG = FinancialYear(date(2025, 7, 1), date(2026, 12, 31))
FIRST = FinancialYear(date(2026, 3, 17), date(2026, 12, 31))

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
YEARS = st.builds(lambda day, days: FinancialYear(day, day + timedelta(days=days)), DAYS, st.integers(0, 600))


@pytest.mark.parametrize(
    ("year", "label", "months"),
    [(calendar_year(2026), "2026", 12), (BROKEN, "2025/2026", 12), (LONG, "2025/2026", 18), (FIRST, "2026", 10)],
)
def test_a_year_is_called_and_counted_as_people_do(year: FinancialYear, label: str, months: int) -> None:
    assert (year.label, year.months, len(list(year.periods()))) == (label, months, months)


def test_the_first_period_of_a_year_that_begins_within_a_month_is_cut() -> None:
    assert next(FIRST.periods()) == FinancialYear(date(2026, 3, 17), date(2026, 3, 31))


def test_a_broken_year_begins_with_its_own_first_month() -> None:
    periods = list(BROKEN.periods())
    assert periods[0] == FinancialYear(date(2025, 7, 1), date(2025, 7, 31))
    assert periods[-1] == FinancialYear(date(2026, 6, 1), date(2026, 6, 30))


@given(YEARS)
def test_the_periods_fill_the_year_without_gap_or_overlap(year: FinancialYear) -> None:
    periods = list(year.periods())
    assert (periods[0].start, periods[-1].end) == (year.start, year.end)
    assert all(after.start == before.end + timedelta(days=1) for before, after in pairwise(periods))
    assert all(month_start(period.start) == month_start(period.end) for period in periods)
    assert len(periods) == year.months


@given(YEARS, DAYS)
def test_a_day_of_the_year_is_in_just_one_of_its_periods(year: FinancialYear, day: date) -> None:
    assert sum(day in period for period in year.periods()) == (1 if day in year else 0)


@given(YEARS, YEARS)
def test_two_years_overlap_when_a_day_lies_in_both(one: FinancialYear, other: FinancialYear) -> None:
    shared = max(one.start, other.start) <= min(one.end, other.end)
    assert one.overlaps(other) is other.overlaps(one) is shared


def test_a_year_covers_those_within_it_and_itself() -> None:
    assert LONG.covers(BROKEN)
    assert LONG.covers(LONG)
    assert not BROKEN.covers(LONG)


def test_years_sort_by_their_first_day_and_are_written_with_both() -> None:
    assert sorted([FIRST, BROKEN]) == [BROKEN, FIRST]
    assert str(BROKEN) == "2025-07-01–2026-06-30"


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_month_ends_on_its_last_day_in_leap_years_too(day: date, end: date) -> None:
    assert month_end(day) == end
