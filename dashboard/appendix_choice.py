"""What is asked of the appendices: the balance date, which of them, and what narrows its items; all in the address."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, context
from dashboard.context import View
from dashboard.language import _, month
from lib.core.periods import FinancialYear
from lib.ledger.sides import ACCOUNTS, Side

DAY, ACCOUNT, PARTY, OVERDUE = "dag", "bilaga", "part", "forfallna"
OTHER: Final = "annan"
_FAR: Final = (date(1990, 1, 1), date(2099, 12, 31))


@dataclass(frozen=True, slots=True)
class ItemFilters:
    """What narrows the open items: a text in the party's name or number, overdue ones only."""

    party: str = ""
    overdue: bool = False

    def of(self, items: pl.DataFrame) -> pl.DataFrame:
        """The items that pass."""
        found = items.filter(pl.col("overdue") > 0) if self.overdue else items
        if not self.party:
            return found
        said = pl.concat_str("party_number", "party", "number", "external", separator=" ").str.to_lowercase()
        return found.filter(said.str.contains(self.party.lower(), literal=True))

    @property
    def told(self) -> dict[str, str]:
        """The same for the sheet that says where a report comes from."""
        return {_("Search"): self.party, _("Only overdue"): _("yes") if self.overdue else ""}


def usual_day(year: FinancialYear, today: date) -> date:
    """The balance date that nobody has to choose: the last period's end that has been; in a first period, its end."""
    ends = [period.end for period in year.periods()]
    return max((end for end in ends if end <= today), default=ends[0])


def written_day() -> date | None:
    """The day that the address names, if it is one that anybody could mean."""
    try:
        found = date.fromisoformat(address.read(DAY))
    except ValueError:
        return None
    return found if _FAR[0] <= found <= _FAR[1] else None


def choose_day(view: View) -> date:
    """The balance date: the end of a period of the year shown, or any other day."""
    any_day = address.read(OTHER) == address.YES
    written = written_day()
    named = written is not None and (any_day or written in view.shown_year)
    now = written if written and named else usual_day(view.shown_year, context.today())
    ends = {period.end: number for number, period in enumerate(view.shown_year.periods(), 1)}
    chosen = now.isoformat() if now in ends and not any_day else OTHER
    key = "balance-day"
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    row = st.container(horizontal=True, vertical_alignment="center")
    row.selectbox(
        _("Balance date"),
        [end.isoformat() for end in sorted(ends, reverse=True)] + [OTHER],
        format_func=lambda code: _end_name(code, ends),
        key=key,
        label_visibility="collapsed",
        width=330,
        on_change=_put_end,
        args=(key, now),
    )
    if chosen == OTHER:
        with row:
            _any_day(now)
    return now


def chosen_side() -> Side:
    """The ledger whose appendix the address names, else the customers'."""
    named = address.read(ACCOUNT)
    return next((side for side, accounts in ACCOUNTS.items() if accounts.main == named), Side.RECEIVABLES)


def written_items() -> ItemFilters:
    """What the address says narrows the items."""
    return ItemFilters(address.read(PARTY).strip(), address.read(OVERDUE) == address.YES)


def choose_items() -> None:
    """The choice of what narrows the items, in one row."""
    with st.container(horizontal=True, vertical_alignment="center"):
        label = _("Party or invoice")
        st.text_input(
            label, type="search", placeholder=label, label_visibility="collapsed", width=300, **address.tie(PARTY)
        )
        st.toggle(_("Only overdue"), **address.tie_switch(OVERDUE))


def _end_name(code: str, ends: dict[date, int]) -> str:
    if code == OTHER:
        return _("Balance date: another day")
    end = date.fromisoformat(code)
    return _("Balance date {day} · P{number} {month}", day=code, number=ends[end], month=month(end))


def _put_end(key: str, now: date) -> None:
    chosen = st.session_state.get(key)
    if chosen == OTHER:
        address.put(**{DAY: now.isoformat(), OTHER: address.YES})
    else:
        address.put(**{DAY: str(chosen), OTHER: None})


def _any_day(now: date) -> None:
    key = "any-day"
    if st.session_state.get(key) != now:
        st.session_state[key] = now
    st.date_input(
        _("Day"),
        key=key,
        min_value=_FAR[0],
        max_value=_FAR[1],
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        width=150,
        on_change=_put_day,
    )


def _put_day() -> None:
    found = st.session_state.get("any-day")
    if isinstance(found, date):
        address.put(**{DAY: found.isoformat()})
