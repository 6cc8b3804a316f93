"""The rates and limits by law that checks go by: what each is, the days it holds for, and where it was read."""

from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from dashboard import tables
from dashboard.context import View, today
from dashboard.language import _
from dashboard.panels import State, cell
from dashboard.tables import Column, Kind
from lib.core.languages import mark
from lib.core.money import sek
from lib.core.rates import DAYS, KRONOR, RATE_NAMES, RATES, YEARS, Rate

COLUMNS: Final = (
    Column("name", mark("What"), width=216),
    Column("value", mark("Value"), width=98),
    Column("start", mark("From"), Kind.DAY, width=82),
    Column("end", mark("Until"), Kind.DAY, width=82),
    Column("source", mark("Source"), width=212),
    Column("read", mark("Read in"), width=188),
)


def show(view: View) -> None:
    """The table; what does not hold in the year shown is grey."""
    shown = view.year
    first, last = (shown.start, shown.end) if shown else (today(), today())
    rows = pl.DataFrame(
        [_row(entry, first, last) for entry in RATES], schema_overrides={"start": pl.Date, "end": pl.Date}
    )
    st.caption(
        _(
            "A check takes the value of the day it looks at; what does not hold in the year shown is grey. "
            "The table comes with each version of Brygga."
        )
    )
    tables.grid(rows, COLUMNS, key="rates", alt=_("Rates and limits by law"))
    unread = sum(not entry.read for entry in RATES)
    if unread:
        st.caption(
            _(
                "{rates:count|value|values} could not be read in their source: "
                "look them up before you go by a finding that rests on them.",
                rates=unread,
            )
        )


def _row(entry: Rate, first: date, last: date) -> dict[str, str | date | None]:
    holds = (entry.start is None or entry.start <= last) and (entry.end is None or first <= entry.end)
    read = {"read": entry.read} if entry.read else cell("read", State.NOT_RUN, _("could not be read"))
    return {
        "name": _(RATE_NAMES[entry.kind]),
        "value": value(entry),
        "start": entry.start,
        "end": entry.end,
        "source": entry.source,
        **{f"{column.name}{tables.COLOUR}": "" if holds else "gray" for column in COLUMNS},
        **read,
    }


def value(entry: Rate) -> str:
    """What it comes to, with its unit."""
    if entry.kind in DAYS:
        return _("{days:count|day|days}", days=entry.value)
    if entry.kind in YEARS:
        return _("{years:count|year|years}", years=entry.value)
    if entry.kind in KRONOR:
        return f"{sek(entry.value)} kr"
    return f"{sek(entry.value).removesuffix(',00')} %"
