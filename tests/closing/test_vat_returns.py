"""The boxes of the VAT return, what the accounts do not tell, and what the books settled."""

from collections.abc import Iterable
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.vat_returns import (
    NO_PERIOD,
    NO_VOUCHERS,
    PURCHASED,
    RETURN,
    REVERSE,
    SALES,
    VatReturn,
    vat_return,
)
from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import YearBooks
from tests.ledger.sie_texts import YEAR, books, voucher

TODAY = date(2026, 2, 1)
MARCH = FinancialYear(date(2025, 3, 1), date(2025, 3, 31))
QUARTER = FinancialYear(date(2025, 1, 1), date(2025, 3, 31))
SALE = [("1510", 125_000_50), ("3001", -100_000_40), ("2611", -25_000_10)]
PURCHASE = [("4010", 40_000_00), ("2641", 10_000_00), ("2440", -50_000_00)]


def booked(day: str, rows: Iterable[tuple[str, int]], label: str = "A") -> str:
    return voucher(f"{label} {day}", day, rows)


def told(records: str, span: FinancialYear = MARCH, roles: dict[str, str] | None = None) -> VatReturn:
    found = vat_return([books(records)], span, TODAY, roles or {})
    assert isinstance(found, VatReturn)
    return found


def boxes(found: VatReturn) -> dict[str, int | None]:
    return dict(found.boxes.select("box", "ore").iter_rows())


TRADE = booked("20250310", SALE) + booked("20250312", PURCHASE)


def test_sales_and_vat_go_into_their_boxes_and_what_is_left_is_paid() -> None:
    found = told(TRADE)
    assert dict(found.boxes.schema) == dict(RETURN)
    assert boxes(found) == {"05": 100_000_40, "10": 25_000_10, "48": 10_000_00, "49": 15_000_10}
    assert found.untold == ()


def test_the_return_is_in_whole_kronor_and_adds_up_in_them() -> None:
    found = told(TRADE + booked("20250313", [("2641", 99), ("2440", -99)]))
    assert found.boxes["declared"].to_list() == [100_000_00, 25_000_00, 10_000_00, 15_000_00]
    assert found.to_pay == 15_000_00


def test_ore_of_an_amount_below_nought_fall_away_too() -> None:
    found = told(booked("20250310", [("1510", -12_99), ("2611", 12_99)]))
    assert found.to_pay == -12_00


def test_the_voucher_that_settles_empties_no_box() -> None:
    settling = booked("20250331", [("2611", 25_000_10), ("2641", -10_000_00), ("2650", -15_000_00), ("3740", -10)])
    found = told(TRADE + settling)
    assert boxes(found) == boxes(told(TRADE))
    assert [(one.voucher, one.day, one.ore) for one in found.settled] == [("A 20250331", date(2025, 3, 31), 15_000_00)]
    assert (found.difference, found.agrees) == (0, True)


def test_a_settlement_of_another_amount_is_told() -> None:
    settling = booked("20250412", [("2611", 25_000_10), ("2641", -9_000_00), ("2650", -16_000_10)])
    found = told(TRADE + settling)
    assert (found.difference, found.agrees) == (1_000_10, False)


@pytest.mark.parametrize("day", ["20250330", "20250430"])
def test_what_is_settled_before_the_period_ends_or_when_the_next_one_does_is_another_periods(day: str) -> None:
    settling = booked(day, [("2611", 25_000_10), ("2641", -10_000_00), ("2650", -15_000_10)])
    found = told(TRADE + settling)
    assert found.settled == ()
    assert (found.difference, found.agrees) == (None, False)


def test_a_quarter_is_its_three_months() -> None:
    found = told(TRADE + booked("20250110", SALE), QUARTER)
    assert boxes(found)["10"] == 50_000_20
    assert boxes(told(TRADE + booked("20250110", SALE)))["10"] == 25_000_10


def test_reverse_charge_has_its_own_boxes() -> None:
    rows = [("4535", 8_000_00), ("2440", -8_000_00), ("2614", -2_000_00), ("2645", 2_000_00)]
    found = told(booked("20250310", rows))
    assert boxes(found) == {"05": 0, "10": 0, "21": 8_000_00, "30": 2_000_00, "48": 2_000_00, "49": 0}
    assert found.untold == ()


def test_reverse_charge_on_purchases_booked_elsewhere_leaves_the_purchases_untold() -> None:
    rows = [("6540", 8_000_00), ("2440", -8_000_00), ("2614", -2_000_00), ("2645", 2_000_00)]
    (found,) = told(booked("20250310", rows)).untold
    assert (found.reason, found.boxes, found.ore) == (PURCHASED, ("20", "21", "22", "23", "24"), 8_000_00)


