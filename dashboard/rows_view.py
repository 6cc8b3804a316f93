"""The ledger's rows: an account with its running balance, the vouchers, and the journal of every row."""

from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import data, exports, ledger_filters, panels, tables
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.core.languages import mark
from lib.core.money import count
from lib.ledger import extracts
from lib.ledger.books import Extent, LazyBooks
from lib.ledger.extracts import Filters
from lib.reports.ledger_sheets import entries_sheet, vouchers_sheet

ACCOUNT_COLUMNS: Final = (
    Column("date", mark("Date"), Kind.DAY, width=95),
    Column("label", mark("Voucher"), width=85),
    Column("text", mark("Text"), width=235),
    Column("objects_text", mark("Objects"), width=110),
    Column("debit", mark("Debit"), Kind.AMOUNT),
    Column("credit", mark("Credit"), Kind.AMOUNT),
    Column("balance", mark("Balance"), Kind.AMOUNT),
)
VOUCHER_COLUMNS: Final = (
    Column("date", mark("Date"), Kind.DAY, width=95),
    Column("label", mark("Voucher"), width=85),
    Column("text", mark("Text"), width=395),
    Column("rows", mark("Rows"), Kind.COUNT, width=65),
    Column("total", mark("Total"), Kind.AMOUNT),
    Column("difference", mark("Difference"), Kind.AMOUNT),
)
JOURNAL_COLUMNS: Final = (
    Column("date", mark("Date"), Kind.DAY, width=95),
    Column("series", mark("Series"), width=65),
    Column("number", mark("Number"), width=75),
    Column("account", mark("Account"), width=75),
    Column("text", mark("Text"), width=322),
    Column("debit", mark("Debit"), Kind.AMOUNT),
    Column("credit", mark("Credit"), Kind.AMOUNT),
)


@dataclass(frozen=True, slots=True)
class Worded:
    """Rows with their vouchers' texts, collected when they are asked for."""

    books: LazyBooks
    rows: pl.LazyFrame

    def __call__(self) -> pl.DataFrame:
        """Collect them."""
        return extracts.with_texts(self.books, self.rows.collect())


def account(view: View, number: str) -> None:
    """One account: opening balance, rows with the balance after each, closing balance."""
    books = _books(view)
    name = extracts.account_name(books, number)
    ledger_filters.back()
    st.subheader(panels.plain(f"{number} {name}".strip()), anchor=False)
    filters = ledger_filters.filters(view, books)
    if no_vouchers(view):
        return
    opening = 0 if filters.narrow else _opening(view, number)
    rows = extracts.balances_by_row(extracts.entries(books, filters, number), opening)
    sums = rows.select(pl.len(), pl.col("debit", "credit").sum()).collect().row(0)
    with exports.beside():
        tables.totals(_figures(filters, opening, *sums))
        _excel(view, _("Account {account}", account=number), sums[0], Worded(books, rows), filters)
    if filters.narrow:
        st.caption(_("The balance counts only the rows that match."))
    if not sums[0]:
        panels.empty(_("No rows in the period."), _("Choose another period, or clear the search."))
        return
    first, length = tables.page_of(sums[0])
    page = extracts.with_texts(books, rows.slice(first, length).collect())
    clicked = tables.grid(
        page, tables.filled(page, ACCOUNT_COLUMNS), key=f"account-{number}-{first}", alt=name, opens=True
    )
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click a row to open its voucher.')}")
    if clicked is not None:
        ledger_filters.open_voucher(page["label"][clicked])


