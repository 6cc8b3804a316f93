"""The rows of one account: the balance before them, each with the balance after it, and the balance after all."""

from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import account_papers, exports, ledger_filters, panels, paper_parts, rows_view, tables
from dashboard.account_filters import Asked
from dashboard.account_standing import AccountView
from dashboard.language import _
from dashboard.rows_view import Worded
from dashboard.tables import Column, Kind
from lib.core.languages import Language, mark
from lib.core.money import count, sek
from lib.ledger import extracts
from lib.reports.ledger_sheets import entries_sheet
from lib.reports.paper_sheets import papers_sheet
from lib.reports.sheets import Sheet

COLUMNS: Final = (
    Column("date", mark("Date"), Kind.DAY, width=86),
    Column("label", mark("Vr."), width=62),
    Column("amount", mark("Change"), Kind.AMOUNT, width=110),
    Column("balance", mark("Balance"), Kind.AMOUNT, width=118),
    Column("text", mark("Text"), width=194),
)
"""The figures stand first, so that a telephone shows them all. Objects stand with the text, for few rows have any."""
ROWS_IN_SIGHT: Final = 13


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of an account, made when they are asked for: its rows, and what it is held against."""

    title: str
    worded: Worded
    papers: pl.DataFrame

    def __call__(self, language: Language) -> list[Sheet]:
        """Make them."""
        own = entries_sheet(self.worded(), language, self.title)
        return [own, *([] if self.papers.is_empty() else [papers_sheet(self.papers, language)])]


def show(found: AccountView, asked: Asked) -> None:
    """The rows that are asked for; a click opens the voucher."""
    if rows_view.no_vouchers(asked.view):
        _balances(found)
        return
    opening = 0 if asked.filters.narrow else asked.opening or 0
    rows = extracts.balances_by_row(extracts.entries(asked.books, asked.filters, found.number), opening)
    number, debit, credit = rows.select(pl.len(), pl.col("debit", "credit").sum()).collect().row(0)
    _above(found, asked, number, rows)
    if not number:
        _nothing(asked)
    else:
        _page(found, asked, number, rows)
    _below(asked, opening, number, (debit or 0, credit or 0))


def _above(found: AccountView, asked: Asked, number: int, rows: pl.LazyFrame) -> None:
    """The balance before the first row, and at the right the way out to Excel."""
    title = _("Account {account}", account=found.number)
    worded = Worded(asked.books, rows)
    with exports.beside():
        if asked.filters.narrow:
            st.markdown(_("Only rows that match; the balance counts them alone."), width="content")
        else:
            day = asked.filters.span.start.isoformat()
            tables.totals({_("Opening balance {day}", day=day): sek(asked.opening)})
        papers = account_papers.rows(found)
        after: exports.Parts = lambda _language: paper_parts.of_account(found)  # noqa: E731
        exports.button(asked.view, title, number, Workbook(title, worded, papers), asked.told, after=after)


def _page(found: AccountView, asked: Asked, number: int, rows: pl.LazyFrame) -> None:
    first, length = tables.page_of(number)
    page = extracts.with_texts(asked.books, rows.slice(first, length).collect())
    tagged = pl.when(pl.col("objects_text") == "").then("text").otherwise(pl.format("{} · {}", "objects_text", "text"))
    page = page.with_columns(text=tagged)
    key = f"account-{found.number}-{first}"
    clicked = tables.grid(page, COLUMNS, key=key, alt=found.title, opens=True, in_sight=ROWS_IN_SIGHT)
    if clicked is not None:
        ledger_filters.open_voucher(page["label"][clicked])


def _nothing(asked: Asked) -> None:
    if asked.filters.narrow:
        panels.empty(_("No row matches."), _("Choose other days, or clear the search."))
    else:
        panels.empty(_("Nothing is booked on the account in these days."), _("Choose other days to see earlier rows."))


def _below(asked: Asked, opening: int, number: int, sums: tuple[int, int]) -> None:
    """The balance after the last row, and the sums that lead to it."""
    debit, credit = sums
    if asked.filters.narrow:
        tables.totals({_("Change"): debit - credit})
    else:
        day = asked.filters.span.end.isoformat()
        tables.totals({_("Closing balance {day}", day=day): opening + debit - credit})
    if not number:
        return
    parts = {_("Rows"): count(number), _("Debit"): sek(debit), _("Credit"): sek(credit)}
    st.caption(" &emsp; ".join(f"{label} {figure}" for label, figure in parts.items()))
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click a row to open its voucher.')}")


def _balances(found: AccountView) -> None:
    """What can be said of an account whose rows the source does not tell."""
    span = found.at.period.span
    tables.totals(
        {
            _("Opening balance {day}", day=span.start.isoformat()): sek(found.opening) or _("not known"),
            _("Closing balance {day}", day=span.end.isoformat()): sek(found.closing) or _("not known"),
        }
    )
