"""Tables out to Excel and to paper: buttons that make the file when they are pressed, and not before.

A paper is set in type by a process of its own (`lib.reports.press`): the screens stay quick, and its memory goes back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import streamlit as st

from dashboard import data, period_choice, reader
from dashboard.context import View
from dashboard.language import _, current, told_in, zone
from dashboard.words import word
from lib.core.languages import Language, mark
from lib.core.money import count
from lib.reports import press
from lib.reports.masked import about_without_persons, paper_without_persons, sheet_without_persons
from lib.reports.papers import Paper, Part, of_one
from lib.reports.press import pdf
from lib.reports.provenance import DEBIT_IS_POSITIVE, OWED_IS_POSITIVE, Provenance
from lib.reports.sheets import Sheet
from lib.reports.workbook import workbook
from lib.store import imports
from lib.store.tables import Import

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"
ROWS_AT_MOST: Final = 100_000
"""More rows take so long to write that nobody should wait for them at a button."""
AT_MOST: Final = mark("At most {rows} rows: choose a shorter period.")
AT_MOST_PRINTED: Final = mark("At most {rows} rows on paper: choose a shorter period, or take the Excel file.")

Sheets = Callable[[Language], Sequence[Sheet]]
Parts = Callable[[Language], Sequence[Part]]
Papers = Callable[[Provenance, Language], Paper]


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook to be made when it is asked for, outside the script: everything it needs is here."""

    sheets: Sheets
    about: Provenance
    language: Language
    masked: bool
    """Whether personal numbers are hidden, as they are on the screen of who takes it out."""

    def __call__(self) -> bytes:
        """Make the workbook."""
        with told_in(self.language):
            sheets = self.sheets(self.language)
            about = made_now(self.about)
            if self.masked:
                sheets, about = [sheet_without_persons(sheet) for sheet in sheets], about_without_persons(about)
            return workbook(sheets, about, self.language)


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper to be set in type when it is asked for; what it reads meanwhile is told in its language."""

    paper: Papers
    about: Provenance
    language: Language
    masked: bool

    def __call__(self) -> bytes:
        """Set it."""
        with told_in(self.language):
            paper = self.paper(made_now(self.about), self.language)
            return pdf(paper_without_persons(paper) if self.masked else paper, self.language)


def made_now(about: Provenance) -> Provenance:
    """Made at this moment, and not when the button was drawn."""
    return replace(about, made_at=datetime.now(about.made_at.tzinfo))


@contextmanager
def beside() -> Iterator[None]:
    """One row, in which the buttons stand at the right of what is written before them."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        yield


@contextmanager
def together() -> Iterator[None]:
    """One row of buttons."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        yield


def button(  # noqa: PLR0913 - the last two by name
    view: View,
    title: str,
    rows: int,
    sheets: Sheets,
    filters: Mapping[str, str] | None = None,
    *,
    owed: bool = False,
    after: Parts | None = None,
) -> None:
    """The buttons for one table, as Excel and as PDF; `filters` are the headings and values of what narrows it.

    `owed` says that it is of what is owed on a day, which title and filters then name, and not of periods.
    `after` gives what follows the tables on paper alone: remarks, lines to sign.
    """
    if not view.may("books.export"):
        return
    told, language = about(view, _chosen(filters), owed=owed), current()

    def paper(made: Provenance, language: Language) -> Paper:
        return of_one(title, [*sheets(language), *(after(language) if after else [])], made)

    name = _file_name(view, title, owed=owed)
    with st.container(horizontal=True, vertical_alignment="center", width="content", gap="small"):
        _excel(Export(sheets, told, language, reader.hides_persons()), name, rows)
        _pdf(_("PDF"), Printed(paper, told, language, reader.hides_persons()), name, rows)


def paper_button(view: View, label: str, title: str, paper: Papers, filters: Mapping[str, str] | None = None) -> None:
    """The button for a paper that is no single table; it is gathered when it is asked for."""
    if view.may("books.export"):
        made = Printed(paper, about(view, _chosen(filters)), current(), reader.hides_persons())
        _pdf(label, made, _file_name(view, title), 0)


def _chosen(filters: Mapping[str, str] | None) -> dict[str, str]:
    return {heading: value for heading, value in (filters or {}).items() if value}


def _file_name(view: View, title: str, *, owed: bool = False) -> str:
    name = " ".join([title, view.client.name, *([] if owed else [str(view.span)])])
    return reader.shown(name).replace("/", "-").replace("–", "-")


def _excel(made: Export, name: str, rows: int) -> None:
    st.download_button(
        _("Download Excel"),
        data=made,
        file_name=f"{name}.xlsx",
        mime=EXCEL,
        icon=":material/table_view:",
        on_click="ignore",
        disabled=rows > ROWS_AT_MOST,
        help=_(AT_MOST, rows=count(ROWS_AT_MOST)) if rows > ROWS_AT_MOST else None,
    )


def _pdf(label: str, made: Printed, name: str, rows: int) -> None:
    st.download_button(
        label,
        data=made,
        file_name=f"{name}.pdf",
        mime=PDF,
        icon=":material/print:",
        on_click="ignore",
        disabled=rows > press.ROWS_AT_MOST,
        help=_(AT_MOST_PRINTED, rows=count(press.ROWS_AT_MOST)) if rows > press.ROWS_AT_MOST else None,
    )


def about(view: View, filters: Mapping[str, str], *, owed: bool = False) -> Provenance:
    """Where the table comes from, as its last sheet says it."""
    year = view.shown_year
    source = _source(view)
    here = zone()
    return Provenance(
        company=view.client.name,
        org_number=view.client.org_number,
        year=year,
        period="" if owed else period_choice.label(period_choice.code(view.first, view.last, year), year),
        source=_named(source) if source else "",
        imported_at=source.created_at.astimezone(here) if source else None,
        made_at=datetime.now(here),
        made_by=view.desk.person.name,
        filters=filters,
        signs=OWED_IS_POSITIVE if owed else DEBIT_IS_POSITIVE,
        fingerprint=view.shown_snapshot.fingerprint,
    )


def _named(source: Import) -> str:
    """The source and its file; an import that is no file is called after its source already."""
    name = word(source.source)
    return source.file_name if source.file_name.startswith(name) else f"{name}, {source.file_name}"


def _source(view: View) -> Import | None:
    import_id = view.books.imports.get(view.shown_year)
    if import_id is None:
        return None
    with data.house().store.reading() as session:
        return imports.get(session, import_id)
