"""What a choice of rows comes to: its sums, its order, its months beside a year before, how late it was entered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import YearBooks, explored
from lib.ledger.books import ENTRIES, VOUCHERS, Extent
from lib.ledger.explored import Order
from lib.ledger.extracts import Filters
from tests.ledger.sie_texts import YEAR, books, voucher

HELD = books(
    voucher("A 1", "20250301", [("1930", 5_000), ("3001", -5_000)], "Kundfaktura")
    + voucher("B 1", "20250201", [("1930", -700), ("4010", 700)], "Papper")
    + voucher("A 2", "20250401", [("1510", 300), ("3001", -300)])
)
WHOLE = Filters.of_periods(YEAR)
BANK = replace(WHOLE, accounts=(("1930", "1930"),))


def entered(vouchers: Sequence[tuple[date, date | None]]) -> YearBooks:
    """Books of vouchers with the day of each and the day it was entered."""
    rows = {"voucher": range(len(vouchers)), "date": [day for day, _ in vouchers]}
    frame = pl.DataFrame(rows | {"registered": [day for _, day in vouchers]}, schema_overrides={"voucher": pl.UInt32})
    blank = [pl.lit(None, kind).alias(name) for name, kind in VOUCHERS.items() if name not in frame.columns]
    return YearBooks.of(YEAR, Extent.FULL, {"vouchers": frame.with_columns(blank).select(list(VOUCHERS))})


def test_rows_come_to_their_sums() -> None:
    found = explored.rows(HELD, BANK)
    assert (found.places.len(), found.vouchers, found.debit, found.credit) == (2, 2, 5_000, 700)


def test_vouchers_come_to_their_whole_sums() -> None:
    found = explored.vouchers(HELD, BANK)
    assert (found.places.len(), found.vouchers, found.debit, found.credit) == (2, 2, 5_700, 5_700)


def test_nothing_that_passes_comes_to_nothing() -> None:
    found = explored.rows(HELD, replace(WHOLE, text="finns inte"))
    assert (found.places.len(), found.vouchers, found.debit, found.credit) == (0, 0, 0, 0)
    assert explored.at(HELD, "entries", found.places).is_empty()


def test_rows_are_read_by_day_by_amount_or_as_booked() -> None:
    def amounts(order: Order) -> list[int]:
        places = explored.rows(HELD, WHOLE, order).places
        return explored.at(HELD, "entries", places)["amount"].to_list()

    assert amounts(Order.DAY) == [-700, 700, 5_000, -5_000, 300, -300]
    assert amounts(Order.LARGEST) == [5_000, -5_000, -700, 700, 300, -300]
    assert amounts(Order.BOOKED) == [5_000, -5_000, -700, 700, 300, -300]


def test_a_page_holds_the_rows_of_its_places_in_their_order() -> None:
    places = explored.vouchers(HELD, WHOLE).places
    assert explored.at(HELD, "vouchers", places[1:])["number"].to_list() == ["1", "2"]
    assert explored.at(HELD, "entries", pl.Series("place", [3, 0], dtype=pl.UInt32))["account"].to_list() == [
        "4010",
        "1930",
    ]


def test_accounts_are_summed_by_month_with_their_names() -> None:
    found = explored.by_account(HELD, BANK)
    assert found.rows() == [
        ("1930", "Bank", date(2025, 2, 1), 1, 0, 700, -700),
        ("1930", "Bank", date(2025, 3, 1), 1, 5_000, 0, 5_000),
    ]


def test_every_month_asked_for_is_there_also_without_rows() -> None:
    quarter = replace(Filters.of_periods(YEAR, 2, 4), accounts=(("1930", "1930"),))
    found = explored.by_month(HELD, quarter)
    assert found.select("month", "rows", "movement").rows() == [
        (date(2025, 2, 1), 1, -700),
        (date(2025, 3, 1), 1, 5_000),
        (date(2025, 4, 1), 0, 0),
    ]


def test_rows_dated_outside_the_year_count_in_its_first_and_last_month() -> None:
    stray = books(voucher("A 1", "20241224", [("1930", 1), ("3001", -1)]))
    assert explored.by_month(stray, WHOLE).filter(pl.col("rows") > 0)["month"].to_list() == [date(2025, 1, 1)]


def test_a_month_stands_beside_the_same_month_a_year_before() -> None:
    last = replace_year(HELD, calendar_year(2024))
    found = explored.trend(HELD, last, Filters.of_periods(YEAR, 3, 3))
    assert found.select("month", "debit", "debit_before").rows() == [(date(2025, 3, 1), 5_000, 5_000)]


def test_a_month_that_the_year_before_does_not_hold_has_nothing_beside_it() -> None:
    assert explored.trend(HELD, None, WHOLE)["rows_before"].null_count() == 12
    half = replace_year(HELD, FinancialYear(date(2024, 7, 1), date(2024, 12, 31)))
    beside = explored.trend(HELD, half, WHOLE)["rows_before"]
    assert (beside[:6].null_count(), beside[6:].null_count()) == (6, 0)


def test_a_year_before_of_balances_alone_tells_nothing_of_its_months() -> None:
    last = replace(replace_year(HELD, calendar_year(2024)), extent=Extent.COMPARISON)
    assert explored.trend(HELD, last, WHOLE)["rows_before"].null_count() == 12


def replace_year(held: YearBooks, year: FinancialYear) -> YearBooks:
    """The same books a year earlier."""
    moved = {
        name: held.frames[name].with_columns(pl.col("date").dt.offset_by("-1y")) for name in ("vouchers", "entries")
    }
    return YearBooks.of(year, held.extent, held.frames | moved)


def test_the_last_day_of_february_has_a_year_before() -> None:
    leap = FinancialYear(date(2024, 2, 29), date(2024, 2, 29))
    asked = Filters(leap, from_start=False, to_end=False)
    before = replace_year(HELD, calendar_year(2023))
    assert explored.trend(replace_year(HELD, calendar_year(2024)), before, asked)["rows_before"].to_list() == [0]


def test_how_late_vouchers_were_entered_is_told_by_month() -> None:
    held = entered(
        [
            (date(2025, 1, 10), date(2025, 1, 12)),
            (date(2025, 1, 31), date(2025, 3, 22)),
            (date(2025, 1, 31), date(2025, 3, 23)),
            (date(2025, 2, 1), None),
            (date(2025, 12, 31), date(2026, 6, 1)),
        ]
    )
    assert explored.lags(held, WHOLE, 50).rows() == [(date(2025, 1, 1), 3, 1, 2, 50, 51)]


def test_a_source_that_tells_no_day_of_entry_is_known() -> None:
    assert explored.tells_entry(entered([(date(2025, 1, 1), date(2025, 1, 2))]))
    assert not explored.tells_entry(entered([(date(2025, 1, 1), None)]))
    assert not explored.tells_entry(entered([]))


@given(st.lists(st.tuples(st.dates(date(2024, 11, 1), date(2026, 2, 1)), st.integers(-9, 9)), max_size=30))
def test_months_of_accounts_come_to_the_same_as_the_rows(rows: list[tuple[date, int]]) -> None:
    held = {"date": [day for day, _ in rows], "amount": [amount for _, amount in rows], "account": ["1930"] * len(rows)}
    frame = pl.DataFrame(held | {"voucher": range(len(rows))}, schema_overrides=ENTRIES)
    blank = [pl.lit(None, kind).alias(name) for name, kind in ENTRIES.items() if name not in frame.columns]
    year = YearBooks.of(YEAR, Extent.FULL, {"entries": frame.with_columns(blank).select(list(ENTRIES))})
    found, months, accounts = (
        explored.rows(year, WHOLE),
        explored.by_month(year, WHOLE),
        explored.by_account(year, WHOLE),
    )
    for summed in (months, accounts):
        assert (summed["debit"].sum(), summed["credit"].sum(), summed["rows"].sum()) == (
            found.debit,
            found.credit,
            found.places.len(),
        )
