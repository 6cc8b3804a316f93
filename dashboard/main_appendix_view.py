"""The main appendices of a period: what the accounts of each group hold, and how far they have come."""

from typing import Final

import polars as pl
import streamlit as st

from dashboard import (
    account_standing,
    address,
    entries_beside,
    exports,
    held_against,
    navigation,
    panels,
    period_words,
    reconciled,
    reconciliation_choice,
    reconciliation_grid,
    tables,
    widths,
)
from dashboard.entries_beside import Beside
from dashboard.held_against import Paper
from dashboard.language import _
from dashboard.reconciliation_choice import GROUP
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.closing.main_appendices import group_of, main_appendices
from lib.closing.standings import progress
from lib.core.languages import mark
from lib.reports.closing_sheets import main_appendices_sheet, main_appendix_sheets

GROUPS: Final = (
    Column("label", mark("Main appendix")),
    Column("change", mark("Period"), Kind.AMOUNT),
    Column("closing", mark("Closing"), Kind.AMOUNT),
    Column("amount", mark("Rec. amount"), Kind.AMOUNT),
    Column("difference", mark("Difference"), Kind.AMOUNT),
    Column("checks", mark("Chk."), Kind.COUNT),
    Column("progress", mark("Done")),
    Column("state", mark("Status"), width=130),
)
WITH_ENTRIES: Final = (
    Column("label", mark("Main appendix")),
    Column("closing", entries_beside.BOOKS, Kind.AMOUNT),
    entries_beside.ENTRIES,
    entries_beside.AFTER,
    Column("amount", mark("Rec. amount"), Kind.AMOUNT),
    Column("difference", mark("Difference"), Kind.AMOUNT),
    Column("progress", mark("Done")),
    Column("state", mark("Status"), width=130),
)
"""Where closing entries stand beside the books."""
PAPERS: Final = (
    Column("account", mark("Account")),
    Column("name", mark("Sub-appendix")),
    Column("kind", mark("Kind")),
    Column("day", mark("Stated for"), Kind.DAY, width=100),
    Column("amount", mark("Amount"), Kind.AMOUNT),
    Column("files", mark("Files"), Kind.COUNT),
)
IN_SIGHT: Final = 18
ACCOUNTS_IN_SIGHT: Final = 10
PAPERS_IN_SIGHT: Final = 8


def show(at: Working, beside: Beside) -> None:
    """All main appendices, or the one that the address names; with the entries `beside` unless they are left out."""
    rows, counted = reconciled.accounts(at), beside if entries_beside.shown(beside) else Beside()
    more = reconciled.in_entries_alone(at, counted, rows)
    groups = grouped(rows, more, counted).with_columns(code=pl.col("group").replace("", reconciliation_choice.OTHERS))
    chosen = address.read(GROUP)
    if chosen in groups["code"]:
        own = reconciliation_choice.of_group(chosen)
        _one(at, rows.filter(own), more.filter(own), counted, chosen)
        return
    opened = _every(at, rows, groups, counted)
    entries_beside.say(beside)
    if opened:
        address.put(**{GROUP: opened})
        st.rerun()


def grouped(rows: pl.DataFrame, more: pl.DataFrame, beside: Beside) -> pl.DataFrame:
    """`MAIN_APPENDICES` of accounts, with what entries move each group by; `more` are accounts of entries alone."""
    groups = main_appendices(rows)
    others = main_appendices(more).join(groups, on="group", how="anti")
    accounts = pl.concat([rows, more]).select("account")
    moved = beside.moved.join(accounts, on="account", how="semi").group_by(group=group_of(pl.col("account")))
    every = pl.concat([groups, others]).sort(pl.col("group") == "", "group")
    summed = every.join(moved.agg(pl.col("entries").sum()), on="group", how="left", maintain_order="left")
    entries = pl.col("entries").fill_null(0)
    return summed.with_columns(entries=entries, after=pl.col("closing") + entries)


