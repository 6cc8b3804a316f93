"""The dialogs of the list of clients: a new client, and files of several clients at once."""

import streamlit as st

from dashboard import address, navigation, panels, uploads
from dashboard.language import _
from lib.actions.clients import create_client
from lib.actions.desk import Desk

SHOW = "visa"


def ask_if_asked(desk: Desk) -> None:
    """Open the dialog that the address names, for who may."""
    match address.read(SHOW):
        case "ny" if desk.person.may("client.create"):
            add(desk)
        case "filer" if desk.person.may("import.upload"):
            import_files(desk)


def add(desk: Desk) -> None:
    """Ask for a new client in a dialog, and lead on to its start guide."""

    @st.dialog(_("New client"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort(), st.form("new-client", border=False):
            name = st.text_input(_("Company name"), max_chars=200)
            number = st.text_input(_("Organisation number"), placeholder=_("nnnnnn-nnnn"), max_chars=13)
            if st.form_submit_button(_("Add client"), type="primary"):
                made: list[int] = []
                if panels.done(lambda: made.append(create_client(desk, name=name or "", org_number=number or "").id)):
                    navigation.go("start_guide", klient=made[0], ar=None, period=None)

    ask()


def import_files(desk: Desk) -> None:
    """Take in files of several clients in a dialog, each sorted by the organisation number it carries."""

    @st.dialog(_("Import of files"), width=640, on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.caption(_("Each file goes to the client whose organisation number it carries."))
            uploads.take_in(desk, None)

    ask()


def _close() -> None:
    address.put(**{SHOW: None})
