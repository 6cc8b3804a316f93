"""Rows, vouchers and balances by row, taken out of a year."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from lib.ledger import LazyBooks, YearFrames
from lib.ledger import extracts as ex
from lib.ledger.balances import trial_balance
from lib.ledger.extracts import Filters, Posted
from tests.ledger.sie_texts import YEAR, books, voucher

RECORDS = (
    '#DIM 1 "Ställe"\n#OBJEKT 1 K "Kontoret"\n#IB 0 1930 100\n'
    + voucher("A 1", "20250301", [("1930", 5_000), ("3001", -5_000)], "Kundfaktura")
    + voucher("B 1", "20250201", [("1930", -700), ("4010", 700)], "Papper")
    + '#VER A 2 20250301 "Resa"\n{\n#TRANS 1930 {} -20 "" "Taxi"\n#TRANS 4010 {1 K} 20\n#BTRANS 4010 {} 9\n}\n'
    + voucher("A 2", "20250401", [("1510", 300), ("3001", -300)])
)
WHOLE = Filters.of_periods(YEAR)


@pytest.fixture(scope="module", params=["memory", "disk"])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> YearFrames:
    held = books(RECORDS)
    if request.param == "memory":
        return held
    folder = tmp_path_factory.mktemp("books")
    for name, frame in held.frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return LazyBooks(held.year, held.extent, lambda name: pl.scan_parquet(folder / f"{name}.parquet"))


def _amounts(year: YearFrames, filters: Filters, account: str = "") -> list[int]:
    return ex.entries(year, filters, account).collect()["amount"].to_list()


def _labels(year: YearFrames, filters: Filters) -> list[str]:
    return ex.vouchers(year, filters).select(label=ex.label()).collect()["label"].to_list()


def test_rows_of_an_account_run_by_day_to_its_closing_balance(year: YearFrames) -> None:
    rows = ex.balances_by_row(ex.entries(year, WHOLE, "1930"), 10_000).collect()
    assert rows.select("date", "debit", "credit", "balance").rows() == [
        (date(2025, 2, 1), None, 700, 9_300),
        (date(2025, 3, 1), 5_000, None, 14_300),
        (date(2025, 3, 1), None, 2_000, 12_300),
    ]
    closing = trial_balance(year).filter(pl.col("account") == "1930")["closing"]
    assert rows["balance"].to_list()[-1] == closing.item()


def test_a_page_of_rows_keeps_the_balance_of_the_rows_before_it(year: YearFrames) -> None:
    rows = ex.balances_by_row(ex.entries(year, WHOLE, "1930"), 10_000)
    assert rows.slice(2, 1).collect()["balance"].to_list() == [12_300]


def test_periods_open_with_the_trial_balance_of_the_same_periods(year: YearFrames) -> None:
    march = Filters.of_periods(YEAR, 3, 3)
    shown = trial_balance(year, 3, 3).filter(pl.col("account") == "1930")
    rows = ex.balances_by_row(ex.entries(year, march, "1930"), shown["opening"].item()).collect()
    assert rows["balance"].to_list()[-1] == shown["closing"].item()
    assert int(rows["amount"].sum()) == shown["period"].item()


@pytest.mark.parametrize(
    ("filters", "amounts"),
    [
        (replace(WHOLE, series="B"), [-700, 700]),
        (replace(WHOLE, text="taxi"), [-2_000]),
        (replace(WHOLE, text="PAPPER"), [-700, 700]),
        (replace(WHOLE, dimension=1, object="K"), [2_000]),
        (replace(WHOLE, dimension=6, object="K"), []),
        (replace(WHOLE, text="(taxi"), []),
        (replace(WHOLE, accounts=(("3000", "3"),)), [-5_000, -300]),
        (replace(WHOLE, accounts=(("4010", ""),)), [700, 2_000]),
        (replace(WHOLE, accounts=(("", "1510"),)), [300]),
        (replace(WHOLE, accounts=(("15", "15"), ("4010", "4010"))), [700, 2_000, 300]),
        (replace(WHOLE, accounts=(("1930", "1930"),), against=(("4", "4"),)), [-700, -2_000]),
        (replace(WHOLE, posted=Posted.CREDIT), [-5_000, -700, -2_000, -300]),
        (replace(WHOLE, least_total=701, most_total=2_000), [-2_000, 2_000]),
        (replace(WHOLE, lowest=2_000, highest=4_999), [-2_000, 2_000]),
        (Filters.of_periods(YEAR, 4, 12), [300, -300]),
    ],
)
def test_filters_narrow_the_rows(year: YearFrames, filters: Filters, amounts: list[int]) -> None:
    assert _amounts(year, filters) == amounts


@pytest.mark.parametrize(
    ("filters", "labels"),
    [
        (WHOLE, ["A 1", "B 1", "A 2", "A 2"]),
        (replace(WHOLE, series="A"), ["A 1", "A 2", "A 2"]),
        (replace(WHOLE, text="resa"), ["A 2"]),
        (replace(WHOLE, text="taxi"), ["A 2"]),
        (replace(WHOLE, dimension=1, object="K"), ["A 2"]),
        (replace(WHOLE, accounts=(("1510", "1510"),)), ["A 2"]),
        (replace(WHOLE, least_total=2_000, most_total=2_000), ["A 2"]),
        (replace(WHOLE, text="resa", against=(("3", "3"),)), []),
        (Filters.of_periods(YEAR, 1, 2), ["B 1"]),
    ],
)
def test_filters_narrow_the_vouchers(year: YearFrames, filters: Filters, labels: list[str]) -> None:
    assert _labels(year, filters) == labels


def test_a_filter_knows_whether_it_narrows_anything_but_the_days() -> None:
    assert not Filters.of_periods(YEAR, 2, 3).narrow
    assert replace(WHOLE, lowest=0).narrow
    assert replace(WHOLE, accounts=(("3", "3"),)).narrow
    assert replace(WHOLE, most_total=0).narrow


def test_rows_dated_outside_the_year_belong_to_its_first_or_last_period() -> None:
    stray = books(
        voucher("A 1", "20241231", [("1930", 1), ("3001", -1)])
        + voucher("A 2", "20260105", [("1930", 2), ("3001", -2)])
    )
    for first, last, expected in ((1, 1, [1]), (12, 12, [2]), (6, 6, [])):
        rows = _amounts(stray, Filters.of_periods(YEAR, first, last), "1930")
        shown = trial_balance(stray, first, last).filter(pl.col("account") == "1930")
        assert (rows, sum(rows)) == (expected, shown["period"].item())


def test_a_number_that_stands_twice_gives_both_vouchers(year: YearFrames) -> None:
    assert ex.vouchers_named(year, "A 2")["date"].to_list() == [date(2025, 3, 1), date(2025, 4, 1)]
    assert ex.vouchers_named(year, "Z 9").is_empty()


def test_a_voucher_opens_with_names_sides_and_objects(year: YearFrames) -> None:
    number = int(ex.vouchers_named(year, "A 2")["voucher"][0])
    assert ex.voucher_rows(year, number).select("account", "name", "debit", "credit", "objects_text").rows() == [
        ("1930", "Bank", None, 2_000, ""),
        ("4010", "Inköp", 2_000, None, "K"),
    ]
    assert ex.voucher_history(year, number).select("kind", "account", "amount").rows() == [("BTRANS", "4010", 900)]


def test_a_row_without_a_text_shows_its_vouchers(year: YearFrames) -> None:
    rows = ex.with_texts(year, ex.entries(year, replace(WHOLE, series="A")).collect())
    assert rows.select("label", "text").rows()[:4] == [
        ("A 1", "Kundfaktura"),
        ("A 1", "Kundfaktura"),
        ("A 2", "Taxi"),
        ("A 2", "Resa"),
    ]


def test_names_series_dimensions_and_objects_are_listed_for_the_filters(year: YearFrames) -> None:
    assert (ex.account_name(year, "1930"), ex.account_name(year, "9999")) == ("Bank", "")
    assert ex.series_of(year) == ["A", "B"]
    assert ex.dimensions_of(year) == {1: "Ställe"}
    assert ex.objects_of(year, 1) == {"K": "Kontoret"}
