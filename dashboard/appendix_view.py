"""An appendix on the screen: what it comes to beside the books, why they differ, how old its items are, and each."""

from typing import Final

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
from lib.core.languages import mark
from lib.core.money import count, sek
from lib.reports.appendix_sheets import appendix_sheets, worded

ITEMS_IN_SIGHT: Final = 12
OVERVIEW: Final = (
    Column("title", mark("Appendix"), width=302),
    Column("state", mark("Status"), width=185),
    Column("total", mark("Reconciliation amount"), Kind.AMOUNT, width=148),
    Column("booked", mark("Books"), Kind.AMOUNT, width=122),
    Column("difference", mark("Difference"), Kind.AMOUNT, width=120),
)
ITEMS: Final = (
    Column("number", mark("Invoice"), width=56),
    Column("external", mark("Their number"), width=76),
    Column("party", mark("Party"), width=140),
    Column("date", mark("Dated"), Kind.DAY, width=82),
    Column("due", mark("Due"), Kind.DAY, width=82),
    Column("total", mark("Total"), Kind.AMOUNT, width=92),
    Column("paid", mark("Paid until then"), Kind.AMOUNT, width=92),
    Column("remaining", mark("Remaining"), Kind.AMOUNT, width=92),
    Column("foreign", mark("In currency"), width=110),
    Column("overdue", mark("Days late"), Kind.COUNT, width=70),
    Column("paid_later_on", mark("Paid after"), Kind.DAY, width=84),
    Column("voucher", mark("Voucher"), width=62),
    Column("text", mark("Note"), width=130),
)
"""`foreign` is what remains in the invoice's own currency. `text` is the note: it takes the room of the columns
that hold nothing."""


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
    figures = (shown.total, shown.booked, shown.difference) if shown else (None,) * 3
    names = ("total", "booked", "difference")
    return {"title": standing.title, **standing.cell, **dict(zip(names, figures, strict=True))}


def show(view: View, standing: Standing) -> None:
    """One appendix whole."""
    st.subheader(panels.plain(standing.title), anchor=False)
    if standing.shown is None:
        panels.empty(panels.plain(standing.text), panels.plain(standing.next_step))
        if view.may("import.preview"):
            navigation.link("import_data")
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
    label = _("Account {account} in the ledger", account=standing.account)
    navigation.link("ledger", label, konto=standing.account, period=None)
    if standing.state is State.STALE:
        st.warning(
            _("Import from Fortnox again, with this ledger chosen; what differs may be what was booked since."),
            title=_("The ledger was fetched before the books of this year were imported."),
            icon=":material/history:",
        )
    if standing.fetched_at and shown.day > standing.fetched_at.date():
        st.caption(_("The balance date is later than the ledger: what happens in between is not known."))
    if shown.apart:
        parts = " · ".join(f"{account} {sek(amount)}" for account, amount in shown.apart.items())
        st.caption(_("Shown apart: {accounts}", accounts=parts))
    if shown.booked is None:
        st.caption(_("The books hold no financial year with vouchers that {day} lies in.", day=shown.day.isoformat()))
    return filters


def _excel(view: View, standing: Standing, shown: AppendixView, filters: ItemFilters) -> None:
    title = f"{standing.title} {shown.day.isoformat()}"
    told = {_("Balance date"): shown.day.isoformat(), **filters.told}
    exports.button(
        view,
        title,
        shown.items.height,
        lambda language: appendix_sheets(shown, language, filters.of(shown.items)),
        told,
    )


def _ageing(shown: AppendixView) -> None:
    if shown.items.is_empty():
        return
    st.markdown(f"**{_('By age')}**")
    tables.totals({_(bucket): amount for bucket, _number, amount in shown.ageing.iter_rows()})


def _items(view: View, shown: AppendixView, filters: ItemFilters) -> None:
    st.markdown(f"**{_('Open items')}**")
    if shown.items.is_empty():
        panels.empty(_("Nothing was open on {day}.", day=shown.day.isoformat()))
        return
    appendix_choice.choose_items()
    found = filters.of(shown.items)
    if found.is_empty():
        panels.empty(_("No open item matches."), _("Clear the search, or show all items."))
        return
    if found.height < shown.items.height:
        tables.totals({_("Items"): count(found.height), _("Remaining"): int(found["remaining"].sum())})
    first, length = tables.page_of(found.height)
    page = _page(found.slice(first, length))
    columns, key = tables.filled(page, ITEMS), f"items-{shown.side}-{first}"
    clicked = tables.grid(page, columns, key=key, alt=_("Open items"), opens=True, in_sight=ITEMS_IN_SIGHT)
    st.caption(_("Amounts are in SEK. Click an invoice to see its payments and open its vouchers."))
    if clicked is not None:
        item_view.show(view, shown, page.row(clicked, named=True))


def _page(items: pl.DataFrame) -> pl.DataFrame:
    """A page of items in words; amounts in a foreign currency say which."""
    shown = worded(items, current()).rename({"note": "text"})
    warm = pl.when(pl.col("overdue") > 0).then(pl.lit("orange")).otherwise(pl.lit(""))
    late = pl.when(pl.col("overdue") > 0).then("overdue")
    foreign = [
        "" if amount is None else f"{sek(amount)} {currency}"
        for amount, currency in shown.select("remaining_currency", "currency").iter_rows()
    ]
    return shown.with_columns(overdue_colour=warm, overdue=late, foreign=pl.Series(foreign, dtype=pl.String))


def _unbooked(shown: AppendixView) -> None:
    """Invoices in no sum, apart."""
    if shown.unbooked.is_empty():
        return
    title = _("{invoices:count|invoice|invoices} not booked, in no sum", invoices=shown.unbooked.height)
    with st.expander(title, type="compact"):
        page = _page(shown.unbooked.head(tables.ROWS_A_PAGE))
        tables.grid(page, tables.filled(page, ITEMS), key=f"unbooked-{shown.side}", alt=title)


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
