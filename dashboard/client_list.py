"""The clients as one table: how each stands, what it needs next, and where each of its cells leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

import polars as pl
import streamlit as st

from dashboard import client_needs, context, data, exports, navigation, panels, reader, tables
from dashboard.client_filters import Asked
from dashboard.client_needs import Need
from dashboard.language import _, age, current, zone
from dashboard.places import BY_NAME
from dashboard.tables import Column, Kind
from dashboard.words import word
from lib.actions import bureau
from lib.actions.desk import Person
from lib.core.languages import Language, mark
from lib.core.periods import FinancialYear
from lib.reports import bureau_sheets
from lib.reports.masked import sheet_without_persons, values_without_persons
from lib.reports.sheets import Sheet
from lib.reports.workbook import workbook
from lib.store.bureau import Line
from lib.store.columns import now as present

DAY: Final = timedelta(days=1)
COLUMNS: Final = (
    Column("name", mark("Client"), width=225),
    Column("next", mark("What it needs"), width=200),
    Column("connection", mark("Connection"), width=140),
    Column("imported", mark("Last import"), width=112),
    Column("period", mark("Period"), width=201),
)
"""What stands there from the beginning: it fits beside the menu on a laptop."""
ALL_COLUMNS: Final = (
    Column("name", mark("Client"), width=225, pinned=True),
    *COLUMNS[1:3],
    Column("days", mark("Days left"), Kind.COUNT, width=80),
    COLUMNS[3],
    Column("errors", mark("Errors"), Kind.COUNT, width=60),
    Column("warnings", mark("Warnings"), Kind.COUNT, width=80),
    Column("receivables", mark("1510 against the books"), Kind.AMOUNT, width=160),
    Column("payables", mark("2440 against the books"), Kind.AMOUNT, width=160),
    COLUMNS[4],
    Column("stale", mark("Stale marks"), Kind.COUNT, width=95),
    Column("unsent", mark("To transfer"), Kind.COUNT, width=95),
    Column("unknown", mark("Unknown fate"), Kind.COUNT, width=100),
    Column("number", mark("Org. number"), width=98),
    Column("source", mark("Data source"), width=114),
    Column("years", mark("Financial years"), width=130),
)
"""For who asks for all: the one that is cut off at the edge shows that there are more."""
RECKONING: Final = mark("The figures of {number:count|client|clients} are being reckoned, and show within a minute.")
HIDDEN: Final = mark("Differences are told without amounts where the accountant's consent is missing.")
SCHEMA: Final = {
    **{one.name: pl.String if one.kind is Kind.TEXT else pl.Int64 for one in ALL_COLUMNS},
    "imported_on": pl.Date,
    **{f"{name}_colour": pl.String for name in ("next", "connection", "period")},
}
PLACES: Final[Mapping[str, str]] = {
    "connection": "import_data",
    "days": "import_data",
    "imported": "import_data",
    "errors": "support_desk",
    "warnings": "support_desk",
    "period": "periods",
    "stale": "reconciliation",
    "unsent": "closing_entries",
    "unknown": "export",
    "years": "ledger",
    "number": "client_details",
    "source": "settings",
}
"""Where a cell leads; the others open the client, what it needs leads to where that is done."""


@dataclass(frozen=True, slots=True)
class Found:
    """The clients asked for, in the order asked for, as they stood at a moment."""

    lines: tuple[tuple[Line, Need], ...]
    at: datetime

    def frame(self, first: int = 0, length: int | None = None) -> pl.DataFrame:
        """Some of them as rows of the table."""
        chosen = self.lines[first : None if length is None else first + length]
        return pl.DataFrame([_row(line, need, self.at) for line, need in chosen], schema=SCHEMA)


def every(person: Person) -> list[Line]:
    """How each of the person's clients stands."""
    return bureau.lines(data.desk(person))


def found(lines: Sequence[Line], asked: Asked) -> Found:
    """Those of the clients that are asked for."""
    at = present()
    needs = ((line, client_needs.need(line, at)) for line in lines)
    chosen = [(line, need) for line, need in needs if asked.takes(line, need, at)]
    chosen.sort(key=lambda one: asked.rank(one[0], one[1], at))
    return Found(tuple(chosen), at)


def reckoning(lines: Sequence[Line]) -> None:
    """Say how many clients' figures are still to be reckoned, where any are."""
    waiting = sum(line.figures is None for line in lines)
    if waiting:
        st.caption(_(RECKONING, number=waiting))