def test_sales_whose_rate_no_account_tells_leave_the_sales_untold_and_the_vat_told() -> None:
    found = told(TRADE + booked("20250315", [("1510", 540_00), ("3010", -500_00), ("2611", -40_00)]))
    (why,) = found.untold
    assert (why.reason, why.accounts, why.ore) == (SALES, ("3010",), 500_00)
    assert boxes(found)["05"] is None
    assert boxes(found)["49"] == 15_040_10


FREIGHT = [("1510", 500_00), ("3520", -400_00), ("2611", -100_00)]


def test_sales_go_where_the_output_vat_of_the_period_answers_to_one_rate_on_them() -> None:
    found = told(TRADE + booked("20250315", FREIGHT))
    assert boxes(found)["05"] == 100_400_40
    assert found.untold == ()
    assert found.inferred
    assert (found.inferred.rate, found.inferred.accounts) == (2500, ("3520",))


def test_sales_on_which_no_vat_was_booked_are_sales_without_vat() -> None:
    found = told(TRADE + booked("20250315", [("1510", 400_00), ("3520", -400_00)]))
    assert (boxes(found)["05"], boxes(found)["42"]) == (100_000_40, 400_00)
    assert found.inferred
    assert found.inferred.rate == 0


def test_sales_so_small_that_any_rate_would_do_stay_untold() -> None:
    found = told(TRADE + booked("20250315", [("1510", 4_00), ("3520", -4_00)]))
    assert [why.reason for why in found.untold] == [SALES]
    assert found.inferred is None


def test_an_account_that_the_client_gave_a_use_goes_by_it() -> None:
    found = told(TRADE + booked("20250315", [("1510", 500_00), ("3010", -500_00)]), roles={"3010": "sales-25"})
    assert boxes(found)["05"] == 100_500_40
    assert found.untold == ()


def test_reverse_charge_on_an_account_of_no_box_is_paid_all_the_same() -> None:
    found = told(TRADE + booked("20250315", [("1930", 70_00), ("2619", -70_00)]), roles={"2619": "vat-reverse-out"})
    assert [why.reason for why in found.untold] == [REVERSE]
    assert boxes(found)["49"] == 15_070_10


def test_dormant_vat_is_in_no_box() -> None:
    found = told(TRADE + booked("20250315", [("1510", 25_00), ("2618", -25_00)]))
    assert boxes(found) == boxes(told(TRADE))
    assert found.dormant == 25_00


def test_what_the_books_do_not_hold_is_not_guessed() -> None:
    assert vat_return([books(TRADE)], calendar_year(2024), TODAY) == NO_PERIOD
    before = FinancialYear(date(2024, 12, 1), date(2025, 2, 28))
    assert vat_return([books(TRADE)], before, TODAY) == NO_PERIOD
    assert vat_return([books("#UB 0 2611 -5\n", kind="1")], YEAR, TODAY) == NO_VOUCHERS


def of(year: FinancialYear, records: str) -> YearBooks:
    return books(records, years=f"#RAR 0 {year.start:%Y%m%d} {year.end:%Y%m%d}\n")


def test_a_vat_quarter_over_two_financial_years_is_read_and_settled_in_both() -> None:
    first = of(FinancialYear(date(2024, 9, 1), date(2025, 8, 31)), booked("20250710", SALE) + booked("20250510", SALE))
    settling = booked("20250930", [("2611", 50_000_20), ("2641", -10_000_00), ("2650", -40_000_20)])
    second = of(FinancialYear(date(2025, 9, 1), date(2026, 8, 31)), booked("20250910", SALE + PURCHASE) + settling)
    found = vat_return([second, first], FinancialYear(date(2025, 7, 1), date(2025, 9, 30)), TODAY)
    assert isinstance(found, VatReturn)
    assert boxes(found) == {"05": 200_000_80, "10": 50_000_20, "48": 10_000_00, "49": 40_000_20}
    assert found.agrees


ACCOUNTS = ["1930", "2611", "2621", "2641", "2645", "2614", "2618", "3001", "3002", "3010", "4010", "4515"]
ORE = st.integers(-(10**9), 10**9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.sampled_from(ACCOUNTS), ORE), max_size=8))
def test_the_months_add_up_to_the_year_and_to_what_the_accounts_moved(moved: list[tuple[date, str, int]]) -> None:
    records = "".join(
        voucher(f"A {number}", day, [(account, ore), ("1510", -ore)])
        for number, (day, account, ore) in enumerate(moved)
    )
    year = told(records, YEAR)
    monthly = [boxes(told(records, month))["49"] or 0 for month in YEAR.periods()]
    vat = sum(ore for _, account, ore in moved if account in {"2611", "2621", "2641", "2645", "2614"})
    assert sum(monthly) == boxes(year)["49"] == -vat
    assert year.boxes.filter(pl.col("box") == "49")["declared"][0] == year.to_pay
