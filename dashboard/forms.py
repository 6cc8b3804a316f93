"""Fields of forms that several pages share."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from dashboard.language import _, day
from dashboard.words import word
from lib.core.periods import FinancialYear, calendar_year

Word = TypeVar("Word", bound=StrEnum)


def choice(
    label: str, words: type[Word], chosen: Word | None, *, disabled: bool = False, unset: str = ""
) -> Word | None:
    """A choice among the words of the store, which may be left unset; `unset` says what that means."""
    options: list[Word | None] = [None, *words]
    picked = st.selectbox(
        label, options, index=options.index(chosen), format_func=word, disabled=disabled, filter_mode=None
    )
    if chosen is None and unset:
        st.caption(unset)
    return picked if isinstance(picked, words) else None


def financial_year(known: Sequence[FinancialYear], today: date, *, key: str) -> FinancialYear | None:
    """The financial year that a source without one is for; None, and said, when its end is before its start."""
    newest = max(known, default=calendar_year(today.year))
    first, last = st.columns(2)
    start = first.date_input(_("First day"), newest.start, key=f"{key}-start", format="YYYY-MM-DD")
    end = last.date_input(_("Last day"), newest.end, key=f"{key}-end", format="YYYY-MM-DD")
    if end < start:
        st.warning(_("The last day comes before the first."))
        return None
    st.caption(_("The financial year is {start} – {end}.", start=day(start), end=day(end)))
    return FinancialYear(start, end)
