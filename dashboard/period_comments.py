"""What people say about a period and its accounts: the comments in order, and a new one."""

from typing import Final

import streamlit as st

from dashboard import data, navigation, panels, period_board
from dashboard.language import _, when
from dashboard.working import Working
from lib.actions.checklists import add_comment, remove_comment
from lib.closing.states import State
from lib.store import checklists
from lib.store.closing_tables import PeriodComment

COMMENT_AT_MOST: Final = 2000
OPEN: Final = (State.ACTIVE, State.PAUSED)


def show(at: Working) -> None:
    """The comments of the period, oldest first, and the field for a new one."""
    with data.house().store.reading() as session:
        found = checklists.comments(session, at.client.id, at.key)
    st.subheader(_("Comments"), anchor=False)
    for one in found:
        _comment(at, one)
    if not found:
        panels.empty(_("Nobody has commented on this period."))
    if at.may("comment.add", *OPEN):
        _new(at)
    elif at.state not in OPEN:
        st.caption(_("Comments can be added while the period is active or paused."))


def _comment(at: Working, one: PeriodComment) -> None:
    own = one.user_id == at.view.desk.person.user_id
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{panels.plain(one.user_name) or 'Brygga'}** &ensp; :gray[:small[{when(one.at)}]]", width="content"
        )
        if one.account:
            account = _("Account {account}", account=one.account)
            navigation.link("reconciliation", account, konto=one.account, **period_board.named(at.period))
        if own and at.may("comment.add", *OPEN):
            pressed = st.button(_("Take the comment back"), key=f"uncomment-{one.id}", type="tertiary")
            if pressed:
                panels.attempt(
                    lambda: remove_comment(at.view.desk, at.client.id, one.id), _("The comment is taken back.")
                )
    st.markdown(panels.plain(one.text).replace("\n", "  \n"))


def _new(at: Working) -> None:
    with st.form("new-comment", border=False, clear_on_submit=True):
        text = st.text_area(_("A comment on the period"), max_chars=COMMENT_AT_MOST, height=80)
        if st.form_submit_button(_("Add comment")):
            panels.attempt(
                lambda: add_comment(at.view.desk, at.client.id, at.key, text or ""), _("The comment is added.")
            )
