"""Clients: every client company at once, what each needs next, and how its connection, imports and periods stand."""

import streamlit as st

from dashboard import address, client_dialogs, client_filters, client_list, context, panels, progress
from dashboard.language import _

desk = context.desk("client.view")
with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    st.header(_("Clients"), anchor=False, width="content")
    with st.container(horizontal=True, width="content"):
        if desk.person.may("import.upload"):
            st.button(
                _("Import files"),
                icon=":material/upload_file:",
                on_click=address.put,
                kwargs={client_dialogs.SHOW: "filer"},
            )
        if desk.person.may("client.create"):
            st.button(
                _("Add client"),
                type="primary",
                icon=":material/add:",
                on_click=address.put,
                kwargs={client_dialogs.SHOW: "ny"},
            )
panels.notice()
progress.follow(desk.person)
with st.container(horizontal=True, vertical_alignment="center"):
    text, attention = client_filters.choose()
    asked = client_filters.choose_more(text, attention=attention)
    download = st.container(width="content")

found = client_list.found(desk.person, asked)
if found.lines:
    with download:
        client_list.excel(desk.person, found, asked)
    client_list.table(found, every_column=asked.every_column)
else:
    client_list.nothing(asked)
if found.reckoning:
    st.caption(
        _(
            "The figures of {number:count|client|clients} are being reckoned, and show within a minute.",
            number=found.reckoning,
        )
    )
client_dialogs.ask_if_asked(desk)
