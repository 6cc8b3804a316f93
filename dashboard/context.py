"""What the screen is about, read from the address: client, financial year, periods; and its header."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

import streamlit as st

from dashboard import address, consent_watch, data, navigation, panels, period_choice
from dashboard.language import _, age, day, zone
from dashboard.sign_in import current_person
from dashboard.words import word
from lib.actions.desk import Desk, Person
from lib.core.errors import Forbidden, NotFound
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.store import books, clients
from lib.store.books import BookMap
from lib.store.tables import Client, Snapshot

CLIENT, YEAR, PERIOD = navigation.KEPT
THE_YEAR: Final = mark("The financial year")


class Arrow(NamedTuple):
    """A step to the period before or after."""

    words: str
    icon: str
    shortcut: str


ARROWS: Final = {
    -1: Arrow(mark("Previous"), ":material/chevron_left:", "Alt+Left"),
    1: Arrow(mark("Next"), ":material/chevron_right:", "Alt+Right"),
}


@dataclass(frozen=True, slots=True)
class View:
    """One client's books as the screen shows them: which year, and which of its periods (P1 is 1).

    `year` is None while the client has no books; the periods are then 1 and 1.
    """

    desk: Desk
    client: Client
    books: BookMap
    year: FinancialYear | None
    first: int = 1
    last: int = 1

    @property
    def shown_year(self) -> FinancialYear:
        """The year shown, for a page that has made sure that there are books; else raises NotFound."""
        if self.year is None:
            raise NotFound(thing=THE_YEAR)
        return self.year

    @property
    def shown_snapshot(self) -> Snapshot:
        """The snapshot of the year shown; raises NotFound when there are no books."""
        return self.books.years[self.shown_year]

    @property
    def span(self) -> FinancialYear:
        """The days of the periods shown; raises NotFound when there are no books."""
        return period_choice.days(self.first, self.last, self.shown_year)

    @property
    def before(self) -> tuple[FinancialYear, Snapshot] | None:
        """The year before the one shown, where the books hold it."""
        if self.year is None:
            return None
        earlier = [item for item in self.books.years.items() if item[0].end < self.year.start]
        return max(earlier, key=lambda item: item[0], default=None)

    def may(self, action: str) -> bool:
        """Whether the person at the screen may do this with this client."""
        return self.desk.person.may(action, self.client.id)


def person() -> Person:
    """The person at the screen; the app has turned everybody else away before any page runs."""
    found = current_person()
    if found is None:
        raise Forbidden(action=mark("see anything before signing in"))
    return found


def desk(action: str) -> Desk:
    """The desk, for a page that is not about one client; raises Forbidden when the role may not see it."""
    opened = data.desk(person())
    opened.allow(action)
    return opened


def view(action: str) -> View:
    """The view that the address names; raises Forbidden, and NotFound when there is no such client.

    A year that the books do not hold counts as the newest: a link outlives an undo.
    """
    number = address.row_id(address.read(CLIENT))
    if number is None:
        panels.no_client()
    opened = data.desk(person())
    opened.allow(action, number)
    with data.house().store.reading() as session:
        client = clients.get(session, number)
        active = books.active(session, client.id)
    year = chosen_year(address.read(YEAR), active.years)
    if year is None:
        return View(opened, client, active, None)
    first, last = period_choice.bounds(address.read(PERIOD), year)
    return View(opened, client, active, year, first, last)


def chosen_year(start: str, years: Mapping[FinancialYear, Snapshot]) -> FinancialYear | None:
    """The year that starts on the day written in the address, else the newest."""
    named = [year for year in years if year.start.isoformat() == start]
    return named[0] if named else max(years, default=None)


Choose = Callable[[View, FinancialYear], None]
"""Lets the person choose what of a year the page shows, beside the year itself."""


def header(title: str, action: str, choose: Choose | None = None) -> View:
    """The page's title and what it is about: client, number, year and period, source and its age."""
    shown = view(action)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"{_client_line(shown.client)} &ensp; :gray[:small[{_source_line(shown)}]]", width="content")
        navigation.help_link()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.header(title, anchor=False, width="content")
        if shown.year:
            with st.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall"):
                _pick_year(shown, shown.year)
                if choose:
                    choose(shown, shown.year)
    consent_watch.follow(shown.desk.person, shown.client.id)
    panels.notice()
    return shown


def title(words: str) -> None:
    """The title of a page that is not about one client, with the way to its part of the help."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.header(words, anchor=False, width="content")
        navigation.help_link()


def _client_line(client: Client) -> str:
    number = client.org_number or _("no organisation number")
    return f"**{panels.plain(client.name)}** &ensp; {panels.plain(number)}"


def _source_line(shown: View) -> str:
    source = word(shown.client.source) if shown.client.source else _("no data source chosen")
    if shown.books.since is None:
        return _("Source: {source} · nothing imported yet", source=source)
    if not shown.books.years:
        return _("Source: {source} · nothing in use", source=source)
    return _("Source: {source} · put in use {age}", source=source, age=age(shown.books.since))


def _pick_year(shown: View, year: FinancialYear) -> None:
    years = {found.start.isoformat(): found for found in sorted(shown.books.years, reverse=True)}
    newest = next(iter(years))
    st.selectbox(
        _("Financial year"),
        list(years),
        format_func=lambda start: years[start].label,
        label_visibility="collapsed",
        width=120,
        help=_("Financial year {start} – {end}", start=day(year.start), end=day(year.end)),
        **address.tie(YEAR, newest, among=years),
    )


def pick_span(shown: View, year: FinancialYear) -> None:
    """Choose one period of the year or several in a row, and go from one to the next."""
    choices = period_choice.spans(year)
    now = period_choice.code(shown.first, shown.last, year)
    if now not in choices:
        choices = [*choices, now]
    st.selectbox(
        _("Period"),
        choices,
        format_func=lambda choice: period_choice.label(choice, year),
        label_visibility="collapsed",
        width=210,
        **address.tie(PERIOD, among=choices),
    )
    arrows({step: period_choice.moved(shown.first, shown.last, year, step) for step in ARROWS})


def arrows(targets: Mapping[int, str | None]) -> None:
    """The steps to the periods before and after, as written in the address; None where there is none."""
    for step, arrow in ARROWS.items():
        st.button(
            _(arrow.words),
            key=f"period{step}",
            icon=arrow.icon,
            shortcut=arrow.shortcut,
            disabled=targets[step] is None,
            on_click=address.put,
            kwargs={PERIOD: targets[step]},
        )


def today() -> date:
    """Today in the bureau's own time zone."""
    return datetime.now(zone()).date()
