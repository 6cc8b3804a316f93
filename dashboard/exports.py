"""Tables out to Excel: a button that makes the workbook when it is pressed, and not before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import streamlit as st

from dashboard import data, period_choice
from dashboard.context import View
from dashboard.language import _, current, zone
from dashboard.words import word
from lib.core.languages import Language
from lib.core.money import count
from lib.reports.provenance import DEBIT_IS_POSITIVE, OWED_IS_POSITIVE, Provenance
from lib.reports.sheets import Sheet
from lib.reports.workbook import workbook
from lib.store import imports
from lib.store.tables import Import

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_AT_MOST: Final = 100_000
"""More rows take so long to write that nobody should wait for them at a button."""

Sheets = Callable[[Language], Sequence[Sheet]]


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook to be made when it is asked for, outside the script: everything it needs is here."""

    sheets: Sheets
    about: Provenance
    language: Language

    def __call__(self) -> bytes:
        """Make the workbook."""
        return workbook(self.sheets(self.language), self.about, self.language)


@contextmanager
def beside() -> Iterator[None]:
    """One row, in which the button stands at the right of what is written before it."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        yield


def button(  # noqa: PLR0913 - the last by name
    view: View, title: str, rows: int, sheets: Sheets, filters: Mapping[str, str] | None = None, *, owed: bool = False
) -> None:
    """The button for one table; `filters` are the headings and values of what narrows it.

    `owed` says that it is of what is owed on a day, which title and filters then name, and not of periods.
    """
    if not view.may("books.export"):
        return
    chosen = {heading: value for heading, value in (filters or {}).items() if value}
    st.download_button(
        _("Download Excel"),
        data=Export(sheets, about(view, chosen, owed=owed), current()),
        file_name=" ".join([title, view.client.name, *([] if owed else [str(view.span)])]).replace("/", "-") + ".xlsx",
        mime=EXCEL,
        icon=":material/table_view:",
        on_click="ignore",
        disabled=rows > ROWS_AT_MOST,
        help=_("At most {rows} rows: choose a shorter period.", rows=count(ROWS_AT_MOST))
        if rows > ROWS_AT_MOST
        else None,
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
