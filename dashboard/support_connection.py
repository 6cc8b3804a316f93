"""The connections to a client's Fortnox as support needs them: whose, of what, until when, and what is lacking."""

import streamlit as st

from dashboard.context import View


def show(view: View) -> None:
    """Every connection to the client's Fortnox."""
    st.caption(view.client.name)
