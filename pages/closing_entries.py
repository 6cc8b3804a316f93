"""Closing entries: those of a period in a list, one of them whole, and the system entries of the year-end."""

import streamlit as st

from dashboard import (
    address,
    entry_list,
    entry_papers,
    entry_proposal,
    entry_template_view,
    entry_view,
    system_list,
    working,
)
from dashboard.language import _

at = working.header(_("Closing entries"))
if address.read(entry_proposal.ENTRY):
    entry_view.show(at)
    st.stop()
if address.read(entry_template_view.TEMPLATE):
    entry_template_view.show(at)
    st.stop()
parts = {"": _("Closing entries"), system_list.PART: _("System entries")}
shown = st.segmented_control(
    _("Kind of entries"),
    list(parts),
    format_func=parts.__getitem__,
    required=True,
    label_visibility="collapsed",
    **address.tie("vy", among=parts),
)
if shown == system_list.PART:
    system_list.show(at)
else:
    entry_list.show(at)
    entry_papers.button(at)
