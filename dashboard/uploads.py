"""Files on their way in: chosen, taken in by the action, and what became of each."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import context, navigation, panels
from dashboard.context import View
from dashboard.forms import financial_year
from dashboard.language import _
from lib.actions.desk import Desk
from lib.actions.imports import Upload, upload
from lib.sie import LIMIT_BYTES
from lib.store.tables import Source

ROUND: Final = "upload-round"
KINDS: Final = {Source.SPREADSHEET: ["xlsx", "xls", "csv", "txt"]}
"""SIE files carry any ending, so that none is asked for; what a file is shows when it is read."""


def take_in(desk: Desk, view: View | None) -> None:
    """Choose files and import them: a client's own, or, without a view, each to the client it names."""
    source = view.client.source if view and view.client.source else Source.SIE4
    year = None
    if view and source is Source.SPREADSHEET:
        year = financial_year(list(view.books.years), context.today(), key="sheet")
    chosen = st.file_uploader(
        _("Files"),
        type=KINDS.get(source),
        accept_multiple_files=True,
        key=f"files-{st.session_state.get(ROUND, 0)}",
        label_visibility="collapsed",
    )
    st.caption(_("Several files may be chosen at once; at most {limit:MB} each.", limit=LIMIT_BYTES))
    ready = bool(chosen) and (year is not None or source is not Source.SPREADSHEET)
    if st.button(_("Import files"), type="primary", disabled=not ready, key="take-in"):
        options = year.as_json() if year else {}
        files = [(file.name, file.getvalue()) for file in chosen]
        taken: list[Upload] = []
        client_id = view.client.id if view else None
        if panels.done(lambda: taken.extend(upload(desk, files, client_id=client_id, source=source, options=options))):
            _received(taken, view)


def _received(taken: Sequence[Upload], view: View | None) -> None:
    """Lead to the import when there is one; else say what became of each file."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    if view and len(taken) == 1 and taken[0].import_id:
        navigation.go("import_data", imp=taken[0].import_id)
    for one in taken:
        if one.refusal:
            sentence, remedy = panels.in_words(one.refusal)
            st.error(remedy, title=sentence)
        elif one.client:
            file, client = panels.plain(one.file_name), panels.plain(one.client.name)
            st.success(_("{file} is being imported for {client}.", file=file, client=client))
            navigation.link("import_data", client, klient=one.client.id, ar=None, period=None, imp=one.import_id)
