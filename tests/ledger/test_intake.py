"""What books come of a SIE file."""

from datetime import date
from itertools import accumulate
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import FRAMES, Extent, books_of
from lib.ledger.intake import OBJECTS_AT_MOST
from lib.sie import read
from tests.ledger.sie_texts import YEAR, books, half_year, kronor, sie, voucher

SALE = [("1930", 10_000), ("3001", -10_000)]
TWO_YEARS = "#RAR 0 20250101 20251231\n#RAR -1 20240101 20241231\n"


def test_a_type_4_file_tells_its_own_year_in_full() -> None:
    (year,), findings = books_of(sie(voucher("A 1", "20250301", SALE)))
    assert (year.year, year.extent, findings) == (YEAR, Extent.FULL, [])
    assert year.vouchers.select("series", "number", "rows", "total", "difference").rows() == [("A", "1", 2, 10_000, 0)]
    assert year.entries.select("series", "number", "account", "amount").rows() == [
        ("A", "1", "1930", 10_000),
        ("A", "1", "3001", -10_000),
    ]


def test_every_frame_has_the_columns_that_were_promised() -> None:
    year = books(voucher("A 1", "20250301", SALE) + "#IB 0 1930 5\n#PBUDGET 0 202501 3001 {} 7\n")
    for name, schema in FRAMES.items():
        assert dict(year.frames[name].schema) == dict(schema), name


def test_a_year_without_vouchers_is_a_year() -> None:
    (year,), _ = books_of(sie("#IB 0 1930 100\n#UB 0 1930 100\n"))
    assert (year.extent, year.vouchers.height) == (Extent.FULL, 0)


def test_last_years_balances_come_along_as_a_comparison() -> None:
    records = "#UB -1 1930 80\n#RES -1 3001 -80\n" + voucher("A 1", "20250301", SALE)
    (_, last), _ = books_of(sie(records, years=TWO_YEARS))
    assert (last.year, last.extent) == (calendar_year(2024), Extent.COMPARISON)
    assert last.balances.rows() == [("1930", 0, 8_000), ("3001", 0, -8_000)]


def test_a_declared_year_that_nothing_is_said_of_is_left_out() -> None:
    found, _ = books_of(sie("", years=TWO_YEARS))
    assert [year.year for year in found] == [YEAR]


def test_a_file_without_a_year_gives_no_books() -> None:
    assert books_of(sie("#UB 0 1930 80\n", years="")) == ([], [])


@pytest.mark.parametrize(("kind", "extent"), [("1", Extent.BALANCES), ("2", Extent.PERIODS), ("3", Extent.PERIODS)])
def test_the_type_says_how_much_of_the_year_is_told(kind: str, extent: Extent) -> None:
    assert books("#UB 0 1930 80\n", kind=kind).extent is extent


def test_months_of_single_objects_are_not_counted_beside_the_whole() -> None:
    records = '#PSALDO 0 202502 3001 {} -80\n#PSALDO 0 202502 3001 {1 "K"} -50\n#PSALDO 0 202503 3001 {} 30\n'
    assert books(records, kind="3").months.rows() == [
        ("3001", date(2025, 2, 1), -8_000, 0, 8_000, 0),
        ("3001", date(2025, 3, 1), 3_000, 3_000, 0, 0),
    ]


def test_an_extent_replaces_what_tells_no_more_than_it_does() -> None:
    order = [Extent.COMPARISON, Extent.PART, Extent.BALANCES, Extent.PERIODS, Extent.FULL]
    for place, extent in enumerate(order):
        assert [other for other in order if extent.may_replace(other)] == order[: place + 1]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ((half_year(2024), half_year(2025)), half_year(2024)),
        ((calendar_year(2023),), YEAR),
        ((), YEAR),
    ],
)
def test_loose_vouchers_are_put_in_the_clients_year_or_in_the_calendar_year(
    known: tuple[FinancialYear, ...], expected: FinancialYear
) -> None:
    loose = sie(voucher("A 1", "20250301", SALE) + voucher("A 2", "20250630", SALE), years="", name="los.si")
    (year,), (said,) = books_of(loose, years=known)
    assert (year.year, year.extent) == (expected, Extent.PART)
    assert (said.check, said.facts) == (
        "year-assumed",
        {"start": expected.start.isoformat(), "end": expected.end.isoformat()},
    )


def test_loose_vouchers_without_any_date_give_no_books() -> None:
    assert books_of(sie(voucher("A 1", '""', SALE), years="", name="los.si"))[0] == []


def test_a_row_without_a_date_has_its_vouchers() -> None:
    year = books("#VER A 1 20250301\n{\n#TRANS 1930 {} 1 20250302\n#TRANS 3001 {} -1\n}\n")
    assert year.entries["date"].to_list() == [date(2025, 3, 2), date(2025, 3, 1)]


def test_struck_and_announced_rows_are_history_and_in_no_sum() -> None:
    rows = "#BTRANS 1930 {} 500\n#RTRANS 1930 {} 1\n#TRANS 1930 {} 1\n#TRANS 3001 {} -1\n"
    year = books(f"#VER A 1 20250301\n{{\n{rows}}}\n")
    assert year.history.select("kind", "amount").rows() == [("BTRANS", 50_000), ("RTRANS", 100)]
    assert year.entries.select("account", "amount", "added").rows() == [("1930", 100, True), ("3001", -100, False)]
    assert year.vouchers["total"].to_list() == [100]


def test_a_voucher_whose_rows_are_all_struck_is_kept_with_nought() -> None:
    year = books(
        voucher("A 1", "20250301", SALE)
        + "#VER A 2 20250301\n{\n#BTRANS 1930 {} 5\n}\n"
        + voucher("A 3", "20250302", SALE)
    )
    assert year.vouchers.select("number", "rows", "total").rows() == [("1", 2, 10_000), ("2", 0, 0), ("3", 2, 10_000)]


