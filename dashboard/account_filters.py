"""What narrows the rows of one account: the days, a text, a series, an object; all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, ledger_filters
from dashboard.account_standing import AccountView
from dashboard.context import View
from dashboard.language import _
from lib.closing.holdings import balances_on
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.ledger.books import LazyBooks
from lib.ledger.extracts import Filters

SPAN, START, END, TEXT = "tid", "fran", "till", "rad"
PERIOD, TO_DATE, YEAR, DAYS = "", "hittills", "ar", "dagar"
SPANS: Final = {
    PERIOD: mark("The period"),
    TO_DATE: mark("The year until the period's end"),
    YEAR: mark("Whole year"),
    DAYS: mark("Other days"),
}
ALL: Final = (SPAN, START, END, TEXT, ledger_filters.SERIES, ledger_filters.DIMENSION, ledger_filters.OBJECT)
"""What is left behind when the account is left."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The rows asked for: `filters`, the balance before them (öre, None when not known), and the books they are in."""

    view: View
    books: LazyBooks
    filters: Filters
    opening: int | None

    @property
    def told(self) -> Mapping[str, str]:
        """What narrows the rows, for the sheet that says where a report comes from."""
        filters = self.filters
        return {
            _("Days"): str(filters.span),
            _("Search"): filters.text,
            _("Series"): filters.series,
            _("Object"): filters.object,
        }


def choose(found: AccountView, view: View, books: LazyBooks) -> Asked:
    """The choice in one row, as the address has it."""
    with st.container(horizontal=True, vertical_alignment="center"):
        days = _choose_days(found, books.year)
        label = _("Search in texts")
        text = st.text_input(
            label, type="search", placeholder=label, label_visibility="collapsed", width=240, **address.tie(TEXT)
        )
        series = ledger_filters.choose_series(books)
        dimension, object_ = ledger_filters.choose_object(books)
    filters = replace(days, text=(text or "").strip(), series=series, dimension=dimension, object=object_)
    return Asked(_covering(view, filters.span), books, filters, _opening(found, view, books, filters))


def _covering(view: View, span: FinancialYear) -> View:
    """The view of the periods that the days lie in, for the name of a report and the sheet that says what it is of."""
    ends = [period.end for period in view.shown_year.periods()]
    first, last = (1 + sum(end < day for end in ends) for day in (span.start, span.end))
    return replace(view, first=first, last=last)


def _choose_days(found: AccountView, year: FinancialYear) -> Filters:
    period = found.at.period
    spans = [PERIOD, *([TO_DATE] if period.first > 1 else []), *([] if period.year_end else [YEAR]), DAYS]
    chosen = st.selectbox(
        _("Days"),
        spans,
        format_func=lambda span: _(SPANS[span]),
        label_visibility="collapsed",
        width=230,
        **address.tie(SPAN, PERIOD, among=spans),
    )
    last = min(period.last, year.months)
    match chosen:
        case "hittills":
            return Filters.of_periods(year, 1, last)
        case "ar":
            return Filters.of_periods(year)
        case "dagar":
            return _other_days(period.span, year)
        case _:
            return Filters.of_periods(year, min(period.first, last), last)


def _other_days(usual: FinancialYear, year: FinancialYear) -> Filters:
    start, end = sorted((_day(START, _("From"), usual.start, year), _day(END, _("To"), usual.end, year)))
    return Filters(FinancialYear(start, end), from_start=start <= year.start, to_end=end >= year.end)


def _day(name: str, label: str, usual: date, year: FinancialYear) -> date:
    """A day of the year, tied to the address; one that the address does not name is the usual one."""
    try:
        written = date.fromisoformat(address.read(name))
    except ValueError:
        written = usual
    day = min(max(written, year.start), year.end)
    key = f"day-{name}"
    if st.session_state.get(key) != day:
        st.session_state[key] = day
    st.date_input(
        label,
        key=key,
        min_value=year.start,
        max_value=year.end,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        help=label,
        width=140,
        on_change=_put_day,
        args=(name, key),
    )
    return day


def _put_day(name: str, key: str) -> None:
    day = st.session_state.get(key)
    if isinstance(day, date):
        address.put(**{name: day.isoformat()})


def _opening(found: AccountView, view: View, books: LazyBooks, filters: Filters) -> int | None:
    """The balance before the rows: as the reconciliation has it, else as the books have it the day before."""
    if filters.span == view.span:
        return found.opening
    if not filters.from_start:
        day_before = filters.span.start - timedelta(days=1)
        return balances_on(books, day_before, [found.number]).get(found.number)
    whole = data.balances(view.shown_snapshot, 1, books.year.months, None)
    opening = whole.filter(pl.col("account") == found.number)["opening"]
    return None if opening.null_count() else int(opening.sum())
