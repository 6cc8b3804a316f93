"""Closing entries as an SI file, and the whole year as SIE 4E: made here, and read in by the bookkeeping program."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import streamlit as st

from dashboard import data, export_fates, export_waiting, panels
from dashboard.context import View
from dashboard.language import _, when
from lib.actions import si_files
from lib.actions.desk import Desk
from lib.closing.file_entries import Company
from lib.closing.si_files import SUFFIX, file_name
from lib.closing.year_files import SUFFIX as YEAR_SUFFIX
from lib.store import entries, imports, si_exports
from lib.store.si_exports import Batch
from lib.store.tables import Source

SIE: Final = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class SiFile:
    """A file that was made once, made again when it is downloaded."""

    desk: Desk
    client_id: int
    year_start: date
    at: datetime

    def __call__(self) -> bytes:
        """Its bytes."""
        return si_files.si_file_again(self.desk, self.client_id, self.year_start, self.at).content


@dataclass(frozen=True, slots=True)
class YearFile:
    """A whole year, written when it is downloaded."""

    desk: Desk
    client_id: int
    year_start: date
    with_entries: bool

    def __call__(self) -> bytes:
        """Its bytes."""
        made = si_files.take_year_file(self.desk, self.client_id, self.year_start, with_entries=self.with_entries)
        return made.content


def show_si(view: View) -> None:
    """The entries that wait, the button that makes them a file, and the files that were made."""
    with data.house().store.reading() as session:
        waiting = entries.transferable(session, view.client.id, view.shown_year.start)
        files = si_exports.batches(session, view.client.id, view.shown_year.start)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(_("To be written"), anchor=False, width="content")
        if view.may(si_files.EXPORT) and st.button(
            _("Export closing entries as SI file"),
            type="primary",
            disabled=not waiting,
            help=None if waiting else _(si_files.NothingForFile.text),
        ):
            _make(view)
    if not view.may(si_files.EXPORT):
        st.caption(_("Your role may look at exports, but not export."))
    if waiting:
        lines = [(entries.label(row), entries.draft_of(row), False) for row in waiting]
        export_waiting.table(lines, key=f"si-{view.client.id}-{view.shown_year.start}")
        st.caption(_("They count as transferred once the file is made. Each is known again by a marker in its text."))
    else:
        panels.empty(_(si_files.NothingForFile.text), _(si_files.NothingForFile.next_step))
    if view.client.source is not Source.FORTNOX:
        export_fates.show(view)  # what was on its way to Fortnox when the source was changed is in no file
    if files:
        st.subheader(_("SI files"), anchor=False)
    for one in files:
        _file(view, one)


def show_year(view: View) -> None:
    """The whole year as a file, with or without the entries that stand beside it."""
    st.subheader(_("Financial year {year}", year=view.shown_year.label), anchor=False)
    if _typed(view):
        panels.empty(_(si_files.EnteredByHand.text, year=view.shown_year.label), _(si_files.EnteredByHand.next_step))
        return
    if not view.may(si_files.YEAR_FILE):
        panels.empty(
            _("Support takes out no whole year as a file: personal numbers in it are not hidden."),
            _("Ask the accountant for the file."),
        )
        return
    st.caption(_("Written as SIE 4E from the books in use. It transfers nothing."))
    beside = st.checkbox(_("Book the ready closing entries in it too"), key="year-with-entries")
    st.download_button(
        _("Download SIE 4E"),
        data=YearFile(view.desk, view.client.id, view.shown_year.start, beside),
        file_name=_name(view, YEAR_SUFFIX),
        mime=SIE,
        icon=":material/download:",
        type="primary",
        on_click="ignore",
    )


def _make(view: View) -> None:
    panels.attempt(
        lambda: si_files.take_si_file(view.desk, view.client.id, view.shown_year.start),
        _("The SI file is made: download it and read it in in the bookkeeping program."),
    )


def _file(view: View, one: Batch) -> None:
    """A file that was made: who took it, what is in it, and what may be done with it."""
    key = f"{one.at:%Y%m%d%H%M%S%f}"
    about = _(
        "{moment} by {name} · {entries:count|entry|entries}",
        moment=when(one.at),
        name=one.name,
        entries=len(one.entries),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(panels.plain(about), width="stretch")
        if not view.may(si_files.EXPORT):
            return
        st.download_button(
            _("Download"),
            data=SiFile(view.desk, view.client.id, view.shown_year.start, one.at),
            file_name=_name(view, SUFFIX),
            mime=SIE,
            icon=":material/download:",
            on_click="ignore",
            key=f"si-again-{key}",
        )
        if st.button(
            _("It was not read in"),
            type="tertiary",
            key=f"si-back-{key}",
            help=_("The entries are then not transferred any more, and can be exported anew."),
        ):
            panels.attempt(
                lambda: si_files.take_back_si_file(view.desk, view.client.id, view.shown_year.start, one.at),
                _("The entries of the file are not transferred any more."),
            )


def _name(view: View, suffix: str) -> str:
    return file_name(Company(view.client.name, view.client.org_number), view.shown_year, suffix)


def _typed(view: View) -> bool:
    """Whether somebody typed the balances of the year."""
    with data.house().store.reading() as session:
        return imports.get(session, view.books.imports[view.shown_year]).source is Source.MANUAL
