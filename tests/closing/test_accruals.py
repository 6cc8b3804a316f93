"""Amounts over several months, and entries taken back in the period after."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lib.closing.accruals import Plan, following, reversal, share
from lib.closing.entries import Draft, EntryRow
from lib.closing.periods import ALWAYS, Change, periods
from lib.core.periods import ReconciliationPeriod, calendar_year

YEAR, NEXT = calendar_year(2025), calendar_year(2026)
MONTHS, MONTHS_AFTER = periods(YEAR, []), periods(NEXT, [])
QUARTERS = periods(YEAR, [Change(ALWAYS, ReconciliationPeriod.QUARTER)])
INSURANCE = (EntryRow("6310", 1_000_00), EntryRow("1730", -1_000_00))

rows = st.lists(st.tuples(st.sampled_from("abc"), st.integers(-(10**13), 10**13)), min_size=1, max_size=5).map(
    lambda found: tuple(EntryRow(account, amount) for account, amount in found)
)
months = st.integers(1, 36)


@given(rows, months)
def test_the_months_together_are_the_whole(whole: tuple[EntryRow, ...], number: int) -> None:
    parts = [share(whole, number, part) for part in range(1, number + 1)]
    assert [sum(column) for column in zip(*parts, strict=True)] == [row.amount for row in whole]


@given(rows, months)
def test_every_month_balances_when_the_whole_does(some: tuple[EntryRow, ...], number: int) -> None:
    whole = (*some, EntryRow("d", -sum(row.amount for row in some)))
    assert {sum(share(whole, number, part)) for part in range(1, number + 1)} == {0}


@given(months)
def test_no_month_differs_from_another_by_more_than_an_ore(number: int) -> None:
    parts = [share(INSURANCE, number, part)[0] for part in range(1, number + 1)]
    assert max(parts) - min(parts) <= 1


def test_a_plan_books_a_month_in_a_month() -> None:
    plan = Plan.begun("Försäkring", INSURANCE, MONTHS[2], months=3, reversal=False)
    assert plan.draft(MONTHS[2]) == Draft(
        "Försäkring 1/3", date(2025, 3, 31), (EntryRow("6310", 333_33), EntryRow("1730", -333_33))
    )


def test_a_plan_books_three_months_in_a_quarter() -> None:
    plan = Plan.begun("Försäkring", INSURANCE, QUARTERS[0], months=12, reversal=False)
    assert plan.draft(QUARTERS[0]).name == "Försäkring 1–3/12"
    assert plan.draft(QUARTERS[0]).rows[0].amount == 250_00


def test_a_plan_goes_on_until_its_months_are_over() -> None:
    plan = Plan.begun("Försäkring", INSURANCE, MONTHS[10], months=3, reversal=False)
    assert plan.until(MONTHS_AFTER[0], made=[1, 2]) == (3,)
    assert plan.until(MONTHS_AFTER[1], made=[1, 2, 3]) == ()


def test_a_month_that_was_passed_over_comes_with_the_next() -> None:
    plan = Plan.begun("Försäkring", INSURANCE, MONTHS[0], months=12, reversal=False)
    assert plan.until(MONTHS[3], made=[1, 2]) == (3, 4)


def test_a_plan_of_the_year_end_begins_in_the_last_month() -> None:
    plan = Plan.begun("Försäkring", INSURANCE, MONTHS[12], months=2, reversal=False)
    assert (plan.start, plan.parts) == (date(2025, 12, 1), (1,))


@given(rows, months, st.booleans())
def test_a_plan_is_kept_and_read_unchanged(whole: tuple[EntryRow, ...], number: int, back: bool) -> None:
    plan = Plan.begun("Hyra", whole, MONTHS[1], months=number, reversal=back)
    assert Plan.from_json(plan.as_json()) == plan


def test_a_reversal_takes_the_entry_back_on_the_next_periods_first_day() -> None:
    entry = Draft("El december", date(2025, 12, 31), INSURANCE)
    back = reversal("V 3", entry, MONTHS_AFTER[0])
    assert (back.day, back.name) == (date(2026, 1, 1), "Återföring av V 3: El december")
    assert [row.amount for row in back.rows] == [-1_000_00, 1_000_00]


def test_an_entry_is_taken_back_in_the_next_month_also_over_the_turn_of_the_year() -> None:
    both = [*MONTHS, *MONTHS_AFTER]
    assert following(both, MONTHS[2]) == MONTHS[3]
    assert following(both, MONTHS[11]) == MONTHS_AFTER[0]
    assert following(both, MONTHS[12]) == MONTHS_AFTER[0]


def test_who_goes_by_years_takes_back_in_the_next_year_end() -> None:
    yearly = [Change(ALWAYS, ReconciliationPeriod.YEAR)]
    (first,), (second,) = periods(YEAR, yearly), periods(NEXT, yearly)
    assert following([first, second], first) == second


def test_an_entry_waits_for_a_year_that_is_not_in_the_books_yet() -> None:
    assert following(MONTHS, MONTHS[11]) is None
