"""What of a period's reconciliation is shown: part, account, and what narrows the accounts; all in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, tables
from dashboard.language import _
from lib.closing.main_appendices import GROUPS, OTHER, group_of
from lib.closing.standings import Standing
from lib.core.languages import mark

ACCOUNT, PART = "konto", "vy"
STATUS, GROUP, TEXT, MARKS = "status", "grupp", "kontosok", "marken"
BALANCE, YEAR, APPENDICES, INCOME, VAT = "balans", "oversikt", "bilagor", "resultat", "moms"
PARTS: Final = {
    BALANCE: mark("Balance reconciliation"),
    YEAR: mark("Overview of the year"),
    APPENDICES: mark("Main appendices"),
    INCOME: mark("Income analysis"),
    VAT: mark("VAT and fees"),
}
OTHERS: Final = "ovriga"
"""How the group of accounts outside the BAS groups is written in the address."""
UNDONE, FOUND, TO_REVIEW = "kvar", "kontroller", "granska"
STATUSES: Final = {
    UNDONE: mark("Not marked as done"),
    "avviker": mark("Differs"),
    "inaktuell": mark("Stale"),
    "oppen": mark("Open"),
    "stammer": mark("Agrees"),
    "klar": mark("Marked as done"),
    TO_REVIEW: mark("Done, not reviewed"),
    FOUND: mark("With findings of the checks"),
}
_STANDINGS: Final[Mapping[str, Standing]] = {
    "avviker": Standing.DIFFERS,
    "inaktuell": Standing.STALE,
    "oppen": Standing.OPEN,
    "stammer": Standing.AGREES,
    "klar": Standing.DONE,
}


@dataclass(frozen=True, slots=True)
class AccountFilters:
    """What narrows the accounts: how they stand, their group, a text in number or name."""

    status: str = ""
    group: str = ""
    text: str = ""

    @property
    def narrow(self) -> bool:
        """Whether any account may be left out."""
        return bool(self.status or self.group or self.text)

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The accounts that pass, of rows as `dashboard.reconciled` makes them."""
        found = rows.filter(_of_status(self.status)) if self.status else rows
        if self.group:
            found = found.filter(of_group(self.group))
        if not self.text:
            return found
        said = tables.account_label().str.to_lowercase()
        return found.filter(said.str.contains(self.text.lower().strip(), literal=True))

    @property
    def told(self) -> dict[str, str]:
        """The same for the sheet that says where a report comes from."""
        return {
            _("Search"): self.text,
            _("Status"): _(STATUSES[self.status]) if self.status else "",
            _("Account group"): group_name(self.group) if self.group else "",
        }


def choose_part() -> str:
    """Which part of the reconciliation is shown."""
    chosen = st.segmented_control(
        _("Part of the reconciliation"),
        list(PARTS),
        format_func=lambda name: _(PARTS[name]),
        required=True,
        label_visibility="collapsed",
        **address.tie(PART, BALANCE, among=PARTS),
    )
    return chosen or BALANCE


def choose_accounts(rows: pl.DataFrame) -> AccountFilters:
    """The choice of what narrows the accounts, in one row; groups are those that the rows have."""
    text = _choose_text()
    status = st.selectbox(
        _("Status"),
        ["", *STATUSES],
        format_func=lambda code: _(STATUSES[code]) if code else _("Every status"),
        label_visibility="collapsed",
        width=200,
        **address.tie(STATUS, among=STATUSES),
    )
    return AccountFilters(status or "", _choose_group(rows), text)


def choose_group(rows: pl.DataFrame) -> AccountFilters:
    """The choice of a text and a group alone."""
    text = _choose_text()
    return AccountFilters("", _choose_group(rows), text)


def _choose_text() -> str:
    label = _("Account number or name")
    text = st.text_input(
        label, type="search", placeholder=label, label_visibility="collapsed", width=220, **address.tie(TEXT)
    )
    return text or ""


def _choose_group(rows: pl.DataFrame) -> str:
    groups = [code or OTHERS for code in rows.select(group_of(pl.col("account")).unique()).to_series()]
    groups.sort(key=lambda code: (code == OTHERS, code))
    group = st.selectbox(
        _("Account group"),
        ["", *groups],
        format_func=lambda code: group_name(code) if code else _("All account groups"),
        label_visibility="collapsed",
        width=220,
        **address.tie(GROUP, among=groups),
    )
    return group or ""


def choose_marks() -> bool:
    """Whether what people said of the accounts is shown in place of what they are held against."""
    return st.toggle(_("Who said what"), **address.tie_switch(MARKS))


def of_group(code: str) -> pl.Expr:
    """Whether an account belongs to the group that the address names."""
    return group_of(pl.col("account")) == ("" if code == OTHERS else code)


def group_name(code: str) -> str:
    """What an account group is called: `15 Kundfordringar`."""
    return f"{code} {_(GROUPS[code])}" if code in GROUPS else _(OTHER)


def open_account(account: str, period: str | None = None) -> None:
    """Show one account, in another period where one is named."""
    address.put(**{ACCOUNT: account} | ({"period": period} if period else {}))
    st.rerun()


def _of_status(code: str) -> pl.Expr:
    done = pl.col("standing") == Standing.DONE.value
    if code == UNDONE:
        return ~done
    if code == TO_REVIEW:
        return done & ~pl.col("reviewed")
    if code == FOUND:
        return pl.col("checks") > 0
    return pl.col("standing") == _STANDINGS[code].value
