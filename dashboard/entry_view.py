"""One closing entry: its rows, its name and date, its files, and what can be done with it."""

import streamlit as st

from dashboard import (
    account_standing,
    address,
    attached_files,
    calculation,
    data,
    entry_list,
    entry_proposal,
    entry_rows,
    entry_templates_view,
    panels,
    reader,
)
from dashboard.entry_proposal import ACCOUNT, CAUSE, ENTRY, NEW
from dashboard.entry_rows import Typed
from dashboard.language import _, current, when
from dashboard.working import Working
from lib.actions.corrections import correct_entry, move_to_year_end
from lib.actions.entries import delete_entry, keep_entry_here, restore_entry, save_entry
from lib.closing.entries import Draft, Family, Transfer, days_of
from lib.closing.entry_books import problems_in
from lib.closing.offsets import Proposal
from lib.core.errors import NotFound
from lib.core.languages import translate
from lib.store import entries, system_entries
from lib.store.corrections import OUT
from lib.store.entry_tables import ClosingEntry

NAME_AT_MOST = 120


def show(at: Working) -> None:
    """The entry that the address names, or a new one."""
    address.back(_("Closing entries"), ENTRY, ACCOUNT, CAUSE)
    new = address.read(ENTRY) == NEW
    row = None if new else _named(at)
    if row is None and not new:
        panels.empty(_("There is no such entry in this period."), _("It may have been moved to another."))
        return
    proposal = _proposal(at) if new else None
    title = f"{entries.label(row)} {row.name}" if row else _("New closing entry")
    st.subheader(panels.plain(title), anchor=False)
    if row:
        said = _("Saved by {who}, {time}.", who=panels.plain(row.user_name or "Brygga"), time=when(row.at))
        st.caption(f"{panels.status(*entry_list.status(row))} &nbsp; {said}")
    elif proposal:
        entry_proposal.why(proposal)
    reason = _why_closed(at, row)
    if reason:
        st.caption(reason)
    _editor(at, row, proposal, closed=bool(reason))


def _named(at: Working) -> ClosingEntry | None:
    number = address.row_id(address.read(ENTRY))
    if number is None:
        return None
    try:
        with data.house().store.reading() as session:
            row = entries.get(session, at.client.id, number)
    except NotFound:
        return None
    return row if row.period == at.key else None


def _proposal(at: Working) -> Proposal | None:
    """What a new entry begins with, where it comes from a difference."""
    account = address.read(ACCOUNT)
    found = account_standing.of(at, account) if account else None
    if found is None:
        return None
    proposed = entry_proposal.proposals(found)
    place = address.row_id(address.read(CAUSE)) or 0
    return proposed[place] if place < len(proposed) else None


def _why_closed(at: Working, row: ClosingEntry | None) -> str:
    """Why the entry cannot be changed; blank where it can."""
    if reason := entry_list.why_not(at):
        return reason
    if row is None:
        return ""
    if row.deleted_at is not None:
        return _("The entry is deleted; bring it back to change it.")
    if row.transfer not in entries.OURS:
        return _("The entry has gone out and is left as it is; a correction makes new entries.")
    if row.family is Family.SYSTEM:
        return _("The program works this entry out; it is changed among the system entries, not by hand.")
    return ""


def _editor(at: Working, row: ClosingEntry | None, proposal: Proposal | None, *, closed: bool) -> None:
    saved = entries.draft_of(row).rows if row else proposal.rows if proposal else ()
    trace = _trace(at, row)
    first, last = days_of(at.period)
    usual = row.name if row else proposal.name("sv") if proposal else ""
    shown = reader.shown(usual) if closed else usual
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(_("Name"), shown, key=f"name-{trace}", max_chars=NAME_AT_MOST, disabled=closed)
        day = st.date_input(
            _("Date"),
            min(max(row.day, first), last) if row else last,
            min_value=first,
            max_value=last,
            key=f"day-{trace}",
            disabled=closed,
            width=150,
            format="YYYY-MM-DD",
        )
    typed = entry_rows.edit(trace, saved, closed=closed)
    entry_rows.sums(typed.rows)
    draft = Draft(name or "", day, typed.rows)
    if not closed:
        _save(at, row, draft, typed)
    with st.container(horizontal=True, vertical_alignment="center"):
        if row:
            _deeds(at, row)
        if not closed:
            entry_templates_view.keep(at, name or "", typed, trace)
    if row and row.calculation:
        st.markdown(f"**{_('Calculation')}**")
        calculation.show(system_entries.lines_of(row), key=str(row.id))
    if row:
        attached_files.show(at, row)
    else:
        st.caption(_("Files are attached once the entry is saved."))


