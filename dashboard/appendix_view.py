"""An appendix on the screen: what it comes to beside the books, why they differ, how old its items are, and each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl
import streamlit as st

from dashboard import (
    address,
    appendix_choice,
    appendix_removal,
    exports,
    item_view,
    navigation,
    panels,
    period_choice,
    reconciliation_choice,
    tables,
)
from dashboard.appendix_choice import ItemFilters
from dashboard.appendix_standing import Standing
from dashboard.context import View
from dashboard.explained import explained
from dashboard.language import _, current, when
from dashboard.panels import State
from dashboard.tables import Column, Kind
from lib.closing.appendices import AppendixView
from lib.closing.notes import BETWEEN
from lib.core.languages import mark
from lib.core.money import count, sek
from lib.reports.appendix_sheets import appendix_sheets, worded
from lib.store.tables import Source

ITEMS_IN_SIGHT: Final = 12
OWN: Final = {reconciliation_choice.PART: reconciliation_choice.APPENDICES}
"""Where the appendices that people make stand."""
OVERVIEW: Final = (
    Column("title", mark("Appendix"), width=312),
    Column("state", mark("Status"), width=175),
    Column("total", mark("Reconciliation amount"), Kind.AMOUNT, width=148),
    Column("booked", mark("Books"), Kind.AMOUNT, width=122),
    Column("difference", mark("Difference"), Kind.AMOUNT, width=120),
)
ITEMS: Final = (
    Column("number", mark("Invoice"), width=56),
    Column("external", mark("Their number"), width=72),
    Column("party", mark("Party"), width=116),
    Column("date", mark("Dated"), Kind.DAY, width=80),
    Column("due", mark("Due"), Kind.DAY, width=80),
    Column("total", mark("Total"), Kind.AMOUNT, width=86),
    Column("paid", mark("Paid off"), Kind.AMOUNT, width=82),
    Column("remaining", mark("Remaining"), Kind.AMOUNT, width=86),
    Column("overdue", mark("Days late"), Kind.COUNT, width=70),
    Column("voucher", mark("Vr."), width=50),
    Column("text", mark("Note"), width=98),
)
"""As wide together as the page is on a laptop of 1280 pixels. `text` is the note: it takes the room of the
columns that hold nothing, and tells of what few items have: another currency, and payments after the date."""


def overview(standings: list[Standing]) -> None:
    """Both appendices with how they stand; a click opens one."""
    rows = pl.DataFrame(
        [_row(standing) for standing in standings],
        schema_overrides=dict.fromkeys(("total", "booked", "difference"), pl.Int64),
    )
    clicked = tables.grid(rows, OVERVIEW, key="appendices", alt=_("Appendices"), opens=True)
    st.caption(_("What is owed is positive. Click an appendix to see it below."))
    if clicked is not None and standings[clicked].account != address.read(appendix_choice.ACCOUNT):
        address.put(**{appendix_choice.ACCOUNT: standings[clicked].account})
        st.rerun()


def _row(standing: Standing) -> dict[str, str | int | None]:
    shown = standing.shown
    figures = (shown.total, shown.booked, shown.difference) if shown else (None, standing.booked, None)
    names = ("total", "booked", "difference")
    return {"title": standing.title, **standing.cell, **dict(zip(names, figures, strict=True))}


def show(view: View, standing: Standing) -> None:
    """One appendix whole."""
    st.subheader(panels.plain(standing.title), anchor=False)
    if standing.shown is None:
        if standing.booked is not None:
            tables.totals({_("Books"): standing.booked})
        panels.empty(panels.plain(standing.text), panels.plain(standing.next_step))
        _to_import(view)
        return
    filters = _heading(view, standing, standing.shown)
    explained(standing.shown)
    _ageing(standing.shown)
    _items(view, standing.shown, filters)
    _unbooked(standing.shown)
    _told(standing)
    appendix_removal.button(view, standing)


def _heading(view: View, standing: Standing, shown: AppendixView) -> ItemFilters:
    """Status and sums, and at the right the way out to Excel; the filters stand where the items do."""
    accounts = ", ".join(shown.accounts)
    sums: dict[str, int | str] = {_("Reconciliation amount"): shown.total}
    if shown.booked is not None:
        sums[_("Books, account {accounts}", accounts=accounts)] = shown.booked
    if shown.difference is not None:
        sums[_("Difference")] = shown.difference
    place = st.container()
    filters = appendix_choice.written_items()
    with place, exports.beside():
        with st.container(horizontal=True, width="content"):
            # what they differ by stands among the sums
            words = None if standing.state in {State.DIFFERS, State.STALE} else standing.text
            st.markdown(panels.status(standing.state, words), width="content")
            tables.totals(sums)
        _excel(view, standing, shown, filters)
    _to_account(view, standing, shown.day)
    if standing.state is State.STALE:
        _stale(view, standing)
    if standing.fetched_at and shown.day > standing.fetched_at.date():
        st.caption(_("The balance date is later than the ledger: what happens in between is not known."))
    if shown.apart:
        parts = " · ".join(f"{account} {sek(amount)}" for account, amount in shown.apart.items())
        st.caption(_("Shown apart: {accounts}", accounts=parts))
    if shown.booked is None:
        st.caption(_("The books hold no financial year with vouchers that {day} lies in.", day=shown.day.isoformat()))
    return filters


def _to_account(view: View, standing: Standing, day: date) -> None:
    """The way to the account: up to the balance date where a period ends on it, else its whole year."""
    label = _("Account {account} in the ledger", account=standing.account)
    year = next((year for year in view.books.years if day in year), view.shown_year)
    ended = next((number for number, period in enumerate(year.periods(), 1) if period.end == day), year.months)
    period = period_choice.code(1, ended, year)
    navigation.link("ledger", label, konto=standing.account, ar=year.start.isoformat(), period=period)


def _stale(view: View, standing: Standing) -> None:
    """Why the ledger is out of date."""
    if not standing.refused:
        st.warning(
            _("Import from Fortnox again, with this ledger chosen; what differs may be what was booked since."),
            title=_("The ledger was fetched before the books of this year were imported."),
            icon=":material/history:",
        )
        return
    st.warning(
        panels.plain(f"{standing.refused} {standing.next_step}".strip()),
        title=_("The newest import got no ledger: this one was fetched {time}.", time=when(standing.fetched_at)),
        icon=":material/history:",
    )
    _to_import(view)


def _to_import(view: View) -> None:
    """The way to the import that makes the appendices, for a client whose source it is; for others, to their own."""
    if view.client.source is not Source.FORTNOX and view.may("period.view"):
        st.caption(_("Appendices of your own are made for each account under Reconciliation."))
        navigation.link("reconciliation", _("Main appendices"), **OWN)
    if view.may("import.preview") and view.client.source is Source.FORTNOX:
        navigation.link("import_data")


def _excel(view: View, standing: Standing, shown: AppendixView, filters: ItemFilters) -> None:
    title = f"{standing.title} {shown.day.isoformat()}"
    told = {_("Balance date"): shown.day.isoformat(), **filters.told, _("Ledger fetched"): when(standing.fetched_at)}
    exports.button(
        view,
        title,
        shown.items.height,
        lambda language: appendix_sheets(shown, language, filters.of(shown.items)),
        told,
        owed=True,
    )


def _ageing(shown: AppendixView) -> None:
    if shown.items.is_empty():
        return
    st.markdown(f"**{_('By age')}**")
    tables.totals({_(bucket): amount for bucket, _number, amount in shown.ageing.iter_rows()})


def _items(view: View, shown: AppendixView, filters: ItemFilters) -> None:
    if shown.items.is_empty():
        st.markdown(f"**{_('Open items')}**")
        panels.empty(_("Nothing was open on {day}.", day=shown.day.isoformat()))
        return
    heading = _("{items:count|open item|open items}, {total:kr}", items=shown.items.height, total=shown.total)
    st.markdown(f"**{heading}**")
    appendix_choice.choose_items()
    found = filters.of(shown.items)
    if found.is_empty():
        panels.empty(_("No open item matches."), _("Clear the search, or show all items."))
        return
    if found.height < shown.items.height:
        tables.totals({_("Items"): count(found.height), _("Remaining"): int(found["remaining"].sum())})
    first, length = tables.page_of(found.height)
    page = _page(found.slice(first, length), cash=shown.cash)
    columns, key = _columns(page), f"items-{shown.side}-{first}"
    clicked = tables.grid(page, columns, key=key, alt=_("Open items"), opens=True, in_sight=ITEMS_IN_SIGHT)
    st.caption(_("Amounts are in SEK. Click an invoice to see its payments and open its vouchers."))
    if clicked is not None:
        item_view.show(view, shown, page.row(clicked, named=True))


def _columns(page: pl.DataFrame) -> list[Column]:
    """The columns that hold anything; what is paid off as well leaves its room to the note when nothing is."""
    if any(page["paid"].to_list()):
        return tables.filled(page, ITEMS)
    room = next(column.width or 0 for column in ITEMS if column.name == "paid")
    kept = tables.filled(page, [column for column in ITEMS if column.name != "paid"])
    return [replace(column, width=(column.width or 0) + room) if column.name == "text" else column for column in kept]


def _page(items: pl.DataFrame, *, cash: bool) -> pl.DataFrame:
    """A page of items in words, everything that few of them have in the note."""
    shown = worded(items, current(), cash=cash)
    warm = pl.when(pl.col("overdue") > 0).then(pl.lit("orange")).otherwise(pl.lit(""))
    late = pl.when(pl.col("overdue") > 0).then("overdue")
    notes = [BETWEEN.join([*_news(row), *([row["note"]] if row["note"] else [])]) for row in shown.to_dicts()]
    return shown.with_columns(overdue_colour=warm, overdue=late, text=pl.Series(notes, dtype=pl.String))


def _news(item: Mapping[str, Any]) -> Iterator[str]:
    """What remains in the invoice's own currency, and what was paid after the balance date."""
    if item["remaining_currency"] is not None:
        yield f"{sek(item['remaining_currency'])} {item['currency']}"
    if item["paid_later_on"] is None:
        return
    day = item["paid_later_on"].isoformat()
    whole = item["paid_later"] == item["remaining"]
    yield _("paid {day}", day=day) if whole else _("{amount:kr} paid {day}", amount=item["paid_later"], day=day)


def _unbooked(shown: AppendixView) -> None:
    """Invoices in no sum, apart."""
    if shown.unbooked.is_empty():
        return
    title = _("{invoices:count|invoice|invoices} not booked, in no sum", invoices=shown.unbooked.height)
    with st.expander(title, type="compact"):
        page = _page(shown.unbooked.head(tables.ROWS_A_PAGE), cash=shown.cash)
        tables.grid(page, _columns(page), key=f"unbooked-{shown.side}", alt=title)


def _told(standing: Standing) -> None:
    """How far the figures reach: when they were fetched, and what Fortnox's API cannot tell."""
    st.caption(
        _(
            "The ledger was fetched {time}. It is rebuilt from invoices, payments and write-offs; what Fortnox cannot "
            "tell is not in it: payments that were deleted, and changes made afterwards to what is dated until the "
            "balance date.",
            time=when(standing.fetched_at),
        )
    )
