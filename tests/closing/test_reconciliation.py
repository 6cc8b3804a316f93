"""The accounts of a period: what they are held against, what was said of them, and what goes stale."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.holdings import Held, balances_on, of_amounts, of_statements, together
from lib.closing.reconciliation import balances, glance, matrix, results, unbooked_result, undone
from lib.closing.standings import RECONCILIATION, Papers, Standing, progress
from lib.ledger import YearBooks, books_of
from tests.closing.years_by_hand import (
    CLOSING_ENTRY,
    DECEMBER,
    MARCH,
    MONTHS,
    ORE,
    QUARTERS,
    YEAR_END,
    any_period,
    sound_years,
    whole_year,
)
from tests.ledger.sie_texts import books, sie, voucher

RETURNED = pl.col("series") == "S"


@dataclass(frozen=True)
class Said:
    balance: int
    amount: int | None = None


@dataclass(frozen=True)
class Stated:
    balance: int
    day: date


def row(frame: pl.DataFrame, account: str) -> dict[str, object]:
    return frame.row(by_predicate=pl.col("account") == account, named=True)


def standing(papers: Papers, account: str = "1930") -> object:
    return row(balances(whole_year(), MARCH, papers), account)["standing"]


def test_a_period_shows_the_balance_accounts_that_moved_or_hold_something_until_its_end() -> None:
    shown = balances(whole_year(), MARCH)
    assert dict(shown.schema) == dict(RECONCILIATION)
    assert shown.select("account", "opening", "change", "closing").rows() == [
        ("1930", 10_000, 5_000, 15_000),
        ("2010", -10_000, 0, -10_000),
    ]


def test_an_account_that_moved_and_came_back_to_nought_is_there() -> None:
    back = voucher("A 1", "20250110", [("1510", 5), ("3001", -5)])
    back += voucher("A 2", "20250120", [("1510", -5), ("3001", 5)])
    assert row(balances(books(back), MARCH), "1510")["closing"] == 0


def test_a_quarter_moves_by_its_three_months() -> None:
    shown = balances(whole_year(), QUARTERS[1])
    assert row(shown, "1510") | {"opening": 0, "change": 700, "closing": 700} == row(shown, "1510")


def test_the_year_end_shows_the_whole_year() -> None:
    assert row(balances(whole_year(), YEAR_END), "1930") | {"opening": 10_000, "change": 5_000} == row(
        balances(whole_year(), YEAR_END), "1930"
    )


def test_an_account_that_nobody_has_looked_at_is_open() -> None:
    assert standing(Papers()) == Standing.OPEN


def test_an_account_agrees_with_or_differs_from_its_appendix() -> None:
    assert standing(Papers(held=of_amounts({"1930": 15_000}))) == Standing.AGREES
    shown = row(balances(whole_year(), MARCH, Papers(held=of_amounts({"1930": 14_000}))), "1930")
    assert (shown["standing"], shown["amount"], shown["difference"]) == (Standing.DIFFERS, 14_000, 1_000)


def test_a_mark_holds_while_the_figures_are_those_it_was_said_of() -> None:
    assert standing(Papers(done={"1930": Said(15_000)})) == Standing.DONE
    assert standing(Papers(done={"1930": Said(14_999)})) == Standing.STALE


def test_a_mark_goes_stale_when_what_the_account_is_held_against_changes() -> None:
    held = of_amounts({"1930": 15_000})
    assert standing(Papers(held, {"1930": Said(15_000, 15_000)})) == Standing.DONE
    assert standing(Papers(held, {"1930": Said(15_000, 14_000)})) == Standing.STALE
    assert standing(Papers(held, {"1930": Said(15_000)})) == Standing.STALE
    assert standing(Papers({}, {"1930": Said(15_000, 15_000)})) == Standing.STALE


def test_a_difference_that_somebody_has_vouched_for_is_done() -> None:
    assert standing(Papers(of_amounts({"1930": 1}), {"1930": Said(15_000, 1)})) == Standing.DONE


def test_an_account_with_papers_alone_is_there_and_holds_nothing() -> None:
    shown = balances(whole_year(), MARCH, Papers(held=of_amounts({"1630": 500})))
    assert row(shown, "1630") | {"closing": 0, "difference": -500, "standing": "differs"} == row(shown, "1630")
    assert "3999" not in balances(whole_year(), MARCH, Papers(held=of_amounts({"3999": 1})))["account"]


def test_findings_stand_beside_the_balance() -> None:
    shown = balances(whole_year(), MARCH, Papers(findings={"1930": 3}))
    assert shown.select("account", "checks").rows() == [("1930", 3), ("2010", 0)]


def test_a_bank_statement_is_held_against_the_balance_of_its_own_day() -> None:
    early = voucher("A 1", "20250305", [("1930", 5_000), ("3001", -5_000)])
    late = voucher("A 2", "20250331", [("1930", 70), ("3001", -70)])
    year = books(early + late)
    held = of_statements(partial(balances_on, year), {"1930": Stated(5_000, date(2025, 3, 28))})
    shown = row(balances(year, MARCH, Papers(held=held)), "1930")
    assert shown | {"closing": 5_070, "against": 5_000, "difference": 0, "standing": "agrees"} == shown


def test_a_statement_of_a_day_that_the_books_do_not_have_is_not_compared() -> None:
    held = of_statements(partial(balances_on, whole_year()), {"1930": Stated(5_000, date(2026, 2, 1))})
    assert held == {"1930": Held(5_000, date(2026, 2, 1), None)}
    assert standing(Papers(held=held)) == Standing.OPEN


def test_what_is_under_way_is_added_to_the_statement() -> None:
    day = date(2025, 3, 31)
    held = together({"1930": Held(100, day, 70)}, of_amounts({"1930": -30, "1510": 1}))
    assert held == {"1930": Held(70, day, 70), "1510": Held(1)}


def test_rows_dated_outside_the_year_are_in_the_balance_of_its_first_and_last_day() -> None:
    stray = voucher("A 1", "20241231", [("1930", 100), ("3001", -100)])
    stray += voucher("A 2", "20260101", [("1930", 30), ("3001", -30)])
    year = books(stray)
    assert balances_on(year, date(2025, 1, 1), ["1930", "1510"]) == {"1930": 100, "1510": 0}
    assert balances_on(year, date(2025, 12, 31), ["1930"]) == {"1930": 130}


def test_balances_alone_tell_the_year_end_and_no_month_of_it() -> None:
    (year,), _ = books_of(sie("#IB 0 1930 10\n#UB 0 1930 25\n#UB 0 2010 -25\n", kind="1"))
    shown = row(balances(year, MARCH, Papers(held=of_amounts({"1930": 1}))), "1930")
    assert (shown["closing"], shown["difference"], shown["standing"]) == (None, None, Standing.OPEN)
    assert row(balances(year, YEAR_END), "1930")["closing"] == 2_500


def test_closing_entries_that_come_back_are_in_the_year_end_and_in_no_month() -> None:
    year = whole_year(CLOSING_ENTRY)
    assert row(balances(year, DECEMBER, returned=RETURNED), "2010")["closing"] == -10_000
    assert row(balances(year, YEAR_END, returned=RETURNED), "2010")["closing"] == -14_800
    assert row(balances(year, DECEMBER), "2010")["closing"] == -14_800


def test_an_account_that_closing_entries_alone_touch_is_in_no_month() -> None:
    year = books(voucher("S 1", "20251231", [("8910", 5), ("2512", -5)]))
    assert balances(year, DECEMBER, returned=RETURNED).is_empty()
    assert balances(year, YEAR_END, returned=RETURNED)["account"].to_list() == ["2512"]


def test_the_matrix_shows_every_month_at_one_glance() -> None:
    papers = Papers(done={"1930": Said(15_000)})
    found = matrix([(period, whole_year(), papers) for period in MONTHS[:4]])
    shown = glance(found, MONTHS[:4])
    assert shown.columns == ["account", "name", *(period.key for period in MONTHS[:4])]
    assert shown.row(0) == ("1930", "Bank", "stale", "stale", "done", "done")
    assert glance(found, MONTHS[:4], "closing").row(0)[2:] == (10_000, 10_000, 15_000, 15_000)


def test_a_matrix_of_nothing_is_empty() -> None:
    assert glance(matrix([]), [MARCH]).columns == ["account", "name", MARCH.key]


def test_each_period_of_the_matrix_goes_by_its_own_books() -> None:
    found = matrix([(MARCH, books(""), Papers()), (DECEMBER, whole_year(), Papers())])
    shown = glance(found, [MARCH, DECEMBER], "closing")
    assert shown.filter(pl.col("account") == "1930").row(0)[2:] == (None, 15_000)


def test_progress_counts_what_is_done_and_adds_up_what_differs() -> None:
    papers = Papers(of_amounts({"1930": 14_000, "2010": -10_500}), {"2010": Said(-10_000, -10_500)})
    shown = balances(whole_year(), MARCH, papers)
    made = progress(shown)
    assert (made.done, made.accounts, made.open_difference, made.worst) == (1, 2, 1_000, Standing.DIFFERS)
    assert undone(shown)["account"].to_list() == ["1930"]
    assert progress(shown.clear()).worst is Standing.DONE


@settings(max_examples=40, deadline=None)
@given(sound_years(), any_period)
def test_opening_and_change_give_closing_on_every_account(year: YearBooks, period: object) -> None:
    for found in (balances, results, unbooked_result):
        shown = found(year, period, returned=RETURNED)  # type: ignore[arg-type]
        assert (shown["opening"] + shown["change"] == shown["closing"]).all()


@settings(max_examples=40, deadline=None)
@given(sound_years(), any_period)
def test_both_sides_agree_with_the_result_that_is_not_booked(year: YearBooks, period: object) -> None:
    accounts, result = balances(year, period), unbooked_result(year, period)  # type: ignore[arg-type]
    both = pl.concat([accounts, result]).select("opening", "change", "closing").sum().row(0)
    assert both == (0, 0, 0)
    assert result.height == 1


@settings(max_examples=25, deadline=None)
@given(sound_years())
def test_a_month_opens_where_the_one_before_it_closed(year: YearBooks) -> None:
    found = matrix([(period, year, Papers()) for period in MONTHS[:-1]], returned=RETURNED)
    opening, closing = (glance(found, MONTHS, column) for column in ("opening", "closing"))
    for before, after in pairwise(MONTHS[:-1]):
        assert opening[after.key].fill_null(0).equals(closing[before.key].fill_null(0).rename(after.key))


@settings(max_examples=40, deadline=None)
@given(sound_years(), sound_years(), any_period, ORE)
def test_a_mark_is_stale_exactly_when_the_figures_are_others(
    before: YearBooks, after: YearBooks, period: object, amount: int
) -> None:
    papers = Papers(held=of_amounts({"1930": amount}))
    marked = balances(before, period, papers)  # type: ignore[arg-type]
    done = {name: Said(balance, held) for name, balance, held in marked.select("account", "closing", "amount").rows()}
    again = balances(after, period, Papers(papers.held, done))  # type: ignore[arg-type]
    for account, closing, word in again.select("account", "closing", "standing").rows():
        if account in done:
            assert word == (Standing.DONE if done[account].balance == closing else Standing.STALE)
        else:
            assert word == Standing.OPEN
    same = balances(before, period, Papers(papers.held, done))  # type: ignore[arg-type]
    assert set(same["standing"]) <= {Standing.DONE}


@settings(max_examples=30, deadline=None)
@given(sound_years(), st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_the_balance_of_a_months_last_day_is_what_the_month_closes_with(year: YearBooks, day: date) -> None:
    period = MONTHS[day.month - 1]
    closing = dict(balances(year, period).select("account", "closing").rows())
    on_day = balances_on(year, period.span.end, ["1510", "1930", "2010", "2440"])
    assert {account: ore for account, ore in on_day.items() if ore} == {
        account: ore for account, ore in closing.items() if ore
    }


def test_a_result_account_is_marked_like_any_other() -> None:
    shown = results(whole_year(), MARCH, Papers(done={"3001": Said(-5_000)}))
    assert row(shown, "3001")["standing"] == Standing.DONE


@pytest.mark.parametrize("period", [MARCH, YEAR_END])
def test_the_unbooked_result_has_no_account_and_a_name(period: object) -> None:
    shown = unbooked_result(whole_year(), period)  # type: ignore[arg-type]
    assert shown["account"].to_list() == [""]
    assert shown["name"].to_list() == ["Calculated result (not booked)"]
