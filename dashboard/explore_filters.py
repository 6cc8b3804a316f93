"""What narrows the exploration: texts, accounts, days, amounts and the like, all of it in the address."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import streamlit as st

from dashboard import address, data, ledger_filters, panels
from dashboard.context import View
from dashboard.language import _
from dashboard.ledger_filters import DIMENSION, OBJECT, SERIES, TEXT
from lib.core.languages import mark
from lib.core.money import parse_ore, sek
from lib.core.periods import FinancialYear
from lib.ledger import account_ranges
from lib.ledger.account_ranges import Range
from lib.ledger.extracts import Filters, Posted

ACCOUNTS, AGAINST, POSTED = "konton", "motkonto", "debkred"
LEAST, MOST, LEAST_TOTAL, MOST_TOTAL = "minst", "hogst", "vminst", "vhogst"
FIRST, LAST = "fran", "till"
PARAMETERS: Final = (
    TEXT,
    ACCOUNTS,
    SERIES,
    AGAINST,
    POSTED,
    LEAST,
    MOST,
    LEAST_TOTAL,
    MOST_TOTAL,
    FIRST,
    LAST,
    DIMENSION,
    OBJECT,
)
"""Everything in the address that narrows, and nothing else."""
LABELS: Final = {
    TEXT: mark("Text"),
    ACCOUNTS: mark("Accounts"),
    SERIES: mark("Series"),
    AGAINST: mark("Counter account"),
    POSTED: mark("Debit or credit"),
    LEAST: mark("Row amount from"),
    MOST: mark("Row amount to"),
    LEAST_TOTAL: mark("Voucher total from"),
    MOST_TOTAL: mark("Voucher total to"),
    FIRST: mark("From day"),
    LAST: mark("To day"),
    OBJECT: mark("Object"),
}
POSTED_WORDS: Final = {Posted.DEBIT: mark("Debit"), Posted.CREDIT: mark("Credit")}
EXAMPLE: Final = "1510, 3000\N{EN DASH}3999, 24"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the filters, the same in words, and what was written that could not be read."""

    filters: Filters
    told: dict[str, str]
    unread: tuple[str, ...] = ()


def choose(view: View) -> Asked:
    """The fields in one row, those used less often behind a button; below them what they narrow to."""
    books = data.year_books(view.shown_snapshot)
    with st.container(horizontal=True, vertical_alignment="center"):
        _field(TEXT, _("Search in texts"), width=250)
        _field(ACCOUNTS, _("Accounts: {example}", example=EXAMPLE), width=240)
        series = ledger_filters.choose_series(books)
        with st.popover(_("More filters"), icon=":material/filter_alt:", key="more-filters"):
            dimension, object_ = _more(view)
    asked = read(view, series, dimension, object_)
    _told(asked)
    return asked


def read(view: View, series: str = "", dimension: int | None = None, object_: str = "") -> Asked:
    """What the address asks for; series and object as the person may choose them."""
    unread: list[str] = []
    filters = replace(
        _of_days(view),
        text=address.read(TEXT).strip(),
        series=series,
        dimension=dimension,
        object=object_,
        accounts=_ranges(ACCOUNTS, unread),
        against=_ranges(AGAINST, unread),
        posted=next((posted for posted in Posted if posted == address.read(POSTED)), None),
        lowest=_amount(LEAST, unread),
        highest=_amount(MOST, unread),
        least_total=_amount(LEAST_TOTAL, unread),
        most_total=_amount(MOST_TOTAL, unread),
    )
    days = {name: day.isoformat() for name in (FIRST, LAST) if (day := written_day(name, view.span))}
    told = {_(LABELS[name]): value for name, value in [*_in_words(filters), *days.items()] if value}
    return Asked(filters, told, tuple(unread))


def written_day(name: str, span: FinancialYear) -> date | None:
    """The day that the address names, if it is among those shown."""
    try:
        found = date.fromisoformat(address.read(name))
    except ValueError:
        return None
    return found if found in span else None


def clear() -> None:
    """Take everything that narrows out of the address."""
    address.put(**dict.fromkeys(PARAMETERS))


