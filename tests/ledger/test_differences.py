"""What differs between two sets of books: years, what both can tell, and accounts within vouchers."""

import json
from collections.abc import Mapping

import polars as pl

from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import YearBooks, books_of
from lib.ledger.comparison import Counts
from lib.ledger.differences import YearDifference, differences
from tests.ledger.sie_texts import YEAR, books, sie, voucher

ROWS = [("1930", 10_000), ("3001", -10_000)]
FIRST = voucher("A 1", "20250301", ROWS, "Försäljning")


def _only(before: YearBooks, now: YearBooks) -> YearDifference:
    (year,) = differences({YEAR: before}, {YEAR: now})
    return year


def _held(*years: YearBooks) -> Mapping[FinancialYear, YearBooks]:
    return {one.year: one for one in years}


def test_the_same_books_do_not_differ() -> None:
    assert not _only(books(FIRST), books(FIRST))


def test_a_year_that_only_one_holds_is_told_with_its_size() -> None:
    newer = books(FIRST, years="#RAR 0 20260101 20261231\n")
    newest, oldest = differences(_held(books(FIRST)), _held(newer))
    assert (newest.year, newest.before, newest.held.vouchers) == (calendar_year(2026), None, 1)
    assert (oldest.year, oldest.now, oldest.changes) == (YEAR, None, None)
    assert newest
    assert oldest


def test_a_changed_voucher_tells_each_account_whose_sum_is_another() -> None:
    other = voucher("A 1", "20250301", [("1930", 12_500), ("3001", -10_000), ("4010", -2_500)], "Försäljning")
    details = _only(books(FIRST), books(other)).details
    assert details.select("voucher", "aspect", "account", "amount_before", "amount").rows() == [
        ("A 1", "account", "1930", 10_000, 12_500),
        ("A 1", "account", "4010", 0, -2_500),
    ]


def test_a_changed_date_and_text_are_told_as_they_were_and_are() -> None:
    details = _only(books(FIRST), books(voucher("A 1", "20250302", ROWS, "Kontant"))).details
    assert details.select("aspect", "before", "now").rows() == [
        ("date", "2025-03-01", "2025-03-02"),
        ("text", "Försäljning", "Kontant"),
    ]


def test_a_voucher_whose_rows_alone_read_otherwise_says_so() -> None:
    with_text = '#VER A 1 20250301 "Försäljning"\n{\n#TRANS 1930 {} 100 20250301 "rad"\n#TRANS 3001 {} -100\n}\n'
    assert _only(books(FIRST), books(with_text)).details.select("aspect", "account").rows() == [("rows", None)]


def test_against_balances_alone_no_voucher_is_missing() -> None:
    balances = books("#UB 0 1930 100\n#RES 0 3001 -100\n", kind="1")
    agreeing = _only(books(FIRST), balances)
    assert not agreeing
    assert not agreeing.with_vouchers


def test_against_balances_alone_another_closing_balance_shows() -> None:
    found = _only(books(FIRST), books("#UB 0 1930 90\n#RES 0 3001 -100\n", kind="1")).changes
    assert found is not None
    assert found.balances.select("account", "closing_before", "closing").rows() == [("1930", 10_000, 9_000)]


def test_last_years_closing_balances_that_came_along_are_not_held_to_openings_they_do_not_state() -> None:
    before = books('#IB 0 1930 50\n#VER A 1 20250301 "" \n{\n#TRANS 1930 {} 100\n#TRANS 3001 {} -100\n}\n')
    later = sie("#UB -1 1930 150\n#RES -1 3001 -100\n", years="#RAR 0 20260101 20261231\n#RAR -1 20250101 20251231\n")
    (_, last_year) = differences(_held(before), _held(*books_of(later)[0]))
    assert last_year.year == YEAR
    assert not last_year


def test_loose_vouchers_are_held_together_with_those_of_their_numbers_alone() -> None:
    second = voucher("A 2", "20250401", ROWS)
    file = sie(voucher("A 1", "20250301", [("1930", 5_000), ("3001", -5_000)], "Försäljning"), kind="4I", years="")
    (loose,) = books_of(file, years=(YEAR,))[0]
    found = _only(books(FIRST + second), loose)
    assert found.loose
    assert found.changes is not None
    assert found.changes.voucher_counts == Counts(changed=1)
    assert (found.changes.account_counts.removed, found.changes.balances_changed) == (0, 0)


def test_all_are_counted_when_only_the_first_are_told() -> None:
    many = "".join(voucher(f"A {number}", "20250301", ROWS) for number in range(1, 6))
    (found,) = differences({YEAR: books("")}, {YEAR: books(many)}, listed=2)
    assert found.changes is not None
    assert (found.changes.voucher_counts.new, found.changes.vouchers.height) == (5, 2)


def test_a_difference_comes_back_from_json_as_it_was() -> None:
    found = _only(books(FIRST), books(voucher("A 1", "20250302", [("1930", 1), ("3001", -1)], "Annat")))
    again = YearDifference.from_json(json.loads(json.dumps(found.as_json())))
    assert again.details.equals(found.details)
    assert again.changes is not None
    assert found.changes is not None
    assert again.changes.vouchers.cast({"change": pl.String}).rows() == found.changes.vouchers.rows()


def test_that_nothing_differs_comes_back_from_json_too() -> None:
    again = YearDifference.from_json(json.loads(json.dumps(_only(books(FIRST), books(FIRST)).as_json())))
    assert again.changes is not None
    assert not again


def test_a_voucher_without_a_series_is_called_the_same_among_the_changes_and_in_their_details() -> None:
    other = voucher(" 17", "20250301", [("1930", 12_500), ("3001", -12_500)])
    found = _only(books(voucher(" 17", "20250301", ROWS)), books(other))
    assert found.changes
    assert found.changes.vouchers["voucher"].to_list() == ["A 17"]
    assert found.details["voucher"].unique().to_list() == ["A 17"]
