"""Import: files in, a look at what came before it counts, and the imports there have been."""

import streamlit as st

from dashboard import address, context, fortnox_import, import_list, navigation, panels, preview, progress, uploads
from dashboard.language import _
from lib.store.tables import Source

view = context.header(_("Import"), "import.preview")
running = progress.follow(view.desk.person, view.client.id)

if address.read(preview.CHOSEN):
    preview.show(view, address.read(preview.CHOSEN))
    st.stop()

found = import_list.of_client(view.client.id)
preview.waiting(found)
match view.client.source:
    case None:
        panels.empty(_("No data source is chosen."), _("The start guide asks where the books come from."))
        navigation.link("start_guide")
    case Source.MANUAL:
        panels.empty(_("This client's balances are entered by hand."), _("Each time they are checked as an import."))
        if view.may("balances.type"):
            navigation.link("manual_entry")
    case Source.FORTNOX:
        fortnox_import.show(view, running=running)
    case _source if view.may("import.upload"):
        uploads.take_in(view.desk, view)
    case _source:
        st.caption(_("Your role may look at imports, but not import."))

if found:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_("Imports"), anchor=False)
        preview.undo_button(view)
    import_list.table(found, key=f"imports-{view.client.id}", in_use=bool(view.books.years))
    st.caption(_("Click an import to see what it held and what was found."))
elif not running and view.client.source:
    panels.empty(_("Nothing has been imported yet."))
preview.ask_if_asked(view)