def vouchers(view: View) -> None:
    """The vouchers of the period; a row opens its voucher."""
    books = _books(view)
    filters = ledger_filters.filters(view, books, series=True)
    if no_vouchers(view):
        return
    found = data.vouchers(view.shown_snapshot, filters)
    rows, total, odd = found.select(pl.len(), pl.col("total").sum(), (pl.col("difference") != 0).sum()).collect().row(0)
    with exports.beside():
        tables.totals({_("Vouchers"): count(rows), _("Debit"): total, _("Do not balance"): count(odd)})
        narrowed = _narrowed(filters)
        exports.button(
            view, _("Vouchers"), rows, lambda language: [vouchers_sheet(found.collect(), language)], narrowed
        )
    if not rows:
        panels.empty(_("No voucher matches."), _("Choose another period, or clear the search."))
        return
    first, length = tables.page_of(rows)
    page = found.slice(first, length).with_columns(label=extracts.label()).collect()
    clicked = tables.grid(page, VOUCHER_COLUMNS, key=f"vouchers-{first}", alt=_("Vouchers"), opens=True)
    st.caption(_("Click a voucher to open it."))
    if clicked is not None:
        ledger_filters.open_voucher(page["label"][clicked])


def journal(view: View) -> None:
    """Every booked row of the period, however many, read as it is scrolled."""
    books = _books(view)
    filters = ledger_filters.filters(view, books, series=True)
    if no_vouchers(view):
        return
    rows = extracts.entries(books, filters)
    amount = pl.col("amount")
    sided = rows.with_columns(debit=pl.when(amount >= 0).then(amount), credit=pl.when(amount < 0).then(-amount))
    number, debit, credit = sided.select(pl.len(), pl.col("debit", "credit").sum()).collect().row(0)
    with exports.beside():
        tables.totals({_("Rows"): count(number), _("Debit"): debit, _("Credit"): credit})
        _excel(view, _("Journal"), number, Worded(books, rows), filters)
    if not number:
        panels.empty(_("No row matches."), _("Choose another period, or clear the search."))
        return
    tables.browse(_worded(books, sided), JOURNAL_COLUMNS, rows=number, key="journal", alt=_("Journal"))
    st.caption(_("Rows are opened from the account or the voucher."))


def no_vouchers(view: View) -> bool:
    """Whether the source gave balances alone; that there are no rows to open is then said."""
    if view.shown_snapshot.extent in {Extent.FULL, Extent.PART}:
        return False
    panels.empty(
        _("The source of this year holds balances, no vouchers."),
        _("Import the year as SIE 4 to open figures down to their vouchers."),
    )
    return True


def _opening(view: View, number: str) -> int:
    found = data.balances(view.shown_snapshot, view.first, view.last, view.before[1] if view.before else None)
    amounts = found.filter(pl.col("account") == number)["opening"].fill_null(0)
    return int(amounts.sum())


def _worded(books: LazyBooks, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Rows without a text of their own with their voucher's, still lazily."""
    vouchers_texts = books.frame("vouchers").select("voucher", voucher_text="text")
    own = pl.col("text").fill_null("")
    return rows.join(vouchers_texts, on="voucher", how="left", maintain_order="left").with_columns(
        text=pl.when(own == "").then(pl.col("voucher_text").fill_null("")).otherwise(own)
    )


def _figures(filters: Filters, opening: int, rows: int, debit: int | None, credit: int | None) -> dict[str, int | str]:
    """The sums above an account's rows; a choice of rows has no opening and closing balance."""
    sums: dict[str, int | str] = {_("Rows"): count(rows), _("Debit"): debit or 0, _("Credit"): credit or 0}
    if filters.narrow:
        return sums
    closing = opening + (debit or 0) - (credit or 0)
    return {_("Opening balance"): opening} | sums | {_("Closing balance"): closing}


def _excel(view: View, title: str, number: int, rows: Worded, filters: Filters) -> None:
    exports.button(view, title, number, lambda language: [entries_sheet(rows(), language, title)], _narrowed(filters))


def _narrowed(filters: Filters) -> dict[str, str]:
    return {_("Search"): filters.text, _("Series"): filters.series, _("Object"): filters.object}


def _books(view: View) -> LazyBooks:
    return data.year_books(view.shown_snapshot)
