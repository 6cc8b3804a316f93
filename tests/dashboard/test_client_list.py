"""The years of a client, told in the room of one column."""

from datetime import date

import pytest

from dashboard.client_list import span_of
from lib.core.periods import FinancialYear, calendar_year

BROKEN = [FinancialYear(date(year, 7, 1), date(year + 1, 6, 30)) for year in (2024, 2025)]


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ([], ""),
        ([calendar_year(2026)], "2026"),
        ([calendar_year(2024), calendar_year(2025), calendar_year(2026)], "2024–2026"),
        (BROKEN, "2024/2025–2025/2026"),
    ],
)
def test_years_in_a_row_are_told_by_the_first_and_the_last(years: list[FinancialYear], told: str) -> None:
    assert span_of(years) == told


def test_a_missing_year_is_not_hidden() -> None:
    assert span_of([calendar_year(2023), calendar_year(2025), calendar_year(2026)]) == "2026, 2025, 2023"
