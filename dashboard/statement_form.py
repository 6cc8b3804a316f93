"""What a bank or the tax agency says that an account holds: typed from its statement, changed and taken back."""

from datetime import date

import streamlit as st

from dashboard import data, panels
from dashboard.account_standing import AccountView
from dashboard.language import _, when
from lib.actions.reconciliation import remove_statement, state_balance
from lib.checks.analysis.roles import roles_of
from lib.closing.states import State
from lib.core.money import parse_ore, sek
from lib.store import analysis_choices, statements
from lib.store.closing_tables import StatementBalance

STATED_ROLES = ("bank", "tax-account")
"""The uses of accounts that somebody else keeps a balance of, so that a statement is to be expected."""


def show(found: AccountView) -> None:
    """The balance stated of the account, and the form for who may state it; folded where none is to be expected."""
    at = found.at
    with data.house().store.reading() as session:
        stated = statements.of_period(session, at.client.id, at.key).get(found.number)
    may = at.may("statement.set") and (found.balance or stated is not None)
    if not may and stated is None:
        return
    expected = stated is not None or _is_stated(found)
    with st.expander(_("Balance by statement"), expanded=expected, type="compact", icon=":material/account_balance:"):
        if stated is not None:
            who = panels.plain(stated.user_name or "Brygga")
            st.caption(
                _(
                    "{amount:kr} on {day:date}; {who}, {time}.",
                    amount=stated.balance,
                    day=stated.day.isoformat(),
                    who=who,
                    time=when(stated.at),
                )
            )
        if may:
            _form(found, stated)
        elif at.view.may("statement.set") and at.state is not State.LOCKED:
            st.caption(_("A balance is stated once the period is active."))


def _form(found: AccountView, stated: StatementBalance | None) -> None:
    at, span = found.at, found.at.period.span
    last = stated.day if stated and stated.day in span else span.end
    trace = f"{at.key}-{found.number}-{stated.at.isoformat() if stated else ''}"
    with st.form(f"statement-{trace}", border=False):
        with st.container(horizontal=True):
            text = st.text_input(
                _("Balance"),
                sek(stated.balance) if stated else "",
                placeholder="0,00",
                width=128,
                help=_("As in the books: money in the bank is positive, a debt negative (−)."),
            )
            day = st.date_input(
                _("On the day"), last, min_value=span.start, max_value=span.end, format="YYYY-MM-DD", width=134
            )
        with st.container(horizontal=True):
            saves = st.form_submit_button(_("Save the balance"), key=f"state-{trace}")
            removes = stated is not None and st.form_submit_button(_("Remove"), type="tertiary", key=f"unstate-{trace}")
    if removes:
        panels.attempt(
            lambda: remove_statement(at.view.desk, at.client.id, at.key, found.number),
            _("The balance by statement was removed."),
        )
    if saves and isinstance(day, date):
        _save(found, text or "", day)


def _save(found: AccountView, text: str, day: date) -> None:
    at = found.at
    try:
        balance = parse_ore(text)
    except ValueError:
        st.error(_("“{text}” is not an amount.", text=panels.plain(text)) if text.strip() else _("Type the balance."))
        return
    panels.attempt(
        lambda: state_balance(at.view.desk, at.client.id, at.key, found.number, balance=balance, day=day),
        _("The balance by statement was saved."),
    )


def _is_stated(found: AccountView) -> bool:
    """Whether the account is one of a bank or the tax account, as the client's roles of accounts have it."""
    with data.house().store.reading() as session:
        said = analysis_choices.roles(session, found.at.client.id)
    roles = roles_of(found.names.items(), said)
    return any(found.number in roles[role] for role in STATED_ROLES)
