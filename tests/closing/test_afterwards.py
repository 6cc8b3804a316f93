"""Books, the entries beside them, and the books after the entries: the same in every figure that is read."""

from dataclasses import replace
from datetime import date

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.afterwards import AfterEntries, Entry, after_entries, afterwards, beside
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.closing.periods import Period
from lib.closing.reconciliation import balances, figures
from lib.ledger import YearBooks
from lib.ledger.balances import trial_balance
from lib.ledger.books import Extent
from lib.ledger.statements import income_statement
from tests.closing.years_by_hand import (
    ACCOUNTS,
    CLOSING_ENTRY,
    DECEMBER,
    MARCH,
    MONTHS,
    ORE,
    YEAR_END,
    any_period,
    sound_years,
    whole_year,
)
from tests.ledger.sie_texts import voucher

ROWS = (EntryRow("4010", 300_00), EntryRow("2990", -300_00))
IN_MARCH = Entry(MARCH.key, Draft("Upplupet", date(2025, 3, 31), ROWS))
AT_YEAR_END = Entry(YEAR_END.key, Draft("Bokslut", date(2025, 12, 31), ROWS))
RETURNED = pl.col("series") == "S"


def closing(found: pl.DataFrame, account: str) -> tuple[int, int, int]:
    row = found.row(by_predicate=pl.col("account") == account, named=True)
    return row["books"], row["entries"], row["after"]


@st.composite
def entries_of_a_year(draw: st.DrawFn) -> list[Entry]:
    made = []
    for _ in range(draw(st.integers(0, 4))):
        period = draw(st.sampled_from(MONTHS))
        amount, account, other = draw(ORE), draw(st.sampled_from(ACCOUNTS)), draw(st.sampled_from(ACCOUNTS))
        rows = (EntryRow(account, amount), EntryRow(other, -amount))
        made.append(Entry(period.key, Draft("E", period.span.end, rows)))
    return made


def test_each_account_is_told_in_the_books_moved_and_after() -> None:
    found = afterwards(whole_year(), YEAR_END, [AT_YEAR_END])
    assert closing(found, "4010") == (900, 300_00, 309_00)
    assert closing(found, "1930") == (150_00, 0, 150_00)


def test_an_account_that_only_an_entry_names_is_there() -> None:
    found = afterwards(whole_year(), YEAR_END, [AT_YEAR_END])
    assert closing(found, "2990") == (0, -300_00, -300_00)


def test_an_entry_counts_from_its_own_period_on() -> None:
    assert beside([IN_MARCH], MONTHS[1]) == []
    assert beside([IN_MARCH], DECEMBER) == [IN_MARCH.draft]


def test_an_entry_of_the_year_end_counts_in_no_month() -> None:
    assert beside([AT_YEAR_END], DECEMBER) == []
    assert beside([AT_YEAR_END], YEAR_END) == [AT_YEAR_END.draft]


def test_an_entry_seen_again_in_an_import_is_counted_once() -> None:
    seen_again = replace(IN_MARCH, transfer=Transfer.EXCLUDED)
    again = whole_year(voucher("A 9", "20250331", [("4010", 300_00), ("2990", -300_00)]))
    for period in (MARCH, DECEMBER, YEAR_END):
        before = afterwards(whole_year(), period, [IN_MARCH])
        after = afterwards(again, period, [seen_again], returned=RETURNED)
        assert closing(after, "4010")[2] == closing(before, "4010")[2]


def test_an_entry_of_the_year_end_seen_again_changes_no_month_and_counts_once_in_the_year_end() -> None:
    seen_again = replace(AT_YEAR_END, transfer=Transfer.EXCLUDED)
    again = whole_year(voucher("S 1", "20251231", [("4010", 300_00), ("2990", -300_00)]))
    for period in (DECEMBER, YEAR_END):
        before = afterwards(whole_year(), period, [AT_YEAR_END])
        after = afterwards(again, period, [seen_again], returned=RETURNED)
        assert closing(after, "4010")[2] == closing(before, "4010")[2]


def test_the_statements_read_the_books_after_entries() -> None:
    after = after_entries(whole_year(), YEAR_END, [AT_YEAR_END])
    result = income_statement(trial_balance(after)).row(-1, named=True)["closing"]
    assert result == income_statement(trial_balance(whole_year())).row(-1, named=True)["closing"] - 300_00


def test_books_of_balances_alone_have_their_closing_balances_moved() -> None:
    whole = whole_year()
    alone = YearBooks.of(whole.year, Extent.BALANCES, {"accounts": whole.accounts, "balances": whole.balances})
    after = afterwards(alone, YEAR_END, [AT_YEAR_END])
    moved = figures(AfterEntries(alone, [AT_YEAR_END.draft]), YEAR_END)
    told = dict(moved.select("account", "closing").iter_rows())
    assert {row["account"]: row["after"] for row in after.to_dicts()} == told


def test_without_entries_the_books_are_as_they_were() -> None:
    after = after_entries(whole_year(CLOSING_ENTRY), YEAR_END, [])
    assert after.frame("months").collect().equals(whole_year(CLOSING_ENTRY).months)


@settings(max_examples=40, deadline=None)
@given(sound_years(), entries_of_a_year(), any_period)
def test_what_is_added_up_is_what_the_reconciliation_of_the_books_after_says(
    books: YearBooks, entries: list[Entry], period: Period
) -> None:
    added = afterwards(books, period, entries)
    read = figures(after_entries(books, period, entries), period)
    assert dict(added.select("account", "after").iter_rows()) == dict(read.select("account", "closing").iter_rows())


@settings(max_examples=40, deadline=None)
@given(sound_years(), entries_of_a_year())
def test_sound_books_and_balanced_entries_are_sound_together(books: YearBooks, entries: list[Entry]) -> None:
    found = afterwards(books, YEAR_END, entries)
    assert found["after"].sum() == found["books"].sum() == 0


@settings(max_examples=40, deadline=None)
@given(sound_years(), entries_of_a_year(), any_period)
def test_a_period_opens_with_what_the_one_before_closed_with_after_entries(
    books: YearBooks, entries: list[Entry], period: Period
) -> None:
    found = balances(after_entries(books, period, entries), period)
    assert (found["opening"] + found["change"] == found["closing"]).all()
