"""What changed between two books of one year."""

import json
from datetime import date

import polars as pl

from lib.ledger import YearBooks, YearChanges, compare
from lib.ledger.comparison import LISTED_AT_MOST, Counts, Totals
from tests.ledger.sie_texts import books, voucher

ROWS = [("1930", 10_000), ("3001", -10_000)]
FIRST = voucher("A 1", "20250301", ROWS, "Försäljning")
SECOND = voucher("A 2", "20250302", ROWS)


def _vouchers(changes: YearChanges) -> list[tuple[str, str]]:
    return changes.vouchers.select("change", "voucher").rows()


def test_the_same_books_show_no_change() -> None:
    changes = compare(books(FIRST + SECOND), books(FIRST + SECOND))
    assert not changes
    assert (changes.voucher_counts, changes.account_counts, changes.balances_changed) == (Counts(), Counts(), 0)


def test_against_nothing_all_is_new() -> None:
    changes = compare(None, books(FIRST + SECOND))
    assert (changes.before, changes.voucher_counts) == (None, Counts(new=2))
    assert _vouchers(changes) == [("new", "A 1"), ("new", "A 2")]
    assert changes.account_counts.new == books("").accounts.height


def test_a_voucher_that_came_and_one_that_went_are_told_with_date_text_and_total() -> None:
    changes = compare(books(FIRST), books(SECOND))
    assert changes.voucher_counts == Counts(new=1, removed=1)
    assert changes.vouchers.rows() == [
        ("new", "A 2", date(2025, 3, 2), "", 10_000, None),
        ("removed", "A 1", date(2025, 3, 1), "Försäljning", None, 10_000),
    ]


def test_a_changed_amount_account_text_or_date_changes_the_voucher() -> None:
    for other in (
        voucher("A 1", "20250301", [("1930", 20_000), ("3001", -20_000)], "Försäljning"),
        voucher("A 1", "20250301", [("1510", 10_000), ("3001", -10_000)], "Försäljning"),
        voucher("A 1", "20250301", ROWS, "Annat"),
        voucher("A 1", "20250302", ROWS, "Försäljning"),
    ):
        assert _vouchers(compare(books(FIRST), books(other))) == [("changed", "A 1")]


def test_the_order_of_rows_and_who_signed_change_nothing() -> None:
    other = '#VER A 1 20250301 "Försäljning" 20250401 "KA"\n{\n#TRANS 3001 {} -100\n#TRANS 1930 {} 100\n}\n'
    assert not compare(books(FIRST), books(other))


def _on(dimension: int, object_: str, first: str = "") -> YearBooks:
    rows = f'#TRANS 1930 {{{dimension} "{object_}"}} 100\n#TRANS 3001 {{}} -100\n'
    return books(f"{first}#VER A 5 20250301\n{{\n{rows}}}\n")


def test_objects_are_compared_by_what_they_are_not_by_their_place_in_the_file() -> None:
    other_first = '#VER A 4 20250301\n{\n#TRANS 1930 {1 "Z"} 1\n#TRANS 3001 {} -1\n}\n'
    assert _vouchers(compare(_on(1, "K"), _on(1, "K", other_first))) == [("new", "A 4")]
    assert _vouchers(compare(_on(1, "K"), _on(1, "L"))) == [("changed", "A 5")]
    assert _vouchers(compare(_on(1, "K"), _on(6, "K"))) == [("changed", "A 5")]


def test_a_number_used_twice_is_compared_one_by_one() -> None:
    twin = voucher("A 1", "20250401", [("1930", 5), ("3001", -5)])
    assert not compare(books(FIRST + twin), books(FIRST + twin))
    assert _vouchers(compare(books(FIRST), books(FIRST + twin))) == [("new", "A 1")]
    assert compare(books(FIRST + twin), books(FIRST + FIRST)).voucher_counts == Counts(changed=1)


def test_accounts_come_go_and_are_renamed() -> None:
    changes = compare(books("#KONTO 1620 Upplupet\n#KONTO 1630 Skatt\n"), books("#KONTO 1620 Annat\n#KONTO 1640 Ny\n"))
    assert changes.account_counts == Counts(new=1, changed=1, removed=1)
    assert changes.accounts.rows() == [
        ("changed", "1620", "Annat", "Upplupet"),
        ("removed", "1630", None, "Skatt"),
        ("new", "1640", "Ny", None),
    ]


def test_balances_that_differ_are_told_before_and_after() -> None:
    changes = compare(books("#UB 0 1930 10\n", kind="1"), books("#IB 0 1930 1\n#UB 0 1930 12\n", kind="1"))
    assert changes.balances_changed == 1
    assert changes.balances.rows() == [("1930", "Bank", 100, 0, 1_200, 1_000)]


def test_totals_stand_before_and_after() -> None:
    changes = compare(books(FIRST), books(FIRST + SECOND))
    accounts = books("").accounts.height
    assert (changes.before, changes.after) == (Totals(accounts, 1, 2, 10_000), Totals(accounts, 2, 4, 20_000))


def test_only_the_first_are_listed_and_all_are_counted() -> None:
    many = "".join(voucher(f"A {number}", "20250301", ROWS) for number in range(LISTED_AT_MOST + 5))
    changes = compare(books(FIRST), books(many))
    assert changes.voucher_counts == Counts(new=LISTED_AT_MOST + 4, changed=1)
    assert changes.vouchers["change"].value_counts().sort("count").rows() == [("changed", 1), ("new", LISTED_AT_MOST)]


def test_changes_can_be_kept_as_json() -> None:
    for changes in (compare(books(FIRST), books(SECOND)), compare(None, books(FIRST)), compare(books(""), books(""))):
        kept = YearChanges.from_json(json.loads(json.dumps(changes.as_json())))
        for name in ("accounts", "vouchers", "balances"):
            left, right = getattr(kept, name), getattr(changes, name)
            assert isinstance(left, pl.DataFrame)
            assert left.schema == right.schema
            assert left.equals(right)
        assert (kept.year, kept.before, kept.after) == (changes.year, changes.before, changes.after)
        assert (kept.voucher_counts, kept.account_counts) == (changes.voucher_counts, changes.account_counts)
