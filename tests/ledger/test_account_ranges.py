"""Ranges of accounts as people write them, and the accounts that are in them."""

import polars as pl
import pytest

from lib.ledger.account_ranges import Range, ranges, within, written

CHART = pl.DataFrame({"account": ["0351", "1510", "1930", "19301", "2440", "3001", "39991", "4010"]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" , ", ()),
        ("1510", (("1510", "1510"),)),
        ("1510, 3000-3999; 24", (("1510", "1510"), ("3000", "3999"), ("24", "24"))),
        ("1510 1930", (("1510", "1510"), ("1930", "1930"))),
        ("3000 \N{EN DASH} 3999", (("3000", "3999"),)),
        ("-1999", (("", "1999"),)),
        ("4000-", (("4000", ""),)),
    ],
)
def test_ranges_are_read_as_people_write_them(text: str, expected: tuple[Range, ...]) -> None:
    assert ranges(text) == (expected, ())


@pytest.mark.parametrize("text", ["bank", "-", "1-2-3", "19*"])
def test_what_is_no_range_is_named_beside_those_that_are(text: str) -> None:
    assert ranges(f"1510, {text}") == ((("1510", "1510"),), (text,))


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("1930", ["1930"]),
        ("193", ["1930", "19301"]),
        ("3000-3999", ["3001", "39991"]),
        ("-1510", ["0351", "1510"]),
        ("3-", ["3001", "39991", "4010"]),
        ("15, 24", ["1510", "2440"]),
        ("4000-3000", []),
    ],
)
def test_a_whole_number_is_one_account_and_ranges_go_by_how_numbers_begin(text: str, accounts: list[str]) -> None:
    assert CHART.filter(within(ranges(text)[0]))["account"].to_list() == accounts


def test_ranges_are_written_as_they_are_read() -> None:
    assert written(ranges("1510, 3000-3999")[0]) == "1510, 3000\N{EN DASH}3999"
    assert ranges(written(ranges("1510, -1999, 4000-")[0])) == ranges("1510, -1999, 4000-")
