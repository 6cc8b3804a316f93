"""The introduction for who sees an empty program: from one file to books in use, in three steps."""

from functools import partial
from typing import Final

import streamlit as st

from dashboard import address, client_dialogs, navigation, panels
from dashboard.language import _
from lib.actions import beginnings
from lib.actions.desk import Desk
from lib.core.errors import FileRefused
from lib.core.languages import mark
from lib.sie import LIMIT_BYTES

ASKED: Final = "introduktion"
"""What the address holds when somebody comes back to it from the help."""
CREATE: Final = "client.create"
STEPS: Final = (
    (
        mark("Choose a SIE file"),
        mark("Any bookkeeping program can export one. The company in it becomes your first client."),
    ),
    (
        mark("Look at what came in"),
        mark("Years, totals and what the checks found, before anything counts."),
    ),
    (
        mark("Use the import"),
        mark("The books are in use, every figure can be opened, and it can be undone."),
    ),
)


def wanted(desk: Desk, *, empty: bool) -> bool:
    """Whether to show it: to who has no client yet and has not skipped it, and to who asks for it."""
    return address.read(client_dialogs.SHOW) == ASKED or (empty and not beginnings.reader(desk).introduced)


def show(desk: Desk) -> None:
    """The three steps, the first of them at hand for who may take it; and the way past."""
    st.subheader(_("Welcome to Brygga"), anchor=False)
    st.markdown(_("Three steps lead from a file to books in use. It takes less than two minutes."))
    for number, (column, (title, text)) in enumerate(zip(st.columns(len(STEPS)), STEPS, strict=True), 1):
        with column, st.container(gap="xxsmall"):
            st.markdown(f"**{number}. {_(title)}**")
            st.caption(_(text))
    if desk.person.may(CREATE):
        _first_file(desk)
    else:
        panels.empty(
            _("The first client is added by an accountant."),
            _("Ask a colleague with that role; you then see the clients that are yours here."),
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        if desk.person.may(CREATE):
            st.button(
                _("The books are in Fortnox, or in Excel"),
                type="tertiary",
                icon=":material/add:",
                on_click=address.put,
                kwargs={client_dialogs.SHOW: "ny"},
            )
        st.button(_("Skip the introduction"), type="tertiary", on_click=partial(_skip, desk))
        navigation.help_link("start", _("Read more in the help"))


def way_back() -> None:
    """The way to it from the help, and from an empty list where it was skipped."""
    if st.button(_("Show the introduction"), type="tertiary", icon=":material/school:"):
        navigation.go("clients", klient=None, ar=None, period=None, visa=ASKED)


def _first_file(desk: Desk) -> None:
    chosen = st.file_uploader(_("SIE file"), key="first-file", label_visibility="collapsed")
    st.caption(_("SIE 4 with vouchers is best. At most {limit:MB}.", limit=LIMIT_BYTES))
    if st.button(_("Begin with this file"), type="primary", disabled=chosen is None) and chosen is not None:
        taken = []
        if not panels.done(lambda: taken.append(beginnings.begin(desk, chosen.name, chosen.getvalue()))):
            return
        (one,) = taken
        if isinstance(one.refusal, FileRefused):
            panels.problem(one.refusal)
        elif one.client:
            beginnings.introduced(desk)
            navigation.go("import_data", klient=one.client.id, ar=None, period=None, imp=one.import_id, visa=None)


def _skip(desk: Desk) -> None:
    beginnings.introduced(desk)
    address.put(**{client_dialogs.SHOW: None})
