"""The charts of the exploration: each drawn of a small frame, with its figures in words for whoever points at it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import altair as alt
import polars as pl
import streamlit as st
from babel.dates import format_date

from dashboard import tables
from dashboard.language import _, current
from dashboard.tables import Kind
from lib.core.money import MINUS, count, sek

PICKED: Final = "picked"
ORE: Final = 100
ROW: Final = 22
"""Pixels: a row of the heat map."""
AXIS: Final = 34
BARS: Final = 250
NAMES: Final = 200
FIGURES: Final = "replace(format(datum.value, ',.0f'), /,/g, '\u00a0')"
"""Whole figures with hard spaces, as vega writes them; its minus is U+2212 already."""
SIDES: Final = {"light": ("#8A5A00", "#F2F0EA", "#0F5C6E"), "dark": ("#E0B055", "#1B2327", "#7CC4D4")}
"""Credit, nothing, debit."""


def months(days: Iterable[date]) -> list[str]:
    """Months in a word each, with the year where there are several years."""
    known = list(days)
    form = "MMM" if len({day.year for day in known}) == 1 else "MMM yy"
    return [format_date(day, form, locale=current()).replace(".", "") for day in known]


def heat_map(
    cells: pl.DataFrame, every: Sequence[date], kind: Kind, *, key: str, alt_text: str
) -> dict[str, Any] | None:
    """Accounts by months: `account`, `month`, `value`. Gives the account and month of the cell that was clicked.

    `every` month has its place. Each account's colours go by its own largest figure, so that small accounts
    show their pattern too.
    """
    words = dict(zip(every, months(every), strict=True))
    largest = pl.col("value").abs().max().over("account")
    told = cells.select(
        "account",
        word=pl.col("month").replace_strict(words, return_dtype=pl.String),
        day=pl.col("month").cast(pl.String),
        strength=pl.when(largest > 0).then(pl.col("value") / largest).otherwise(0.0),
        told=_written(cells["value"], kind),
    ).with_columns(said=pl.format("{}, {}: {}", "account", "word", "told"))
    credit, nothing, debit = _sides()
    scale = alt.Scale(domain=[-1, 0, 1], range=[credit, nothing, debit], interpolate="rgb")
    names = alt.Axis(labelLimit=NAMES, ticks=False, domain=False, labelBound=False, labelFlush=False)
    above = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelBound=False, labelFlush=False)
    picked = alt.selection_point(name=PICKED, fields=["account", "day"])
    accounts = told["account"].unique(maintain_order=True).to_list()
    chart = (
        alt.Chart(told)
        .mark_rect(cornerRadius=2, stroke=nothing, strokeWidth=1, cursor="pointer")
        .encode(
            x=alt.X("word:N", scale=alt.Scale(domain=list(words.values())), title=None, axis=above),
            y=alt.Y("account:N", sort=accounts, title=None, axis=names),
            color=alt.Color("strength:Q", scale=scale, legend=None),
            tooltip=_tips({"account": _("Account"), "word": _("Month"), "told": _("Amount")}),
            description="said:N",
        )
        .properties(height=AXIS + ROW * len(accounts))
        .add_params(picked)
    )
    return _clicked(chart, key, alt_text)


def bars(  # noqa: PLR0913 - all but the frame by name
    figures: pl.DataFrame,
    kind: Kind,
    *,
    groups: Sequence[str],
    colours: Sequence[str],
    stacked: bool,
    title: str,
    key: str,
    alt_text: str,
) -> dict[str, Any] | None:
    """Bars of `value` at each `place`, a colour for each `group`; gives what was clicked, with its `id`.

    `groups` are in the order in which they stand; places as they come.
    """
    told = figures.with_columns(
        value=pl.col("value") / (ORE if kind is Kind.AMOUNT else 1), told=_written(figures["value"], kind)
    ).with_columns(said=pl.format("{}, {}: {}", "place", "group", "told"))
    places = told["place"].unique(maintain_order=True).to_list()
    beside = {} if stacked else {"xOffset": alt.XOffset("group:N", sort=list(groups))}
    picked = alt.selection_point(name=PICKED, fields=["id"])
    chart = (
        alt.Chart(told)
        .mark_bar(cursor="pointer")
        .encode(
            x=alt.X("place:N", sort=places, title=None, axis=alt.Axis(labelAngle=0, ticks=False)),
            y=alt.Y("value:Q", title=title, axis=alt.Axis(labelExpr=FIGURES, tickCount=5)),
            color=alt.Color(
                "group:N",
                scale=alt.Scale(domain=list(groups), range=list(colours)),
                legend=alt.Legend(orient="top", title=None),
            ),
            order=alt.Order("rank:Q"),
            tooltip=_tips({"place": "", "group": "", "told": title}),
            description="said:N",
            **beside,
        )
        .properties(height=BARS)
        .add_params(picked)
    )
    return _clicked(chart, key, alt_text)


def accent() -> str:
    """The colour of what a chart is about."""
    return _sides()[2]


def _sides() -> tuple[str, str, str]:
    return SIDES["dark" if st.context.theme.type == "dark" else "light"]


def _written(values: pl.Series, kind: Kind) -> pl.Series:
    form = sek if kind is Kind.AMOUNT else _counted
    return pl.Series([form(value) if value is not None else "" for value in values], dtype=pl.String)


def _counted(number: int) -> str:
    return count(number).replace("-", MINUS)


def _tips(titles: dict[str, str]) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{name}:N", title=title or " ") for name, title in titles.items()]


def _clicked(chart: alt.Chart, key: str, alt_text: str) -> dict[str, Any] | None:
    state = st.altair_chart(chart, key=key, alt=alt_text, on_select="rerun", selection_mode=PICKED)
    chosen = state["selection"].get(PICKED) or []
    return dict(chosen[0]) if chosen else None


def gray() -> str:
    """The colour of what a chart compares with."""
    return tables.ink("gray")
