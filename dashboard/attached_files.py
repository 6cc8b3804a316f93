"""Files of an appendix or an entry: attached, listed with who brought them, downloaded by our own way, removed."""

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

import streamlit as st

from dashboard import data, panels
from dashboard.attachment_routes import path_of
from dashboard.language import _, when
from dashboard.working import Working
from lib.actions.entry_files import attach_entry_file
from lib.actions.reconciliation import attach_file, remove_file
from lib.closing.files import FILES_AT_MOST, LIMIT_BYTES
from lib.closing.states import State
from lib.core.money import MEBIBYTE, megabytes
from lib.store import attachments
from lib.store.closing_tables import Attachment, SubAppendix
from lib.store.entry_tables import ClosingEntry
from lib.store.words import FileOwner

ENDINGS: Final = ("pdf", "docx", "doc", "xlsx", "xls", "png", "jpg", "jpeg", "gif", "webp", "tif", "tiff")
"""What the browser lets be chosen; what a file is shows when it is read."""
ROUND: Final = "attach-round"


def show(at: Working, row: SubAppendix | ClosingEntry) -> None:
    """The files, and the field for more where the person may and there is room."""
    open_ = at.state is not State.LOCKED and getattr(row, "deleted_at", None) is None
    may_attach = open_ and at.view.may("attachment.add")
    listed = st.container()
    if may_attach and len(_of(at, row)) < FILES_AT_MOST:
        _attach(at, row)
    files = _of(at, row)
    with listed:
        st.markdown(f"**{_('Files')}** ({len(files)}/{FILES_AT_MOST})")
        for file in files:
            _one(at, file, removable=open_ and at.view.may("attachment.remove"))
        if not files and not may_attach:
            st.caption(_("No files."))


def _of(at: Working, row: SubAppendix | ClosingEntry) -> list[Attachment]:
    with data.house().store.reading() as session:
        return attachments.of_owner(session, at.client.id, _owner(row), row.id)


def _owner(row: SubAppendix | ClosingEntry) -> FileOwner:
    return FileOwner.APPENDIX if isinstance(row, SubAppendix) else FileOwner.CLOSING_ENTRY


def _one(at: Working, file: Attachment, *, removable: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="xsmall"):
        with st.container(gap=None, width="stretch"):
            if at.view.may("attachment.view"):
                # a link of its own, for those that Streamlit makes lead to another tab
                way, name = escape(path_of(at.client.id, file.id)), escape(file.name)
                st.html(f'<a href="{way}" download style="color:inherit">{name}</a>')
            else:
                st.markdown(panels.plain(file.name))
            who = panels.plain(file.user_name or "Brygga")
            st.caption(_("{size}; {who}, {time}", size=megabytes(file.size), who=who, time=when(file.at)))
            if file.protected:
                st.caption(_("A password is needed to open it: it cannot be printed with the others."))
        if removable and st.button(
            _("Remove"), key=f"remove-file-{file.id}", type="tertiary", help=_("Remove the file")
        ):
            panels.attempt(lambda: remove_file(at.view.desk, at.client.id, file.id), _("The file was removed."))


def _attach(at: Working, row: SubAppendix | ClosingEntry) -> None:
    chosen = st.file_uploader(
        _("Attach files"),
        type=list(ENDINGS),
        accept_multiple_files=True,
        max_upload_size=LIMIT_BYTES // MEBIBYTE,
        key=f"attach-{row.id}-{st.session_state.get(ROUND, 0)}",
        help=_("PDF, Word, Excel or images; at most 12 files of 10 MB each."),
    )
    if chosen and st.button(_("Attach {files:count|file|files}", files=len(chosen)), icon=":material/attach_file:"):
        _take(at, row, [(file.name, file.getvalue()) for file in chosen])


def _take(at: Working, row: SubAppendix | ClosingEntry, files: Sequence[tuple[str, bytes]]) -> None:
    """Attach each; what cannot be is said, the others are there."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    desk, client_id = at.view.desk, at.client.id
    attach = attach_file if _owner(row) is FileOwner.APPENDIX else attach_entry_file
    taken = [panels.done(partial(attach, desk, client_id, row.id, *file)) for file in files]
    if all(taken):
        panels.say(_("{files:count|file was|files were} attached.", files=len(taken)))
        st.rerun()
