"""Which financial years an import from Fortnox takes, by rule and on request."""

from datetime import date

import pytest

from lib.core.periods import FinancialYear, calendar_year
from lib.jobs.orders import LEDGERS, Order, closing_years, first_years, is_without
from lib.store.words import SupplementKind

YEARS = [calendar_year(year) for year in (2022, 2023, 2024, 2025, 2026)]
BROKEN = [FinancialYear(date(year, 5, 1), date(year + 1, 4, 30)) for year in (2023, 2024, 2025)]


def labels(years: tuple[FinancialYear, ...]) -> list[str]:
    return [year.label for year in years]


def test_the_first_import_takes_the_last_three_years() -> None:
    assert labels(first_years(YEARS, date(2026, 3, 16))) == ["2026", "2025", "2024"]


def test_a_year_that_has_not_begun_is_not_one_of_the_last_three() -> None:
    assert labels(first_years(YEARS, date(2025, 11, 21))) == ["2025", "2024", "2023"]


def test_a_company_with_fewer_years_gives_those_it_has() -> None:
    assert labels(first_years(YEARS[-1:], date(2026, 3, 16))) == ["2026"]
    assert labels(first_years([calendar_year(2027)], date(2026, 3, 16))) == ["2027"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 16), ["2026", "2025"]),
        (date(2026, 6, 30), ["2026", "2025"]),
        (date(2026, 7, 1), ["2026"]),
        (date(2025, 12, 31), ["2026", "2025"]),
        (date(2025, 8, 31), ["2026", "2025"]),
    ],
)
def test_later_imports_take_the_year_being_closed_and_the_one_after_it(today: date, expected: list[str]) -> None:
    assert labels(closing_years(YEARS, today)) == expected


def test_the_year_being_closed_may_be_broken() -> None:
    assert labels(closing_years(BROKEN, date(2025, 9, 1))) == ["2025/2026", "2024/2025"]
    assert labels(closing_years(BROKEN, date(2025, 11, 1))) == ["2025/2026"]


def test_a_company_younger_than_half_a_year_gives_its_first_year() -> None:
    assert labels(closing_years([calendar_year(2026)], date(2026, 3, 16))) == ["2026"]


def test_a_company_whose_present_year_is_missing_gives_its_last_one_alone() -> None:
    assert labels(closing_years(YEARS[:4], date(2026, 11, 21))) == ["2025"]


def test_a_year_missing_between_two_is_passed_over() -> None:
    gap = [calendar_year(2023), calendar_year(2024), calendar_year(2026)]
    assert labels(closing_years(gap, date(2025, 11, 21))) == ["2026", "2024"]


@pytest.mark.parametrize(("today", "missing"), [(date(2026, 11, 21), False), (date(2027, 1, 1), True)])
def test_it_shows_whether_a_day_has_no_financial_year(today: date, missing: bool) -> None:
    assert is_without(YEARS, today) is missing
    assert not is_without([], today)


def test_any_year_comes_on_request() -> None:
    order = Order((date(2022, 1, 1), date(2024, 1, 1)))
    assert labels(order.chosen(YEARS, date(2026, 3, 16), first=False)) == ["2024", "2022"]


@pytest.mark.parametrize(
    "order",
    [
        Order(),
        Order((date(2022, 1, 1), date(2024, 1, 1)), ()),
        Order((), (SupplementKind.PAYABLES,)),
    ],
)
def test_an_order_is_kept_with_its_import(order: Order) -> None:
    assert Order.of(order.as_options()) == order


def test_both_ledgers_come_unless_something_else_is_asked_for() -> None:
    assert Order().ledgers == LEDGERS
