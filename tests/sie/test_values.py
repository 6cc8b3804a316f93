"""Amounts, quantities and days, as SIE prescribes them and as they come."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.findings import Severity
from tests.sie.written import file_of, found, row_of, voucher_of


@given(ore=st.integers(-(10**16), 10**16))
def test_every_amount_is_exact_to_the_ore(ore: int) -> None:
    sign, kronor, rest = "-" if ore < 0 else "", abs(ore) // 100, abs(ore) % 100
    assert row_of(f"#TRANS 1930 {{}} {sign}{kronor}.{rest:02}")["amount"] == ore


@pytest.mark.parametrize(
    ("written", "ore"),
    [("1997", 199700), ("-1.85", -185), ("-0.5", -50), ("0", 0), ("-239282.5", -23928250), ('"512.00"', 51200)],
)
def test_amounts_as_prescribed_are_read_without_a_word(written: str, ore: int) -> None:
    file = voucher_of(f"#TRANS 1930 {{}} {written}")
    assert file.transactions["amount"].to_list() == [ore]
    assert file.findings == ()


@pytest.mark.parametrize(
    ("written", "ore"),
    [
        ("1,5", 150),
        ("+5", 500),
        ('"1 234,50"', 123450),
        ("1\xa0234.50", 123450),
        ("1 234,50", 123450),
        ("-1 234 567.89", -123456789),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("0.005", 1),
        ("-0.005", -1),
        ("1.994", 199),
        (".5", 50),
        ("5.", 500),
    ],
)
def test_odd_amounts_are_read_exactly_and_told(written: str, ore: int) -> None:
    file = voucher_of(f'#TRANS 1930 {{}} {written} "" "Text"')
    assert file.transactions.select("amount", "text").rows() == [(ore, "Text")]
    (told,) = found(file, "odd-amount")
    assert (told.facts["amount"], told.account, told.voucher) == (ore, "1930", "A 1")


@pytest.mark.parametrize("written", ["1e9", "NaN", "inf", "--5", "-", '""', "12kr", "1.2.3", "9" * 18, "9" * 400])
def test_amounts_that_cannot_be_read_count_as_nothing_and_are_told(written: str) -> None:
    file = voucher_of(f"#TRANS 1930 {{}} {written}")
    assert file.transactions["amount"].to_list() == [0]
    (told,) = found(file, "unreadable-amount")
    assert (told.severity, told.account, told.voucher) == (Severity.WARNING, "1930", "A 1")


@pytest.mark.parametrize(
    ("written", "quantity"),
    [("0", 0), ("-2.5", Decimal("-2.5")), ("3,25", Decimal("3.25")), ('""', None), ("många", None), ("9" * 30, None)],
)
def test_quantities_are_read_or_left_out(written: str, quantity: Decimal | None) -> None:
    assert row_of(f'#TRANS 1930 {{}} 1 "" "" {written}')["quantity"] == quantity


@pytest.mark.parametrize(
    ("written", "day"),
    [("20240229", date(2024, 2, 29)), ("2025-01-31", date(2025, 1, 31)), ("00000000", None), ('""', None)],
)
def test_days_are_read_and_missing_ones_are_null(written: str, day: date | None) -> None:
    file = file_of(f'#VER A 1 {written} "Text"')
    assert file.vouchers["date"].to_list() == [day]
    assert file.findings == ()


@pytest.mark.parametrize("written", ["20250229", "20251301", "20250100", "2025", "igår", "000000000"])
def test_a_day_that_is_none_is_told_and_null(written: str) -> None:
    file = file_of(f'#VER A 1 {written} "Text"')
    assert file.vouchers["date"].to_list() == [None]
    (told,) = found(file, "unreadable-date")
    assert (told.facts["text"], told.voucher) == (written, "A 1")
