"""The accounts of a period as a grid: a click opens an account or what it is held against, ticked rows are marked."""

from typing import Final
from zlib import crc32

import polars as pl
import streamlit as st

from dashboard import account_marks, address, entries_beside, navigation, reconciliation_choice, tables, widths
from dashboard.entries_beside import Beside
from dashboard.language import _
from dashboard.tables import Column, Kind, Picked
from dashboard.working import Working
from lib.core.languages import mark
from lib.store.appendices import AUTOMATIC

IN_SIGHT: Final = 14
HELD: Final = (
    Column("label", mark("Account")),
    Column("opening", mark("Opening"), Kind.AMOUNT),
    Column("change", mark("Period"), Kind.AMOUNT),
    Column("closing", mark("Closing"), Kind.AMOUNT),
    Column("papers", mark("App."), Kind.COUNT),
    Column("amount", mark("Rec. amount"), Kind.AMOUNT),
    Column("difference", mark("Difference"), Kind.AMOUNT),
    Column("checks", mark("Chk."), Kind.COUNT),
    Column("state", mark("Status"), width=130),
)
"""As wide together as the page is on a laptop, beside the boxes to tick: words are short."""
WITH_ENTRIES: Final = (
    Column("label", mark("Account")),
    Column("closing", entries_beside.BOOKS, Kind.AMOUNT),
    entries_beside.ENTRIES,
    entries_beside.AFTER,
    Column("amount", mark("Rec. amount"), Kind.AMOUNT),
    Column("difference", mark("Difference"), Kind.AMOUNT),
    entries_beside.LEFT,
    Column("state", mark("Status"), width=130),
)
"""Where closing entries stand beside the books."""
SAID: Final = (
    Column("label", mark("Account"), width=164),
    Column("state", mark("Status"), width=130),
    Column("said_short", mark("Marked by"), width=186),
    Column("said_balance", mark("Balance then"), Kind.AMOUNT),
    Column("comment", mark("Comment")),
    Column("reviewed_short", mark("Reviewed by"), width=186),
)
PAPER_COLUMNS: Final = frozenset({"papers", "amount", "difference"})
_TRACED: Final = ("account", "closing", "amount", "standing", "reviewed")


def show(
    at: Working, rows: pl.DataFrame, *, said: bool = False, in_sight: int = IN_SIGHT, beside: Beside | None = None
) -> None:
    """Rows as `dashboard.reconciled` makes them; one without an account is the result that is not booked.

    `said` shows who said what in place of what the accounts are held against; `beside` are the closing
    entries to be shown, if any.
    """
    first, length = tables.page_of(rows.height, tables.ROWS_AT_ONCE)
    page = rows.slice(first, length)
    shown = (entries_beside.calm(beside.onto(page)) if beside else page).with_columns(
        label=tables.account_label(),
        papers=pl.when(pl.col("papers") > 0).then("papers"),
        checks=pl.when(pl.col("checks") > 0).then("checks"),
        checks_colour=pl.when(pl.col("checks") > 0).then(pl.lit("orange")).otherwise(pl.lit("")),
        difference_colour=pl.when(pl.col("difference") != 0).then(pl.lit("orange")).otherwise(pl.lit("")),
        heavy=pl.col("account") == "",
    )
    columns, roomy = (SAID, "comment") if said else (WITH_ENTRIES if beside else HELD, "label")
    picked = tables.pick(
        shown,
        widths.fitted(shown, columns, roomy, widths.PAGE - widths.TICKS),
        key=f"reconciliation-{at.key}-{_trace(page)}{'-after' if beside else ''}",
        alt=_("Balance reconciliation"),
        bold="heavy",
        in_sight=in_sight,
    )
    _open(at, page, picked)
    chosen = page[list(picked.rows)].filter(pl.col("account") != "")
    if chosen.height:
        with st.bottom:
            account_marks.mark_form(at, chosen)


def _trace(page: pl.DataFrame) -> str:
    """What tells these rows from any others: a tick is gone as soon as the figures are others."""
    return f"{crc32(page.select(_TRACED).write_csv().encode()):08x}"


def _open(at: Working, page: pl.DataFrame, picked: Picked) -> None:
    if picked.cell is None:
        return
    number, column = picked.cell
    row = page.row(number, named=True)
    if not row["account"]:
        address.put(**{reconciliation_choice.PART: reconciliation_choice.INCOME})
        st.rerun()
    if column == "checks" and row["checks"]:
        navigation.go("transaction_analysis", konto=row["account"])
    if column in PAPER_COLUMNS and row["account"] in AUTOMATIC and row["amount"] is not None:
        navigation.go("appendices", bilaga=row["account"], dag=at.period.span.end.isoformat())
    reconciliation_choice.open_account(row["account"])
