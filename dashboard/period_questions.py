"""The questions before a period is locked or unlocked, or periods become longer or shorter; and the deeds."""

from typing import Final

import streamlit as st

from dashboard import address, context, data, navigation, panels
from dashboard.language import _, current, day
from dashboard.period_reach import Reach
from dashboard.words import word
from dashboard.working import Working
from lib.actions.periods import change_length, lock_period, unlock_period
from lib.closing import states
from lib.closing.states import Moves, State
from lib.core.periods import ReconciliationPeriod
from lib.store import period_lengths

ASK: Final = "fraga"
LOCK, UNLOCK, LENGTH = "las", "lasupp", "langd"


def ask_if_asked(at: Working, reach: Reach | None, *, changed: bool) -> None:
    """The question that the address asks, where it can be asked of the period; `changed` since it was locked."""
    board, asked = at.at.board, address.read(ASK)
    if asked == LOCK and at.may("period.lock") and reach and states.earlier_open(board, at.period) is None:
        _lock(at, reach)
    elif asked == UNLOCK and at.may("period.unlock", State.LOCKED) and states.later_locked(board, at.period) is None:
        _unlock(at, changed=changed)
    elif asked == LENGTH and at.view.may("period.length"):
        _length(at)


def length_button(at: Working) -> None:
    """How long the client's periods are, and the way to change it."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        st.caption(_("Reconciliation: {length}.", length=word(_chosen(at)).lower()), width="content")
        if at.view.may("period.length"):
            st.button(_("Change the length"), type="tertiary", on_click=address.put, kwargs={ASK: LENGTH})


def length_caption(client_id: int) -> None:
    """The day from which another length of periods holds, where work on periods is under way."""
    with data.house().store.reading() as session:
        starts = period_lengths.holds_from(session, client_id, context.today())
    if starts:
        st.caption(_("Another reconciliation period holds from {day}.", day=day(starts)))


def _lock(at: Working, reach: Reach) -> None:
    title = at.period.title(current())
    resumed = _others(at, states.lock(at.at.board, at.period))

    @st.dialog(_("Locking of {period}", period=title), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            st.markdown(
                _("Balances, appendices, marks and check results stay as they are now, and can be read at any time.")
            )
            if reach.left:
                st.markdown(panels.status(panels.State.DIFFERS, _("Left undone, and locked as it stands:")))
                st.markdown("\n".join(f"- {one.said}" for one in reach.left))
            else:
                st.markdown(panels.status(panels.State.AGREES, _("Nothing is left to do.")))
            if resumed:
                st.caption(_("Goes on when it is locked: {periods}.", periods=resumed))
            version = at.at.books.version
            if st.button(_("Lock the period"), type="primary", key="lock-surely") and panels.done(
                lambda: lock_period(at.view.desk, at.client.id, at.key, expected_version=version)
            ):
                _back(_("{period} is locked.", period=title))

    ask()


def _unlock(at: Working, *, changed: bool) -> None:
    title = at.period.title(current())
    paused = _others(at, states.unlock(at.at.board, at.period))

    @st.dialog(_("Unlocking of {period}", period=title), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            if paused:
                st.markdown(
                    panels.status(
                        panels.State.DIFFERS,
                        _("{periods} is paused until {period} is locked again.", periods=paused, period=title),
                    )
                )
            else:
                st.markdown(_("No other period is paused by it."))
            st.markdown(
                _("It goes by the books in use again, which say otherwise than when it was locked.")
                if changed
                else _("It goes by the books in use again.")
            )
            st.caption(_("Marks, appendices and comments stay; a review is taken back."))
            if st.button(_("Unlock the period"), type="primary", key="unlock-surely") and panels.done(
                lambda: unlock_period(at.view.desk, at.client.id, at.key)
            ):
                said = _("{period} is unlocked.", period=title)
                _back(f"{said} {_('Paused: {periods}.', periods=paused)}" if paused else said)

    ask()


def _length(at: Working) -> None:
    options, now = list(ReconciliationPeriod), _chosen(at)
    with data.house().store.reading() as session:
        starts = period_lengths.holds_from(session, at.client.id, context.today())

    @st.dialog(_("Length of the periods"), on_dismiss=_close)
    def ask() -> None:
        with panels.last_resort():
            length = st.selectbox(
                _("The books are reconciled"), options, index=options.index(now), format_func=word, key="period-length"
            )
            st.markdown(
                _("Holds from {day}. Periods before that day stay as they are.", day=day(starts))
                if starts
                else _("Holds at once: no period has been started yet.")
            )
            st.caption(_("The VAT period is not changed by it; it is stated under Client details."))
            if st.button(_("Change the length"), type="primary", key="length-surely", disabled=length is now):
                _change(at, length or now)

    ask()


def _change(at: Working, length: ReconciliationPeriod) -> None:
    held: list[str] = []
    if panels.done(lambda: held.append(day(change_length(at.view.desk, at.client.id, length, context.today())))):
        name = word(length).lower()
        _back(
            _("Reconciliation from {day}: {length}.", day=held[0], length=name)
            if held[0]
            else _("Reconciliation from now on: {length}.", length=name)
        )


def _chosen(at: Working) -> ReconciliationPeriod:
    return at.client.reconciliation_period or ReconciliationPeriod.MONTH


def _others(at: Working, moves: Moves) -> str:
    """The periods that a step moves beside the one it is of, by name."""
    moved = [one for one in at.at.board.periods if one.key in moves and one.key != at.key]
    return ", ".join(one.title(current()) for one in moved)


def _back(said: str) -> None:
    """Leave the question for the page, which tells the outcome."""
    panels.say(said)
    navigation.go("periods")


def _close() -> None:
    address.put(**{ASK: None})
