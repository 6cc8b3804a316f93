"""The year's vouchers explored freely: filters, charts with their tables, and views that are kept."""

import streamlit as st

from dashboard import (
    address,
    analysis_parts,
    explore_ageing,
    explore_figures,
    explore_filters,
    explore_tables,
    rows_view,
    saved_views,
    voucher_view,
)
from dashboard.context import View
from dashboard.language import _
from dashboard.ledger_filters import VOUCHER


def show(view: View) -> None:
    """The exploration, or the voucher that was opened in it."""
    if address.read(VOUCHER):
        voucher_view.show(view, address.read(VOUCHER), back=_back, open_account=_open_account)
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shape = explore_figures.choose_shape()
        saved_views.panel(view)
    if shape == explore_figures.AGEING:
        explore_ageing.show(view)
        return
    if rows_view.no_vouchers(view):
        return
    asked = explore_filters.choose(view)
    match shape:
        case explore_figures.VOUCHERS:
            explore_tables.vouchers(view, asked)
        case explore_figures.HEAT:
            explore_figures.heat(view, asked)
        case explore_figures.TREND:
            explore_figures.trend(view, asked)
        case explore_figures.LAG:
            explore_figures.lag(view, asked)
        case _:
            explore_tables.rows(view, asked)


def _back() -> None:
    """The way up from a voucher, to what it was opened from."""
    address.back(_(analysis_parts.PARTS[analysis_parts.EXPLORE]), VOUCHER)


def _open_account(number: str) -> None:
    """Show the rows of an account of the voucher, in the periods shown."""
    explore_filters.only(number)
    st.rerun()
