"""One kind of system entry: what can be done with it, what is missing, its calculation and the rows it leads to."""

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, calculation, panels, system_inputs, tables
from dashboard.entry_proposal import ENTRY
from dashboard.language import _, current
from dashboard.panels import State
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.actions.system_entries import refresh_system_entries, switch_system_entry
from lib.closing.entries import EntryRow
from lib.closing.system.proposals import KIND_NAMES
from lib.closing.system.standings import SYSTEM_STATE_NAMES, SystemState
from lib.core.languages import mark, translate
from lib.core.money import sek
from lib.store import entries
from lib.store.system_entries import Standing

CHOSEN: Final = "slag"
SIGNS: Final = {
    SystemState.OFF: State.NOT_RUN,
    SystemState.MISSING: State.DIFFERS,
    SystemState.NOTHING: State.AGREES,
    SystemState.PROPOSED: State.NOT_RUN,
    SystemState.KEPT: State.AGREES,
    SystemState.STALE: State.STALE,
}
ROWS: Final = (
    Column("account", mark("Account"), width=430),
    Column("debit", mark("Debit"), Kind.AMOUNT),
    Column("credit", mark("Credit"), Kind.AMOUNT),
)
ROWS_IN_SIGHT: Final = 8


def show(at: Working, one: Standing, *, closed: bool, first: bool) -> None:
    """The whole of it; `first` says that what is done with it is the screen's next step."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(panels.plain(_(KIND_NAMES[one.kind])), anchor=False, width="content")
        st.markdown(panels.status(SIGNS[one.state], _(SYSTEM_STATE_NAMES[one.state])), width="stretch")
        _deeds(at, one, closed=closed, first=first)
    _stale(one)
    if one.proposal.missing:
        st.caption(_("No entry until what is missing is stated."))
    for lack in one.proposal.missing:
        st.markdown(panels.status(State.DIFFERS, panels.plain(translate(lack.text, current(), **lack.facts))))
    system_inputs.show(at, one, closed=closed)
    st.markdown(f"**{_('Calculation')}**")
    calculation.show(one.proposal.lines, key=f"{at.key}-{one.kind}")
    calculation.rates(at, one.kind)
    if one.proposal.rows:
        _rows(at, one.proposal.rows)
        for problem in one.problems:
            words = panels.plain(translate(problem.text, current(), **problem.facts))
            st.markdown(panels.status(State.DIFFERS, words))


def _stale(one: Standing) -> None:
    """Of a stale entry, what it books and what it would book now."""
    if one.entry is None or one.state is not SystemState.STALE:
        return
    kept, now = (_debit(rows) for rows in (entries.draft_of(one.entry).rows, one.proposal.rows))
    told = _("{entry} books {kept:kr}; by the figures now it would book {now:kr}.",
             entry=entries.label(one.entry), kept=kept, now=now)  # fmt: skip
    st.caption(told)


def _deeds(at: Working, one: Standing, *, closed: bool, first: bool) -> None:
    """Switch on or off, make the entry, or open it."""
    desk, client_id, key = at.view.desk, at.client.id, at.key
    if one.entry is not None:
        label = _("Open {entry}", entry=entries.label(one.entry))
        st.button(label, icon=":material/open_in_full:", on_click=address.put, kwargs={ENTRY: one.entry.id})
    elif one.enabled and one.proposal.rows:
        _button(
            _("Make the closing entry"),
            lambda: refresh_system_entries(desk, client_id, key),
            _("The closing entry was made."),
            closed=closed,
            first=first,
        )
    if one.enabled:
        _button(
            _("Switch off"),
            lambda: switch_system_entry(desk, client_id, key, one.kind, on=False),
            _("{name}: switched off; its entry was deleted.", name=_(KIND_NAMES[one.kind])),
            closed=closed,
        )
    else:
        _on(at, one, closed=closed, first=first)


def _on(at: Working, one: Standing, *, closed: bool, first: bool) -> None:
    """The way from a proposal to an entry: what is switched on becomes one, as soon as nothing is missing."""
    books = bool(one.proposal.rows)
    _button(
        _("Accept as a closing entry") if books else _("Switch on"),
        lambda: switch_system_entry(at.view.desk, at.client.id, at.key, one.kind, on=True),
        _("{name}: switched on.", name=_(KIND_NAMES[one.kind])),
        closed=closed,
        first=first,
    )


def _button(label: str, deed: Callable[[], object], outcome: str, *, closed: bool, first: bool = False) -> None:
    if st.button(label, type="primary" if first else "tertiary", disabled=closed):
        panels.attempt(deed, outcome)


def _rows(at: Working, rows: Sequence[EntryRow]) -> None:
    """The rows that are proposed, which balance."""
    names = calculation.names_of(at)
    shown = [
        (f"{row.account} {names.get(row.account, '')}".strip(), max(row.amount, 0) or None, max(-row.amount, 0) or None)
        for row in rows
    ]
    schema = {"account": pl.String, "debit": pl.Int64, "credit": pl.Int64}
    st.markdown(f"**{_('Proposed rows')}** &ensp; {sek(_debit(rows))}")
    tables.grid(
        pl.DataFrame(shown, schema=schema, orient="row"),
        ROWS,
        key=f"proposed-{at.key}",
        alt=_("Proposed rows"),
        in_sight=ROWS_IN_SIGHT,
    )


def _debit(rows: Sequence[EntryRow]) -> int:
    return sum(max(row.amount, 0) for row in rows)
