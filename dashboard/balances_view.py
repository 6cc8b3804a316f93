"""The ledger's balances: the trial balance and the two statements; each account opens its rows."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import data, extracts, ledger_filters, panels, tables
from dashboard.context import View
from dashboard.language import _
from dashboard.tables import BALANCE_COLUMNS, Column
from lib.core.money import count
from lib.ledger.balances import without_zeros

SUMMED: Final = ("opening", "period", "closing")


def trial(view: View) -> None:
    """The trial balance of the periods; a row opens its account."""
    if view.snapshot is None:
        return
    books = data.year_books(view.snapshot)
    with st.container(horizontal=True, vertical_alignment="center"):
        text = ledger_filters.search(_("Account number or name"))
        dimension, object_ = ledger_filters.choose_object(books)
        zeros = ledger_filters.zeros()
    rows = data.balances(view.snapshot, view.first, view.last, view.before[1] if view.before else None)
    if object_:
        rows = _of_object(view, rows, dimension, object_)
    rows = _matching(rows if zeros else without_zeros(rows), text)
    if rows.is_empty():
        panels.empty(_("No account matches."), _("Clear the search, or show accounts without amounts."))
        return
    sums: dict[str, int | str] = {
        _(column.label): _sum(rows, column.name) for column in BALANCE_COLUMNS if column.name in SUMMED
    }
    if object_:
        sums = {_("Period"): _sum(rows, "period")}
    tables.totals({_("Accounts"): count(rows.height), **sums})
    first, length = tables.page_of(rows.height, tables.ROWS_AT_ONCE)
    shown = rows.slice(first, length).with_columns(number=pl.col("account"), account=tables.account_label())
    clicked = tables.grid(shown, columns(view, object_), key=f"trial-{first}", alt=_("Trial balance"), opens=True)
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click an amount to open its account.')}")
    if clicked is not None:
        ledger_filters.open_account(shown["number"][clicked])


def columns(view: View, object_: str) -> list[Column]:
    """The columns that can be filled: an object has no balances of its own, a first year none before it."""
    left_out = {"last_year", "last_closing"} if view.before is None else set()
    if object_:
        left_out = {"opening", "closing", "last_year", "last_closing"}
    return [column for column in BALANCE_COLUMNS if column.name not in left_out]


def _of_object(view: View, rows: pl.DataFrame, dimension: int | None, object_: str) -> pl.DataFrame:
    """The movement of one object by account; the source keeps no balances of objects."""
    if view.snapshot is None:
        return rows
    books = data.year_books(view.snapshot)
    filters = ledger_filters.of_view(view, dimension, object_)
    sums = extracts.entries(books, filters).group_by("account").agg(period=pl.col("amount").sum()).collect()
    blank = [pl.lit(None, pl.Int64).alias(name) for name in ("opening", "closing", "last_year", "last_closing")]
    return rows.drop("period").join(sums, on="account", how="inner").sort("account").with_columns(blank)


def _matching(rows: pl.DataFrame, text: str) -> pl.DataFrame:
    if not text:
        return rows
    return rows.filter(tables.account_label().str.to_lowercase().str.contains(text.lower().strip(), literal=True))


def _sum(rows: pl.DataFrame, name: str) -> int:
    return int(rows[name].fill_null(0).sum())
