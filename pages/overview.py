"""Overview: what is in, when and from where; what is wrong; what is next."""

import streamlit as st

from dashboard import consent_panel, context, import_list, overview, panels, period_standing, preview, progress
from dashboard.language import _

view = context.header(_("Overview"), "books.view")
running = progress.follow(view.desk.person, view.client.id)
found = import_list.of_client(view.client.id)

consent_panel.requests(view)
preview.emptied(view)
overview.next_step(view, found, running=running)
period_standing.show(view, main=not overview.awaits(view, found))
if view.books.years:
    st.subheader(_("Financial years in use"), anchor=False)
    overview.years(view, found)
    overview.ledgers(view)
    overview.wrong(view, found)
if found:
    st.subheader(_("Latest imports"), anchor=False)
    import_list.table(found[: overview.LATEST], key=f"latest-{view.client.id}", in_use=bool(view.books.years))
elif view.client.source:
    panels.empty(_("Nothing has been imported yet."))
preview.ask_if_asked(view)