def test_an_accounts_own_type_goes_before_its_number() -> None:
    types = dict(books("#KTYP 1510 S\n#KONTO 0351 Inventarier\n").accounts.select("account", "type").rows())
    assert (types["1510"], types["1930"], types["2010"], types["3001"], types["8999"], types["0351"]) == (
        *("S", "T", "S", "I", "K"),
        None,
    )


def test_closing_is_ub_of_balance_accounts_and_res_of_result_accounts() -> None:
    records = "#IB 0 1930 1\n#UB 0 1930 2\n#RES 0 1930 99\n#RES 0 3001 -3\n#UB 0 3001 99\n"
    assert books(records).balances.rows() == [("1930", 100, 200), ("3001", 0, -300)]


def _with_objects(count: int) -> str:
    objects = "".join(f'#OBJEKT 1 "{number}" "Ställe"\n' for number in range(count))
    return objects + '#VER A 1 20250301\n{\n#TRANS 1930 {1 "3"} 1\n#TRANS 3001 {} -1\n}\n'


def test_as_many_objects_as_are_allowed_are_kept() -> None:
    (year,), findings = books_of(sie(_with_objects(OBJECTS_AT_MOST)))
    assert (year.objects.height, year.entries["objects"].null_count(), findings) == (OBJECTS_AT_MOST, 1, [])


def test_more_objects_are_skipped_with_their_references_and_the_amounts_stay() -> None:
    (year,), (said,) = books_of(sie(_with_objects(OBJECTS_AT_MOST + 1)))
    assert (said.check, said.facts) == ("objects-skipped", {"objects": OBJECTS_AT_MOST + 1, "limit": OBJECTS_AT_MOST})
    assert year.objects.is_empty()
    assert year.object_lists.is_empty()
    assert year.entries["objects"].null_count() == year.entries.height
    assert year.entries["amount"].to_list() == [100, -100]


def test_vouchers_of_last_year_go_there_when_that_year_then_adds_up() -> None:
    last = "#UB -1 1930 100\n#RES -1 3001 -100\n" + voucher("A 1", "20240301", SALE)
    (own, before), _ = books_of(sie(last + voucher("A 1", "20250301", SALE), years=TWO_YEARS))
    assert (own.vouchers.height, before.vouchers.height, before.extent) == (1, 1, Extent.FULL)
    assert before.months.select("account", "movement").rows() == [("1930", 10_000), ("3001", -10_000)]
    assert before.entries["date"].to_list() == [date(2024, 3, 1)] * 2


def test_a_voucher_misdated_into_last_year_stays_in_the_files_own_year() -> None:
    stray = "#UB -1 1930 80\n" + voucher("A 1", "20240301", SALE) + voucher("A 2", "20250301", SALE)
    (own, before), _ = books_of(sie(stray, years=TWO_YEARS))
    assert (own.vouchers.height, before.extent) == (2, Extent.COMPARISON)


def test_a_voucher_outside_every_year_stays_in_the_files_own() -> None:
    assert books(voucher("A 1", "20300101", SALE)).vouchers.height == 1


@st.composite
def _vouchers(draw: st.DrawFn) -> list[tuple[date, list[tuple[str, int]]]]:
    accounts = st.sampled_from(["1510", "1930", "2440", "3001", "4010"])
    found = []
    for _ in range(draw(st.integers(0, 6))):
        rows = draw(st.lists(st.tuples(accounts, st.integers(-(10**12), 10**12)), max_size=4))
        rest = -sum(ore for _, ore in rows)
        found.append((draw(st.dates(YEAR.start, YEAR.end)), [*rows, (draw(accounts), rest)]))
    return found


@settings(max_examples=40, deadline=None)
@given(_vouchers(), st.integers(-(10**12), 10**12))
def test_sums_are_those_of_the_rows_to_the_ore(
    vouchers: list[tuple[date, list[tuple[str, int]]]], opening: int
) -> None:
    parts = [voucher(f"A {number}", day, rows) for number, (day, rows) in enumerate(vouchers, 1)]
    year = books(f"#IB 0 1930 {kronor(opening)}\n#IB 0 2010 {kronor(-opening)}\n" + "".join(parts))
    amounts = [ore for _, rows in vouchers for _, ore in rows]
    assert year.entries["amount"].to_list() == amounts
    assert year.vouchers["rows"].to_list() == [len(rows) for _, rows in vouchers]
    assert year.vouchers["total"].to_list() == [sum(ore for _, ore in rows if ore > 0) for _, rows in vouchers]
    assert year.vouchers["difference"].to_list() == [0] * len(vouchers)
    assert int(year.months["movement"].sum()) == (list(accumulate(amounts)) or [0])[-1]
    assert (year.months["debit"] - year.months["credit"] == year.months["movement"]).all()
    assert int(year.balances["opening"].sum()) == 0


def test_the_vendors_whole_years_add_up_on_every_account(vendor_folder: Path) -> None:
    whole = ["Sie4.se", "typ4.se", "Test4.SE", "MAMUT_SIE4_EXPORT.SE", "SIE_exempelfil.se", "transaktioner_ovnbolag.se"]
    for name in whole:
        year = books_of(read(vendor_folder / name))[0][0]
        moved = year.entries.group_by("account").agg(movement=pl.col("amount").sum())
        both = year.balances.join(moved, on="account", how="full", coalesce=True).fill_null(0)
        wrong = both.filter(pl.col("opening") + pl.col("movement") != pl.col("closing"))
        assert (name, wrong.rows()) == (name, [])
