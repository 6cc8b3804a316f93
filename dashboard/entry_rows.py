"""The rows of a closing entry in a grid: typed or pasted from Excel, read as öre, with what they come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import panels, reader, tables
from dashboard.language import _
from lib.closing.entries import EntryRow
from lib.closing.pasted_entries import COST_CENTRE, PROJECT, entry_rows_of
from lib.core.money import parse_ore, sek

COLUMNS: Final = ("account", "debit", "credit", "text", "cost_centre", "project", "other")
SCHEMA: Final = dict.fromkeys(COLUMNS, pl.String())
OWN: Final = {COST_CENTRE: "cost_centre", PROJECT: "project"}
"""The dimensions that have a column of their own."""
ROWS_IN_SIGHT: Final = 9
PROBLEMS_SHOWN: Final = 5
DRAFT: Final = "entry-draft"

Cells = tuple[str, ...]
"""One row of the grid, a text for each of `COLUMNS`."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The rows as they stand on the screen: those that can be read, and what is wrong with the others."""

    rows: tuple[EntryRow, ...]
    problems: Sequence[str] = ()


def edit(trace: str, saved: Sequence[EntryRow], *, closed: bool) -> Typed:
    """The rows in a grid, to be typed where they are not `closed`; `trace` names the entry as saved."""
    draft: list[Cells] | None = st.session_state.get(f"{DRAFT}-{trace}")
    rows = draft if draft is not None and not closed else [cells(row) for row in saved]
    frame = pl.DataFrame(rows or [("",) * len(COLUMNS)], schema=SCHEMA, orient="row")
    edited = st.data_editor(
        reader.shown_frame(frame) if closed else frame,
        key=f"rows-{trace}-{st.session_state.get(f'round-{trace}', 0)}",
        num_rows="fixed" if closed else "dynamic",
        disabled=closed,
        hide_index=True,
        row_height=tables.ROW,
        height=tables.HEADER + tables.ROW * ROWS_IN_SIGHT,
        column_config=_config(other=any(row[-1] for row in rows)),
        alt=_("Rows of the entry"),
    )
    if closed:
        return Typed(tuple(saved))
    frame = edited if isinstance(edited, pl.DataFrame) else pl.from_pandas(edited)
    shown = [tuple(str(cell or "") for cell in row) for row in frame.select(COLUMNS).rows()]
    typed = read(shown)
    for problem in typed.problems:
        st.warning(problem)
    _paste(trace, shown)
    return typed


def sums(rows: Sequence[EntryRow]) -> None:
    """Debit, credit and what is between them."""
    debit = sum(max(row.amount, 0) for row in rows)
    credit = sum(max(-row.amount, 0) for row in rows)
    tables.totals({_("Debit"): debit, _("Credit"): credit, _("Difference"): debit - credit})


def cells(row: EntryRow) -> Cells:
    """A row as the grid has it."""
    known = dict(row.objects)
    other = " ".join(f"{dimension}:{code}" for dimension, code in row.objects if dimension not in OWN)
    debit, credit = sek(max(row.amount, 0) or None), sek(max(-row.amount, 0) or None)
    return (row.account, debit, credit, row.text, known.get(COST_CENTRE, ""), known.get(PROJECT, ""), other)


def read(shown: Sequence[Cells]) -> Typed:
    """The rows that can be read, and what is wrong with the first of the others; blank rows are passed over."""
    rows: list[EntryRow] = []
    problems: list[str] = []
    for number, row in enumerate(shown, 1):
        kept = [cell.strip() for cell in row]
        if not any(kept):
            continue
        account, debit, credit, text, *objects = kept
        if debit and credit:
            problems.append(_("Row {row} has both debit and credit.", row=number))
            continue
        try:
            amount = _ore(debit) - _ore(credit)
        except ValueError:
            said = panels.plain(debit or credit)
            problems.append(_("Row {row}: “{text}” is not an amount.", row=number, text=said))
            continue
        rows.append(EntryRow(account, amount, text, tuple(_objects(objects))))
    return Typed(tuple(rows), problems[:PROBLEMS_SHOWN])


def forget(trace: str) -> None:
    """Leave what was pasted: the rows are saved."""
    st.session_state.pop(f"{DRAFT}-{trace}", None)


def _objects(typed: Sequence[str]) -> Iterator[tuple[str, str]]:
    cost_centre, project, other = typed
    if cost_centre:
        yield COST_CENTRE, cost_centre
    if project:
        yield PROJECT, project
    for part in other.split():
        dimension, _colon, code = part.partition(":")
        yield dimension, code


def _ore(text: str) -> int:
    return parse_ore(text) if text else 0


def _paste(trace: str, shown: Sequence[Cells]) -> None:
    with st.expander(_("Paste from Excel"), type="compact", icon=":material/content_paste:"):
        with st.form(f"paste-{trace}", border=False, clear_on_submit=True):
            pasted = st.text_area(
                _("Rows from Excel"),
                placeholder=_(
                    "Copy columns in Excel and paste them here: account, debit, credit (or one amount), text, "
                    "cost centre, project. A first row of headings may name them in another order."
                ),
                label_visibility="collapsed",
                height=120,
            )
            added = st.form_submit_button(_("Add the rows"))
        found: list[EntryRow] = []
        if added and panels.done(lambda: found.extend(entry_rows_of(pasted or ""))) and found:
            kept = [row for row in shown if any(cell.strip() for cell in row)]
            st.session_state[f"{DRAFT}-{trace}"] = [*kept, *(cells(row) for row in found)]
            st.session_state[f"round-{trace}"] = st.session_state.get(f"round-{trace}", 0) + 1
            st.rerun()


def _config(*, other: bool) -> dict[str, Any]:
    """The columns: amounts are texts, so that a comma, a blank and any minus sign are understood."""
    text = st.column_config.TextColumn
    return {
        "account": text(_("Account"), width=80, max_chars=10),
        "debit": text(_("Debit"), width=120, alignment="right"),
        "credit": text(_("Credit"), width=120, alignment="right"),
        "text": text(_("Text"), width=250, max_chars=200),
        "cost_centre": text(_("Cost centre"), width=110),
        "project": text(_("Project"), width=100),
        "other": text(_("Other objects"), width=110) if other else None,
    }
