"""Organisation numbers as they stand in files and on letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.organisations import TEST_COMPANY, is_valid, org_number


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("5555555555", "555555-5555"),
        ("555555-5555", "555555-5555"),
        (" 555555 - 5555 ", "555555-5555"),
        ("165555555555", "555555-5555"),
        ("19811228-9841", "811228-9841"),
        ("12345", "12345"),
        ("SE-nummer saknas", "SE-nummer saknas"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_is_written_in_one_form(text: str | None, written: str) -> None:
    assert org_number(text) == written


@pytest.mark.parametrize("number", [TEST_COMPANY, "5555555555", "165555555555", "811228-9841", "19811228-9841"])
def test_companies_and_sole_traders_have_valid_numbers(number: str) -> None:
    assert is_valid(number)


@pytest.mark.parametrize(
    "number",
    ["", "555555-5554", "000000-0000", "811328-9840", "12345", "abc", "²" * 10, "\N{ARABIC-INDIC DIGIT FIVE}" * 10],
)
def test_wrong_digits_and_impossible_days_are_not_valid(number: str) -> None:
    assert not is_valid(number)


@given(st.integers(2_000_000, 9_999_999))
def test_just_one_check_digit_makes_a_companys_number_valid(middle: int) -> None:
    assert sum(is_valid(f"55{middle}{digit}") for digit in range(10)) == 1


@given(st.text(max_size=20))
def test_any_text_is_either_a_valid_number_or_not(text: str) -> None:
    assert is_valid(text) in {True, False}


@given(st.text(max_size=20))
def test_writing_a_number_twice_changes_nothing_more(text: str) -> None:
    assert org_number(org_number(text)) == org_number(text)
