"""VAT and fees by VAT period, also one that reaches over two financial years."""

from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.periods import vat_periods
from lib.closing.vat_and_fees import VAT_AND_FEES, vat_and_fees
from lib.core.periods import FinancialYear, VatPeriod, calendar_year
from lib.ledger import YearBooks
from tests.closing.years_by_hand import ORE
from tests.ledger.sie_texts import YEAR, books, kronor, voucher

FIRST = FinancialYear(date(2024, 9, 1), date(2025, 8, 31))
SECOND = FinancialYear(date(2025, 9, 1), date(2026, 8, 31))
AUTUMN = FinancialYear(date(2025, 7, 1), date(2025, 9, 30))


def sold(day: str, ore: int) -> str:
    return voucher(f"A {day}", day, [("2611", -ore), ("1930", ore)])


def of(year: FinancialYear, records: str) -> YearBooks:
    return books(records, years=f"#RAR 0 {year.start:%Y%m%d} {year.end:%Y%m%d}\n")


def test_each_vat_period_has_its_accounts() -> None:
    year = books("#IB 0 2650 -10\n" + sold("20250115", 2_500) + sold("20250515", 700))
    spans = vat_periods(YEAR, VatPeriod.QUARTER, YEAR)
    shown = vat_and_fees([year], spans)
    assert dict(shown.schema) == dict(VAT_AND_FEES)
    assert shown.filter(pl.col("account") == "2611").select("start", "opening", "change", "closing").rows() == [
        (date(2025, 1, 1), 0, -2_500, -2_500),
        (date(2025, 4, 1), -2_500, -700, -3_200),
        (date(2025, 7, 1), -3_200, 0, -3_200),
        (date(2025, 10, 1), -3_200, 0, -3_200),
    ]
    assert set(shown["account"]) == {"2611", "2650"}


def test_a_vat_quarter_over_two_financial_years_is_read_from_both() -> None:
    first = of(FIRST, sold("20250715", 100) + sold("20250515", 7))
    second = of(SECOND, "#IB 0 2611 -1.07\n" + sold("20250915", 30) + sold("20251015", 9))
    (row,) = vat_and_fees([second, first], [AUTUMN]).to_dicts()
    assert (row["opening"], row["change"], row["closing"]) == (-7, -130, -137)


def test_a_period_that_the_books_hold_in_part_is_not_known() -> None:
    (row,) = vat_and_fees([of(SECOND, sold("20250915", 30))], [AUTUMN]).to_dicts()
    assert (row["account"], row["opening"], row["change"], row["closing"]) == ("2611", None, None, None)


def test_a_period_that_the_books_do_not_hold_is_empty() -> None:
    assert vat_and_fees([books("")], [calendar_year(2019)]).is_empty()
    assert vat_and_fees([], []).is_empty()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2025, 12, 31)), ORE), max_size=6),
    ORE,
    st.sampled_from([VatPeriod.MONTH, VatPeriod.QUARTER, VatPeriod.YEAR]),
)
def test_opening_and_change_give_closing_and_the_periods_follow_on(
    sales: list[tuple[date, int]], opening: int, length: VatPeriod
) -> None:
    records = "".join(voucher(f"A {n}", day, [("2611", ore), ("1930", -ore)]) for n, (day, ore) in enumerate(sales))
    year = books(f"#IB 0 2611 {kronor(opening)}\n" + records)
    shown = vat_and_fees([year], vat_periods(YEAR, length, YEAR)).filter(pl.col("account") == "2611")
    assert (shown["opening"] + shown["change"] == shown["closing"]).all()
    assert shown["change"].sum() == sum(ore for _, ore in sales)
    assert (shown["closing"].shift(1).drop_nulls() == shown["opening"].tail(max(shown.height - 1, 0))).all()
