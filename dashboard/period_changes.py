"""Locked periods that the books in use, or those of an import, say otherwise of: which accounts, by how much."""

from collections.abc import Mapping
from typing import Final

import polars as pl
import streamlit as st

from dashboard import address, navigation, panels, period_board, period_choice, tables
from dashboard.language import _, current
from dashboard.tables import Column, Kind
from lib.closing.periods import Period
from lib.closing.states import Board
from lib.core.languages import mark
from lib.store.locked import Changes

PERIOD: Final = "andrad"
ACCOUNTS_IN_SIGHT: Final = 10
ACCOUNT: Final = Column("account", mark("Account"), width=230)
CHANGE: Final = Column("change", mark("Change"), Kind.AMOUNT)
LOCKED: Final = Column("locked", mark("As locked"), Kind.AMOUNT)
COLUMNS: Final = (ACCOUNT, CHANGE, LOCKED, Column("now", mark("In the books in use"), Kind.AMOUNT))
COMING: Final = (ACCOUNT, CHANGE, LOCKED, Column("now", mark("With this import"), Kind.AMOUNT))
"""The change first: it is in sight on a telephone too."""


def since(board: Board, changes: Changes, shown: str) -> None:
    """What has changed since periods were locked; `shown` is the key of the page's period."""
    if not changes:
        return
    st.warning(
        _(
            "What is locked is shown as it was locked, until it is unlocked. Go through what changed, "
            "and unlock the earliest period if it has to be reconciled again."
        ),
        title=_(
            "The books have changed in {periods:count|locked period|locked periods}",
            periods=len(changes),
        ),
        icon=":material/sync_problem:",
    )
    with st.expander(_("What has changed"), expanded=shown in changes, type="compact"):
        period, account = _accounts(_known(board, changes), changes, COLUMNS, shown, opens=True)
    if account:
        span = period_choice.code(1, min(period.last, period.year.months), period.year)
        navigation.go("ledger", konto=account, ar=period.year.start.isoformat(), period=span)


def coming(board: Board, changes: Changes) -> None:
    """What an import would change in locked periods, before it is used."""
    if not changes:
        return
    st.warning(
        _("What is locked stays as it was locked, and says that the books have changed, until it is unlocked."),
        title=_("This import changes {periods:count|locked period|locked periods}", periods=len(changes)),
        icon=":material/lock:",
    )
    _accounts(_known(board, changes), changes, COMING, "")


def line(board: Board, changes: Changes) -> None:
    """That locked periods have changed, in one line with the way to them."""
    known = _known(board, changes)
    if not known:
        return
    first = next(iter(known.values()))
    text = _(
        "the books have changed in {periods:count|locked period|locked periods}, from {first} on",
        periods=len(known),
        first=first.title(current()),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(panels.status(panels.State.STALE, text), width="content")
        navigation.link("periods", _("Show what changed"), **period_board.named(first))


def _known(board: Board, changes: Changes) -> dict[str, Period]:
    return {period.key: period for period in board.periods if period.key in changes}


def _accounts(
    known: Mapping[str, Period], changes: Changes, columns: tuple[Column, ...], shown: str, *, opens: bool = False
) -> tuple[Period, str]:
    """The accounts of one changed period: the one that is shown, else the earliest, or another by choice.

    Gives the period, and the account that was clicked, blank without a click.
    """
    first = shown if shown in known else next(iter(known))
    chosen = first
    if len(known) > 1:
        chosen = st.selectbox(
            _("Period"),
            list(known),
            format_func=lambda key: _titled(known[key], changes[key]),
            label_visibility="collapsed",
            width=360,
            **address.tie(PERIOD, first, among=known),
        )
    else:
        st.markdown(_titled(known[first], changes[first]))
    frame = changes[chosen].with_columns(account=tables.account_label())
    clicked = tables.grid(
        frame,
        columns,
        key=f"changed-{chosen}",
        alt=_("Accounts that have changed"),
        opens=opens,
        in_sight=ACCOUNTS_IN_SIGHT,
    )
    told = _("Balances at the end of the period. {rule}", rule=_(tables.SIGN_RULE))
    st.caption(f"{told} {_('Click an account to open it in the ledger.')}" if opens else told)
    return known[chosen], "" if clicked is None else str(changes[chosen]["account"][clicked])


def _titled(period: Period, accounts: pl.DataFrame) -> str:
    return _("{period}: {accounts:count|account|accounts}", period=period.title(current()), accounts=accounts.height)
