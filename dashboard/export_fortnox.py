"""Export to Fortnox on the screen: what waits, the way to the modal, the export under way, and the past ones."""

from collections.abc import Sequence

import streamlit as st

from dashboard import (
    address,
    connection_view,
    export_fates,
    export_modal,
    export_runs,
    export_waiting,
    navigation,
    panels,
)
from dashboard.context import View
from dashboard.export_parts import EXPORT, RUN
from dashboard.language import _
from lib.actions import export
from lib.store.entry_tables import ExportRun
from lib.store.words import RunState


def show(view: View) -> None:
    """The whole of it, for a client whose books come from Fortnox."""
    runs = export.past(view.desk, view.client.id)
    under_way = next((run for run in runs if run.state is RunState.RUNNING), None)
    if under_way is not None:
        st.subheader(_("The export under way"), anchor=False)
        export_runs.follow(view, under_way)
    else:
        _waiting(view)
        export_fates.show(view)
    past = [run for run in runs if run is not under_way]
    shown = _shown(view, past)
    if shown is not None and (under_way is None or address.read(RUN)):
        newest = shown is next((run for run in past if run.year_start == shown.year_start), None)
        export_runs.result(view, shown, _("The latest export") if newest else _("An earlier export"))
    if len(past) > 1 or (past and shown is None):
        export_runs.earlier(view, past, shown)
    if under_way is None:
        export_modal.ask_if_asked(view)


def _shown(view: View, past: Sequence[ExportRun]) -> ExportRun | None:
    """The export that the address names, else the newest of the year."""
    asked = next((run for run in past if run.id == address.read(RUN)), None)
    return asked or next((run for run in past if run.year_start == view.shown_year.start), None)


def _waiting(view: View) -> None:
    ready = export.ready(view.desk, view.client.id, view.shown_year.start)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_("To be sent"), anchor=False, width="content")
        if view.may(export.START):
            why = export_modal.tooltip(view) or (None if ready.entries else _(export.NothingToExport.text))
            st.button(
                _(EXPORT),
                type="primary",
                disabled=why is not None,
                help=why,
                on_click=export_modal.open_it,
            )
    if not view.may(export.START):
        st.caption(_("Your role may look at exports, but not export."))
    else:
        _connection(view)
    if not ready.entries:
        panels.empty(_(export.NothingToExport.text), _(export.NothingToExport.next_step))
        return
    lines = [(one.label, one.draft, one.again) for one in ready.entries]
    export_waiting.table(lines, key=f"export-{view.client.id}-{view.shown_year.start}")
    st.caption(_("Attachments are not sent: they stay here."))


def _connection(view: View) -> None:
    """Why nothing can be sent, where the connection is what stands in the way."""
    own = connection_view.own(view)
    if connection_view.is_live(own):
        return
    if own is None:
        st.markdown(panels.status(panels.State.NOT_RUN, _("Not connected to Fortnox")))
    else:
        connection_view.lost(own)
    navigation.link("import_data")
