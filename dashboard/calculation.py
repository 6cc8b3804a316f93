"""The calculation of a system entry, line by line; what comes from the books opens there."""

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from dashboard import navigation, panels, rates_view, reconciliation_choice, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from dashboard.working import Working
from lib.closing.system import depreciation, results, taxable, taxes
from lib.closing.system.proposals import Kind as SystemKind
from lib.closing.system.proposals import Line
from lib.closing.system.registry import rates_of
from lib.core.languages import mark, translate
from lib.core.rates import RATE_NAMES, Rate

COLUMNS: Final = (
    Column("text", mark("Line"), width=560),
    Column("amount", mark("Amount"), Kind.AMOUNT),
    Column("source", mark("Source"), width=180),
)
IN_SIGHT: Final = 16
UNSTATED: Final = frozenset({taxable.STATED_COSTS, taxable.STATED_INCOME, taxable.LOSS, taxes.STATED})
"""Lines of what people state, which hold no amount until they do."""
_EQUIPMENT, _RESERVES = {reconciliation_choice.GROUP: "12"}, {reconciliation_choice.GROUP: "21"}
_INCOME: Final = {reconciliation_choice.PART: reconciliation_choice.INCOME}
OPENS: Final[Mapping[str, Mapping[str, str]]] = {
    results.RESULT: _INCOME,
    taxable.BEFORE_TAX: _INCOME,
    taxable.STANDARD_INCOME: _RESERVES,
    depreciation.OPENING: _EQUIPMENT,
    depreciation.BOUGHT: _EQUIPMENT,
    depreciation.CLOSING: _EQUIPMENT,
    depreciation.OPENING_EXCESS: _RESERVES,
}
"""Where the lines lead that are of several accounts."""


def show(lines: Sequence[Line], *, key: str) -> None:
    """The lines in a grid; a click opens the account, or the accounts, that a line is of."""
    if not lines:
        panels.empty(_("There is nothing to reckon with."))
        return
    clicked = tables.grid(
        pl.DataFrame([worded(line) for line in lines], schema_overrides={"amount": pl.Int64}),
        COLUMNS,
        key=f"calculation-{key}",
        alt=_("Calculation"),
        opens=True,
        bold="total",
        in_sight=IN_SIGHT,
    )
    st.caption(
        _(
            "As in a tax return: income, profit and what is owed are positive, costs and deductions negative. "
            "Click a line that comes from the books to open its account."
        )
    )
    if clicked is not None:
        _open(lines[clicked])


def rates(at: Working, kind: SystemKind) -> None:
    """The rates that the calculation goes by: value, law, and where the value was read."""
    found = rates_of(kind, at.period.year)
    if found:
        told = "; ".join(_told(one) for one in found)
        st.caption(_("Rates by law: {rates}.", rates=panels.plain(told)))


def names_of(at: Working) -> dict[str, str]:
    """What the chart of the period's books calls its accounts."""
    chart = at.books.frame("accounts").select("account", pl.col("name").fill_null("")).collect()
    return dict(chart.iter_rows())


def worded(line: Line) -> dict[str, object]:
    """A line in the reader's words: `text`, `amount`, `source`, and whether it is a `total`."""
    words = translate(line.text, current(), **line.facts)
    if line.amount is None and line.text in UNSTATED:
        words = _("{line}: not stated", line=words)
    return {"text": words, "amount": line.amount, "source": line.source, "total": line.total}


def _open(line: Line) -> None:
    if line.account:
        navigation.go("reconciliation", **{reconciliation_choice.ACCOUNT: line.account})
    if line.text in OPENS:
        navigation.go("reconciliation", **OPENS[line.text])


def _told(rate: Rate) -> str:
    read = _("read in {text}", text=rate.read) if rate.read else _("could not be read")
    return f"{_(RATE_NAMES[rate.kind])} {rates_view.value(rate)} ({rate.source}; {read})"
