"""Reconciliation periods: months, quarters, years and the year-end, in calendar, broken and long years."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.periods import ALWAYS, Change, earlier, periods, takes_effect, vat_periods, with_change
from lib.core.periods import FinancialYear, ReconciliationPeriod, VatPeriod, calendar_year

Y2026 = calendar_year(2026)
BROKEN = FinancialYear(date(2025, 9, 1), date(2026, 8, 31))
LONG = FinancialYear(date(2025, 7, 1), date(2026, 12, 31))
FIRST = FinancialYear(date(2026, 3, 17), date(2026, 12, 31))
MONTHS, QUARTERS, YEARS = ([Change(ALWAYS, length)] for length in ReconciliationPeriod)
PLANS = st.lists(
    st.builds(
        Change,
        st.dates(date(1990, 1, 1), date(2100, 1, 1)).map(takes_effect),
        st.sampled_from(ReconciliationPeriod),
    ),
    max_size=4,
)


@st.composite
def lawful_years(draw: st.DrawFn) -> FinancialYear:
    start = draw(st.dates(date(1995, 1, 1), date(2090, 1, 1)))
    year = FinancialYear(start, start + timedelta(days=550))
    return FinancialYear(start, draw(st.sampled_from([month.end for month in year.periods()][:18])))


def labels(year: FinancialYear, plan: list[Change]) -> list[str]:
    return [period.label for period in periods(year, plan)]


def test_a_calendar_year_has_twelve_months_and_the_year_end_as_p13() -> None:
    assert labels(Y2026, MONTHS) == [f"P{number}" for number in range(1, 14)]
    assert periods(Y2026, MONTHS)[-1].span == Y2026


def test_a_year_of_eighteen_months_goes_to_p18_and_its_year_end_is_p19() -> None:
    found = periods(LONG, MONTHS)
    assert (found[17].label, found[18].label, found[18].year_end) == ("P18", "P19", True)


def test_without_a_choice_the_books_are_reconciled_by_months() -> None:
    assert periods(Y2026, []) == periods(Y2026, MONTHS)


def test_quarters_follow_the_calendar_in_a_broken_year() -> None:
    spans = [(period.label, period.span.start, period.span.end) for period in periods(BROKEN, QUARTERS)]
    assert spans[:2] == [
        ("P1", date(2025, 9, 1), date(2025, 9, 30)),
        ("P2–P4", date(2025, 10, 1), date(2025, 12, 31)),
    ]
    assert spans[-2] == ("P11–P12", date(2026, 7, 1), date(2026, 8, 31))


def test_who_goes_by_years_has_the_year_end_alone() -> None:
    assert labels(Y2026, YEARS) == ["P13"]


def test_the_first_period_of_a_new_company_is_cut_to_its_first_day() -> None:
    assert periods(FIRST, QUARTERS)[0].span == FinancialYear(date(2026, 3, 17), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("plan", "place", "swedish", "english"),
    [
        (MONTHS, 2, "P3 mars 2026", "P3 March 2026"),
        (QUARTERS, 1, "P4–P6 Kvartal 2 2026", "P4–P6 Quarter 2 2026"),
        (MONTHS, -1, "P13 Årsavslut 2026", "P13 Year-end 2026"),
    ],
)
def test_a_period_has_its_name_in_both_languages(plan: list[Change], place: int, swedish: str, english: str) -> None:
    period = periods(Y2026, plan)[place]
    assert (period.title("sv"), period.title("en")) == (swedish, english)


def test_another_length_holds_from_the_next_quarter_and_leaves_those_before_it() -> None:
    plan = with_change(MONTHS, Change(takes_effect(date(2026, 5, 12)), ReconciliationPeriod.QUARTER))
    assert labels(Y2026, plan) == ["P1", "P2", "P3", "P4", "P5", "P6", "P7–P9", "P10–P12", "P13"]


def test_another_length_never_cuts_a_period_that_was_started() -> None:
    assert takes_effect(date(2026, 5, 12), date(2026, 7, 31)) == date(2026, 10, 1)


def test_a_new_choice_takes_the_place_of_one_that_has_not_begun() -> None:
    plan = with_change(MONTHS, Change(date(2026, 7, 1), ReconciliationPeriod.QUARTER))
    assert with_change(plan, Change(date(2026, 7, 1), ReconciliationPeriod.MONTH))[1:] == [
        Change(date(2026, 7, 1), ReconciliationPeriod.MONTH)
    ]


@settings(deadline=None)
@given(lawful_years(), PLANS)
def test_periods_come_in_order_without_overlap_and_the_year_end_last(year: FinancialYear, plan: list[Change]) -> None:
    *ordinary, year_end = found = periods(year, plan)
    assert year_end.year_end
    assert (year_end.number, year_end.span) == (year.months + 1, year)
    assert [period.key for period in found] == sorted({period.key for period in found})
    assert all(one.last < other.first and one.span.end < other.span.start for one, other in pairwise(ordinary))
    assert all(not period.year_end for period in ordinary)


@settings(deadline=None)
@given(lawful_years(), st.sampled_from([MONTHS, QUARTERS]))
def test_months_and_quarters_fill_the_whole_year(year: FinancialYear, plan: list[Change]) -> None:
    *ordinary, _year_end = periods(year, plan)
    assert (ordinary[0].span.start, ordinary[-1].span.end) == (year.start, year.end)
    assert all(one.last + 1 == other.first for one, other in pairwise(ordinary))
    assert all(one.span.end + timedelta(days=1) == other.span.start for one, other in pairwise(ordinary))


@settings(deadline=None)
@given(lawful_years())
def test_a_quarter_never_reaches_over_a_quarter_of_the_calendar(year: FinancialYear) -> None:
    for period in periods(year, QUARTERS)[:-1]:
        assert (period.span.start.month - 1) // 3 == (period.span.end.month - 1) // 3
        assert period.last - period.first < 3


def test_the_vat_periods_of_a_quarter_are_its_months_or_itself() -> None:
    quarter = periods(Y2026, QUARTERS)[1].span
    assert len(vat_periods(quarter, VatPeriod.MONTH, Y2026)) == 3
    assert vat_periods(quarter, VatPeriod.QUARTER, Y2026) == [quarter]
    assert vat_periods(quarter, VatPeriod.YEAR, Y2026) == []
    assert vat_periods(quarter, VatPeriod.NONE, Y2026) == []


def test_a_vat_quarter_is_whole_though_the_financial_year_begins_within_it() -> None:
    september = periods(BROKEN, MONTHS)[0].span
    assert vat_periods(september, VatPeriod.QUARTER, BROKEN) == [FinancialYear(date(2025, 7, 1), date(2025, 9, 30))]
    assert vat_periods(periods(BROKEN, MONTHS)[1].span, VatPeriod.QUARTER, BROKEN) == []


def test_vat_once_a_year_follows_the_financial_year() -> None:
    assert vat_periods(periods(BROKEN, MONTHS)[-2].span, VatPeriod.YEAR, BROKEN) == [BROKEN]


def test_the_periods_before_one_are_the_years_own() -> None:
    both = [*periods(calendar_year(2025), MONTHS), *periods(Y2026, MONTHS)]
    assert [period.label for period in earlier(both, both[15])] == ["P1", "P2"]
    assert len(list(earlier(both, both[-1]))) == 12
