"""How the checks of the shown year stand, in one line."""

from collections import Counter

import streamlit as st

from dashboard import check_run, closing_data, navigation, panels
from dashboard.closing_data import Checked
from dashboard.context import View
from dashboard.language import _
from lib.closing import results
from lib.closing.results import Outlook


def line(view: View) -> None:
    """The line, with the way to the results; the checks are run here too where they were not, or are out of date."""
    if view.year is None:
        return
    found = closing_data.checked(view, view.year)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(worded(found), width="content")
        navigation.link("transaction_analysis")
        if found is None or found.stale:
            check_run.button(view, found, main=False)


def worded(found: Checked | None) -> str:
    """How the newest run stands, as Markdown: out of date first, then what was found, not run and done."""
    if found is None:
        return panels.status(panels.State.NOT_RUN, _("the checks were never run on this year"))
    tally = Counter(results.outlook(outcome, found.marks) for outcome in found.outcomes)
    parts = [
        panels.status(panels.State.STALE, _("the check results are out of date")) if found.stale else "",
        _found(tally[Outlook.FOUND]),
        "" if found.stale else _not_run(tally[Outlook.NOT_RUN]),
    ]
    return " &nbsp; ".join(part for part in parts if part)


def _found(number: int) -> str:
    if number:
        return panels.status(panels.State.DIFFERS, _("{checks:count|check|checks} found something", checks=number))
    return panels.status(panels.State.AGREES, _("no findings left to go through"))


def _not_run(number: int) -> str:
    return (
        panels.status(panels.State.NOT_RUN, _("{checks:count|check|checks} could not be run", checks=number))
        if number
        else ""
    )
