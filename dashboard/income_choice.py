"""What of the income analysis is shown, all of it in the address: what is compared with, and which deviations."""

from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, ledger_filters, tables
from dashboard.language import _
from lib.closing.income import Against, deviating
from lib.core.languages import mark
from lib.core.money import count

SHOW, AGAINST, LEAST, PERCENT = "visa", "mot", "kr", "procent"
TABLE, CHART = "konton", "diagram"
SHOWN: Final = {TABLE: mark("Accounts"), CHART: mark("Largest deviations")}
COMPARED: Final = {
    "foregaende": (Against.LAST_YEAR, mark("Against last year")),
    "snitt": (Against.AVERAGE, mark("Against the average")),
}
KRONOR: Final = ("1000", "5000", "10000", "50000", "100000")
PERCENTS: Final = ("5", "10", "20", "50")
_KRONA: Final = 100


@dataclass(frozen=True, slots=True)
class IncomeFilters:
    """What is compared with, and what of the accounts is let through: least deviation (öre, per cent) and a text."""

    against: Against
    least: int = 0
    percent: int = 0
    text: str = ""

    @property
    def narrow(self) -> bool:
        """Whether some accounts may be left out."""
        return bool(self.least or self.percent or self.text)

    @property
    def told(self) -> dict[str, str]:
        """What narrows the table, as its workbook says it."""
        least = [f"{count(self.least // _KRONA)} kr"] if self.least else []
        return {
            _("Deviation at least"): ", ".join(least + ([f"{self.percent} %"] if self.percent else [])),
            _("Search"): self.text,
        }

    def of(self, analysed: pl.DataFrame) -> pl.DataFrame:
        """The accounts that are let through."""
        found = deviating(analysed, self.against, self.least, self.percent)
        label = tables.account_label().str.to_lowercase()
        return found.filter(label.str.contains(self.text.lower(), literal=True)) if self.text else found


def choose(known: list[Against]) -> IncomeFilters:
    """The filters in one row; `known` is what the period can be compared with."""
    against = _against(known) if known else Against.LAST_YEAR
    least, percent = _limits() if known else (0, 0)
    return IncomeFilters(against, least, percent, _search())


def choose_shown() -> str:
    """Whether the accounts are shown, or a chart of the largest deviations."""
    chosen = st.segmented_control(
        _("Shown"),
        list(SHOWN),
        format_func=lambda name: _(SHOWN[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(SHOW, TABLE, among=SHOWN),
    )
    return chosen or TABLE


def _against(known: list[Against]) -> Against:
    codes = [code for code, (against, _text) in COMPARED.items() if against in known]
    chosen = st.selectbox(
        _("Compared with"),
        codes,
        format_func=lambda code: _(COMPARED[code][1]),
        label_visibility="collapsed",
        width=155,
        **address.tie(AGAINST, codes[0], among=codes),
    )
    return COMPARED[chosen][0]


def _limits() -> tuple[int, int]:
    least = st.selectbox(
        _("Deviation at least, in kronor"),
        ["", *KRONOR],
        format_func=lambda code: _("From {amount} kr", amount=count(int(code))) if code else _("Any amount"),
        label_visibility="collapsed",
        width=152,
        **address.tie(LEAST, among=KRONOR),
    )
    percent = st.selectbox(
        _("Deviation at least, in per cent"),
        ["", *PERCENTS],
        format_func=lambda code: _("From {percent} %", percent=code) if code else _("Any share"),
        label_visibility="collapsed",
        width=125,
        **address.tie(PERCENT, among=PERCENTS),
    )
    return int(least or 0) * _KRONA, int(percent or 0)


def _search() -> str:
    found = st.text_input(
        _("Account number or name"),
        type="search",
        placeholder=_("Find an account"),
        label_visibility="collapsed",
        width=156,
        **address.tie(ledger_filters.TEXT),
    )
    return (found or "").strip()
