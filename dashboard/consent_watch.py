"""On support's screens: until when names and amounts show; when that is over, the page that is open closes too."""

from typing import Final

import streamlit as st

from dashboard import navigation
from dashboard.language import _, when
from dashboard.sign_in import current_person
from lib.actions.desk import Person

EVERY_SECONDS: Final = 10
"""So long at most an open page shows what is no longer to be seen."""


def follow(person: Person, client_id: int) -> None:
    """Say until when, and look again and again; nothing for those who need no consent, or have none."""
    if client_id in person.consented and person.sees(client_id):
        _look(client_id, said=st.session_state.get(navigation.HERE) != "support_desk")


@st.fragment(run_every=EVERY_SECONDS)
def _look(client_id: int, *, said: bool) -> None:
    """On the support desk the panel says it already, and more."""
    person = current_person()
    if person is None or not person.sees(client_id):
        st.rerun()
    if said:
        st.caption(_("Names and amounts are open to support until {until}.", until=when(person.consented[client_id])))
