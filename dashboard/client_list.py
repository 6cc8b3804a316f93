"""The clients as one table: what each needs next, what was found by a search, and a new one."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, navigation, panels, uploads
from dashboard.language import _, age
from dashboard.tables import Column
from dashboard.words import word
from lib.actions.clients import create_client
from lib.actions.desk import Desk, Person
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.store import clients, supplements
from lib.store.clients import ClientRow
from lib.store.tables import ImportState

SHOW: Final = "visa"
DAY: Final = timedelta(days=1)
COLUMNS: Final = (
    Column("name", mark("Client"), width=215),
    Column("number", mark("Org. number"), width=98),
    Column("next", mark("What it needs"), width=182),
    Column("source", mark("Data source"), width=114),
    Column("imported", mark("Last import"), width=120),
    Column("years", mark("Financial years"), width=150),
)
SCHEMA: Final = {column.name: pl.String for column in COLUMNS} | {
    "id": pl.Int64,
    "calls": pl.Boolean,
    "next_colour": pl.String,
}


def found(person: Person, text: str, *, attention: bool) -> pl.DataFrame:
    """The person's clients whose name or number holds `text`, or only those that need something."""
    with data.house().store.reading() as session:
        rows = clients.overview(session, person.clients)
        lacking = supplements.withheld(session)
    wanted = text.casefold().strip()
    lines = [_line(row, lacks=row.client.id in lacking) for row in rows if _holds(row, wanted)]
    return pl.DataFrame([line for line in lines if line["calls"] or not attention], schema=SCHEMA)


def needs(row: ClientRow, *, lacks: bool = False) -> tuple[panels.State, str]:
    """How a client stands and what it needs next, in words; `lacks` where Fortnox refused a ledger."""
    state = row.last_import.state if row.last_import else None
    if state in {ImportState.RECEIVED, ImportState.RUNNING}:
        return panels.State.STALE, _("import under way")
    if state is ImportState.STAGED:
        return panels.State.DIFFERS, _("import awaits a decision")
    if state in {ImportState.REFUSED, ImportState.FAILED}:
        return panels.State.FAILED, _("last import did not come in")
    if row.client.source is None:
        return panels.State.NOT_RUN, _("data source to choose")
    if row.active_since is None or not row.years:
        return panels.State.NOT_RUN, _("nothing imported yet")
    nothing = panels.State.AGREES, _("nothing to do")
    return (panels.State.DIFFERS, _("the ledger is missing")) if lacks else nothing


def nothing(text: str, *, attention: bool) -> None:
    """Say why the list is empty, and what to do."""
    if text:
        panels.empty(_("No client matches the search."), _("Search for a part of the name or number."))
    elif attention:
        panels.empty(_("No client needs attention."))
    else:
        panels.empty(_("There is no client yet."), _("Add the first one; its books then come from a file."))


def add(desk: Desk) -> None:
    """Ask for a new client in a dialog, and lead on to its start guide."""

    @st.dialog(_("New client"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort(), st.form("new-client", border=False):
            name = st.text_input(_("Company name"), max_chars=200)
            number = st.text_input(_("Organisation number"), placeholder=_("nnnnnn-nnnn"), max_chars=13)
            if st.form_submit_button(_("Add client"), type="primary"):
                made: list[int] = []
                if panels.done(lambda: made.append(create_client(desk, name=name or "", org_number=number or "").id)):
                    navigation.go("start_guide", klient=made[0], ar=None, period=None)

    ask()


def import_files(desk: Desk) -> None:
    """Take in files of several clients in a dialog, each sorted by the organisation number it carries."""

    @st.dialog(_("Import of files"), width=640, on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.caption(_("Each file goes to the client whose organisation number it carries."))
            uploads.take_in(desk, None)

    ask()


def _close() -> None:
    address.put(**{SHOW: None})


def _line(row: ClientRow, *, lacks: bool) -> dict[str, object]:
    state, words = needs(row, lacks=lacks)
    return {
        "id": row.client.id,
        "calls": state is not panels.State.AGREES,
        "name": row.client.name,
        "number": row.client.org_number,
        **panels.cell("next", state, words),
        "source": word(row.client.source),
        "imported": age(row.last_import.created_at, short=True) if row.last_import else "",
        "years": span_of(row.years),
    }


def span_of(years: Sequence[FinancialYear]) -> str:
    """The first and the last of years that follow on each other; each of them where one is missing between."""
    if len(years) < 2 or any(later.start - earlier.end != DAY for earlier, later in pairwise(years)):  # noqa: PLR2004
        return ", ".join(year.label for year in reversed(years))
    return f"{years[0].label}–{years[-1].label}"


def _holds(row: ClientRow, wanted: str) -> bool:
    digits = wanted.replace("-", "")
    return wanted in row.client.name.casefold() or digits in row.client.org_number.replace("-", "")
