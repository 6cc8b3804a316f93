"""What differs between two sets of books on screen: a sentence for each year, then one by one."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import panels, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from lib.core.money import count
from lib.ledger.comparison import Counts
from lib.ledger.differences import LISTED, YearDifference
from lib.reports.difference_sheets import DIFFERS, Sides, difference_sheets
from lib.reports.sheets import Sheet

WIDTHS: Final = {
    "change": 150,
    "voucher": 90,
    "date": 105,
    "text": 260,
    "account": 80,
    "name": 220,
    "name_before": 220,
    "what": 200,
    "before": 260,
    "now": 260,
}


def show(years: Sequence[YearDifference], sides: Sides, *, key: str, hidden: bool) -> None:
    """Every year, the newest first; `hidden` says that names and amounts are left out."""
    if not any(years):
        panels.empty(_("Nothing differs: the same years, accounts, vouchers and balances."))
    if hidden:
        st.caption(_("Names, texts and amounts are hidden until an accountant has given consent."))
    first = next((year for year in years if year.changes), None)
    for year in years:
        st.markdown(sentence(year, sides))
        if remark := _remark(year):
            st.caption(remark)
        if year.changes:
            with st.expander(
                _("Differences of {year} one by one", year=year.year.label), expanded=year is first, type="compact"
            ):
                _one_by_one(year, sides, f"{key}-{year.year}")


def rows_of(years: Sequence[YearDifference]) -> int:
    """How many differences can be told one by one."""
    return sum(
        year.changes.vouchers.height + year.changes.accounts.height + year.changes.balances.height
        for year in years
        if year.changes
    )


def sentence(year: YearDifference, sides: Sides) -> str:
    """What differs in a year, in one line of Markdown."""
    label = f"**{year.year.label}** &nbsp; "
    if year.changes is None:
        only = _(sides.only_before if year.now is None else sides.only_now)
        held = _("{vouchers:count|voucher|vouchers}", vouchers=year.held.vouchers)
        return label + panels.status(panels.State.DIFFERS, f"{only}: {held}")
    if not year.changes:
        return label + panels.status(panels.State.AGREES, _("nothing differs"))
    changes = year.changes
    told = {_("Vouchers"): changes.voucher_counts, _("Accounts"): changes.account_counts}
    parts = [f"{heading}: {_counted(counts, sides)}" for heading, counts in told.items() if counts]
    if changes.balances_changed:
        parts.append(_("{balances:count|account|accounts} with another balance", balances=changes.balances_changed))
    return label + panels.status(panels.State.DIFFERS, " · ".join(parts))


def _remark(year: YearDifference) -> str:
    """What could not be held together in a year, and why; blank when all could."""
    if year.changes is None:
        return ""
    if not year.with_vouchers:
        return _("One of them holds only balances of this year: its vouchers are not compared.")
    if year.loose:
        return _("One of them holds loose vouchers alone: only vouchers of the same numbers are compared.")
    return ""


def _counted(counts: Counts, sides: Sides) -> str:
    told = {sides.only_now: counts.new, DIFFERS: counts.changed, sides.only_before: counts.removed}
    return ", ".join(f"{count(number)} {_(words)}" for words, number in told.items() if number)


def _one_by_one(year: YearDifference, sides: Sides, key: str) -> None:
    for number, sheet in enumerate(difference_sheets(year, sides, current())):
        st.caption(sheet.title)
        tables.grid(sheet.frame, _columns(sheet), key=f"{key}-{number}", alt=sheet.title, in_sight=10)
    st.caption(_("At most {rows:count} of each kind are listed.", rows=LISTED))


def _columns(sheet: Sheet) -> list[Column]:
    return [Column(one.name, one.heading, Kind(one.kind.value), WIDTHS.get(one.name)) for one in sheet.columns]
