"""Wages and social fees by month, and what is owed of them."""

from datetime import date

from lib.closing.payroll_months import PAYROLL, payroll
from lib.core.periods import FinancialYear, calendar_year
from tests.ledger.sie_texts import YEAR, books, voucher

CHART = "#KONTO 7210 Löner\n#KONTO 7510 Arbetsgivaravgifter\n#KONTO 2710 Personalskatt\n#KONTO 2731 Avgifter\n"
QUARTER = FinancialYear(date(2025, 1, 1), date(2025, 3, 31))


def wages(day: str, ore: int) -> str:
    tax, fees = ore * 30 // 100, ore * 3142 // 10_000
    rows = [("7210", ore), ("2710", -tax), ("1930", tax - ore), ("7510", fees), ("2731", -fees)]
    return voucher(f"L {day}", day, rows)


PAID = voucher("L 9", "20250212", [("2710", 3_000_00), ("2731", 3_142_00), ("1930", -6_142_00)])


def test_each_month_has_its_wages_fees_and_debts() -> None:
    year = books(CHART + wages("20250125", 10_000_00) + PAID + wages("20250225", 20_000_00))
    found = payroll([year], QUARTER)
    assert dict(found.schema) == dict(PAYROLL)
    assert found.rows() == [
        (date(2025, 1, 31), 10_000_00, 3_142_00, 3142, 3_000_00, 3_142_00),
        (date(2025, 2, 28), 20_000_00, 6_284_00, 3142, 6_000_00, 6_284_00),
        (date(2025, 3, 31), 0, 0, None, 6_000_00, 6_284_00),
    ]


def test_books_without_wages_have_no_such_months() -> None:
    assert payroll([books(CHART)], YEAR).is_empty()
    assert payroll([books(CHART + wages("20250125", 100_00))], calendar_year(2024)).is_empty()


def test_an_account_that_the_client_gave_a_use_goes_by_it() -> None:
    year = books(CHART + voucher("A 1", "20250110", [("4010", 50_00), ("1930", -50_00)]))
    assert payroll([year], QUARTER, {"4010": "wages"})["wages"].to_list() == [50_00, 0, 0]


def test_months_that_the_books_do_not_tell_are_not_known() -> None:
    year = books(CHART + "#RES 0 7210 100\n#IB 0 2710 -5\n#UB 0 2710 -7\n", kind="1")
    assert payroll([year], QUARTER).is_empty()
