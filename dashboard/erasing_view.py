"""Erasing a client for good, after its name is typed; and the certificates of those that were erased."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

import streamlit as st

from dashboard import address, navigation, panels
from dashboard.context import View
from dashboard.language import _, current, when
from lib.actions import erasing
from lib.actions.desk import Desk
from lib.store.columns import now
from lib.store.support_tables import Erasure
from lib.store.words import ErasureState

ASK: Final = "visa"
ERASE: Final = "radera"
POLL_SECONDS: Final = 1.0
GO_ON_AFTER: Final = timedelta(minutes=1)
"""An erasing that has not ended by then may have been cut off, or waits for other work on the client."""


def show(view: View) -> None:
    """The way to erase the client, for who may; the question when the address asks it."""
    if not view.may(erasing.RIGHT):
        return
    st.subheader(_("Erasing"), anchor=False)
    st.caption(_("Everything that Brygga keeps of the client is removed for good; a certificate tells what it was."))
    st.button(_("Erase the client"), icon=":material/delete_forever:", on_click=address.put, kwargs={ASK: ERASE})
    if address.read(ASK) == ERASE:
        _ask(view)


def _ask(view: View) -> None:
    @st.dialog(_("Erasing of the client"), on_dismiss=lambda: address.put(**{ASK: None}))
    def ask() -> None:
        with panels.last_resort(), st.form("erase-client", border=False):
            st.markdown(
                _(
                    "Books, imports, attached files, closing entries and connections of {client} are removed. "
                    "Nothing brings them back.",
                    client=panels.plain(view.client.name),
                )
            )
            st.caption(_(erasing.RETENTION))
            typed = st.text_input(_("Write the company's name to erase it"))
            if st.form_submit_button(_("Erase for good"), type="primary"):
                number = view.client.id
                if panels.done(lambda: erasing.erase_client(view.desk, number, typed or "")):
                    panels.say(_("Client number {number} is being erased.", number=number))
                    navigation.go("settings", klient=None, ar=None, period=None)

    ask()


def certificates(desk: Desk) -> None:
    """The clients that were erased, each with its certificate; one that was cut off can be gone on with."""
    if not desk.person.may(erasing.RIGHT):
        return
    found = erasing.certificates(desk)
    if not found:
        return
    st.subheader(_("Erased clients"), anchor=False)
    if any(one.state is ErasureState.BEGUN for one in found):
        _wait(desk, _standing(found))
    for one in found:
        _line(desk, one)


@st.fragment(run_every=POLL_SECONDS)
def _wait(desk: Desk, drawn: Sequence[tuple[int, bool, bool]]) -> None:
    """Draw the page anew when one is erased, or can be gone on with."""
    with panels.last_resort():
        if _standing(erasing.certificates(desk)) != drawn:
            st.rerun()


def _standing(found: Sequence[Erasure]) -> list[tuple[int, bool, bool]]:
    """Of each whether it is erased, and whether it is overdue."""
    return [(one.client_id, one.state is ErasureState.DONE, _overdue(one)) for one in found]


def _overdue(one: Erasure) -> bool:
    return one.state is ErasureState.BEGUN and now() - one.at >= GO_ON_AFTER


def _line(desk: Desk, one: Erasure) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        name = _("Client number {number}", number=one.client_id)
        if one.state is ErasureState.DONE:
            told = _("{client}: erased {moment} by {who}", client=name, moment=when(one.ended_at), who=one.user_name)
            st.markdown(panels.status(panels.State.DONE, panels.plain(told)), width="content")
            st.download_button(
                _("Certificate"),
                data=partial(erasing.certificate, one, current()),
                file_name=f"brygga-{_('certificate')}-{one.client_id}.txt",
                mime="text/plain",
                icon=":material/verified:",
                key=f"certificate-{one.client_id}",
                on_click="ignore",
            )
            return
        told = _("{client}: being erased since {moment}", client=name, moment=when(one.at))
        st.markdown(panels.status(panels.State.STALE, panels.plain(told)), width="content")
        if _overdue(one) and st.button(_("Go on"), key=f"go-on-{one.client_id}"):
            panels.attempt(lambda: erasing.go_on(desk, one.client_id), _("The erasing goes on."))
