"""One appendix that people make: what it is about, its rows, its files; opened from an account of its."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import address, appendix_lines, attached_files, data, panels, reader
from dashboard.account_standing import AccountView
from dashboard.appendix_lines import Typed
from dashboard.language import _, when
from dashboard.working import Working
from lib.actions.reconciliation import delete_sub_appendix, save_appendix
from lib.closing.copying import COPYING_NAMES, Copying
from lib.closing.states import State
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import sub_appendices
from lib.store.closing_tables import SubAppendix
from lib.store.sub_appendices import Line

APPENDIX, NEW = "ub", "ny"
ROWS_CLOSED: Final = {
    State.NOT_STARTED: mark("The period is not started: files can be put in place now, rows once it is active."),
    State.PAUSED: mark("The period is paused: files can be put in place now, rows once it is active."),
}
"""Why no rows can be typed in a period that may be prepared."""
NAME_AT_MOST: Final = 120
OPEN: Final = "appendix-open"


def why_not(at: Working) -> str:
    """Why appendices cannot be made or changed here; blank where they can."""
    if not at.view.may("appendix.change"):
        return _("Accountants make and change appendices; your role may look.")
    return _("The period is locked: its appendices stand as they stood then.") if at.state is State.LOCKED else ""


def show(found: AccountView) -> None:
    """The appendix that the address names, or a new one."""
    at = found.at
    _back(found)
    new = address.read(APPENDIX) == NEW
    row = None if new else _named(at)
    if row is None and not new:
        panels.empty(
            _("There is no such appendix in this period."), _("It may have been deleted, or stand in another.")
        )
        return
    st.subheader(panels.plain(row.name) if row else _("New appendix"), anchor=False)
    if row:
        _signature(at, row)
    reason = why_not(at)
    if reason or _rows_closed(at):
        st.caption(reason or _rows_closed(at))
    lines, about = st.columns([3, 2], gap="medium")
    with lines:
        typed = appendix_lines.edit(_trace(found, row), row.lines if row else [], closed=bool(_rows_closed(at)))
        appendix_lines.sums(found, row, typed)
    with about:
        _about(found, row, typed, closed=bool(reason))
        if row:
            attached_files.show(at, row)
            _delete(found, row, closed=bool(reason))
        else:
            st.caption(_("Files are attached once the appendix is saved."))


def _named(at: Working) -> SubAppendix | None:
    number = address.row_id(address.read(APPENDIX))
    if number is None:
        return None
    try:
        with data.house().store.reading() as session:
            row = sub_appendices.get(session, at.client.id, number)
    except NotFound:
        return None
    return row if row.period == at.key else None


def _rows_closed(at: Working) -> str:
    """Why no rows can be typed; blank where they can."""
    return why_not(at) or (_(ROWS_CLOSED[at.state]) if at.state in ROWS_CLOSED else "")


def _trace(found: AccountView, row: SubAppendix | None) -> str:
    """What names the widgets: those of another appendix, or of this one saved anew, are others."""
    own = f"{row.id}-{row.at.isoformat()}" if row else f"{NEW}-{found.number}"
    return f"{found.at.client.id}-{found.at.key}-{own}"


def _signature(at: Working, row: SubAppendix) -> None:
    """Who saved it and when; that a colleague did while it was open here is said, for what was typed is gone then."""
    who, time = panels.plain(row.user_name or "Brygga"), when(row.at)
    said = _("Saved by {who}, {time}.", who=who, time=time)
    st.caption(f"{said} {_('Carried over from the period before.')}" if row.source_id else said)
    key, saved = f"{OPEN}-{row.id}", row.at.isoformat()
    known = st.session_state.get(key, saved)
    st.session_state[key] = saved
    if known != saved and row.user_id != at.view.desk.person.user_id:
        st.warning(
            _("Look through it again: what you had typed and not saved is gone."),
            title=_("{who} saved the appendix while you had it open.", who=who),
            icon=":material/group:",
        )


def _about(found: AccountView, row: SubAppendix | None, typed: Typed, *, closed: bool) -> None:
    """Name, accounts, what becomes of it in the next period, and the button that saves all of it."""
    trace = _trace(found, row)
    usual = row.name if row else _("Specification {account}", account=found.number)
    shown = reader.shown(usual) if closed else usual
    name = st.text_input(_("Name"), shown, key=f"name-{trace}", max_chars=NAME_AT_MOST, disabled=closed)
    accounts = st.multiselect(
        _("Accounts"),
        sorted({*found.names, *(row.accounts if row else [found.number])}),
        row.accounts if row else [found.number],
        format_func=lambda number: reader.shown(f"{number} {found.names.get(number, '')}".strip()),
        key=f"accounts-{trace}",
        placeholder=_("Choose accounts"),
        wrap=True,
        disabled=closed,
        help=_("One for several accounts is shown with each of them and counted with none."),
    )
    ways: list[Copying] = list(Copying)
    copying: Copying = st.selectbox(
        _("Copied to the next period"),
        ways,
        ways.index(row.copying if row else Copying.WITH_DATA),
        format_func=lambda option: _(COPYING_NAMES[option]),
        key=f"copying-{trace}",
        disabled=closed,
        help=_("The year-end takes over every appendix with rows, whatever is chosen here."),
    )
    ready = not closed and not typed.problems
    if st.button(_("Save the appendix"), type="primary", disabled=not ready, key=f"save-{trace}"):
        _save(found, row, typed, (name or "", accounts, copying))


def _save(found: AccountView, row: SubAppendix | None, typed: Typed, told: tuple[str, Sequence[str], Copying]) -> None:
    at, (name, accounts, copying) = found.at, told
    kept: Sequence[Line] = [(line["text"], line["amount"]) for line in row.lines] if row else []
    saved: list[int] = []
    if panels.done(
        lambda: saved.append(
            save_appendix(
                at.view.desk,
                at.client.id,
                at.key,
                name=name,
                accounts=accounts,
                lines=kept if _rows_closed(at) else typed.lines,
                copying=copying,
                appendix_id=row.id if row else None,
            )
        )
    ):
        appendix_lines.forget(_trace(found, row))
        panels.say(_("The appendix was saved."))
        address.put(**{APPENDIX: saved[0]})
        st.rerun()


def _delete(found: AccountView, row: SubAppendix, *, closed: bool) -> None:
    """The question before it is deleted, and the deed."""
    if closed:
        return
    with st.popover(_("Delete the appendix"), icon=":material/delete:", type="tertiary"):
        st.markdown(_("The appendix and its files are deleted from this period. It cannot be undone."))
        if st.button(_("Delete"), key=f"delete-{row.id}") and panels.done(
            lambda: delete_sub_appendix(found.at.view.desk, found.at.client.id, found.at.key, row.id)
        ):
            panels.say(_("The appendix was deleted."))
            address.put(**{APPENDIX: None})
            st.rerun()


def _back(found: AccountView) -> None:
    address.back(panels.plain(_("Account {account}", account=found.title)), APPENDIX)
