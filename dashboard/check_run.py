"""Running the checks: the button, how far a run has come, when the newest was made, and why it is out of date."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from dashboard import data, exports, panels, progress
from dashboard.closing_data import Checked
from dashboard.context import View
from dashboard.language import _, when
from lib.actions import analysis
from lib.actions.analysis import run_checks
from lib.core.languages import mark
from lib.store.analyses import Part
from lib.store.tables import Job, JobState

WHY: Final[Mapping[Part, str]] = {
    Part.BOOKS: mark("Other books are in use since."),
    Part.LEDGERS: mark("The ledgers were fetched again, or removed, since."),
    Part.CHECKS: mark("The settings of the checks were changed since."),
    Part.ROLES: mark("What accounts are used for was changed since."),
    Part.CLIENT: mark("The client's details or a stated balance were changed since."),
}
"""What makes results out of date."""


def button(view: View, run: Checked | None, *, main: bool = True) -> None:
    """Run the checks; the main button of the screen while there are no results, or only such as are out of date."""
    if not view.may("checks.run"):
        return
    running = under_way(view)
    wanted = run is None or run.stale
    if st.button(
        _("Run the checks"),
        key="run-checks",
        type="primary" if main and wanted and not running else "secondary",
        icon=":material/play_arrow:",
        disabled=running,
        help=_("The checks are being run.") if running else None,
    ) and panels.done(lambda: run_checks(view.desk, view.client.id, view.shown_year)):
        st.rerun()


def under_way(view: View) -> bool:
    """Whether a run on the year shown waits or goes."""
    return bool(analysis.under_way(data.house().store, view.client.id, view.shown_year))


def follow(view: View) -> None:
    """How far a run has come, which goes on when the page is left; or that the last one failed."""
    if under_way(view):
        progress.follow(view.desk.person, view.client.id)
        st.caption(_("You can leave the page: the run goes on."))
        return
    newest = analysis.last(data.house().store, view.client.id, view.shown_year)
    if newest is not None and newest.state is JobState.FAILED:
        _failed(newest)


def _failed(job: Job) -> None:
    st.error(
        panels.plain(progress.remedy(job)) or _("Run the checks again."),
        title=panels.plain(progress.message(job)),
        icon=":material/error:",
    )


def line(run: Checked) -> str:
    """When the newest run was made, and by whom."""
    return _("Run {time} by {who}", time=when(run.run_at), who=run.run_by)


def stale(run: Checked) -> None:
    """That the results are out of date, and what has changed since they came."""
    if run.stale:
        again = _("Run the checks again to see what they find now; marks stay on what is found unchanged.")
        text = " ".join([*_why(run), again])
        st.warning(text, title=_("The results are out of date."), icon=":material/history:")


def stale_line(view: View, run: Checked) -> None:
    """The same in a line, for a screen that is about something else, with the button beside it."""
    if run.stale:
        with exports.beside():
            text = " ".join([_("The results are out of date."), *_why(run)])
            st.markdown(panels.status(panels.State.STALE, text), width="stretch")
            button(view, run, main=False)


def _why(run: Checked) -> list[str]:
    return [_(WHY[part]) for part in run.changed]
