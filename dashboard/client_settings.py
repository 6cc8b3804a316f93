"""A client's settings: where its books come from, and how its imports are treated."""

from typing import Final

import streamlit as st

from dashboard import navigation, panels
from dashboard.context import View
from dashboard.language import _
from dashboard.words import word
from lib.actions.clients import change_client, change_source
from lib.store.tables import Source

LATER: Final = (Source.SIE4, Source.SIE1, Source.SPREADSHEET)
"""The sources that can be changed to afterwards: manual entry is the start guide's alone."""


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
    if picked and picked is not client.source and st.button(_("Change source")):
        done = _("The data source is now {source}.", source=word(picked))
        panels.attempt(lambda: change_source(view.desk, client.id, picked), done)


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