def only(account: str) -> None:
    """Narrow to one account, and to nothing else."""
    address.put(**dict.fromkeys(PARAMETERS) | {ACCOUNTS: account, ledger_filters.VOUCHER: None})


def _of_days(view: View) -> Filters:
    """The days of the periods shown, cut to those that are written."""
    shown = Filters.of_periods(view.shown_year, view.first, view.last)
    first, last = written_day(FIRST, shown.span), written_day(LAST, shown.span)
    return replace(
        shown,
        span=FinancialYear(first or shown.span.start, last or shown.span.end),
        from_start=shown.from_start and first is None,
        to_end=shown.to_end and last is None,
    )


def _in_words(filters: Filters) -> Iterator[tuple[str, str]]:
    yield TEXT, filters.text
    yield ACCOUNTS, account_ranges.written(filters.accounts)
    yield SERIES, filters.series
    yield AGAINST, account_ranges.written(filters.against)
    yield POSTED, _(POSTED_WORDS[filters.posted]) if filters.posted else ""
    yield LEAST, sek(filters.lowest)
    yield MOST, sek(filters.highest)
    yield LEAST_TOTAL, sek(filters.least_total)
    yield MOST_TOTAL, sek(filters.most_total)
    yield OBJECT, filters.object


def _ranges(name: str, unread: list[str]) -> tuple[Range, ...]:
    found, wrong = account_ranges.ranges(address.read(name))
    unread += [_("“{text}” is no account and no range of accounts.", text=part) for part in wrong]
    return found


def _amount(name: str, unread: list[str]) -> int | None:
    written = address.read(name).strip()
    if not written:
        return None
    try:
        return abs(parse_ore(written))
    except ValueError:
        unread.append(_("“{text}” is not an amount.", text=written))
        return None


def _field(name: str, label: str, width: int) -> None:
    st.text_input(
        label, type="search", placeholder=label, label_visibility="collapsed", width=width, **address.tie(name)
    )


def _more(view: View) -> tuple[int | None, str]:
    """The fields behind the button: days, amounts, the counter account, an object."""
    _pair(LEAST, MOST)
    _pair(LEAST_TOTAL, MOST_TOTAL)
    with st.container(horizontal=True):
        for name in (FIRST, LAST):
            _day(name, view.span)
    with st.container(horizontal=True):
        st.text_input(_(LABELS[AGAINST]), placeholder="1930", width=170, **address.tie(AGAINST))
        st.selectbox(
            _(LABELS[POSTED]),
            ["", *Posted],
            format_func=lambda side: _(POSTED_WORDS[Posted(side)]) if side else _("Both"),
            width=170,
            **address.tie(POSTED, among=list(Posted)),
        )
    return ledger_filters.choose_object(data.year_books(view.shown_snapshot))


def _pair(*names: str) -> None:
    with st.container(horizontal=True):
        for name in names:
            st.text_input(_(LABELS[name]), placeholder="0,00", width=170, **address.tie(name))


def _day(name: str, span: FinancialYear) -> None:
    key = f"address-{name}"
    now = written_day(name, span)
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    st.date_input(
        _(LABELS[name]),
        None,
        key=key,
        min_value=span.start,
        max_value=span.end,
        format="YYYY-MM-DD",
        width=170,
        on_change=_put_day,
        args=(name, key),
    )


def _put_day(name: str, key: str) -> None:
    chosen = st.session_state.get(key)
    address.put(**{name: chosen.isoformat() if isinstance(chosen, date) else None})


def _told(asked: Asked) -> None:
    """What narrows, in words, and the way to take it all away; what could not be read is said."""
    for problem in asked.unread:
        st.markdown(f":orange[▲ {panels.plain(problem)}] {_('It narrows nothing.')}")
    if asked.told or asked.unread:
        with st.container(horizontal=True, vertical_alignment="center"):
            parts = [f"{heading} **{panels.plain(value)}**" for heading, value in asked.told.items()]
            if parts:
                st.markdown(" · ".join(parts), width="content")
            st.button(_("Clear filters"), icon=":material/close:", type="tertiary", on_click=clear)
