"""The checklist of a period: what is ticked by whom, what does not apply, and items of one's own."""

from typing import Final

import streamlit as st

from dashboard import address, data, panels
from dashboard.language import _, when
from dashboard.period_reach import ticked
from dashboard.working import Working
from lib.actions.checklists import add_item, remove_item, tick_item
from lib.closing.states import State
from lib.core.languages import mark
from lib.store import checklists
from lib.store.closing_tables import ChecklistItem
from lib.store.words import ItemState

ITEM: Final = "punkt"
TEXT_AT_MOST: Final = 200
COMMENT_AT_MOST: Final = 1000
WORDS: Final = {
    ItemState.OPEN: mark("To do"),
    ItemState.DONE: mark("Done"),
    ItemState.NOT_APPLICABLE: mark("Not applicable"),
}
WHY_CLOSED: Final = {
    State.NOT_STARTED: mark("The checklist comes when the period is started."),
    State.PAUSED: mark("The period is paused: items are ticked when it goes on."),
    State.LOCKED: mark("The period is locked: the checklist stands as it stood then."),
}


def show(at: Working) -> None:
    """The items of the period's checklist, and a new one."""
    with data.house().store.reading() as session:
        items = checklists.items(session, at.client.id, at.key)
    st.subheader(_("Checklist"), anchor=False)
    if items:
        st.caption(_("{done:count} of {all:count} done", done=ticked(items), all=len(items)))
    if at.state in WHY_CLOSED:
        panels.empty(_(WHY_CLOSED[at.state])) if not items else st.caption(_(WHY_CLOSED[at.state]))
    elif not at.may("checklist.change"):
        st.caption(_("Your role may read the checklist, but not tick it."))
    with st.container(gap="xsmall"):
        for item in items:
            _row(at, item)
    if at.may("checklist.change", State.ACTIVE, State.PAUSED):
        _new(at)
    asked = address.row_id(address.read(ITEM))
    chosen = next((item for item in items if item.id == asked), None)
    if chosen is not None and at.may("checklist.change"):
        _ask(at, chosen)


def _row(at: Working, item: ChecklistItem) -> None:
    may, done = at.may("checklist.change"), item.state is ItemState.DONE
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        with st.container(gap=None):
            text = panels.plain(_(item.text))
            beside = item.state is ItemState.NOT_APPLICABLE
            now = st.checkbox(
                f":gray[~~{text}~~]" if beside else text,
                value=done,
                # a new state is a new box, so that it never shows what somebody else has changed
                key=f"item-{item.id}-{item.state}-{may}",
                disabled=not may,
            )
            if said := _said(item):
                st.caption(said)
        if may:
            st.button(
                _("Change the item"),
                key=f"change-{item.id}",
                type="tertiary",
                on_click=address.put,
                kwargs={ITEM: item.id},
            )
    if may and now != done:
        state = ItemState.DONE if now else ItemState.OPEN
        if panels.done(lambda: tick_item(at.view.desk, at.client.id, at.key, item.id, state, comment=item.comment)):
            st.rerun()


def _said(item: ChecklistItem) -> str:
    """Who said how it stands, when, and what they said about it; nothing of an item that nobody has touched."""
    if item.state is ItemState.OPEN and not item.comment:
        return ""
    parts = [
        panels.status(panels.State.DONE, _(WORDS[item.state]))
        if item.state is ItemState.DONE
        else _(WORDS[item.state]),
        panels.plain(item.user_name),
        when(item.at),
        f"“{panels.plain(item.comment)}”" if item.comment else "",
    ]
    return " · ".join(part for part in parts if part)


def _new(at: Working) -> None:
    with st.form("new-item", border=False, clear_on_submit=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            text = st.text_input(_("An item of your own"), max_chars=TEXT_AT_MOST, width="stretch")
            pressed = st.form_submit_button(_("Add item"))
        if pressed:
            panels.attempt(lambda: add_item(at.view.desk, at.client.id, at.key, text or ""), _("The item is added."))


def _ask(at: Working, item: ChecklistItem) -> None:
    """An item whole: how it stands and what is said about it; or take it off the list."""

    @st.dialog(_("Item of the checklist"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.markdown(panels.plain(_(item.text)))
            states = list(ItemState)
            chosen = st.segmented_control(
                _("Status"),
                states,
                default=item.state,
                format_func=lambda state: _(WORDS[state]),
                required=True,
                key=f"item-state-{item.id}",
            )
            comment = st.text_area(_("Comment"), item.comment, max_chars=COMMENT_AT_MOST, key=f"item-comment-{item.id}")
            with st.container(horizontal=True, horizontal_alignment="distribute"):
                save = st.button(_("Save"), type="primary", key="item-save")
                remove = st.button(_("Remove the item"), type="tertiary", key="item-remove")
            desk, client, state = at.view.desk, at.client.id, chosen or item.state
            if save and panels.done(lambda: tick_item(desk, client, at.key, item.id, state, comment=comment or "")):
                _left()
            if remove and panels.done(lambda: remove_item(desk, client, at.key, item.id)):
                _left()

    ask()


def _left() -> None:
    _close()
    st.rerun()


def _close() -> None:
    address.put(**{ITEM: None})
