"""What an import from Fortnox brought beside the books: both ledgers, or why there is none; and the years left out."""

from datetime import date
from typing import Final

import streamlit as st

from dashboard import data, panels
from dashboard.connection_view import told
from dashboard.fortnox_import import LEDGER_NAMES
from dashboard.language import _
from lib.core.errors import REMEDY
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.store import supplements
from lib.store.fortnox_tables import Supplement
from lib.store.tables import Import, Source
from lib.store.words import SupplementKind, SupplementState

NAMES: Final = {**LEDGER_NAMES, SupplementKind.REGISTERS: mark("Voucher series, accounts and locked period")}
"""What came beside the books, in the order that it is told in."""


def show(one: Import) -> None:
    """What came beside the books; nothing for an import that is not Fortnox's."""
    if one.source is not Source.FORTNOX:
        return
    with data.house().store.reading() as session:
        found = supplements.of_import(session, one.id)
    with st.container(gap="xsmall"):
        for kind, name in NAMES.items():
            if kind in found:
                _line(_(name), found[kind])
    left_out = [_year(kept) for kept in one.summary.get("left_out", [])]
    if left_out:
        labels = ", ".join(year.label for year in left_out)
        st.caption(_("Left out, though Fortnox has them: {years}.", years=labels))


def brought(one: Import) -> bool:
    """Whether using the import puts anything beside the books in place of older things."""
    with data.house().store.reading() as session:
        return bool(supplements.brought(session, one.id))


def _line(name: str, row: Supplement) -> None:
    match row.state:
        case SupplementState.FETCHED:
            st.markdown(f"{panels.status(panels.State.AGREES, name)} &ensp; {_counts(row)}")
        case SupplementState.NOT_ASKED:
            st.markdown(panels.status(panels.State.NOT_RUN, _("{name}: not asked for", name=name)))
        case SupplementState.REFUSED:
            why = told(row.facts, row.message)
            advice = told(row.facts, str(row.facts.get(REMEDY) or ""))
            st.markdown(f"{panels.status(panels.State.DIFFERS, name)} &ensp; {why} :small[{advice}]")


def _counts(row: Supplement) -> str:
    if "invoices" not in row.facts:
        return ""
    return _(
        "{invoices:count|invoice|invoices}, {payments:count|payment|payments}",
        invoices=row.facts["invoices"],
        payments=row.facts["payments"],
    )


def _year(kept: dict[str, str]) -> FinancialYear:
    return FinancialYear(date.fromisoformat(kept["start"]), date.fromisoformat(kept["end"]))
