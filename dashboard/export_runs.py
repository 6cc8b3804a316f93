"""Exports that are under way or past: how far each entry has come, where it landed, and why an export stopped."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, export_links, export_parts, panels, progress, tables
from dashboard.context import View
from dashboard.export_parts import FATES, RUN, RUNS
from dashboard.language import _, when
from dashboard.tables import Column, Kind
from lib.actions import export
from lib.core.languages import mark
from lib.core.money import count
from lib.store import exports, jobs
from lib.store.entry_tables import ExportItem, ExportRun
from lib.store.words import ItemFate, RunState

POLL_SECONDS: Final = 1.0
IN_SIGHT: Final = 8
RUNS_A_PAGE: Final = 10
ITEM_COLUMNS: Final = (
    Column("entry", mark("Entry"), width=85),
    Column("day", mark("Date"), Kind.DAY, width=90),
    Column("name", mark("Name"), width=225),
    Column("amount", mark("Debit"), Kind.AMOUNT),
    Column("fate", mark("Status"), width=165),
    Column("voucher", mark("Voucher in Fortnox"), width=170),
)
RUN_COLUMNS: Final = (
    Column("at", mark("When"), width=135),
    Column("who", mark("By"), width=170),
    Column("year", mark("Financial year"), width=120),
    Column("series", mark("Series"), width=120),
    Column("entries", mark("In Fortnox"), width=130),
    Column("state", mark("Status"), width=125),
)


def follow(view: View, run: ExportRun) -> None:
    """An export under way, looked up once a second; the page is drawn anew when it has ended."""
    _live(view, run.id)


def result(view: View, run: ExportRun, title: str) -> None:
    """What became of an export: each entry with its voucher, and what was said."""
    _run, items = export.progress(view.desk, view.client.id, run.id)
    st.subheader(title, anchor=False)
    state, words = RUNS[run.state]
    about = _(
        "{moment} by {name} · {landed:count} of {total:count} in Fortnox",
        moment=when(run.at),
        name=run.user_name,
        landed=landed(items),
        total=len(items),
    )
    st.markdown(f"{panels.status(state, _(words))} &ensp; :gray[:small[{panels.plain(about)}]]")
    if run.message:
        st.error(export_parts.sentences(run.message, run.facts), icon=":material/error:")
    notes = list(_notes(items))
    if notes:
        st.markdown(export_parts.bullets(notes))
    _items(view, run, items, opens=True)


def earlier(view: View, runs: Sequence[ExportRun], shown: ExportRun | None) -> None:
    """The client's exports, newest first; a click shows what became of one."""
    st.subheader(_("Exports"), anchor=False)
    first, length = tables.page_of(len(runs), RUNS_A_PAGE)
    listed = runs[first : first + length]
    frame = pl.DataFrame([_line(view, run) for run in listed])
    clicked = tables.grid(frame, RUN_COLUMNS, key=f"exports-{view.client.id}-{len(runs)}", alt=_("Exports"), opens=True)
    if clicked is not None and (shown is None or listed[clicked].id != shown.id):
        address.put(**{RUN: listed[clicked].id})
        st.rerun()


def landed(items: Sequence[ExportItem]) -> int:
    """How many entries of an export stand in Fortnox."""
    return sum(item.fate in exports.OVER for item in items)


@st.fragment(run_every=POLL_SECONDS)
def _live(view: View, run_id: str) -> None:
    with panels.last_resort():
        run, items = export.progress(view.desk, view.client.id, run_id)
        if run.state is not RunState.RUNNING:
            st.rerun()
        with data.house().store.reading() as session:
            job = jobs.get(session, run_id)
        done = landed(items)
        text = _("{landed:count} of {total:count} in Fortnox", landed=done, total=len(items))
        st.progress(done / max(len(items), 1), text=text)
        st.caption(panels.plain(progress.message(job)) or _("Waits for its turn"))
        _items(view, run, items)
        st.caption(_("You can leave the page: the export goes on, and what becomes of it is shown here."))


def _notes(items: Sequence[ExportItem]) -> list[tuple[str, str]]:
    """What was said of entries, and those of which nobody knows whether they landed."""
    said = [(_named(item), export_parts.sentences(item.message, item.facts)) for item in items if item.message]
    unknown = _("Nobody knows whether it was saved in Fortnox. The next export looks for it before anything is sent.")
    return [*said, *((exports.label(item), unknown) for item in items if item.fate is ItemFate.UNKNOWN)]


def _named(item: ExportItem) -> str:
    """The entry's label before what was said of it; blank where that names it."""
    return "" if "{entry}" in item.message else exports.label(item)


def _items(view: View, run: ExportRun, items: Sequence[ExportItem], *, opens: bool = False) -> None:
    year = export_parts.year_label(view, run.year_start)
    rows = [_item(item, year) for item in items]
    if rows:
        frame = pl.DataFrame(rows, schema_overrides={"day": pl.Date, "amount": pl.Int64})
        alt = _("Entries of the export")
        key = f"export-items-{run.id}"
        if opens:
            found = export_links.entries_of(view, items)
            picked = tables.pick(frame, ITEM_COLUMNS, key=key, alt=alt, several=False, in_sight=IN_SIGHT)
            export_links.follow(view, found, picked)
            export_links.note(found)
        else:
            tables.grid(frame, ITEM_COLUMNS, key=f"{key}-live", alt=alt, in_sight=IN_SIGHT)


def _item(item: ExportItem, year: str) -> dict[str, object]:
    draft = exports.draft_of(item)
    there = item.fate in exports.OVER
    return {
        "entry": exports.label(item),
        "day": draft.day,
        "name": draft.name,
        "amount": draft.total,
        "voucher": f"{item.series} {item.number}, {year}" if there else "",
        **panels.cell("fate", FATES[item.fate][0], export_parts.fate(item.fate)),
    }


def _line(view: View, run: ExportRun) -> dict[str, object]:
    _run, items = export.progress(view.desk, view.client.id, run.id)
    chosen = {"V": run.series_v, "S": run.series_s}
    state, words = RUNS[run.state]
    return {
        "at": when(run.at),
        "who": run.user_name,
        "year": export_parts.year_label(view, run.year_start),
        "series": ", ".join(f"{family}: {code}" for family, code in chosen.items() if code),
        "entries": _("{done} of {total}", done=count(landed(items)), total=count(len(items))),
        **panels.cell("state", state, _(words)),
    }
