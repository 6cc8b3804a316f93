"""Income analysis: this period beside last year's and an average one."""

import polars as pl
import pytest
from hypothesis import given, settings

from lib.closing.income import INCOME, Against, analysis, deviating, largest, total, with_shares, without_carried
from lib.closing.reconciliation import results
from lib.closing.standings import Papers
from lib.ledger import YearBooks
from tests.closing.years_by_hand import MARCH, MONTHS, QUARTERS, YEAR_END, any_period, sound_years, whole_year
from tests.ledger.sie_texts import books, voucher

BEFORE = "#RAR 0 20240101 20241231\n"


def cost(day: str, ore: int) -> str:
    return voucher(f"A {day}", day, [("4010", ore), ("1930", -ore)])


def figures(frame: pl.DataFrame, account: str) -> tuple[object, ...]:
    columns = ("change", "last_year", "from_last_year", "average", "from_average")
    found: tuple[object, ...] = frame.filter(pl.col("account") == account).select(columns).row(0)
    return found


def test_a_period_stands_beside_the_same_one_last_year() -> None:
    last = books(cost("20240315", 1_000) + cost("20240415", 9), years=BEFORE)
    shown = analysis(books(cost("20250310", 1_500)), MARCH, previous=last)
    assert dict(shown.schema) == dict(INCOME)
    assert figures(shown, "4010")[:3] == (1_500, 1_000, 500)


def test_without_last_year_nothing_is_said_of_it() -> None:
    assert figures(analysis(books(cost("20250310", 1_500)), MARCH), "4010")[1:3] == (None, None)


def test_the_average_is_of_the_months_before() -> None:
    year = books(cost("20250110", 100) + cost("20250210", 201) + cost("20250310", 400))
    assert figures(analysis(year, MARCH), "4010")[3:] == (151, 249)


def test_the_average_of_twelve_months_takes_last_years_last_ones() -> None:
    last = books(cost("20240415", 1_200) + cost("20240215", 50_000), years=BEFORE)
    year = books(cost("20250110", 1_200) + cost("20250310", 400))
    assert figures(analysis(year, MARCH, previous=last), "4010")[3:] == (200, 200)


def test_the_average_of_a_quarter_is_of_three_months() -> None:
    year = books(cost("20250110", 300) + cost("20250510", 400))
    assert figures(analysis(year, QUARTERS[1]), "4010")[3:] == (300, 100)


def test_a_year_that_does_not_come_just_before_is_in_no_average() -> None:
    older = books(cost("20231215", 1_200), years="#RAR 0 20230101 20231231\n")
    assert figures(analysis(books(cost("20250110", 5)), MONTHS[0], previous=older), "4010")[3:] == (None, None)


def test_a_year_end_has_no_average() -> None:
    assert figures(analysis(books(cost("20250110", 5)), YEAR_END), "4010")[3:] == (None, None)


def test_an_account_that_is_quiet_this_year_is_shown_for_what_it_was() -> None:
    last = books(cost("20240315", 1_000), years=BEFORE)
    assert figures(analysis(books(""), MARCH, previous=last), "4010") == (0, 1_000, -1_000, 83, -83)


def test_an_account_used_for_the_first_time_has_moved_nothing_before() -> None:
    year = books(voucher("A 1", "20250110", [("3001", -9), ("1930", 9)]) + cost("20250310", 400))
    assert figures(analysis(year, MARCH), "4010")[3:] == (0, 400)


@settings(max_examples=30, deadline=None)
@given(sound_years(), any_period)
def test_every_result_account_stands_as_in_the_reconciliation(year: YearBooks, period: object) -> None:
    shown = analysis(year, period, Papers(findings={"3001": 2}))  # type: ignore[arg-type]
    assert (shown["opening"] + shown["change"] == shown["closing"]).all()
    own = results(year, period, Papers(findings={"3001": 2}))  # type: ignore[arg-type]
    both = own.filter(pl.col("account").is_in(shown["account"].implode()))
    assert shown.filter(pl.col("account").is_in(own["account"].implode())).select(own.columns).equals(both)
    assert own.filter(pl.col("closing") != 0)["account"].is_in(shown["account"].implode()).all()


def test_the_books_of_the_test_have_a_result() -> None:
    assert analysis(whole_year(), YEAR_END)["account"].to_list() == ["3001", "4010"]


LAST = books(cost("20240315", 1_000) + voucher("A 2", "20240316", [("3001", -500), ("1930", 500)]), years=BEFORE)
THIS = books(cost("20250310", 1_500) + voucher("A 2", "20250316", [("3001", -700), ("1930", 700)]))
NEW = voucher("A 3", "20250317", [("8999", 3), ("1930", -3)])
COMPARED = with_shares(analysis(books(cost("20250310", 1_500) + NEW), MARCH, previous=LAST))


def test_more_income_is_more_in_per_cent_like_more_costs() -> None:
    shares = dict(COMPARED.select("account", Against.LAST_YEAR.share).iter_rows())
    assert shares == {"3001": -100, "4010": 50, "8999": None}


def test_sales_that_grew_have_grown() -> None:
    shares = dict(
        with_shares(analysis(THIS, MARCH, previous=LAST)).select("account", Against.LAST_YEAR.share).iter_rows()
    )
    assert shares == {"3001": 40, "4010": 50}


def test_nothing_is_told_in_per_cent_of_what_is_not_known() -> None:
    assert with_shares(analysis(THIS, MARCH))[Against.LAST_YEAR.share].to_list() == [None, None]


@pytest.mark.parametrize(
    ("least", "percent", "accounts"),
    [
        (0, 0, ["3001", "4010", "8999"]),
        (500, 0, ["3001", "4010"]),
        (0, 51, ["3001", "8999"]),
        (4, 100, ["3001"]),
        (501, 0, []),
    ],
)
def test_small_deviations_are_left_out_by_amount_and_share(least: int, percent: int, accounts: list[str]) -> None:
    assert deviating(COMPARED, Against.LAST_YEAR, least, percent)["account"].to_list() == accounts


def test_the_largest_deviations_come_first_and_what_does_not_deviate_is_none() -> None:
    assert largest(COMPARED, Against.LAST_YEAR, 2)["account"].to_list() == ["3001", "4010"]
    assert largest(COMPARED, Against.LAST_YEAR, 9)["account"].to_list() == ["3001", "4010"]
    same = books(cost("20250310", 1_000) + voucher("A 2", "20250316", [("3001", -700), ("1930", 700)]))
    assert largest(analysis(same, MARCH, previous=LAST), Against.LAST_YEAR, 9)["account"].to_list() == ["3001"]


def test_what_carries_the_result_to_equity_is_no_part_of_it() -> None:
    assert without_carried(COMPARED)["account"].to_list() == ["3001", "4010"]


def test_a_sum_of_what_is_not_known_is_not_known() -> None:
    assert total(COMPARED, "change") == 1_503
    assert total(analysis(THIS, MARCH), "last_year") is None
