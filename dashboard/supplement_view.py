"""What an import from Fortnox brought beside the books: both ledgers, or why there is none; and the years left out."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from dashboard import data, fortnox_import, panels
from dashboard.connection_view import told
from dashboard.context import View
from dashboard.fortnox_import import LEDGER_NAMES
from dashboard.language import _
from lib.core.errors import REMEDY
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.store import news, supplements
from lib.store.fortnox_tables import Supplement
from lib.store.tables import Import, ImportState, Source
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
    if one.state is ImportState.STAGED:
        with data.house().store.reading() as session:
            fortnox_import.year_missing(news.get(session, one.client_id))
    left_out = [FinancialYear.of_json(kept) for kept in one.summary.get("left_out", [])]
    if left_out:
        labels = ", ".join(year.label for year in left_out)
        st.caption(_("Left out, though Fortnox has them: {years}.", years=labels))


def brought(one: Import) -> bool:
    """Whether using the import puts anything beside the books in place of older things."""
    with data.house().store.reading() as session:
        return bool(supplements.brought(session, one.id))


def locked_in_use(view: View) -> str:
    """To which day the books in use are locked in Fortnox, in words; blank when they are not, or nobody knows."""
    store = data.house().store
    with store.reading() as session:
        return _locked(supplements.registers(store, session, view.client.id))


def _locked(registers: Mapping[str, Any] | None) -> str:
    until = registers.get("locked_until") if registers else None
    return _("locked in Fortnox to and including {day:date}", day=until) if until else ""


def _line(name: str, row: Supplement) -> None:
    match row.state:
        case SupplementState.FETCHED:
            state = panels.State.STALE if row.message else panels.State.AGREES
            remark = f" :small[{told(row.facts, row.message)}]" if row.message else ""
            st.markdown(f"{panels.status(state, name)} &ensp; {_counts(row)}{remark}")
        case SupplementState.NOT_ASKED:
            st.markdown(panels.status(panels.State.NOT_RUN, _("{name}: not asked for", name=name)))
        case SupplementState.REFUSED:
            why = told(row.facts, row.message)
            advice = told(row.facts, str(row.facts.get(REMEDY) or ""))
            st.markdown(f"{panels.status(panels.State.DIFFERS, name)} &ensp; {why} :small[{advice}]")


def _counts(row: Supplement) -> str:
    if row.kind is SupplementKind.REGISTERS:
        return _locked(supplements.registers_of(data.house().store, row))
    if "invoices" not in row.facts:
        return ""
    return _(
        "{invoices:count|invoice|invoices}, {payments:count|payment|payments}",
        invoices=row.facts["invoices"],
        payments=row.facts["payments"],
    )
