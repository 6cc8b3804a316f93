"""Balances typed in a grid, read as öre."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dashboard import typed
from lib.core.money import sek

ORE = st.integers(min_value=-(10**12), max_value=10**12)


def _frame(*rows: tuple[str | None, str, str, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=typed.SCHEMA, orient="row")


@given(opening=ORE, closing=ORE)
def test_a_figure_as_brygga_writes_it_is_read_back(opening: int, closing: int) -> None:
    rows, problems = typed.read(_frame(("1930", "Bank", sek(opening), sek(closing))))
    assert (rows, problems) == ([("1930", "Bank", opening, closing)], [])


def test_a_blank_amount_is_nought_and_a_blank_row_is_no_row() -> None:
    rows, problems = typed.read(_frame(("1930", "Bank", "", "5"), (None, "", "", "")))
    assert (rows, problems) == ([("1930", "Bank", 0, 500)], [])


def test_an_amount_without_account_is_named_by_its_row() -> None:
    _rows, problems = typed.read(_frame(("", "", "5", "")))
    assert len(problems) == 1
    assert "1" in problems[0]


def test_an_account_on_two_rows_is_named() -> None:
    _rows, problems = typed.read(_frame(("1930", "Bank", "5", ""), ("1930", "Bank", "6", "")))
    assert any("1930" in problem for problem in problems)


def test_the_sums_show_whether_the_balances_are_whole() -> None:
    rows, _problems = typed.read(_frame(("1930", "", "5", "7"), ("2081", "", "-5", "-7")))
    assert set(typed.sums(rows).values()) == {0}