def _trace(at: Working, row: ClosingEntry | None) -> str:
    """What names the widgets: those of another entry, or of this one saved anew, are others."""
    new = f"{NEW}-{address.read(ACCOUNT)}-{address.read(CAUSE)}"
    return f"{at.client.id}-{at.key}-" + (f"{row.id}-{row.at.isoformat()}" if row else new)


def _save(at: Working, row: ClosingEntry | None, draft: Draft, typed: Typed) -> None:
    """The two ways to save: as ready, once nothing is wrong with it, and as a draft."""
    wrong = problems_in(at.books, draft, at.period)
    said = [translate(one.text, current(), **one.facts) for one in wrong]
    kept: list[int] = []
    with st.container(horizontal=True, vertical_alignment="center"):
        missing = [*typed.problems, *said]
        ready = st.button(
            _("Save as ready"),
            type="primary",
            disabled=bool(missing),
            help=" ".join(missing).replace("\\", "") or None,
            key=f"ready-{_trace(at, row)}",
        )
        half = st.button(_("Save as a draft"), disabled=bool(typed.problems), key=f"draft-{_trace(at, row)}")
        if said and typed.rows:
            st.caption(panels.plain(" ".join(said)))
    if (ready or half) and panels.done(
        lambda: kept.append(
            save_entry(
                at.view.desk,
                at.client.id,
                at.key,
                draft,
                ready=ready,
                entry_id=row.id if row else None,
                source_account="" if row else address.read(ACCOUNT),
            )
        )
    ):
        entry_rows.forget(_trace(at, row))
        panels.say(_("The entry was saved."))
        address.put(**{ENTRY: kept[0], ACCOUNT: None, CAUSE: None})
        st.rerun()


def _deeds(at: Working, row: ClosingEntry) -> None:
    """What can be done with an entry as it stands."""
    desk, client_id = at.view.desk, at.client.id
    if entry_list.why_not(at):
        return
    if row.deleted_at is not None:
        if st.button(_("Bring back")):
            panels.attempt(lambda: restore_entry(desk, client_id, row.id), _("The entry was brought back."))
    elif row.transfer in OUT:
        _correct(at, row)
    elif row.transfer in entries.OURS and row.family is Family.MANUAL:
        _where(at, row)
        if st.button(_("Delete"), type="tertiary", icon=":material/delete:"):
            outcome = _("The entry was deleted; it can be brought back.")
            panels.attempt(lambda: delete_entry(desk, client_id, row.id), outcome)


def _correct(at: Working, row: ClosingEntry) -> None:
    made: list[int] = []
    told = _("Makes an entry that takes this one back, and a draft to be made right.")
    if st.button(_("Correct"), help=told) and panels.done(
        lambda: made.extend(correct_entry(at.view.desk, at.client.id, row.id, at.key))
    ):
        panels.say(_("The correction was made: change this draft so that it is right."))
        address.put(**{ENTRY: made[1]})
        st.rerun()


def _where(at: Working, row: ClosingEntry) -> None:
    """Whether an entry of the year-end is transferred; the way there for one of a month."""
    desk, client_id = at.view.desk, at.client.id
    if at.period.year_end:
        here = row.transfer is Transfer.NOT_APPLICABLE
        label = _("Transfer after all") if here else _("Keep here only")
        if st.button(label, type="tertiary", help=_("An entry that is kept here changes the closing's figures alone.")):
            panels.attempt(lambda: keep_entry_here(desk, client_id, row.id, here=not here), _("The entry was saved."))
    elif st.button(_("Move to the year-end"), type="tertiary"):
        panels.attempt(lambda: move_to_year_end(desk, client_id, row.id), _("The entry was moved to the year-end."))
