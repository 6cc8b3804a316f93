"""The overview's parts: the next step, the years in use and where each came from, what is wrong in them."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    appendix_standing,
    connection_view,
    context,
    findings,
    fortnox_import,
    navigation,
    panels,
    supplement_view,
    support_way,
    tables,
)
from dashboard.context import View
from dashboard.language import _, when
from dashboard.tables import Column, Kind
from dashboard.words import EXTENTS, word
from lib.actions.fortnox import IMPORT
from lib.core.languages import mark
from lib.store.tables import Import, ImportState, Source

LATEST: Final = 5
YEAR_COLUMNS: Final = (
    Column("year", mark("Financial year"), width=170),
    Column("from", mark("Import from"), width=100),
    Column("at", mark("Imported"), width=135),
    Column("findings", mark("Findings"), width=210),
    Column("extent", mark("Holds"), width=165),
    Column("vouchers", mark("Vouchers"), Kind.COUNT, width=97),
)


def awaits(view: View, found: Sequence[Import]) -> bool:
    """Whether the next step lies in the imports, before all work on periods."""
    undecided = any(one.state is ImportState.STAGED for one in found)
    return undecided or not view.books.years or view.client.source in {None, Source.MANUAL}


def next_step(view: View, found: Sequence[Import], *, running: bool = False) -> None:
    """The one thing to do now, with its button; `running` while an import is under way."""
    staged = [one for one in found if one.state is ImportState.STAGED]
    if staged:
        st.markdown(
            _("{state} &nbsp; {file} awaits a decision.", state=_differs(), file=panels.plain(staged[0].file_name))
        )
        _button(view, "import.preview", _("Look at the import"), "import_data", imp=staged[0].id)
        if view.client.source is Source.FORTNOX:
            _fortnox(view, main=False, running=running)
    elif view.client.source is None:
        panels.empty(_("No data source is chosen."), _("The start guide asks where the books come from."))
        _button(view, "source.change", _("Set up data source"), "start_guide")
    elif view.client.source is Source.MANUAL:
        _button(view, "balances.type", _("Enter balances"), "manual_entry")
    elif view.client.source is Source.FORTNOX:
        _fortnox(view, main=not view.books.years, running=running)
    else:
        label = _("Import from {source}", source=word(view.client.source))
        _button(view, "import.upload", label, "import_data", main=not view.books.years)


def _fortnox(view: View, *, main: bool, running: bool) -> None:
    """The button to Fortnox, when it was last used, what is new there, and that the connection was lost if it was."""
    if not running:  # one import at a time
        _button(view, IMPORT, _("Import from Fortnox"), "import_data", main=main)
    line = fortnox_import.last_line(view)
    if line:
        st.caption(line)
    connection = connection_view.own(view)
    if not view.may(IMPORT) or connection is None:
        return
    if connection_view.is_live(connection):
        known = fortnox_import.ask(view)
        fortnox_import.whats_new(view, known)
        fortnox_import.year_missing(known)
    else:
        connection_view.lost(connection)
        support_way.link(view)


def ledgers(view: View) -> None:
    """How both appendices stand on the last day in use that has come, with the way to them."""
    if view.client.source is not Source.FORTNOX or not view.books.years:
        return
    locked = supplement_view.locked_in_use(view)
    if locked:
        st.markdown(panels.status(panels.State.LOCKED, locked))
    when = min(max(view.books.years).end, context.today())
    standings = appendix_standing.of_client(view, when)
    with st.container(horizontal=True, vertical_alignment="center"):
        for one in standings:
            text = one.text if one.shown else _("the ledger is missing")
            st.markdown(panels.status(one.state, f"{one.account} {panels.plain(text)}"), width="content")
        navigation.link("appendices")


def years(view: View, found: Sequence[Import]) -> None:
    """The years in use: from where, when, and how much; a row opens the year's ledger."""
    by_id = {one.id: one for one in found}
    newest = sorted(view.books.years.items(), reverse=True)
    rows = pl.DataFrame(
        [
            {
                "year": str(year),
                "from": word(source.source) if source else "",
                "at": when(source.created_at) if source else "",
                **(findings.cell(source.counts) if source else findings.UNKNOWN),
                "extent": _(EXTENTS[snapshot.extent]),
                "vouchers": snapshot.totals.get("vouchers", 0),
            }
            for year, snapshot in newest
            for source in [by_id.get(view.books.imports.get(year, ""))]
        ]
    )
    clicked = tables.grid(rows, YEAR_COLUMNS, key=f"years-{view.client.id}", alt=_("Financial years"), opens=True)
    since = _("In use since {moment}. Click a year to open its ledger.", moment=when(view.books.since))
    st.caption(since)
    if clicked is not None:
        navigation.go("ledger", ar=newest[clicked][0].start.isoformat(), period=None)


def wrong(view: View, found: Sequence[Import]) -> None:
    """What was found in the imports that the years in use come from, where anything was."""
    used = set(view.books.imports.values())
    faulty = [one for one in found if one.id in used and (one.counts.get("error") or one.counts.get("warning"))]
    if not faulty:
        return
    st.subheader(_("Findings in the books in use"), anchor=False)
    for one in faulty:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{panels.plain(one.file_name)} &nbsp; {findings.tally(one.counts)}", width="content")
            navigation.link("import_data", _("Show findings"), imp=one.id)
            support_way.link(view)


def _button(view: View, action: str, label: str, page: str, *, main: bool = True, **params: str) -> None:
    if view.may(action):
        if st.button(label, type="primary" if main else "secondary"):
            navigation.go(page, **params)
    else:
        st.caption(_("A colleague with the right to do it takes the next step: {step}.", step=label))


def _differs() -> str:
    return panels.status(panels.State.DIFFERS, _("To decide"))
