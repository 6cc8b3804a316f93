"""Troubleshooting: what a code or a pasted error text means, what to do, and the clients that it hit."""

import streamlit as st

from dashboard import address, context, troubleshooting_view
from dashboard.language import _

desk = context.desk("support.view")
context.title(_("Troubleshooting"))
text = st.text_area(
    _("Code or error text"),
    placeholder=_("2001103, a job's or a request's id, or the whole message as you got it"),
    height=96,
    max_chars=4000,
    **address.tie("q"),
)
troubleshooting_view.show(desk, text or "")
