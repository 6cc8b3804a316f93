"""What an account is held against: its statement, its ledger, people's appendices; and how far the books are from it.

A paper that was made for several accounts stands with each of them, and is in the sum of none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, closing_data, data, navigation, sub_appendix_view, tables
from dashboard.account_standing import AccountView
from dashboard.language import _
from dashboard.sub_appendix_view import APPENDIX, NEW
from dashboard.tables import Column, Kind
from lib.closing.appendices import TITLES
from lib.closing.notes import BETWEEN
from lib.core.languages import mark
from lib.core.money import sek
from lib.ledger.sides import ACCOUNTS
from lib.reports.paper_sheets import PAPERS
from lib.store import attachments, statements, sub_appendices
from lib.store.sub_appendices import Line
from lib.store.words import FileOwner

COLUMNS: Final = (
    Column("text", mark("Held against"), width=170),
    Column("amount", mark("Amount"), Kind.AMOUNT, width=112),
)
PAPERS_IN_SIGHT: Final = 8


@dataclass(frozen=True, slots=True)
class Paper:
    """One thing that an account is held against; `amount` in öre as the books have it, None when it is in no sum.

    A click leads to the `appendix` of this id, or to the page of the `ledger`.
    `shared` is one of several accounts. `lines` are its rows.
    """

    text: str
    amount: int | None
    appendix: int | None = None
    ledger: bool = False
    shared: bool = False
    lines: Sequence[Line] = ()


def show(found: AccountView) -> None:
    """The papers beside the account, and the way to a new one."""
    papers = list(_papers(found))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{_('Appendices')}**", width="content")
        if not sub_appendix_view.why_not(found.at):
            st.button(
                _("New appendix"),
                icon=":material/attach_file_add:",
                on_click=address.put,
                kwargs={APPENDIX: NEW},
            )
    if papers:
        _list(found, papers)
    else:
        st.caption(_("Nothing yet: rows that explain the balance, or files that show it."))


def rows(found: AccountView) -> pl.DataFrame:
    """Every row of every paper, as `lib.reports.paper_sheets.PAPERS`."""
    told: list[tuple[str, str, int | None, int | None]] = [
        (paper.text, text, None if paper.shared else amount, amount if paper.shared else None)
        for paper in _papers(found)
        for text, amount in _told(paper)
    ]
    return pl.DataFrame(told, schema=dict(PAPERS), orient="row")


def _told(paper: Paper) -> Sequence[tuple[str, int | None]]:
    """The rows of a paper; one that has none is a row itself."""
    return paper.lines or [("", paper.amount)]


def _list(found: AccountView, papers: Sequence[Paper]) -> None:
    """The papers with their amounts; a click opens an appendix, or the ledger on its own page."""
    listed = pl.DataFrame(
        [(paper.text, paper.amount) for paper in papers],
        schema={"text": pl.String, "amount": pl.Int64},
        orient="row",
    )
    key = f"papers-{found.at.key}-{found.number}"
    clicked = tables.grid(listed, COLUMNS, key=key, alt=_("Appendices"), opens=True, in_sight=PAPERS_IN_SIGHT)
    if any(paper.shared for paper in papers):
        st.caption(_("One for several accounts is shown with each of them and counted with none."))
    if clicked is None:
        return
    if papers[clicked].ledger:
        navigation.go("appendices", bilaga=found.number, dag=found.at.period.span.end.isoformat())
    if papers[clicked].appendix is not None:
        address.put(**{APPENDIX: papers[clicked].appendix})
        st.rerun()


def sums(found: AccountView) -> None:
    """The balance, what the papers come to, and what is between them."""
    row = found.row.row(0, named=True)
    compared = row["amount"] is not None and row["difference"] is not None
    day = row["day"].isoformat() if compared and row["day"] and row["against"] != row["closing"] else ""
    figures = {_("Balance"): row["closing"]}
    if day:
        figures[_("Balance {day}", day=day)] = row["against"]
    if row["amount"] is not None:
        figures[_("Reconciliation amount")] = row["amount"]
    if compared:
        figures[_("Reconciliation difference")] = row["difference"]
    lines = [f"{label} **{sek(ore) or _('not known')}**" for label, ore in figures.items()]
    st.markdown("  \n".join(lines))
    if row["amount"] is not None and not compared:
        st.caption(_("The books do not tell the balance of that day, so that nothing is compared."))


def _papers(found: AccountView) -> Iterator[Paper]:
    at, number = found.at, found.number
    with data.house().store.reading() as session:
        stated = statements.of_period(session, at.client.id, at.key).get(number)
        own = [row for row in sub_appendices.of_period(session, at.client.id, at.key) if number in row.accounts]
        files = attachments.of_owners(session, at.client.id, FileOwner.APPENDIX, [row.id for row in own])
    if stated:
        yield Paper(_("Statement {day}", day=stated.day.isoformat()), stated.balance)
    yield from _ledger(found)
    for row in own:
        attached = _("{files:count|file|files}", files=len(files[row.id])) if row.id in files else ""
        name = BETWEEN.join(part for part in (row.name, attached) if part)
        shared = len(row.accounts) > 1
        lines = [(line["text"], line["amount"]) for line in row.lines]
        yield Paper(name, None if shared else row.amount, row.id, shared=shared, lines=lines)


def _ledger(found: AccountView) -> Iterator[Paper]:
    """The customers' or suppliers' ledger, on the account that its appendix is named for."""
    for total in closing_data.ledger_totals(found.at.view, found.at.at):
        if ACCOUNTS[total.side].main == found.number:
            yield Paper(_(TITLES[total.side]), ACCOUNTS[total.side].sign * total.total, ledger=True)
