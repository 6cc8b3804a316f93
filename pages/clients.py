"""Clients: every client company at once, what each needs next, and how its connection, imports and periods stand."""

import streamlit as st

from dashboard import address, client_dialogs, client_filters, client_list, context, introduction, panels, progress
from dashboard.language import _

desk = context.desk("client.view")
head = st.container()
panels.notice()
progress.follow(desk.person)
# after that: what ends from now on draws the page anew
every = client_list.every(desk.person)
newcomer = introduction.wanted(desk, empty=not every)
with head, st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
    context.title(_("Clients"))
    with st.container(horizontal=True, width="content"):
        if desk.person.may("import.upload") and not newcomer:
            st.button(
                _("Import files"),
                icon=":material/upload_file:",
                on_click=address.put,
                kwargs={client_dialogs.SHOW: "filer"},
            )
        if desk.person.may("client.create"):
            st.button(
                _("Add client"),
                type="secondary" if newcomer else "primary",
                icon=":material/add:",
                on_click=address.put,
                kwargs={client_dialogs.SHOW: "ny"},
            )
if newcomer:
    introduction.show(desk)
elif every:
    with st.container(horizontal=True, vertical_alignment="center"):
        text, attention = client_filters.choose()
        asked = client_filters.choose_more(text, attention=attention)
        found = client_list.found(every, asked)
        if found.lines:
            client_list.excel(desk.person, found, asked)
    if found.lines:
        client_list.table(found, every_column=asked.every_column)
        client_list.reckoning(every)
    else:
        client_list.nothing(asked)
else:
    client_list.nothing(client_filters.Asked())
    introduction.way_back()
client_dialogs.ask_if_asked(desk)
