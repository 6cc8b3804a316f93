"""The year's vouchers explored freely: filters, charts with their tables, and views that are kept."""

import streamlit as st

from dashboard import explore_ageing, explore_figures, explore_filters, explore_tables, rows_view, saved_views
from dashboard.context import View


def show(view: View) -> None:
    """The exploration."""
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