def _every(at: Working, rows: pl.DataFrame, groups: pl.DataFrame, beside: Beside) -> str:
    """All of them; gives the code of the one that is opened."""
    whole = progress(rows)
    with exports.beside():
        tables.totals(
            {
                _("Main appendices"): str(groups.height),
                _("Accounts done"): _("{done:count} of {all:count}", done=whole.done, all=whole.accounts),
                _("Open difference"): whole.open_difference,
            }
        )
        told = groups if beside else groups.drop("entries", "after")
        _excel(at, _("Main appendices"), told.height, lambda language: [main_appendices_sheet(told, language)])
    period_words.state(at)
    if groups.is_empty():
        panels.empty(_("No balance account holds anything or has moved until the end of the period."))
        return ""
    states = [reconciled.state_of(standing) for standing in groups["standing"]]
    shown = (
        entries_beside.calm(groups)
        .hstack(pl.DataFrame(states))
        .with_columns(
            label=pl.Series([reconciliation_choice.group_name(code) for code in groups["code"]]),
            checks=pl.when(pl.col("checks") > 0).then("checks"),
            checks_colour=pl.lit("orange"),
            difference_colour=pl.when(pl.col("difference") != 0).then(pl.lit("orange")).otherwise(pl.lit("")),
            progress=pl.format("{}/{}", "done", "accounts"),
        )
    )
    clicked = tables.grid(
        shown,
        widths.fitted(shown, WITH_ENTRIES if beside else GROUPS, "label"),
        key=f"groups-{at.key}{'-after' if beside else ''}",
        alt=_("Main appendices"),
        opens=True,
        in_sight=IN_SIGHT,
    )
    st.caption(f"{_(tables.SIGN_RULE)} {_('Click a main appendix to open its accounts.')}")
    return "" if clicked is None else str(groups["code"][clicked])


def _one(at: Working, rows: pl.DataFrame, more: pl.DataFrame, beside: Beside, group: str) -> None:
    """One main appendix: its accounts, and the sub-appendices that they are held against."""
    papers = [paper for paper in held_against.of_period(at) if paper.account in set(rows["account"])]
    held = _papers(papers)
    title = reconciliation_choice.group_name(group)
    address.back(_("Main appendices"), GROUP)
    st.subheader(title, anchor=False)
    with exports.beside():
        tables.totals(_sums(rows))
        every = pl.concat([rows, more]).sort("account")
        told = beside.onto(every) if beside else every
        _excel(at, title, told.height, lambda language: main_appendix_sheets(title, told, held, language))
    period_words.state(at)
    reconciliation_grid.show(at, every, in_sight=ACCOUNTS_IN_SIGHT, beside=beside)
    st.markdown(f"**{_('Sub-appendices')}**")
    if not papers:
        panels.empty(_("No appendix stands beside these accounts."), _("Open an account to make one."))
        return
    clicked = tables.grid(
        held,
        widths.fitted(held, PAPERS, "name"),
        key=f"papers-{at.key}-{group}",
        alt=_("Sub-appendices"),
        opens=True,
        in_sight=PAPERS_IN_SIGHT,
    )
    st.caption(_("An appendix of several accounts is in the sum of none. Click one to open it."))
    if clicked is not None:
        _open(at, papers[clicked])


def _sums(rows: pl.DataFrame) -> dict[str, int | str]:
    made = progress(rows)
    sums: dict[str, int | str] = {_("Closing"): int(rows["closing"].fill_null(0).sum())}
    if rows["amount"].count():
        sums[_("Reconciliation amount")] = int(rows["amount"].sum())
        sums[_("Difference")] = int(rows["difference"].sum())
    return sums | {_("Accounts done"): _("{done:count} of {all:count}", done=made.done, all=made.accounts)}


def _papers(papers: list[Paper]) -> pl.DataFrame:
    rows = [
        (one.account, one.name, _(held_against.KINDS[one.kind]), one.day, one.amount, one.files or None)
        for one in papers
    ]
    schema = {
        "account": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "day": pl.Date,
        "amount": pl.Int64,
        "files": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _open(at: Working, paper: Paper) -> None:
    if paper.kind is held_against.Kind.LEDGER:
        navigation.go("appendices", bilaga=paper.account, dag=at.period.span.end.isoformat())
    reconciliation_choice.open_account(paper.account)


def _excel(at: Working, title: str, rows: int, sheets: exports.Sheets) -> None:
    name = f"{title} {at.period.label}"
    exports.button(account_standing.seen(at), name, rows, sheets, period_words.told(at))
