"""What changed since a period was locked: which accounts, and by how much."""

import polars as pl
from hypothesis import given, settings

from lib.closing.locks import CHANGES, changes
from lib.closing.reconciliation import balances, results
from lib.closing.returned import WithoutVouchers
from lib.ledger import YearBooks
from lib.ledger.balances import trial_balance
from tests.closing.years_by_hand import (
    CLOSING_ENTRY,
    DECEMBER,
    MARCH,
    MONTHS,
    YEAR_END,
    any_period,
    sound_years,
    whole_year,
)
from tests.ledger.sie_texts import books, voucher

RETURNED = pl.col("series") == "S"


def told(locked: YearBooks, now: YearBooks, place: int = 2, **how: pl.Expr) -> list[tuple[object, ...]]:
    return changes(locked, now, MONTHS[place], **how).select("account", "locked", "now", "change").rows()


def test_the_same_books_have_not_changed() -> None:
    found = changes(whole_year(), whole_year(), MARCH)
    assert found.is_empty()
    assert dict(found.schema) == dict(CHANGES)


def test_a_late_voucher_changes_its_own_period_and_those_after_it() -> None:
    late = whole_year(voucher("A 9", "20250301", [("1930", 42), ("3001", -42)]))
    assert told(whole_year(), late) == [("1930", 15_000, 15_042, 42), ("3001", -5_000, -5_042, -42)]
    assert told(whole_year(), late, 11) == [("1930", 15_000, 15_042, 42), ("3001", -5_700, -5_742, -42)]
    assert told(whole_year(), late, 1) == []


def test_what_is_booked_later_is_no_change() -> None:
    assert told(whole_year(), whole_year(voucher("A 9", "20250401", [("1930", 42), ("3001", -42)]))) == []


def test_an_opening_balance_that_changed_is_a_change() -> None:
    other = books("#IB 0 1930 101\n#IB 0 2010 -101\n")
    assert told(books("#IB 0 1930 100\n#IB 0 2010 -100\n"), other) == [
        ("1930", 10_000, 10_100, 100),
        ("2010", -10_000, -10_100, -100),
    ]


def test_an_account_that_is_new_or_gone_held_nothing_on_the_other_side() -> None:
    new = books(voucher("A 1", "20250310", [("1999", 5), ("3001", -5)]))
    assert told(books(""), new) == [("1999", 0, 5, 5), ("3001", 0, -5, -5)]
    assert told(new, books("")) == [("1999", 5, 0, -5), ("3001", -5, 0, 5)]


def test_what_is_no_longer_known_is_said_to_have_changed() -> None:
    gone = books("#IB 0 1930 100\n#UB 0 1930 150\n", kind="1")
    found = changes(books("#IB 0 1930 100\n#IB 0 2010 -100\n"), gone, MARCH)
    assert found.filter(pl.col("account") == "1930").select("locked", "now", "change").row(0) == (10_000, None, None)


def test_closing_entries_that_come_back_are_no_change_of_the_last_month() -> None:
    back = whole_year(CLOSING_ENTRY)
    assert changes(whole_year(), back, DECEMBER, returned=RETURNED).is_empty()
    assert changes(whole_year(), back, DECEMBER)["account"].to_list() == ["2010", "8999"]


def test_closing_entries_that_come_back_are_in_the_year_end() -> None:
    found = changes(whole_year(), whole_year(CLOSING_ENTRY), YEAR_END, returned=RETURNED)
    assert found["account"].to_list() == ["2010", "8999"]


def test_books_without_some_vouchers_have_neither_their_rows_nor_their_sums() -> None:
    seen = WithoutVouchers(whole_year(CLOSING_ENTRY), RETURNED)
    for name in ("vouchers", "entries"):
        assert seen.frame(name).collect().equals(whole_year().frame(name).collect())
    assert trial_balance(seen).equals(trial_balance(whole_year()))
    assert (seen.year, seen.extent) == (whole_year().year, whole_year().extent)


@settings(max_examples=30, deadline=None)
@given(sound_years(), sound_years(), any_period)
def test_changes_are_what_the_screens_of_the_period_differ_by(
    locked: YearBooks, now: YearBooks, period: object
) -> None:
    def shown(year: YearBooks) -> dict[str, int]:
        both = pl.concat([of(year, period, returned=RETURNED) for of in (balances, results)])  # type: ignore[arg-type]
        return dict(both.select("account", "closing").rows())

    before, after = shown(locked), shown(now)
    expected = {
        account: after.get(account, 0) - before.get(account, 0)
        for account in before | after
        if after.get(account, 0) != before.get(account, 0)
    }
    found = changes(locked, now, period, returned=RETURNED)  # type: ignore[arg-type]
    assert dict(found.select("account", "change").rows()) == expected
    assert found["change"].sum() == 0
