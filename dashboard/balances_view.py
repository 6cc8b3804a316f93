"""The ledger's balances: the trial balance and the two statements; each account opens its rows."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

import polars as pl
import streamlit as st

from dashboard import data, entries_beside, exports, ledger_filters, panels, tables
from dashboard.context import View
from dashboard.entries_beside import Beside
from dashboard.language import _
from dashboard.tables import BALANCE_COLUMNS, Column, Kind
from lib.core.languages import Language, mark
from lib.core.money import count
from lib.ledger import extracts
from lib.ledger.balances import without_zeros
from lib.ledger.statements import Row, income_statement
from lib.ledger.statements import balance_sheet as books_balance_sheet
from lib.reports.ledger_sheets import balance_sheet as balance_sheet_sheet
from lib.reports.ledger_sheets import income_sheet, trial_balance_sheet
from lib.reports.sheets import Sheet

SUMMED: Final = ("opening", "period", "closing")
ITEM: Final = Column("text", mark("Item"), width=360)
INCOME_COLUMNS: Final = (
    ITEM,
    Column("period", mark("Period"), Kind.AMOUNT),
    Column("last_year", mark("Period last year"), Kind.AMOUNT),
    Column("closing", mark("Year to date"), Kind.AMOUNT),
    Column("last_closing", mark("Year to date last year"), Kind.AMOUNT, width=150),
)
SHEET_COLUMNS: Final = (ITEM, *(column for column in BALANCE_COLUMNS[1:] if column.name != "last_year"))
AFTER_COLUMNS: Final = (
    Column("closing", entries_beside.BOOKS, Kind.AMOUNT),
    entries_beside.ENTRIES,
    entries_beside.AFTER,
)
INDENT: Final = "\N{EM SPACE}"


class Statement(Protocol):
    """What makes a statement of a trial balance."""

    def __call__(self, trial: pl.DataFrame, *, zeros: bool = False) -> pl.DataFrame:
        """The statement's rows."""


SheetOf = Callable[[pl.DataFrame, Language], Sheet]


def trial(view: View) -> None:
    """The trial balance of the periods; a row opens its account."""
    books = data.year_books(view.shown_snapshot)
    with st.container(horizontal=True, vertical_alignment="center"):
        text = ledger_filters.search(_("Account number or name"))
        dimension, object_ = ledger_filters.choose_object(books)
        zeros = ledger_filters.zeros()
        beside = Beside() if object_ else entries_beside.of_view(view)
        after = entries_beside.choose(beside)
    rows = data.balances(view.shown_snapshot, view.first, view.last, view.before[1] if view.before else None)
    if object_:
        rows = _of_object(view, rows, dimension, object_)
    kept = rows if zeros else without_zeros(rows)
    rows = _matching(with_entries(rows, kept, beside) if after else kept, text)
    if rows.is_empty():
        panels.empty(_("No account matches."), _("Clear the search, or show accounts without amounts."))
        return
    sums: dict[str, int | str] = {
        _(column.label): _sum(rows, column.name) for column in BALANCE_COLUMNS if column.name in SUMMED
    }
    if after:
        sums |= {_(column.label): _sum(rows, column.name) for column in AFTER_COLUMNS if column.name != "closing"}
    if object_:
        sums = {_("Period"): _sum(rows, "period")}
    filters = {_("Search"): text, _("Object"): object_}
    with exports.beside():
        tables.totals({_("Accounts"): count(rows.height), **sums})
        sheets: exports.Sheets = lambda language: [trial_balance_sheet(rows, language)]  # noqa: E731
        exports.button(view, _("Trial balance"), rows.height, sheets, filters)
    first, length = tables.page_of(rows.height, tables.ROWS_AT_ONCE)
    shown = entries_beside.calm(rows.slice(first, length)).with_columns(
        number=pl.col("account"), account=tables.account_label()
    )
    chosen = (*BALANCE_COLUMNS[:3], *AFTER_COLUMNS) if after else columns(view, object_)
    key = f"trial-{first}{'-after' if after else ''}"
    clicked = tables.grid(shown, chosen, key=key, alt=_("Trial balance"), opens=True)
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click an amount to open its account.')}")
    entries_beside.say(beside)
    if clicked is not None:
        ledger_filters.open_account(shown["number"][clicked])


def with_entries(rows: pl.DataFrame, kept: pl.DataFrame, beside: Beside) -> pl.DataFrame:
    """The `kept` accounts of a trial balance, and those that entries move, with the books after entries."""
    touched = rows.join(beside.moved, on="account", how="semi").join(kept, on="account", how="anti")
    blank = [pl.lit(0, pl.Int64).alias(name) for name in SUMMED]
    outside = beside.moved.join(rows, on="account", how="anti").select("account").with_columns(*blank, name=pl.lit(""))
    every = pl.concat([kept, touched, outside], how="diagonal").sort("account")
    return beside.onto(every.rename({"period": "change"})).rename({"change": "period"})


def income(view: View) -> None:
    """The income statement of the periods."""
    _statement(view, income_statement, income_sheet, _("Income statement"), INCOME_COLUMNS)


def balance_sheet(view: View) -> None:
    """The balance sheet at the end of the periods."""
    _statement(view, books_balance_sheet, balance_sheet_sheet, _("Balance sheet"), SHEET_COLUMNS)


def _statement(view: View, statement: Statement, sheet: SheetOf, title: str, shown: Sequence[Column]) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    with row:
        zeros = ledger_filters.zeros()
    trial_rows = data.balances(view.shown_snapshot, view.first, view.last, view.before[1] if view.before else None)
    rows = statement(trial_rows, zeros=zeros)
    if rows.is_empty():
        panels.empty(_("No account has any amount."), _("Show accounts without amounts, or choose another period."))
        return
    with row:
        exports.button(view, title, rows.height, lambda language: [sheet(rows, language)])
    chosen = [column for column in shown if view.before or not column.name.startswith("last_")]
    clicked = tables.grid(_worded(rows), chosen, key=f"statement-{title}", alt=title, opens=True, bold="heavy")
    st.caption(f"{_(tables.PRESENTED_RULE)} {_('Click an amount to open its account.')}")
    if clicked is not None and rows["account"][clicked]:
        ledger_filters.open_account(rows["account"][clicked])


def _worded(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their texts in the reader's language; subtotals named as the sums that they are."""
    texts = {text: _(text) for text in rows["text"].unique().to_list() if text}
    text = pl.col("text").replace(texts)
    shown = (
        pl.when(pl.col("row") == Row.ACCOUNT)
        .then(pl.concat_str(pl.lit(INDENT), tables.account_label()))
        .when(pl.col("row") == Row.SUBTOTAL)
        .then(pl.concat_str(pl.lit(_("Sum of") + " "), text.str.to_lowercase()))
        .otherwise(text)
    )
    return rows.with_columns(text=shown, heavy=pl.col("row") != Row.ACCOUNT)


def columns(view: View, object_: str) -> list[Column]:
    """The columns that can be filled: an object has no balances of its own, a first year none before it."""
    left_out = {"last_year", "last_closing"} if view.before is None else set()
    if object_:
        left_out = {"opening", "closing", "last_year", "last_closing"}
    return [column for column in BALANCE_COLUMNS if column.name not in left_out]


def _of_object(view: View, rows: pl.DataFrame, dimension: int | None, object_: str) -> pl.DataFrame:
    """The movement of one object by account; the source keeps no balances of objects."""
    books = data.year_books(view.shown_snapshot)
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
