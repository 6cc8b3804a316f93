"""One voucher whole: its rows, what was added and struck, and where it stands in the source."""

from collections.abc import Callable
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import data, findings, ledger_filters, panels, tables
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.actions.imports import voucher_line
from lib.core.languages import mark
from lib.core.money import sek
from lib.ledger import extracts
from lib.ledger.books import LazyBooks

COLUMNS: Final = (
    Column("account", mark("Account"), width=265),
    Column("text", mark("Text"), width=195),
    Column("objects_text", mark("Objects"), width=110),
    Column("debit", mark("Debit"), Kind.AMOUNT),
    Column("credit", mark("Credit"), Kind.AMOUNT),
    Column("line", mark("Line"), Kind.COUNT, width=70),
)
HISTORY_COLUMNS: Final = (
    Column("kind", mark("Change"), width=90),
    Column("account", mark("Account"), width=230),
    Column("text", mark("Text"), width=160),
    Column("amount", mark("Amount"), Kind.AMOUNT),
    Column("date", mark("Date"), Kind.DAY, width=95),
    Column("signature", mark("Signature"), width=115),
    Column("line", mark("Line"), Kind.COUNT, width=70),
)
HISTORY_WORDS: Final = {"RTRANS": mark("added"), "BTRANS": mark("struck out")}


def show(
    view: View,
    label: str,
    *,
    back: Callable[[], None] = ledger_filters.back,
    open_account: Callable[[str], None] = ledger_filters.open_account,
) -> None:
    """The voucher of this label; each of them where the source used a number twice.

    `back` shows the way up, and `open_account` opens an account, for a page that is not the ledger.
    """
    books = data.year_books(view.shown_snapshot)
    back()
    found = extracts.vouchers_named(books, label)
    if found.is_empty():
        panels.empty(
            _("There is no voucher {voucher} in this financial year.", voucher=panels.plain(label)),
            _("It may stand in another year, or have gone with a later import."),
        )
    if found.height > 1:
        st.caption(_("The source has used this number {vouchers:count} times.", vouchers=found.height))
    for voucher in found.rows(named=True):
        _one(view, books, voucher, label, open_account)


def _one(
    view: View, books: LazyBooks, voucher: dict[str, Any], label: str, open_account: Callable[[str], None]
) -> None:
    st.subheader(f"{panels.plain(_('Voucher {voucher}', voucher=label))}", anchor=False)
    st.markdown(_heading(voucher))
    rows = extracts.voucher_rows(books, voucher["voucher"])
    rows = rows.with_columns(number=pl.col("account"), account=tables.account_label())
    if voucher["difference"]:
        st.warning(_("Debit and credit differ by {difference:kr}.", difference=voucher["difference"]))
    if rows.is_empty():
        panels.empty(_("No booked row is left in this voucher; all were struck out."))
    else:
        clicked = tables.grid(
            rows, tables.filled(rows, COLUMNS), key=f"voucher-{voucher['voucher']}", alt=label, opens=True
        )
        tables.totals({_("Debit"): int(rows["debit"].sum()), _("Credit"): int(rows["credit"].sum())})
        st.caption(_("Click a row to open its account."))
        if clicked is not None:
            open_account(rows["number"][clicked])
    _history(books, voucher["voucher"])
    _source_line(view, voucher["line"])


def _heading(voucher: dict[str, Any]) -> str:
    parts = [str(voucher["date"] or ""), f"**{panels.plain(voucher['text'] or '')}**", sek(voucher["total"])]
    if voucher["registered"]:
        parts.append(_("registered {day}", day=str(voucher["registered"])))
    if voucher["signature"]:
        parts.append(_("by {who}", who=panels.plain(voucher["signature"])))
    return " &emsp; ".join(part for part in parts if part)


def _history(books: LazyBooks, voucher: int) -> None:
    rows = extracts.voucher_history(books, voucher)
    if rows.is_empty():
        return
    st.markdown(f"**{_('Changes after booking')}**")
    words = {kind: _(text) for kind, text in HISTORY_WORDS.items()}
    shown = rows.with_columns(kind=pl.col("kind").cast(pl.String).replace(words), account=tables.account_label())
    tables.grid(shown, HISTORY_COLUMNS, key=f"history-{voucher}", alt=_("Changes after booking"))
    st.caption(_("Kept as history; in no sum."))


def _source_line(view: View, line: int | None) -> None:
    import_id = view.books.imports.get(view.year) if view.year else None
    if line and import_id and view.may("raw-line.view"):
        with st.expander(_("As it stands in the file"), type="compact", on_change="rerun", key=f"raw-{line}") as opened:
            if opened.open:
                year = view.shown_year
                findings.show_line(lambda number, _file: voucher_line(view.desk, import_id, year, number), line)
