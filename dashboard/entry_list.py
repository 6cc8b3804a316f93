"""The closing entries of a period: how each stands, what is due, and the ways to a new one."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, entry_templates_view, panels, system_list, tables
from dashboard.entry_proposal import ENTRY, NEW
from dashboard.language import _
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.actions.due_entries import make_due_entries
from lib.closing.entries import TRANSFER_NAMES, Transfer
from lib.closing.states import STATE_NAMES, State
from lib.core.languages import mark
from lib.store import accruals, entries
from lib.store.entry_tables import ClosingEntry

COLUMNS: Final = (
    Column("label", mark("Entry"), width=70),
    Column("day", mark("Date"), Kind.DAY, width=95),
    Column("name", mark("Name"), width=335),
    Column("total", mark("Amount"), Kind.AMOUNT),
    Column("status", mark("Status"), width=215),
)
DELETED: Final = "borttagna"
_STATUS: Final = {
    Transfer.NOT_TRANSFERRED: panels.State.AGREES,
    Transfer.TRANSFERRING: panels.State.STALE,
    Transfer.TRANSFERRED: panels.State.DONE,
    Transfer.NOT_APPLICABLE: panels.State.AGREES,
    Transfer.EXCLUDED: panels.State.DONE,
}


def show(at: Working) -> None:
    """The ways to a new entry, what is due, and the list."""
    with st.container(horizontal=True, vertical_alignment="center"):
        reason = why_not(at)
        st.button(
            _("New closing entry"),
            icon=":material/add:",
            type="primary",
            disabled=bool(reason),
            help=reason or None,
            on_click=address.put,
            kwargs={ENTRY: NEW},
        )
        entry_templates_view.show(at, closed=bool(reason))
        st.toggle(_("Show deleted closing entries"), **address.tie_switch(DELETED))
    if reason:
        st.caption(reason)
    else:
        _due(at)
    with data.house().store.reading() as session:
        found = entries.of_period(session, at.client.id, at.period, deleted=address.read(DELETED) == address.YES)
    if not found:
        panels.empty(
            _("No closing entries in {period} yet.", period=at.period.name),
            _("Make one here, from a template, or from a difference on an account under Reconciliation."),
        )
        return
    stale = system_list.stale(at, found)
    clicked = tables.grid(
        pl.DataFrame([_row(row, stale=row.id in stale) for row in found]),
        COLUMNS,
        key=f"entries-{at.client.id}-{at.key}-{address.read(DELETED)}",
        alt=_("Closing entries"),
        opens=True,
    )
    if clicked is not None:
        address.put(**{ENTRY: found[clicked].id})
        st.rerun()


def why_not(at: Working) -> str:
    """Why entries cannot be made or changed here; blank where they can."""
    if not at.view.may("entry.change"):
        return _("Accountants make and change closing entries; your role may look.")
    if at.state is State.ACTIVE:
        return ""
    return _("Closing entries are made in an active period; this one is {state:text}.", state=_(STATE_NAMES[at.state]))


def status(row: ClosingEntry, *, stale: bool = False) -> tuple[panels.State, str]:
    """How an entry stands, and the words for it; a `stale` one was worked out of other figures."""
    if stale:
        return panels.State.STALE, _("Stale: recompute it")
    if row.deleted_at is not None:
        return panels.State.FAILED, _("Deleted")
    if row.transfer in {Transfer.NOT_TRANSFERRED, Transfer.NOT_APPLICABLE} and not row.ready:
        return panels.State.NOT_RUN, _("Draft")
    landed = f" {row.sent_series} {row.sent_number}".rstrip()
    return _STATUS[row.transfer], _(TRANSFER_NAMES[row.transfer]) + landed


def _row(row: ClosingEntry, *, stale: bool) -> dict[str, object]:
    draft = entries.draft_of(row)
    told = {"label": entries.label(row), "day": row.day, "name": row.name, "total": draft.total}
    return {**told, **panels.cell("status", *status(row, stale=stale))}


def _due(at: Working) -> None:
    """What accruals owe the period by now, where it was not made when the period was started."""
    with data.house().store.reading() as session:
        owed = accruals.due(session, at.client.id, at.period)
    if owed:
        names = ", ".join(panels.plain(one.draft.name) for one in owed)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_("Due in this period: {names}", names=names), width="stretch")
            if st.button(_("Make them"), key="make-due"):
                panels.attempt(
                    lambda: make_due_entries(at.view.desk, at.client.id, at.key), _("The entries were made.")
                )
