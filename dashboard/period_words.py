"""What is said of a period above its figures: how it stands, and which books they are of."""

import streamlit as st

from dashboard import account_marks, data, navigation, panels
from dashboard.language import _, current, when
from dashboard.panels import State as Sign
from dashboard.working import Working
from lib.closing.states import State
from lib.store import locked


def state(at: Working) -> None:
    """Say what a period that is not active shows, and what may be done about it; nothing of an active one."""
    if at.state is State.LOCKED:
        st.markdown(f":small[{panels.status(Sign.LOCKED, _locked(at))}]")
        _changed(at)
    elif at.state is not State.ACTIVE:
        sign = panels.PERIOD_SIGNS[at.state]
        with st.container(horizontal=True, vertical_alignment="center"):
            words = f"{sign.shape} {_(account_marks.CLOSED[at.state])}"
            st.markdown(f":small[:{sign.colour}[{words}]]", width="content")
            navigation.link("periods")


def told(at: Working) -> dict[str, str]:
    """The same for the sheet that says where a report comes from."""
    return {_("Reconciled period"): at.period.title(current()), _("As it was locked"): _when(at)}


def _changed(at: Working) -> None:
    """That the books say otherwise since, with the way to what; nothing where they do not."""
    store = data.house().store
    with store.reading() as session:
        accounts = sum(frame.height for frame in locked.changed(store, session, at.client.id, at.key).values())
    if not accounts:
        return
    words = _(
        "changed since: the books in use have other balances of {accounts:count|account|accounts}", accounts=accounts
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":small[{panels.status(Sign.STALE, words)}]", width="content")
        navigation.link("periods", _("Show what changed"))


def _locked(at: Working) -> str:
    return _(
        "locked {when} by {who}: figures, ledgers and results of the checks are shown as they stood then "
        "(version {version} of the books)",
        when=_when(at),
        who=panels.plain(at.at.row.locked_name if at.at.row else "") or "Brygga",
        version=at.at.books.version,
    )


def _when(at: Working) -> str:
    return when(at.at.row.locked_at) if at.at.row else ""
