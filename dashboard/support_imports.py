"""The client's last imports as support needs them: what came of each, its findings, and the raw lines beside them."""

import streamlit as st

from dashboard import import_list, panels
from dashboard.context import View
from dashboard.language import _


def show(view: View) -> None:
    """The imports, and one of them with its findings."""
    found = import_list.of_client(view.client.id)
    if not found:
        panels.empty(_("Nothing has been imported yet."))
        return
    import_list.table(found, key=f"support-imports-{view.client.id}", in_use=bool(view.books.years))
    st.caption(_("Click an import to see what it held and what was found."))
