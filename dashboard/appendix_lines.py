"""The rows of an appendix: typed in a grid or pasted from Excel, read as öre, and what they leave to be explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import panels, tables
from dashboard.account_standing import AccountView
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.closing.pasted import lines_of
from lib.core.languages import mark
from lib.core.money import parse_ore, sek
from lib.store.closing_tables import SubAppendix
from lib.store.sub_appendices import Line

SCHEMA: Final = {"text": pl.String, "amount": pl.String}
ROWS_IN_SIGHT: Final = 9
COLUMNS: Final = (
    Column("text", mark("Text"), width=370),
    Column("amount", mark("Amount"), Kind.AMOUNT, width=130),
)
PROBLEMS_SHOWN: Final = 5
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Typed:
    """The rows as they stand on the screen: those that can be read, and what is wrong with the others."""

    lines: Sequence[Line]
    problems: Sequence[str] = ()

    @property
    def total(self) -> int:
        """Their sum, in öre."""
        return sum(amount for _text, amount in self.lines)


def edit(trace: str, saved: Sequence[Mapping[str, Any]], *, closed: bool) -> Typed:
    """The rows in a grid, to be typed where they are not `closed`; `trace` names the appendix as saved."""
    st.markdown(f"**{_('Rows')}**")
    draft: list[tuple[str, str]] | None = st.session_state.get(f"{DRAFT}-{trace}")
    rows = draft if draft is not None else [(line["text"], sek(line["amount"])) for line in saved]
    if closed:
        _fixed(rows)
        return Typed([(line["text"], line["amount"]) for line in saved])
    edited = st.data_editor(
        pl.DataFrame(rows or [("", "")], schema=SCHEMA, orient="row"),
        key=f"lines-{trace}-{st.session_state.get(f'round-{trace}', 0)}",
        num_rows="dynamic",
        hide_index=True,
        row_height=tables.ROW,
        height=tables.HEADER + tables.ROW * ROWS_IN_SIGHT,
        column_config=_config(),
        alt=_("Rows of the appendix"),
    )
    frame = edited if isinstance(edited, pl.DataFrame) else pl.from_pandas(edited)
    shown = [(str(text or ""), str(amount or "")) for text, amount in frame.select(list(SCHEMA)).rows()]
    typed = read(shown)
    for problem in typed.problems:
        st.warning(problem)
    _paste(trace, shown)
    return typed


def sums(found: AccountView, row: SubAppendix | None, typed: Typed) -> None:
    """What the rows come to, and, for an appendix to this account alone, what is then left to be explained."""
    figures: dict[str, int | str] = {_("Sum"): typed.total}
    held = found.row.row(0, named=True)
    balance = held["closing"] if held["amount"] is None else held["against"]
    if balance is None or (row is not None and row.accounts != [found.number]):
        tables.totals(figures)
        return
    others = (held["amount"] or 0) - (row.amount or 0 if row else 0)
    if others:
        figures[_("Other papers")] = others
    figures |= {_("Balance"): int(balance), _("Left to explain"): int(balance) - others - typed.total}
    tables.totals(figures)
    st.caption(_(tables.SIGN_RULE))


def read(rows: Sequence[tuple[str, str]]) -> Typed:
    """The rows that can be read, and what is wrong with the first of the others; blank rows are passed over."""
    lines: list[Line] = []
    problems: list[str] = []
    for number, (text, amount) in enumerate(rows, 1):
        if not (text.strip() or amount.strip()):
            continue
        try:
            lines.append((text.strip(), parse_ore(amount)))
        except ValueError:
            said = panels.plain(amount.strip())
            problems.append(
                _("Row {row}: “{text}” is not an amount.", row=number, text=said)
                if said
                else _("Row {row} has no amount.", row=number)
            )
    return Typed(lines, problems[:PROBLEMS_SHOWN])


def forget(trace: str) -> None:
    """Leave what was pasted: the rows are saved."""
    st.session_state.pop(f"{DRAFT}-{trace}", None)


def _paste(trace: str, shown: Sequence[tuple[str, str]]) -> None:
    times = st.session_state.get(f"round-{trace}", 0)
    with st.expander(_("Paste from Excel"), type="compact", icon=":material/content_paste:"):
        with st.form(f"paste-{trace}", border=False):
            pasted = st.text_area(
                _("Rows from Excel"),
                placeholder=_("Copy two columns in Excel, text and amount, and paste them here."),
                label_visibility="collapsed",
                height=120,
                # what cannot be read stays to be mended; what was added is gone
                key=f"pasted-{trace}-{times}",
            )
            added = st.form_submit_button(_("Add the rows"))
        found: list[Line] = []
        if added and panels.done(lambda: found.extend(lines_of(pasted or ""))) and found:
            kept = [row for row in shown if any(part.strip() for part in row)]
            st.session_state[f"{DRAFT}-{trace}"] = [*kept, *((text, sek(amount)) for text, amount in found)]
            st.session_state[f"round-{trace}"] = times + 1
            st.rerun()


def _fixed(rows: Sequence[tuple[str, str]]) -> None:
    """The rows where they cannot be typed."""
    if not rows:
        st.caption(_("No rows: the appendix is its files."))
        return
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(
        amount=pl.Series([parse_ore(amount) for _text, amount in rows], dtype=pl.Int64)
    )
    tables.grid(frame, COLUMNS, key="fixed-lines", alt=_("Rows of the appendix"))


def _config() -> dict[str, Any]:
    """The columns: amounts are texts, so that a comma, a blank and any minus sign are understood."""
    text = st.column_config.TextColumn
    return {
        "text": text(_("Text"), width=222, max_chars=200),
        "amount": text(_("Amount"), width=130, alignment="right"),
    }
