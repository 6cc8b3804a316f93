"""The system entries of a year-end: each kind that the legal form has, how it stands, and one of them whole."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, navigation, panels, system_view, tables, working
from dashboard.language import _
from dashboard.system_view import CHOSEN, SIGNS
from dashboard.tables import Column, Kind
from dashboard.words import word
from dashboard.working import Working
from lib.actions.system_entries import refresh_system_entries, system_standings
from lib.closing.entries import Family
from lib.closing.states import STATE_NAMES, State
from lib.closing.system.proposals import KIND_NAMES
from lib.closing.system.registry import rules_of
from lib.closing.system.standings import SYSTEM_STATE_NAMES, SystemState
from lib.core.languages import mark
from lib.store import entries
from lib.store.entry_tables import ClosingEntry
from lib.store.system_entries import Standing
from lib.store.tables import LegalForm

PART: Final = "system"
"""How the page of closing entries is asked for them."""
COLUMNS: Final = (
    Column("name", mark("System entry"), width=330),
    Column("status", mark("Status"), width=268),
    Column("total", mark("To book"), Kind.AMOUNT),
    Column("entry", mark("Entry"), width=130),
)
WAITING: Final = (SystemState.STALE, SystemState.MISSING, SystemState.PROPOSED)
"""What somebody has something to do about, the most urgent first."""


def show(at: Working) -> None:
    """Why there are none, or the list and the chosen one."""
    if not _has_any(at):
        return
    found = system_standings(at.view.desk, at.client.id, at.key)
    reason = why_not(at)
    if reason:
        st.caption(reason)
    _stale(at, found, closed=bool(reason))
    chosen = next((one for one in found if one.kind == address.read(CHOSEN)), None) or _first(found)
    clicked = tables.grid(
        pl.DataFrame([_row(one) for one in found], schema_overrides={"total": pl.Int64}),
        COLUMNS,
        key=f"system-{at.client.id}-{at.key}-{chosen.kind}",
        alt=_("System entries"),
        opens=True,
        bold=None,
    )
    st.caption(
        _(
            "Worked out in this order: each counts those above that are switched on. Click one to see its calculation. "
            "Only what is not booked yet is proposed."
        )
    )
    if clicked is not None and found[clicked].kind is not chosen.kind:
        address.put(**{CHOSEN: found[clicked].kind.value})
        st.rerun()
    settled = all(one.state is not SystemState.STALE for one in found)
    system_view.show(at, chosen, closed=bool(reason), first=settled)


def why_not(at: Working) -> str:
    """Why system entries cannot be changed here; blank where they can."""
    if not at.view.may("system-entry.change"):
        return _("Accountants switch system entries on and off; your role may look.")
    if at.state is State.ACTIVE:
        return ""
    return _("System entries are made in an active year-end; this one is {state:text}.", state=_(STATE_NAMES[at.state]))


def stale(at: Working, shown: Sequence[ClosingEntry]) -> set[int]:
    """The ids of those entries that were worked out of other figures than there are now."""
    if not any(row.family is Family.SYSTEM for row in shown):
        return set()
    found = system_standings(at.view.desk, at.client.id, at.key)
    return {one.entry.id for one in found if one.entry and one.state is SystemState.STALE}


def _has_any(at: Working) -> bool:
    """Whether the period and the legal form have system entries; what stands in the way is said, with the way on."""
    form = at.client.legal_form
    if not form:
        panels.empty(
            _("The client's legal form is not stated, and system entries go by it."),
            _("State it among the client's details."),
        )
        navigation.link("client_details")
    elif not rules_of(form):
        panels.empty(
            _("Brygga works out no system entries for this legal form: {form}.", form=word(LegalForm(form))),
            _("Make the entries by hand among the closing entries."),
        )
    elif not at.period.year_end:
        panels.empty(_("System entries belong to the year-end: they are worked out of a whole year."))
        last = working.of_year(at.at.board, at.period.year)[-1]
        st.button(
            _("Go to {period}", period=last.name),
            icon=":material/arrow_forward:",
            on_click=address.put,
            kwargs={"period": working.code(last)},
        )
    else:
        return True
    return False


def _stale(at: Working, found: Sequence[Standing], *, closed: bool) -> None:
    """How many are of other figures than there are now, and the button that works them out anew."""
    number = sum(one.state is SystemState.STALE for one in found)
    if not number:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        said = _("{entries:count|system entry is|system entries are} stale: the figures have changed.", entries=number)
        st.markdown(panels.status(panels.State.STALE, said), width="content")
        if st.button(_("Recompute"), type="primary", icon=":material/refresh:", disabled=closed):
            panels.attempt(
                lambda: refresh_system_entries(at.view.desk, at.client.id, at.key),
                _("The system entries were worked out anew."),
            )


def _first(found: Sequence[Standing]) -> Standing:
    """The one to show where none is chosen: the first that waits for somebody."""
    waiting = [one for state in WAITING for one in found if one.state is state]
    return (waiting or list(found))[0]


def _row(one: Standing) -> Mapping[str, object]:
    total = sum(max(row.amount, 0) for row in one.proposal.rows)
    label = entries.label(one.entry) if one.entry else ""
    draft = _("draft") if one.entry and not one.entry.ready else ""
    return {
        "name": _(KIND_NAMES[one.kind]),
        **panels.cell("status", SIGNS[one.state], _(SYSTEM_STATE_NAMES[one.state])),
        "total": total or None,
        "entry": ", ".join(part for part in (label, draft) if part),
    }
