"""Amounts in öre, read from what people write and written as Swedes read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.money import MEBIBYTE, count, megabytes, parse_ore, sek

BLANK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("ore", "written"),
    [
        (0, "0,00"),
        (1, "0,01"),
        (-1, "−0,01"),
        (100, "1,00"),
        (123_456_780, f"1{BLANK}234{BLANK}567,80"),
        (-123_456_780, f"−1{BLANK}234{BLANK}567,80"),
        (2**63 - 1, f"92{BLANK}233{BLANK}720{BLANK}368{BLANK}547{BLANK}758,07"),
    ],
)
def test_an_amount_is_written_the_swedish_way(ore: int, written: str) -> None:
    assert sek(ore) == written


def test_no_amount_is_blank() -> None:
    assert sek(None) == ""


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_what_is_written_is_read_back_to_the_ore(ore: int) -> None:
    assert parse_ore(sek(ore)) == ore


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1234,5", 123_450),
        ("1234.50", 123_450),
        ("1 234,50", 123_450),
        (f"1{BLANK}234", 123_400),
        ("1\N{NARROW NO-BREAK SPACE}234", 123_400),
        ("+5", 500),
        ("-5", -500),
        ("−5,25", -525),
        ("  7 ", 700),
        ("0,005", 1),
        ("-0,005", -1),
        ("0,0049", 0),
    ],
)
def test_an_amount_is_read_as_people_and_spreadsheets_write_it(text: str, ore: int) -> None:
    assert parse_ore(text) == ore


@pytest.mark.parametrize("text", ["", "-", "abc", "1e9", "NaN", "1,2,3", "1.234,50", "12 kr", "--5", ",5", "5,"])
def test_what_is_not_one_amount_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_ore(text)


def test_counts_and_sizes_have_hard_blanks() -> None:
    assert count(1_350_853) == f"1{BLANK}350{BLANK}853"
    assert megabytes(101 * MEBIBYTE) == f"101,0{BLANK}MB"
    assert megabytes(MEBIBYTE // 2) == f"0,5{BLANK}MB"


def test_a_small_file_is_never_said_to_have_no_size() -> None:
    assert megabytes(60 * 1024) == f"60{BLANK}kB"
    assert megabytes(1) == f"1{BLANK}kB"
