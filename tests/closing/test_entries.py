"""Closing entries: what keeps one from being ready, and how one is taken back."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lib.closing.entries import Draft, EntryRow, days_of, problems
from lib.closing.periods import periods
from lib.core.languages import translate
from lib.core.periods import FinancialYear

YEAR = FinancialYear(date(2026, 1, 1), date(2026, 12, 31))
*MONTHS, YEAR_END = periods(YEAR, [])
CHART = {"1510", "3001", "5010"}
RENT = (EntryRow("5010", 10_000_00), EntryRow("1510", -10_000_00))

rows = st.builds(EntryRow, st.sampled_from(sorted(CHART)), st.integers(-(10**15), 10**15), st.text(max_size=5))
drafts = st.builds(Draft, st.just("x"), st.just(date(2026, 1, 31)), st.lists(rows, max_size=5).map(tuple))


def _said(draft: Draft, period: int = 0) -> list[str]:
    found = problems(draft, [*MONTHS, YEAR_END][period], CHART, {("1", "10")})
    return [translate(one.text, "en", **one.facts) for one in found]


def test_an_entry_that_balances_inside_its_period_is_ready() -> None:
    assert _said(Draft("Rent", date(2026, 1, 31), RENT)) == []


def test_a_year_end_entry_is_dated_in_the_last_month() -> None:
    assert days_of(YEAR_END) == (date(2026, 12, 1), date(2026, 12, 31))
    assert _said(Draft("Rent", date(2026, 12, 1), RENT), -1) == []
    assert _said(Draft("Rent", date(2026, 11, 30), RENT), -1) == [
        "The date 2026-11-30 lies outside 2026-12-01 – 2026-12-31."
    ]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = (EntryRow("9999", 1), EntryRow("", 0), EntryRow("5010", 5, objects=(("1", "11"),)))
    assert _said(Draft(" ", date(2026, 2, 1), wrong)) == [
        "The entry has no name.",
        "The date 2026-02-01 lies outside 2026-01-01 – 2026-01-31.",
        "Account 9999 is not in the chart of accounts.",
        "Row 2 has no account.",
        "Row 2 has no amount.",
        "Object 11 of dimension 1 is not in the books.",
        "Debit and credit differ by 0,06.",
    ]


def test_an_entry_without_rows_is_not_ready() -> None:
    assert _said(Draft("Rent", date(2026, 1, 31), ())) == ["The entry has no rows."]


@given(drafts)
def test_an_entry_and_its_reversal_come_to_nothing_on_every_account(draft: Draft) -> None:
    back = draft.reversed(date(2026, 2, 1), "back")
    sums = {
        account: sum(row.amount for row in (*draft.rows, *back.rows) if row.account == account) for account in CHART
    }
    assert set(sums.values()) == {0}
    assert back.difference == -draft.difference


@given(rows)
def test_a_row_is_kept_and_read_unchanged(row: EntryRow) -> None:
    assert EntryRow.from_json(row.as_json()) == row
