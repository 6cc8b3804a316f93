"""How old what customers and suppliers owe is: both ledgers as bars, with the figures."""

from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from dashboard import appendix_choice, appendix_standing, context, explore_charts, navigation, panels, tables
from dashboard.appendix_standing import Standing
from dashboard.context import View
from dashboard.language import _, day
from dashboard.tables import Column, Kind
from lib.core.languages import mark
from lib.ledger.sides import Side

NAMES: Final = {Side.RECEIVABLES: mark("Customers"), Side.PAYABLES: mark("Suppliers")}
COLUMNS: Final = (
    Column("ledger", mark("Sub-ledger"), width=180),
    Column("bucket", mark("Ageing"), width=250),
    Column("items", mark("Open items"), Kind.COUNT, width=140),
    Column("amount", mark("Remaining"), Kind.AMOUNT, width=180),
)


def show(view: View) -> None:
    """Both ledgers on the last day of the periods shown that has been; a click opens the appendix."""
    on = balance_day(view, context.today())
    standings = appendix_standing.of_client(view, on)
    known = [standing for standing in standings if standing.shown]
    st.markdown(_("What was owed on {day}.", day=day(on)))
    for standing in standings:
        if standing.shown is None:
            panels.empty(f"{_(NAMES[standing.side])}: {panels.plain(standing.text)}", panels.plain(standing.next_step))
    if not known:
        return
    aged = pl.concat([_aged(standing) for standing in known])
    sums = {_(NAMES[standing.side]): int(standing.shown.total) for standing in known if standing.shown}
    tables.totals(sums)
    groups = list(sums)
    picked = explore_charts.bars(
        aged.select("id", place="bucket", value="amount", group="ledger", rank=pl.lit(0)),
        Kind.AMOUNT,
        groups=groups,
        colours=[explore_charts.accent(), tables.ink("orange")][: len(groups)],
        stacked=False,
        title=_("Remaining"),
        key="ageing-chart",
        alt_text=_("Ageing"),
    )
    if picked:
        _open(str(picked["id"]), on)
    clicked = tables.grid(aged, COLUMNS, key="ageing", alt=_("Ageing"), opens=True)
    st.caption(_("What is owed is positive. Click a row to open the appendix with its open items."))
    if clicked is not None:
        _open(aged["id"][clicked], on)


def balance_day(view: View, today: date) -> date:
    """The last day of the periods shown, or today while they run."""
    return today if today in view.span else view.span.end


def _aged(standing: Standing) -> pl.DataFrame:
    ageing = standing.shown.ageing if standing.shown else pl.DataFrame()
    return ageing.select(
        id=pl.lit(standing.account),
        ledger=pl.lit(_(NAMES[standing.side])),
        bucket=pl.Series([_(bucket) for bucket in ageing["bucket"]], dtype=pl.String),
        items="items",
        amount="amount",
    )


def _open(account: str, on: date) -> None:
    navigation.go("appendices", bilaga=account, dag=on.isoformat(), **{appendix_choice.OTHER: "ja"})
