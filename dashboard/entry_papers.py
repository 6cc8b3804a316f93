"""The closing entries of a period out to Excel and paper: the list, each entry's rows, and its calculation."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard import account_standing, calculation, data, entry_list, exports, panels, paper_parts, system_list
from dashboard.language import _, current, when
from dashboard.working import Working
from lib.core.languages import Language
from lib.reports.entry_sheets import BOOKED, CALCULATION, LIST, calculation_sheet, entries_sheets, entry_sheet
from lib.reports.papers import Part
from lib.reports.sheets import Sheet
from lib.store import entries, system_entries
from lib.store.entry_tables import ClosingEntry


def button(at: Working) -> None:
    """The buttons for the period's entries; none where it has none."""
    found = _of_period(at)
    if not found:
        return

    def sheets(language: Language) -> list[Sheet]:
        listed, rows = tables(at, found)
        return [*entries_sheets(listed, rows, language), *_calculations(found, language)]

    def after(_language: Language) -> list[Part]:
        return [paper_parts.signatures(at)]

    title = f"{_('Closing entries')} {at.period.label}"
    told = {_("Reconciled period"): at.period.title(current())}
    exports.button(account_standing.seen(at), title, sum(len(row.rows) for row in found), sheets, told, after=after)


def parts(at: Working, language: Language) -> list[Part]:
    """All entries of the period on paper: the list, then each with its rows and its calculation."""
    found = _of_period(at)
    if not found:
        return []
    listed, rows = tables(at, found)
    made: list[Part] = [entries_sheets(listed, rows, language)[0]]
    for entry in found:
        label = entries.label(entry)
        own = rows.filter(pl.col("entry") == label)
        made += [entry_sheet(f"{label} {entry.name}", own, language), *_calculations([entry], language)]
    return made


def tables(at: Working, found: Sequence[ClosingEntry]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The entries as `lib.reports.entry_sheets.LIST`, and their rows as `BOOKED`."""
    stale = system_list.stale(at, found)
    names = calculation.names_of(at)
    listed = [_entry(row, stale=row.id in stale) for row in found]
    booked = [line for row in found for line in _rows(row, names)]
    return pl.DataFrame(listed, schema=dict(LIST)), pl.DataFrame(booked, schema=dict(BOOKED))


def _of_period(at: Working) -> list[ClosingEntry]:
    with data.house().store.reading() as session:
        return entries.of_period(session, at.client.id, at.period)


def _entry(row: ClosingEntry, *, stale: bool) -> dict[str, Any]:
    state, words = entry_list.status(row, stale=stale)
    return {
        "entry": entries.label(row),
        "day": row.day,
        "name": row.name,
        "total": entries.draft_of(row).total,
        "status": f"{panels.SIGNS[state].shape} {words}",
        "who": f"{row.user_name or paper_parts.PROGRAM}, {when(row.at)}",
    }


def _rows(row: ClosingEntry, names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "entry": entries.label(row),
            "day": row.day,
            "account": line.account,
            "name": names.get(line.account, ""),
            "text": line.text,
            "objects": ", ".join(f"{dimension}:{code}" for dimension, code in line.objects),
            "debit": line.amount if line.amount > 0 else None,
            "credit": -line.amount if line.amount < 0 else None,
        }
        for line in entries.draft_of(row).rows
    ]


def _calculations(found: Sequence[ClosingEntry], language: Language) -> list[Sheet]:
    return [
        calculation_sheet(
            entries.label(row),
            pl.DataFrame([calculation.worded(line) for line in system_entries.lines_of(row)], schema=dict(CALCULATION)),
            language,
        )
        for row in found
        if row.calculation
    ]
