"""A client's settings: where its books come from, and how its imports are treated."""

from typing import Final

import streamlit as st

from dashboard import address, connection_view, navigation, panels, progress
from dashboard.context import View
from dashboard.language import _
from dashboard.words import word
from lib.actions.clients import change_client, change_source, reset_client
from lib.actions.connections import CONNECT
from lib.core.languages import mark
from lib.store.tables import Source

LATER: Final = (Source.SIE4, Source.SIE1, Source.SPREADSHEET, Source.FORTNOX)
"""The sources that can be changed to afterwards: manual entry is the start guide's alone."""
STAYS: Final = mark("Nothing is deleted: the books in use stay, and each import can be undone.")
LEDGERS_STAY: Final = mark(
    "Nothing is deleted: the books in use stay, the ledgers from Fortnox with them, and each import can be undone."
)
RESETS: Final = mark("Nothing is deleted: the reset can be undone.")
THREE_YEARS: Final = mark("The next import from Fortnox takes the last three financial years.")
ASK: Final = "visa"
RESET: Final = "nollstall"


def source(view: View) -> None:
    """The data source, and the change to another."""
    client = view.client
    st.subheader(_("Data source"), anchor=False)
    if client.source is None:
        panels.empty(_("No data source is chosen."), _("Choose one in the start guide."))
        if view.may("source.change"):
            navigation.link("start_guide")
        return
    options = [known for known in Source if known in {*LATER, client.source}]
    picked = st.selectbox(
        _("The books come from"),
        options,
        index=options.index(client.source),
        format_func=word,
        width=360,
        disabled=not view.may("source.change"),
    )
    st.caption(
        _("Manual entry can be chosen only in the start guide. Books in use stay until an import replaces them.")
    )
    if picked and picked is not client.source:
        st.caption(_effect(client.source, picked))
        if st.button(_("Change source")):
            done = _("The data source is now {source}.", source=word(picked))
            panels.attempt(lambda: change_source(view.desk, client.id, picked), done)
    if client.source is Source.FORTNOX:
        progress.follow(view.desk.person, client.id)
        if view.may(CONNECT):
            connection_view.show(view, "settings", main=False)


def _effect(now: Source, picked: Source) -> str:
    """What becomes of the data when the source changes."""
    if now is Source.FORTNOX:
        return _(LEDGERS_STAY)
    return f"{_(STAYS)} {_(THREE_YEARS)}" if picked is Source.FORTNOX else _(STAYS)


def _resets(view: View) -> str:
    return f"{_(RESETS)} {_(THREE_YEARS)}" if view.client.source is Source.FORTNOX else _(RESETS)


def reset(view: View) -> None:
    """All books taken out of use, after a question; an undo brings them back."""
    if not view.may("client.reset") or not view.books.years:
        return
    st.subheader(_("Reset"), anchor=False)
    st.caption(_resets(view))
    st.button(_("Reset the client"), icon=":material/restart_alt:", on_click=address.put, kwargs={ASK: RESET})
    if address.read(ASK) == RESET:
        _ask_reset(view)


def _ask_reset(view: View) -> None:
    @st.dialog(_("Reset of the client"), on_dismiss=lambda: address.put(**{ASK: None}))
    def ask() -> None:
        with panels.last_resort():
            st.markdown(_("All books of {client} are taken out of use.", client=panels.plain(view.client.name)))
            st.caption(_resets(view))
            if st.button(_("Reset the client"), type="primary", key="reset-surely"):
                version = view.books.version
                if panels.done(lambda: reset_client(view.desk, view.client.id, expected_version=version)):
                    navigation.go("overview", ar=None, period=None)  # which says so, with the way back

    ask()


def imports(view: View) -> None:
    """The series for vouchers without one, and whether faultless imports use themselves."""
    locked = not view.may("client.change")
    st.subheader(_("Import"), anchor=False)
    with st.form("import-settings", border=False, enter_to_submit=False):
        series = st.text_input(
            _("Series for vouchers without one"),
            view.client.default_series,
            max_chars=8,
            width=360,
            help=_("Numbered on from the highest number of that series, in date order."),
            disabled=locked,
        )
        alone = st.toggle(
            _("Use imports without errors or warnings at once"),
            view.client.self_activating,
            help=_("Otherwise every import awaits a decision."),
            disabled=locked,
        )
        if st.form_submit_button(_("Save"), type="primary", disabled=locked):
            panels.attempt(
                lambda: change_client(view.desk, view.client.id, default_series=series or "", self_activating=alone),
                _("The settings are saved."),
            )
