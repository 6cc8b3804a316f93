"""Export: closing entries on their way to the bookkeeping program."""

import streamlit as st

from dashboard import context, data, export_waiting, navigation, panels
from dashboard.language import _
from lib.store import entries
from lib.store.tables import Source

view = context.header(_("Export"), "entry.view")
if view.client.source is None:
    panels.empty(_("No data source is chosen."), _("The start guide asks where the books come from."))
    navigation.link("start_guide")
elif view.client.source is Source.MANUAL:
    panels.empty(
        _("This client's balances are entered by hand, so there is no bookkeeping program to export to."),
        _("Closing entries of the client count here only."),
    )
elif view.year is None:
    panels.empty(_("This client has no books yet."), _("They come in by an import."))
    navigation.link("import_data")
else:
    with data.house().store.reading() as session:
        waiting = entries.transferable(session, view.client.id, view.year.start)
    st.subheader(_("To be sent"), anchor=False)
    if waiting:
        lines = [(entries.label(row), entries.draft_of(row), False) for row in waiting]
        export_waiting.table(lines, key=f"export-{view.client.id}-{view.year.start}")
        st.caption(_("They cannot be sent from here yet."))
    else:
        panels.empty(_("No closing entry of the year waits to be sent."), _("Ready entries that have not gone out do."))
