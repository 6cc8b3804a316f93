"""Balances typed in a grid: the rows to begin with, and what was typed read as öre."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import data, navigation, panels
from dashboard.context import View
from dashboard.language import _
from lib.actions.balances import TypedRow, type_balances
from lib.core.money import parse_ore, sek
from lib.core.periods import FinancialYear

SCHEMA: Final = {"account": pl.String, "name": pl.String, "opening": pl.String, "closing": pl.String}
PROBLEMS_SHOWN: Final = 5


def start(view: View, year: FinancialYear | None) -> pl.DataFrame:
    """The balances of the year as they stand in the books; empty rows when there are none."""
    snapshot = view.books.years.get(year) if year else None
    if snapshot is None:
        return pl.DataFrame({name: [""] for name in SCHEMA}, schema=SCHEMA)
    books = data.year_books(snapshot)
    names = books.frame("accounts").select("account", "name")
    rows = books.frame("balances").join(names, on="account", how="left").sort("account").collect()
    return rows.select(
        "account",
        pl.col("name").fill_null(""),
        pl.col("opening").map_elements(sek, return_dtype=pl.String),
        pl.col("closing").map_elements(sek, return_dtype=pl.String),
    )


def config() -> dict[str, Any]:
    """The columns: amounts are texts, so that a comma, a blank and any minus sign are understood."""
    text = st.column_config.TextColumn
    return {
        "account": text(_("Account"), required=True, max_chars=10, width=110),
        "name": text(_("Name"), width=320),
        "opening": text(_("Opening balance"), alignment="right"),
        "closing": text(_("Closing balance"), alignment="right"),
    }


def read(frame: pl.DataFrame) -> tuple[list[TypedRow], list[str]]:
    """The rows typed, and what is wrong with those that cannot be read; blank rows are passed over."""
    rows: list[TypedRow] = []
    problems: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(frame.select(list(SCHEMA)).fill_null("").rows(named=True), 1):
        account = str(row["account"]).strip()
        if not account:
            if row["opening"] or row["closing"]:
                problems.append(_("Row {row:count} has an amount but no account.", row=number))
            continue
        if account in seen:
            problems.append(_("Account {account} stands on more than one row.", account=account))
        seen.add(account)
        try:
            rows.append((account, str(row["name"]).strip(), _ore(row["opening"]), _ore(row["closing"])))
        except ValueError as error:
            text = str(error)
            problems.append(_("Account {account}: “{text}” is not an amount.", account=account, text=text))
    return rows, problems[:PROBLEMS_SHOWN]


def sums(rows: Sequence[TypedRow]) -> dict[str, int | str]:
    """The sums of what was typed: both ought to be zero."""
    opening, closing = sum(row[2] for row in rows), sum(row[3] for row in rows)
    return {_("Sum of opening balances"): opening, _("Sum of closing balances"): closing}


def send(view: View, year: FinancialYear | None, rows: Sequence[TypedRow]) -> None:
    """Stage what was typed and lead to its preview."""
    made: list[str] = []
    if year and panels.done(lambda: made.append(type_balances(view.desk, view.client.id, year, rows))):
        navigation.go("import_data", imp=made[0])


def _ore(text: str) -> int:
    return parse_ore(text) if text.strip() else 0
