"""One open item: its payments before and after the balance date, each with the way to its voucher."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import navigation, panels, tables
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.closing.appendices import AppendixView
from lib.closing.notes import voucher_label
from lib.core.languages import mark
from lib.ledger.sides import ACCOUNTS

COLUMNS: Final = (
    Column("payment", mark("Payment"), width=90),
    Column("paid_on", mark("Paid"), Kind.DAY, width=95),
    Column("when", mark("Counts"), width=190),
    Column("settled", mark("Amount"), Kind.AMOUNT),
    Column("written_off", mark("Written off"), Kind.AMOUNT),
    Column("voucher", mark("Voucher"), width=90),
)


def show(view: View, shown: AppendixView, item: Mapping[str, Any]) -> None:
    """The item that was clicked, a row of the appendix as it stands on the screen."""
    heading = " ".join(part for part in (item["number"], item["external"], item["party"]) if part)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{panels.plain(_('Invoice {invoice}', invoice=heading))}**", width="content")
        _way(view, shown, item)
    if item["text"]:
        st.caption(panels.plain(item["text"]))
    if not _held(view, item):
        st.caption(_("The invoice has no voucher in the books here."))
    paid = shown.payments.filter(pl.col("invoice") == item["number"])
    if paid.is_empty():
        st.caption(_("Nothing has been paid."))
        return
    rows = _worded(paid, shown.day)
    clicked = tables.grid(rows, COLUMNS, key=f"payments-{item['number']}", alt=_("Payments"), opens=True)
    if clicked is None:
        st.caption(_("Click a payment to come to its voucher."))
        return
    payment = rows.row(clicked, named=True)
    _way(view, shown, payment)
    if not _held(view, payment):
        st.caption(_("No voucher in the books here answers to payment {payment}.", payment=payment["payment"]))


def _worded(paid: pl.DataFrame, day: date) -> pl.DataFrame:
    until = pl.when(pl.col("paid_on") <= day).then(pl.lit(_("until the balance date")))
    labels = pl.Series([voucher_label(row) for row in paid.iter_rows(named=True)], dtype=pl.String)
    return paid.with_columns(when=until.otherwise(pl.lit(_("after the balance date"))), voucher=labels)


def _way(view: View, shown: AppendixView, row: Mapping[str, Any]) -> None:
    """The way to a row's voucher; a link, for a page left by a button cannot be come back to."""
    if not _held(view, row):
        return
    label = _("Open {voucher}", voucher=voucher_label(row))
    start, account = row["year_start"].isoformat(), ACCOUNTS[shown.side].main
    navigation.link("ledger", panels.plain(label), ar=start, period=None, konto=account, ver=voucher_label(row))


def _held(view: View, row: Mapping[str, Any]) -> bool:
    """Whether the voucher that a row names stands in the books."""
    return bool(voucher_label(row)) and row["year_start"] in {year.start for year in view.books.years}
