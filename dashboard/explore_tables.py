"""The rows and the vouchers that pass the filters: their sums, a page of them in the order asked for, Excel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, data, explored_data, exports, ledger_filters, panels, tables
from dashboard.context import View
from dashboard.explore_filters import Asked
from dashboard.language import _
from dashboard.rows_view import VOUCHER_COLUMNS
from dashboard.tables import Column, Kind
from lib.core.languages import mark
from lib.core.money import count
from lib.ledger import explored, extracts
from lib.ledger.books import LazyBooks
from lib.ledger.explored import Found, Order
from lib.reports.ledger_sheets import entries_sheet, vouchers_sheet

ORDER: Final = "ordning"
ORDERS: Final = {
    Order.DAY: mark("By date"),
    Order.LARGEST: mark("Largest first"),
    Order.BOOKED: mark("As booked"),
}
ROW_COLUMNS: Final = (
    Column("date", mark("Date"), Kind.DAY, width=90),
    Column("label", mark("Voucher"), width=85),
    Column("account", mark("Account"), width=195),
    Column("text", mark("Text"), width=200),
    Column("objects_text", mark("Objects"), width=70),
    Column("debit", mark("Debit"), Kind.AMOUNT),
    Column("credit", mark("Credit"), Kind.AMOUNT),
)
"""As wide together as the page is on a laptop of 1280 pixels."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows at some places, with their vouchers' texts, read when they are asked for."""

    books: LazyBooks
    places: pl.Series

    def __call__(self) -> pl.DataFrame:
        """Read them."""
        return extracts.with_texts(self.books, explored.at(self.books, "entries", self.places))


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Vouchers at some places, read when they are asked for."""

    books: LazyBooks
    places: pl.Series

    def __call__(self) -> pl.DataFrame:
        """Read them."""
        return explored.at(self.books, "vouchers", self.places).with_columns(label=extracts.label())


def rows(view: View, asked: Asked) -> None:
    """The rows that pass; a click opens the voucher."""
    found = explored_data.rows(view, asked.filters, order())
    books = data.year_books(view.shown_snapshot)
    with exports.beside():
        tables.totals(_sums(found) | {_("Credit"): found.credit})
        _choose_order()
        every = Rows(books, found.places)
        exports.button(
            view, _("Rows"), found.places.len(), lambda language: [entries_sheet(every(), language)], asked.told
        )
    if _nothing(found):
        return
    first, length = tables.page_of(found.places.len())
    page = extracts.with_names(books, Rows(books, found.places.slice(first, length))())
    amount = pl.col("amount")
    page = page.with_columns(
        account=tables.account_label(),
        debit=pl.when(amount > 0).then(amount),
        credit=pl.when(amount < 0).then(-amount),
    )
    _page(page, tables.filled(page, ROW_COLUMNS), f"explored-rows-{first}", _("Rows"))


def vouchers(view: View, asked: Asked) -> None:
    """The vouchers that have a row that passes, whole; a click opens one."""
    found = explored_data.vouchers(view, asked.filters, order())
    books = data.year_books(view.shown_snapshot)
    with exports.beside():
        tables.totals({_("Vouchers"): count(found.vouchers), _("Debit"): found.debit})
        _choose_order()
        every = Vouchers(books, found.places)
        exports.button(
            view, _("Vouchers"), found.places.len(), lambda language: [vouchers_sheet(every(), language)], asked.told
        )
    if _nothing(found):
        return
    first, length = tables.page_of(found.places.len())
    page = Vouchers(books, found.places.slice(first, length))()
    _page(page, VOUCHER_COLUMNS, f"explored-vouchers-{first}", _("Vouchers"))


def order() -> Order:
    """The order that the address asks for."""
    return next((known for known in Order if known == address.read(ORDER)), Order.DAY)


def _sums(found: Found) -> dict[str, int | str]:
    return {
        _("Rows"): count(found.places.len()),
        _("Vouchers"): count(found.vouchers),
        _("Debit"): found.debit,
    }


def _choose_order() -> None:
    st.selectbox(
        _("Order"),
        list(ORDERS),
        format_func=lambda known: _(ORDERS[Order(known)]),
        label_visibility="collapsed",
        width=140,
        **address.tie(ORDER, Order.DAY, among=list(ORDERS)),
    )


def _nothing(found: Found) -> bool:
    if found.places.len():
        return False
    panels.empty(_("Nothing passes the filters."), _("Clear some of them, or choose a longer period."))
    return True


def _page(page: pl.DataFrame, columns: Sequence[Column], key: str, alt: str) -> None:
    clicked = tables.grid(page, columns, key=key, alt=alt, opens=True)
    st.caption(_("Click a row to open its voucher."))
    if clicked is not None:
        ledger_filters.open_voucher(page["label"][clicked])
