"""The periods of a year as they are chosen, named and stepped through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import period_choice
from lib.core.periods import FinancialYear, calendar_year

YEAR = calendar_year(2026)
BROKEN = FinancialYear(date(2025, 5, 1), date(2026, 4, 30))
SHORT = FinancialYear(date(2026, 8, 17), date(2026, 12, 31))
LONG = FinancialYear(date(2025, 7, 1), date(2026, 12, 31))
YEARS = st.sampled_from([YEAR, BROKEN, SHORT, LONG])


@given(year=YEARS)
def test_every_choice_of_a_year_lies_in_it(year: FinancialYear) -> None:
    for choice in period_choice.spans(year):
        first, last = period_choice.bounds(choice, year)
        assert 1 <= first <= last <= year.months
        assert year.covers(period_choice.days(first, last, year))


@given(year=YEARS)
def test_choices_are_written_as_they_are_read(year: FinancialYear) -> None:
    for choice in period_choice.spans(year):
        assert period_choice.code(*period_choice.bounds(choice, year), year) == choice


@given(year=YEARS, text=st.text(max_size=6))
def test_whatever_stands_in_the_address_is_some_period(year: FinancialYear, text: str) -> None:
    first, last = period_choice.bounds(text, year)
    assert 1 <= first <= last <= year.months


@pytest.mark.parametrize(
    ("choice", "step", "expected"),
    [
        ("3", 1, "4"),
        ("3", -1, "2"),
        ("1", -1, None),
        ("12", 1, None),
        ("1-3", 1, "4-6"),
        ("4-6", -1, "1-3"),
        ("", 1, None),
    ],
)
def test_a_step_moves_by_the_length_of_the_span(choice: str, step: int, expected: str | None) -> None:
    assert period_choice.moved(*period_choice.bounds(choice, YEAR), YEAR, step) == expected


@pytest.mark.parametrize(
    ("year", "choice", "expected"),
    [
        (YEAR, "", "Helår"),
        (YEAR, "3", "P3 · mars 2026"),
        (BROKEN, "1", "P1 · maj 2025"),
        (YEAR, "4-6", "K2 · P4–P6 · t.o.m. juni 2026"),
        (YEAR, "1-5", "P1–P5 · t.o.m. maj 2026"),
    ],
)
def test_a_period_is_called_what_accountants_call_it(year: FinancialYear, choice: str, expected: str) -> None:
    assert period_choice.label(choice, year) == expected


def test_a_broken_year_begins_with_its_own_first_month() -> None:
    assert period_choice.days(1, 1, BROKEN) == FinancialYear(date(2025, 5, 1), date(2025, 5, 31))


def test_a_year_that_begins_in_the_middle_of_a_month_keeps_its_first_day() -> None:
    assert period_choice.days(1, 1, SHORT).start == date(2026, 8, 17)
