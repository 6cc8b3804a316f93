"""What narrows the ledger: the part shown, a text, a voucher series, an object; all of it in the address."""

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import address, reader
from dashboard.context import View
from dashboard.language import _
from lib.core.languages import mark
from lib.ledger import extracts
from lib.ledger.books import LazyBooks
from lib.ledger.extracts import Filters

ACCOUNT, VOUCHER, PART, TEXT = "konto", "ver", "vy", "sok"
SERIES, DIMENSION, OBJECT, ZEROS = "serie", "dim", "objekt", "noll"
PARTS: Final = {
    "saldon": mark("Trial balance"),
    "resultat": mark("Income statement"),
    "balans": mark("Balance sheet"),
    "verifikationer": mark("Vouchers"),
    "grundbok": mark("Journal"),
}


def choose_part() -> str:
    """Which part of the ledger is shown."""
    chosen = st.segmented_control(
        _("Part of the ledger"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, "saldon", among=PARTS),
    )
    return chosen or "saldon"


def zeros() -> bool:
    """Whether accounts without any amount are shown too."""
    return st.toggle(_("Show accounts without amounts"), **address.tie_switch(ZEROS))


def search(label: str) -> str:
    """A text to search for."""
    found = st.text_input(
        label, type="search", placeholder=label, label_visibility="collapsed", width=300, **address.tie(TEXT)
    )
    return found or ""


def choose_series(books: LazyBooks) -> str:
    """A voucher series, where the year has several."""
    known = extracts.series_of(books)
    if len(known) < 2:  # noqa: PLR2004 - one series is no choice
        return ""
    chosen = st.selectbox(
        _("Series"),
        ["", *known],
        format_func=lambda name: _("Series {series}", series=name) if name else _("All series"),
        label_visibility="collapsed",
        width=150,
        **address.tie(SERIES, among=known),
    )
    return chosen or ""


def choose_object(books: LazyBooks) -> tuple[int | None, str]:
    """A dimension and one of its objects, where the year has any."""
    dimensions = extracts.dimensions_of(books)
    if not dimensions:
        return None, ""
    known = {str(number): name for number, name in dimensions.items()}
    dimension = st.selectbox(
        _("Dimension"),
        ["", *known],
        format_func=lambda number: known[number] if number else _("All dimensions"),
        label_visibility="collapsed",
        width=180,
        **address.tie(DIMENSION, among=known),
    )
    if not dimension:
        return None, ""
    objects = extracts.objects_of(books, int(dimension))
    chosen = st.selectbox(
        _("Object"),
        ["", *objects],
        format_func=lambda code: reader.shown(f"{code} {objects[code]}") if code else _("Choose an object"),
        label_visibility="collapsed",
        width=260,
        **address.tie(OBJECT, among=objects),
    )
    return int(dimension), chosen or ""


def filters(view: View, books: LazyBooks, *, series: bool = False) -> Filters:
    """The filters in one row, as the address has them."""
    with st.container(horizontal=True, vertical_alignment="center"):
        text = search(_("Search in texts"))
        chosen = choose_series(books) if series else ""
        dimension, object_ = choose_object(books)
    return of_view(view, dimension, object_, text=text, series=chosen)


def of_view(view: View, dimension: int | None, object_: str, *, text: str = "", series: str = "") -> Filters:
    """The filters together with the days of the periods shown."""
    days = Filters.of_periods(view.shown_year, view.first, view.last)
    return replace(days, text=text, series=series, dimension=dimension, object=object_)


def open_account(number: str) -> None:
    """Show one account."""
    _move(**{ACCOUNT: number, VOUCHER: None, TEXT: None})


def open_voucher(label: str) -> None:
    """Show one voucher; the account that it was opened from stays in the address."""
    _move(**{VOUCHER: label})


def back() -> None:
    """The way up: from a voucher to the account it was opened from, from an account to the whole."""
    above = address.read(ACCOUNT) if address.read(VOUCHER) else ""
    label = _("Account {account}", account=above) if above else _(PARTS.get(address.read(PART), PARTS["saldon"]))
    left = (VOUCHER,) if address.read(VOUCHER) else (ACCOUNT, TEXT)
    address.back(label, *left)


def _move(**changes: str | None) -> None:
    address.put(**changes)
    st.rerun()
