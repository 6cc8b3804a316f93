"""Start guide: where a client's books come from, chosen once and changed under Settings."""

from typing import Final

import streamlit as st

from dashboard import context, navigation, panels
from dashboard.language import _
from dashboard.words import word
from lib.actions.clients import choose_source
from lib.core.languages import mark
from lib.store.tables import Source

CHOICES: Final = {
    Source.SIE4: mark("Vouchers and balances of whole years. The best choice where the bookkeeping program offers it."),
    Source.SIE1: mark("Balances only (SIE 1), by month as well (SIE 2 and 3). No vouchers to open."),
    Source.SPREADSHEET: mark("A trial balance with account, name and balances, one financial year a file."),
    Source.MANUAL: mark("Balances typed by hand. Can be chosen only here, not later under Settings."),
    Source.FORTNOX: mark(
        "Vouchers, balances and both ledgers by Fortnox's interface, with appendices for 1510 and 2440. "
        "Brygga takes you to Fortnox to sign in."
    ),
}

view = context.header(_("Start guide"), "source.change")
current = view.client.source

st.markdown(_("Where do this client's books come from?"))
picked = st.radio(
    _("Data source"),
    list(CHOICES),
    index=list(CHOICES).index(current) if current else 0,
    format_func=lambda source: f"{list(CHOICES).index(source) + 1}. {word(source)}",
    captions=[_(text) for text in CHOICES.values()],
    label_visibility="collapsed",
)
if current:
    st.caption(
        _("Chosen now: {source}. Books already in use stay until an import replaces them.", source=word(current))
    )
chosen = st.button(_("Choose this source"), type="primary", disabled=picked is None)
if chosen and panels.done(lambda: choose_source(view.desk, view.client.id, picked)):
    navigation.go("manual_entry" if picked is Source.MANUAL else "import_data")
