"""The closing work on the overview: the period that is worked on, how far it has come, and its next step."""

from contextlib import AbstractContextManager

import streamlit as st

from dashboard import check_standing, data, navigation, panels, period_changes, period_reach, period_steps, working
from dashboard.context import View
from dashboard.language import _, current
from dashboard.period_reach import Reach
from lib.closing import states
from lib.closing.periods import Period
from lib.closing.states import Board
from lib.core.money import count, sek
from lib.core.periods import FinancialYear
from lib.store import locked, reconciling
from lib.store.locked import Changes


def show(view: View, *, main: bool) -> None:
    """The active periods or the one to start next, what changed in locked ones, and how the checks stand.

    `main` says that nothing else on the page is the next step.
    """
    if view.year is None or not view.may("period.view"):
        return
    board = working.board(view)
    st.subheader(_("Period closing"), anchor=False)
    for place, period in enumerate(board.active):
        _active(view, period, main=main and not place)
    if not board.active:
        _next(board, view.year, main=main)
    period_changes.line(board, changed(view))
    check_standing.line(view)


def changed(view: View) -> Changes:
    """What the books in use say otherwise of the client's locked periods."""
    store = data.house().store
    with store.reading() as session:
        return locked.changed(store, session, view.client.id)


def _active(view: View, period: Period, *, main: bool) -> None:
    with data.house().store.reading() as session:
        at = reconciling.view(session, view.client.id, period.key)
    reach = period_reach.of(view, at)
    with _row():
        sign = panels.PERIOD_SIGNS[at.state]
        named = f"**{period.title(current())}** &ensp; :{sign.colour}[{sign.shape} {_(sign.word)}]"
        st.markdown(f"{named} &emsp; {_come(reach)}", width="content")
        period_steps.button(period_steps.of(reach) or period_steps.LOCK, period, main=main)


def _next(board: Board, year: FinancialYear, *, main: bool) -> None:
    """The period to start next, in the year shown or else in another."""
    years = sorted({period.year for period in board.periods}, key=lambda one: (one == year, one), reverse=True)
    found = (states.next_to_start(board, one) for one in years)
    period = next((one for one in found if one is not None), None)
    with _row():
        if period is None:
            st.markdown(panels.status(panels.State.DONE, _("Every period is locked.")), width="content")
            navigation.link("periods")
            return
        st.markdown(
            panels.status(
                panels.State.NOT_RUN, _("No period is worked on; next is {period}.", period=period.title(current()))
            ),
            width="content",
        )
        period_steps.button(period_steps.START, period, main=main)


def _row() -> AbstractContextManager[object]:
    return st.container(horizontal=True, vertical_alignment="center")


def _come(reach: Reach) -> str:
    """How far a period has come, in one line."""
    done = reach.accounts
    parts = [
        _("{done} of {all} accounts done", done=count(done.done), all=count(done.accounts)),
        _("open difference {amount}", amount=sek(reach.difference)) if reach.difference else "",
        _("checklist {done} of {all}", done=count(reach.ticked), all=count(reach.items)) if reach.items else "",
    ]
    return " · ".join(part for part in parts if part)
