"""Explorations kept under a name, for one client or for all: open, save, remove."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from dashboard import address, context, data, explore_figures, explore_filters, explore_tables, panels
from dashboard.context import View
from dashboard.explore_filters import FIRST, LAST
from dashboard.language import _
from lib.actions.check_settings import remove_view, save_view
from lib.core.periods import FinancialYear
from lib.store import views
from lib.store.check_tables import SavedView

PAGE: Final = "explore"
LONGEST_NAME: Final = 60
DAYS: Final = (FIRST, LAST)
PARAMETERS: Final = (
    *explore_filters.PARAMETERS,
    explore_figures.SHOWN,
    explore_figures.MEASURE,
    explore_tables.ORDER,
    context.PERIOD,
)
"""What of the address a view is: filters, how it is seen, and the periods, of whichever year is shown."""


def panel(view: View) -> None:
    """The button behind which they stand."""
    with data.house().store.reading() as session:
        kept = views.of_page(session, PAGE, view.client.id)
    may = view.may("view.save")
    with st.popover(_("Saved views"), icon=":material/bookmarks:", key="saved-views"):
        if not kept:
            st.caption(_("No view is saved yet: choose filters, then give them a name here."))
        for row in kept:
            _one(view, row, may=may)
        if may:
            _form(view)


def written() -> dict[str, str]:
    """What the address holds of a view; a day without its year, so that the view fits any year."""
    found = {name: address.read(name) for name in PARAMETERS if address.read(name)}
    return {name: value.partition("-")[2] if name in DAYS else value for name, value in found.items()}


def opened(content: Mapping[str, Any], year: FinancialYear) -> dict[str, str | None]:
    """A view as it is put in the address: everything that it does not name is taken away."""
    known = {name: str(value) for name, value in content.items() if name in PARAMETERS}
    days = {name: _in_year(known[name], year) for name in DAYS if name in known}
    return dict.fromkeys(PARAMETERS) | known | days


def _one(view: View, row: SavedView, *, may: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        label = panels.plain(row.name) if row.client_id else f"{panels.plain(row.name)} · {_('all clients')}"
        st.button(
            label,
            key=f"view-{row.id}",
            type="tertiary",
            help=_("Saved by {who}", who=panels.plain(row.user_name)),
            on_click=address.put,
            kwargs=opened(row.content, view.shown_year),
        )
        if may and st.button(
            "", key=f"forget-{row.id}", icon=":material/delete:", type="tertiary", help=_("Remove the view")
        ):
            panels.attempt(
                lambda: remove_view(view.desk, view.client.id, row.id),
                _("The view “{name}” was removed.", name=row.name),
            )


def _form(view: View) -> None:
    with st.form("save-view", border=False, clear_on_submit=True):
        name = st.text_input(_("Name of the view"), max_chars=LONGEST_NAME, key="view-name").strip()
        shared = st.toggle(_("For all clients"), key="view-shared")
        st.caption(_("What is chosen now is saved. A view of the same name is replaced."))
        if st.form_submit_button(_("Save view"), icon=":material/bookmark_add:"):
            panels.attempt(
                lambda: save_view(view.desk, view.client.id, PAGE, name, written(), shared=shared),
                _("The view “{name}” was saved.", name=name),
            )


def _in_year(day: str, year: FinancialYear) -> str | None:
    """The day of a year that has this month and day of the month."""
    for number in range(year.start.year, year.end.year + 1):
        try:
            found = date.fromisoformat(f"{number}-{day}")
        except ValueError:
            continue
        if found in year:
            return found.isoformat()
    return None
