"""One account in a period: every row with the balance after it, and the papers that stand beside it."""

from typing import Final

import streamlit as st

from dashboard import (
    account_comments,
    account_entries,
    account_filters,
    account_marks,
    account_papers,
    account_rows,
    account_standing,
    address,
    data,
    entry_proposal,
    ledger_filters,
    navigation,
    panels,
    reader,
    reconciliation_choice,
    statement_form,
    sub_appendix_view,
    voucher_view,
)
from dashboard.account_standing import AccountView
from dashboard.language import _
from dashboard.panels import State
from dashboard.working import Working
from lib.core.money import sek

ACCOUNT: Final = ledger_filters.ACCOUNT
STEPS: Final = {-1: (":material/keyboard_arrow_up:", "Alt+Up"), 1: (":material/keyboard_arrow_down:", "Alt+Down")}


def show(at: Working, account: str) -> None:
    """The account whole; one of its vouchers, or one of its appendices, where the address names it."""
    view = account_standing.seen(at)
    if address.read(ledger_filters.VOUCHER):
        voucher_view.show(view, address.read(ledger_filters.VOUCHER))
        return
    found = account_standing.of(at, account)
    if found is None:
        _back()
        panels.empty(_("The books of this year have no account {account}.", account=panels.plain(account)))
        return
    if address.read(sub_appendix_view.APPENDIX):
        sub_appendix_view.show(found)
        return
    _heading(found)
    asked = account_filters.choose(found, view, data.year_books(view.shown_snapshot))
    rows, papers = st.columns([2, 1])
    with rows:
        account_rows.show(found, asked)
    with papers:
        _standing(found)
        account_marks.mark_form(at, found.row)
        account_papers.show(found)
        statement_form.show(found)
        account_comments.show(found)


def _heading(found: AccountView) -> None:
    """The way back, and the choice of another account."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _back()
        st.selectbox(
            _("Account"),
            found.numbers,
            format_func=lambda number: reader.shown(f"{number} {found.names.get(number, '')}".strip()),
            label_visibility="collapsed",
            width=280,
            **address.tie(ACCOUNT, found.number, among=found.numbers),
        )
        for step, (icon, shortcut) in STEPS.items():
            st.button(
                _("Previous account") if step < 0 else _("Next account"),
                key=f"account{step}",
                icon=icon,
                shortcut=shortcut,
                disabled=found.beside(step) is None,
                on_click=address.put,
                kwargs={ACCOUNT: found.beside(step)},
            )


def _standing(found: AccountView) -> None:
    """How the books and the papers agree, the figures, and what the checks found on the account."""
    row = found.row.row(0, named=True)
    if found.balance or row["amount"] is not None:
        st.markdown(_sign(row["amount"], row["difference"]))
    account_papers.sums(found)
    account_entries.show(found)
    entry_proposal.button(found)
    if row["checks"]:
        label = _("{findings:count|finding|findings} of the checks", findings=row["checks"])
        navigation.link("transaction_analysis", label, konto=found.number)


def _sign(amount: int | None, difference: int | None) -> str:
    if amount is None:
        return panels.status(State.NOT_RUN, _("held against nothing"))
    if difference is None:
        return panels.status(State.NOT_RUN, _("cannot be compared"))
    if difference:
        return panels.status(State.DIFFERS, _("differs by {amount}", amount=sek(difference)))
    return panels.status(State.AGREES)


def _back() -> None:
    """The way back to where the account was opened from."""
    part = reconciliation_choice.PARTS.get(address.read(reconciliation_choice.PART))
    address.back(_(part or reconciliation_choice.PARTS[reconciliation_choice.BALANCE]), ACCOUNT, *account_filters.ALL)
