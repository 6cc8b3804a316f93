"""Clients: every client company, its source, its last import and what needs attention."""

import streamlit as st

from dashboard import address, client_list, context, navigation, panels, progress, tables
from dashboard.language import _

SHOW = "visa"

desk = context.desk("client.view")
st.header(_("Clients"), anchor=False)
panels.notice()
progress.follow(desk.person)
with st.container(horizontal=True, vertical_alignment="center"):
    text = st.text_input(
        _("Search"),
        type="search",
        placeholder=_("Name or organisation number"),
        label_visibility="collapsed",
        width=360,
        **address.tie("sok"),
    )
    only = st.toggle(_("Only what needs attention"), **address.tie_switch("atgard"))
    if desk.person.may("import.upload"):
        st.button(_("Import files"), icon=":material/upload_file:", on_click=address.put, kwargs={SHOW: "filer"})
    if desk.person.may("client.create"):
        st.button(_("Add client"), type="primary", icon=":material/add:", on_click=address.put, kwargs={SHOW: "ny"})

rows = client_list.found(desk.person, text or "", attention=only)
if rows.is_empty():
    client_list.nothing(text or "", attention=only)
first, length = tables.page_of(rows.height)
shown = rows.slice(first, length)
if not shown.is_empty():
    clicked = tables.grid(shown, client_list.COLUMNS, key=f"clients-{first}", alt=_("Clients"), opens=True)
    st.caption(_("Click a client to open it."))
    if clicked is not None:
        navigation.go("overview", klient=shown["id"][clicked], ar=None, period=None)

match address.read(SHOW):
    case "ny" if desk.person.may("client.create"):
        client_list.add(desk)
    case "filer" if desk.person.may("import.upload"):
        client_list.import_files(desk)
