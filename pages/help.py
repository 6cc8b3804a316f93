"""Help: how Brygga works, the checks, the settings and the words, in the reader's language."""

from typing import Final

import streamlit as st

from dashboard import address, context
from dashboard.help_texts import text
from dashboard.language import _
from lib.core.languages import mark

PARTS: Final = {
    "start": mark("First steps"),
    "fortnox": mark("Fortnox"),
    "kontroller": mark("The checks"),
    "avslut": mark("Period closing"),
    "bilagor": mark("Appendices"),
    "analys": mark("Transaction analysis"),
    "installningar": mark("Settings of the program"),
    "ordlista": mark("Glossary"),
    "kortkommandon": mark("Shortcuts"),
}

context.desk("client.view")
st.header(_("Help"), anchor=False)
part = st.segmented_control(
    _("Part"),
    list(PARTS),
    format_func=lambda name: _(PARTS[name]),
    required=True,
    label_visibility="collapsed",
    **address.tie("del", "start", among=PARTS),
)
st.markdown(text(part or "start"))