def table(shown: Found, *, every_column: bool) -> None:
    """One page of the clients; a cell leads to the page that it tells of."""
    first, length = tables.page_of(len(shown.lines))
    rows = shown.frame(first, length)
    columns = ALL_COLUMNS if every_column else COLUMNS
    picked = tables.pick(rows, columns, key=f"clients-{first}", alt=_("Clients"), several=False)
    st.caption(_("Click a cell to open what it tells of, or the name to open the client."))
    if _hides(shown):
        st.caption(_(HIDDEN))
    if picked.cell is not None:
        row, column = picked.cell
        line, need = shown.lines[first + row]
        _open(line, need, column)


def excel(person: Person, shown: Found, asked: Asked) -> None:
    """The button for the same clients with all columns."""
    if not person.may("books.export"):
        return
    language, masked = current(), reader.hides_persons()
    told = values_without_persons(asked.told) if masked else asked.told
    if _hides(shown):
        told |= {_("Amounts"): _(HIDDEN)}
    about = bureau_sheets.ManyClients(len(shown.lines), shown.at.astimezone(zone()), person.name, told)
    st.download_button(
        _("Download Excel"),
        data=lambda: workbook([_sheet(shown, language, masked=masked)], about, language),
        file_name=_("Clients") + f" {shown.at.astimezone(zone()):%Y-%m-%d}.xlsx",
        mime=exports.EXCEL,
        icon=":material/table_view:",
        on_click="ignore",
    )


def _hides(shown: Found) -> bool:
    """Whether any of the clients has a difference whose amount is hidden."""
    return any(line.differing and not reader.sees(line.row.client.id) for line, _need in shown.lines)


def _sheet(shown: Found, language: Language, *, masked: bool) -> Sheet:
    sheet = bureau_sheets.sheet(shown.frame(), language)
    return sheet_without_persons(sheet) if masked else sheet


def nothing(asked: Asked) -> None:
    """Say why the list is empty, and what to do."""
    if asked.text:
        panels.empty(_("No client matches the search."), _("Search for a part of the name or number."))
    elif asked.connected or asked.progress or asked.source:
        panels.empty(_("No client is as chosen."), _("Choose otherwise under More choices."))
    elif asked.attention:
        panels.empty(_("No client needs attention."))
    else:
        panels.empty(_("There is no client yet."), _("Add the first one; its books then come from a file."))


def span_of(years: Sequence[FinancialYear]) -> str:
    """The first and the last of years that follow on each other; each of them where one is missing between."""
    if len(years) < 2 or any(later.start - earlier.end != DAY for earlier, later in pairwise(years)):  # noqa: PLR2004
        return ", ".join(year.label for year in reversed(years))
    return f"{years[0].label}–{years[-1].label}"


def _open(line: Line, need: Need, column: str) -> None:
    view: dict[str, str | None] = {"klient": str(line.row.client.id), "ar": None, "period": None}
    figures = line.figures
    if column == "next":
        navigation.go(need.place, **{**view, **need.view})
    if column in {"receivables", "payables"} and figures:
        account, day = ("1510", figures.receivables_day) if column == "receivables" else ("2440", figures.payables_day)
        navigation.go("appendices", **view, bilaga=account, dag=day or None)
    if column in {"period", "stale"} and figures:
        view["ar"] = figures.year or None
    if column in {"unsent", "unknown"}:
        view["ar"] = (line.unsent_year if column == "unsent" else line.unknown_year) or None
    place = BY_NAME[PLACES.get(column, "overview")]
    may = context.person().may(place.action, line.row.client.id)
    navigation.go(place.name if may else "overview", **view)


def _row(line: Line, need: Need, at: datetime) -> dict[str, object]:
    client, last, figures = line.row.client, line.row.last_import, line.figures
    sign, words = client_needs.period(figures)
    state, connected = client_needs.connection(line, at)
    return {
        "id": client.id,
        "name": client.name,
        "number": client.org_number,
        **panels.cell("next", need.state, need.words),
        "source": word(client.source),
        **panels.signed("connection", panels.SIGNS[state], connected),
        "days": line.days_left(at),
        "imported": age(last.created_at, short=True) if last else "",
        "imported_on": last.created_at.astimezone(zone()).date() if last else None,
        "errors": line.errors or None,
        "warnings": line.warnings or None,
        "receivables": figures.receivables if figures else None,
        "payables": figures.payables if figures else None,
        **panels.signed("period", sign, words),
        "stale": (figures.stale_marks if figures else 0) or None,
        "unsent": line.unsent or None,
        "unknown": line.unknown or None,
        "years": span_of(line.row.years),
    }
