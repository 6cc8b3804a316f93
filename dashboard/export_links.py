"""The ways from an entry of an export: to the entry itself, and to its voucher once an import has brought it back."""

from collections.abc import Sequence

import streamlit as st

from dashboard import data, ledger_filters, navigation, working
from dashboard.context import View
from dashboard.entry_proposal import ENTRY
from dashboard.language import _
from dashboard.tables import Picked
from lib.closing.entries import Transfer
from lib.store import entries
from lib.store.entry_tables import ClosingEntry, ExportItem

VOUCHER = "voucher"
"""The column whose cells lead to the voucher."""


def entries_of(view: View, items: Sequence[ExportItem]) -> list[ClosingEntry]:
    """The entries of an export's items, in turn."""
    with data.house().store.reading() as session:
        return [entries.get(session, view.client.id, item.entry_id) for item in items]


def note(found: Sequence[ClosingEntry]) -> None:
    """Say what a click leads to."""
    back = any(entry.transfer is Transfer.EXCLUDED for entry in found)
    led = _("Click an entry to open it, or its voucher in Fortnox to open that in the ledger.")
    not_back = _("Click an entry to open it. Its voucher can be opened once an import has brought it back.")
    st.caption(led if back else not_back)


def follow(view: View, found: Sequence[ClosingEntry], picked: Picked) -> None:
    """Go where the cell that was clicked leads, if one was."""
    if picked.cell is None:
        return
    row, column = picked.cell
    entry = found[row]
    year = entry.year_start.isoformat()
    if column == VOUCHER and entry.transfer is Transfer.EXCLUDED:
        label = f"{entry.seen_series} {entry.seen_number}"
        navigation.go("ledger", **{ledger_filters.VOUCHER: label, "ar": year, "period": None})
    period = working.board(view).get(entry.period)
    code = working.code(period) if period else None
    navigation.go("closing_entries", **{ENTRY: str(entry.id), "ar": year, "period": code})
