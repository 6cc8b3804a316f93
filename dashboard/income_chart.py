"""The largest deviations of a period's result accounts as bars, with the figures beside them."""

from typing import Final

import altair as alt
import polars as pl
import streamlit as st

from dashboard import income_choice, tables
from dashboard.income_choice import IncomeFilters
from dashboard.language import _
from dashboard.tables import Column, Kind
from lib.closing.income import largest
from lib.core.languages import mark
from lib.core.money import sek

BARS: Final = 12
BAR: Final = 28
"""Pixels: a bar is as high as the row beside it."""
AXIS: Final = 84
LABEL_WIDTH: Final = 170
ORE: Final = 100
"""To a krona: the bars are of whole kronor, the figures beside them exact."""
WIDTHS: Final = (1, 1)
KRONOR: Final = "replace(format(datum.value, ',.0f'), /,/g, '\u00a0')"
"""Whole kronor with hard spaces, as vega writes them; its minus is U+2212 already."""
COLUMNS: Final = (
    Column("account", mark("Account"), width=164),
    Column("change", mark("Period"), Kind.AMOUNT, width=98),
    Column("deviation", mark("Deviation"), Kind.AMOUNT, width=98),
    Column("share", mark("%"), Kind.COUNT, width=56),
)


def show(analysed: pl.DataFrame, filters: IncomeFilters) -> str | None:
    """The bars and their table; gives the account that was clicked in it."""
    against = filters.against
    rows = largest(analysed, against, BARS).select(
        "change",
        number=pl.col("account"),
        account=tables.account_label(),
        deviation=pl.col(against.deviation),
        share=pl.col(against.share),
    )
    title = _(next(text for known, text in income_choice.COMPARED.values() if known is against))
    st.markdown(f"**{_('Largest deviations by their effect on the result')}** &ensp; :gray[{title}]")
    chart, table = st.columns(WIDTHS, gap="medium")
    with chart:
        st.altair_chart(_bars(rows), alt=_("Largest deviations"), key="income-chart")
    with table:
        clicked = tables.grid(rows, COLUMNS, key="income-largest", alt=_("Largest deviations"), opens=True)
        st.caption(f"{_(tables.SIGN_RULE)} {_('Click an amount to open its account.')}")
    return None if clicked is None else str(rows["number"][clicked])


def _bars(rows: pl.DataFrame) -> alt.Chart:
    better, worse = _("Better result"), _("Worse result")
    effect = -pl.col("deviation")
    told = rows.select(
        "account",
        kronor=effect // ORE,
        word=pl.when(effect > 0).then(pl.lit(better)).otherwise(pl.lit(worse)),
        told=pl.Series([sek(-ore) for ore in rows["deviation"]]),
    )
    colours = alt.Scale(domain=[better, worse], range=[tables.ink("green"), tables.ink("orange")])
    names = alt.Axis(labelLimit=LABEL_WIDTH, ticks=False, domain=False)
    chart: alt.Chart = (
        alt.Chart(told)
        .mark_bar(height=BAR * 0.6)
        .encode(
            x=alt.X("kronor:Q", title=_("Effect on the result, kr"), axis=alt.Axis(labelExpr=KRONOR, tickCount=5)),
            y=alt.Y("account:N", sort=told["account"].to_list(), title=None, axis=names),
            color=alt.Color("word:N", scale=colours, legend=alt.Legend(orient="top", title=None, direction="vertical")),
            tooltip=[
                alt.Tooltip("account:N", title=_("Account")),
                alt.Tooltip("told:N", title=_("Effect on the result")),
            ],
        )
        .properties(height=AXIS + BAR * rows.height)
    )
    return chart
