"""The trial balance of any periods."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import Extent, LazyBooks, YearBooks, books_of
from lib.ledger.balances import TRIAL_BALANCE, trial_balance, without_zeros
from tests.ledger.sie_texts import YEAR, books, half_year, kronor, sie, voucher

OPENING = "#IB 0 1930 100\n#IB 0 2010 -100\n"
MARCH = voucher("A 1", "20250301", [("1930", 5_000), ("3001", -5_000)])
JUNE = voucher("A 2", "20250630", [("1930", 700), ("3001", -700)])


def _figures(frame: pl.DataFrame, account: str) -> tuple[int | None, ...]:
    found: tuple[int | None, ...] = (
        frame.filter(pl.col("account") == account)
        .select("opening", "period", "closing", "last_year", "last_closing")
        .row(0)
    )
    return found


def test_the_whole_year_opens_with_the_opening_balance() -> None:
    year = books(OPENING + MARCH + JUNE)
    assert _figures(trial_balance(year), "1930")[:3] == (10_000, 5_700, 15_700)


def test_a_later_period_opens_with_what_was_booked_before_it() -> None:
    shown = trial_balance(books(OPENING + MARCH + JUNE), 6, 6)
    assert _figures(shown, "1930")[:3] == (15_000, 700, 15_700)
    assert _figures(shown, "3001")[:3] == (-5_000, -700, -5_700)


def test_accounts_stand_by_number_and_those_never_used_are_nought() -> None:
    shown = trial_balance(books(MARCH))
    assert dict(shown.schema) == dict(TRIAL_BALANCE)
    assert shown["account"].to_list() == sorted(shown["account"])
    assert _figures(shown, "2440")[:3] == (0, 0, 0)
    assert without_zeros(shown)["account"].to_list() == ["1930", "3001"]


def test_an_account_outside_the_chart_is_there_without_a_name_and_with_the_type_of_its_class() -> None:
    shown = trial_balance(books(voucher("A 1", "20250301", [("1999", 1), ("3001", -1)])))
    assert shown.filter(pl.col("account") == "1999").select("name", "type", "period").row(0) == ("", "T", 1)


def test_rows_dated_outside_the_year_count_in_its_first_or_last_period() -> None:
    stray = voucher("A 1", "20241231", [("1930", 100), ("3001", -100)])
    stray += voucher("A 2", "20260101", [("1930", 30), ("3001", -30)])
    year = books(stray)
    assert _figures(trial_balance(year, 1, 1), "1930")[1] == 100
    assert _figures(trial_balance(year, 12, 12), "1930")[:3] == (100, 30, 130)


def test_books_without_months_know_the_whole_year_and_no_part_of_it() -> None:
    year = books("#IB 0 1930 10\n#UB 0 1930 25\n#RES 0 3001 -15\n", kind="1")
    assert _figures(trial_balance(year), "1930")[:3] == (1_000, 1_500, 2_500)
    assert _figures(trial_balance(year), "3001")[:3] == (0, -1_500, -1_500)
    assert _figures(trial_balance(year, 1, 3), "1930")[:3] == (1_000, None, None)
    assert _figures(trial_balance(year, 2, 3), "1930")[:3] == (None, None, None)
    assert "1930" in without_zeros(trial_balance(year, 2, 3))["account"]


def test_months_that_the_source_states_give_the_parts_of_the_year() -> None:
    year = books("#IB 0 1930 10\n#UB 0 1930 25\n#PSALDO 0 202502 1930 {} 15\n", kind="2")
    assert _figures(trial_balance(year, 2, 2), "1930")[:3] == (1_000, 1_500, 2_500)


def _two_years(of_last: str) -> list[YearBooks]:
    years = "#RAR 0 20250101 20251231\n#RAR -1 20240101 20241231\n"
    return books_of(sie(OPENING + MARCH + of_last, years=years))[0]


def test_last_year_stands_beside_for_the_whole_year() -> None:
    own, last = _two_years("#IB -1 1930 40\n#UB -1 1930 100\n#UB -1 1510 3\n#RES -1 3001 -60\n")
    shown = trial_balance(own, previous=last)
    assert _figures(shown, "1930")[3:] == (6_000, 10_000)
    assert _figures(shown, "3001")[3:] == (-6_000, -6_000)
    assert _figures(shown, "2440")[3:] == (0, 0)


def test_last_year_is_unknown_for_a_part_when_only_its_balances_came_along() -> None:
    own, last = _two_years("#UB -1 1930 100\n")
    assert _figures(trial_balance(own, 3, 3, previous=last), "1930") == (10_000, 5_000, 15_000, None, None)


def test_what_moved_last_year_is_unknown_where_only_closing_balances_came_along() -> None:
    own, last = _two_years("#UB -1 1930 100\n#RES -1 3001 -60\n")
    shown = trial_balance(own, previous=last)
    assert _figures(shown, "1930")[3:] == (None, 10_000)
    assert _figures(shown, "3001")[3:] == (-6_000, -6_000)


def test_without_last_year_nothing_is_said_of_it() -> None:
    assert _figures(trial_balance(books(MARCH)), "1930")[3:] == (None, None)


def test_the_same_months_of_last_year_are_found_in_a_year_of_another_length() -> None:
    long_year = FinancialYear(date(2023, 7, 1), date(2024, 12, 31))
    rows = [("1930", 900), ("3001", -900)]
    records = voucher("A 1", "20230801", [("1930", 1), ("3001", -1)]) + voucher("A 2", "20240315", rows)
    last = books(records, years="#RAR 0 20230701 20241231\n")
    assert last.year == long_year
    assert _figures(trial_balance(books(MARCH), 3, 3, previous=last), "1930")[3:] == (900, 901)


def test_months_that_last_year_did_not_have_are_unknown() -> None:
    last = books(voucher("A 1", "20241001", [("1930", 1), ("3001", -1)]), years="#RAR 0 20240901 20241231\n")
    shown = trial_balance(books(MARCH), 3, 3, previous=last)
    assert _figures(shown, "1930")[3:] == (None, None)
    assert _figures(trial_balance(books(MARCH), 10, 10, previous=last), "1930")[3:] == (1, 1)


def test_an_account_of_last_year_alone_keeps_its_name() -> None:
    own, last = _two_years("#UB -1 1620 7\n")
    chart = pl.concat(
        [last.accounts, last.accounts.head(1).with_columns(account=pl.lit("1620"), name=pl.lit("Upplupet"))]
    )
    shown = trial_balance(own, previous=replace(last, accounts=chart))
    assert shown.filter(pl.col("account") == "1620").select("name", "type", "closing").row(0) == ("Upplupet", "T", 0)


def test_a_broken_year_has_its_own_first_period() -> None:
    year = books(voucher("A 1", "20250702", [("1930", 1), ("3001", -1)]), years="#RAR 0 20250701 20260630\n")
    assert year.year == half_year(2025)
    assert _figures(trial_balance(year, 1, 1), "1930")[1] == 1


def test_books_on_disk_give_the_same_balances(tmp_path_factory: pytest.TempPathFactory) -> None:
    year, folder = books(OPENING + MARCH + JUNE), tmp_path_factory.mktemp("books")
    for name, frame in year.frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    stored = LazyBooks(year.year, year.extent, lambda name: pl.scan_parquet(folder / f"{name}.parquet"))
    assert trial_balance(stored, 2, 6).equals(trial_balance(year, 2, 6))


AMOUNTS = st.integers(-(10**10), 10**10)
ACCOUNTS = st.sampled_from(["1510", "1930", "2010", "2440", "3001", "4010", "8999"])


@st.composite
def _years(draw: st.DrawFn) -> YearBooks:
    opening = {account: draw(AMOUNTS) for account in ("1930", "1510")}
    records = "".join(f"#IB 0 {account} {kronor(ore)}\n" for account, ore in opening.items())
    records += f"#IB 0 2010 {kronor(-sum(opening.values()))}\n"
    for number in range(draw(st.integers(0, 5))):
        rows = draw(st.lists(st.tuples(ACCOUNTS, AMOUNTS), min_size=1, max_size=3))
        rows.append((draw(ACCOUNTS), -sum(ore for _, ore in rows)))
        records += voucher(f"A {number}", draw(st.dates(date(2024, 12, 1), date(2026, 1, 31))), rows)
    return books(records)


@settings(max_examples=40, deadline=None)
@given(_years(), st.integers(1, 12), st.integers(1, 12))
def test_opening_and_period_give_closing_and_all_sum_to_nought(year: YearBooks, one: int, other: int) -> None:
    first, last = sorted((one, other))
    shown = trial_balance(year, first, last)
    assert (shown["opening"] + shown["period"] == shown["closing"]).all()
    assert (shown["opening"].sum(), shown["period"].sum(), shown["closing"].sum()) == (0, 0, 0)


@settings(max_examples=30, deadline=None)
@given(_years(), st.integers(1, 11))
def test_a_period_opens_where_the_one_before_it_closed(year: YearBooks, period: int) -> None:
    before, after = trial_balance(year, 1, period), trial_balance(year, period + 1)
    assert before["closing"].equals(after["opening"].rename("closing"))
    assert after["closing"].equals(trial_balance(year)["closing"])


def test_loose_vouchers_show_movement_alone() -> None:
    (year,), _ = books_of(sie(MARCH, years="", name="los.si"), years=[YEAR, calendar_year(2024)])
    assert year.extent is Extent.PART
    assert _figures(trial_balance(year), "1930")[:3] == (0, 5_000, 5_000)
