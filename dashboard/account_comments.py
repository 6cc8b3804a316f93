"""What people say about an account in a period."""

import streamlit as st

from dashboard import data, panels
from dashboard.account_standing import AccountView
from dashboard.language import _, when
from lib.actions.checklists import add_comment, remove_comment
from lib.closing.states import State
from lib.store import checklists
from lib.store.closing_tables import PeriodComment

LENGTH: int = 2_000


def show(found: AccountView) -> None:
    """The comments, oldest first, and the field for another one."""
    at = found.at
    with data.house().store.reading() as session:
        every = checklists.comments(session, at.client.id, at.key)
    own = [row for row in every if row.account == found.number]
    may = at.view.may("comment.add") and at.state is not State.LOCKED
    if not own and not may:
        return
    title = _("Comments ({comments:count})", comments=len(own)) if own else _("Comments")
    with st.expander(title, expanded=bool(own), type="compact", icon=":material/comment:"):
        for row in own:
            _one(found, row, removable=may and row.user_id == at.view.desk.person.user_id)
        if may:
            _form(found)


def _one(found: AccountView, row: PeriodComment, *, removable: bool) -> None:
    st.markdown(panels.plain(row.text).replace("\n", "  \n"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        who = panels.plain(row.user_name or "Brygga")
        st.caption(_("{who}, {time}", who=who, time=when(row.at)), width="content")
        if removable and st.button(
            _("Remove"), key=f"uncomment-{row.id}", type="tertiary", help=_("Remove the comment")
        ):
            panels.attempt(
                lambda: remove_comment(found.at.view.desk, found.at.client.id, row.id), _("The comment was removed.")
            )


def _form(found: AccountView) -> None:
    at = found.at
    with st.form(f"comment-{at.key}-{found.number}", border=False, clear_on_submit=True):
        text = st.text_area(
            _("Comment on the account"),
            placeholder=_("Comment on the account"),
            label_visibility="collapsed",
            height=68,
            max_chars=LENGTH,
        )
        said = st.form_submit_button(_("Add comment"))
    if said:
        panels.attempt(
            lambda: add_comment(at.view.desk, at.client.id, at.key, text or "", account=found.number),
            _("The comment was saved."),
        )
