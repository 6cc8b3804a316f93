"""The period that the page is about: how it stands, what is left in it, and the next step, with its button."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dashboard import address, navigation, panels, period_board, period_parts, period_questions, period_steps
from dashboard.language import _, current, when
from dashboard.period_reach import CHECKLIST, Left, Reach
from dashboard.working import Working
from lib.actions.periods import review_period, start_period, unreview_period
from lib.closing import states
from lib.closing.copying import carries_marks
from lib.closing.periods import Period
from lib.closing.states import State
from lib.core.languages import mark

NOT_YOURS: Final = mark("An accountant starts, locks and reviews periods.")


def show(at: Working, reach: Reach | None) -> None:
    """The period's name and state, its buttons, and what is left to do."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(heading(at), width="content")
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _buttons(at, reach)
    facts = _facts(at)
    if facts:
        st.caption(" ".join(facts))
    if reach is not None and at.state is State.ACTIVE:
        _left(at, reach.left)


def heading(at: Working) -> str:
    """The period and its state, as Markdown."""
    sign = panels.PERIOD_SIGNS[at.state]
    return f"**{at.period.title(current())}** &ensp; :{sign.colour}[{sign.shape} {_(sign.word)}]"


def _buttons(at: Working, reach: Reach | None) -> None:
    match at.state:
        case State.NOT_STARTED:
            _start(at)
        case State.ACTIVE:
            _active(at, reach)
        case State.PAUSED:
            _to_first(at, states.earlier_open(at.at.board, at.period))
        case State.LOCKED:
            _locked(at)


def _start(at: Working) -> None:
    board, period = at.at.board, at.period
    in_the_way = states.earlier_open(board, period) or states.later_locked(board, period)
    if in_the_way is not None:
        _to_first(at, in_the_way)
    else:
        _press_start(at, period)


def _active(at: Working, reach: Reach | None) -> None:
    _review(at)
    step = period_steps.of(reach) if reach else None
    if step is not None:
        period_steps.button(step, at.period, main=True)
    waiting = states.earlier_open(at.at.board, at.period)
    why = _("{period} has to be locked first.", period=waiting.title(current())) if waiting else None
    _ask(at, "period.lock", _("Lock the period"), period_questions.LOCK, main=step is None, why=why)


def _locked(at: Working) -> None:
    _review(at)
    later = states.later_locked(at.at.board, at.period)
    why = _("{period} after it is locked: unlock it first.", period=later.title(current())) if later else None
    _ask(at, "period.unlock", _("Unlock the period"), period_questions.UNLOCK, why=why)
    after = states.next_to_start(at.at.board, at.period.year)
    if after is not None and after.key > at.key:
        _press_start(at, after)
    elif at.at.board.active:
        _to_first(at, at.at.board.active[0])


def _review(at: Working) -> None:
    """The second person's mark on the period: set, or taken back."""
    row = at.at.row
    if row is None or not at.view.may("period.review"):
        return
    if row.reviewed_at is not None:
        if st.button(_("Take the review back"), type="tertiary"):
            said = _("{period} is no longer reviewed.", period=at.period.title(current()))
            panels.attempt(lambda: unreview_period(at.view.desk, at.client.id, at.key), said)
        return
    own = row.locked_by == at.view.desk.person.user_id
    pressed = st.button(
        _("Mark as reviewed"),
        disabled=own,
        help=_("You locked it yourself: a colleague reviews it.") if own else None,
    )
    if pressed:
        said = _("{period} is reviewed.", period=at.period.title(current()))
        panels.attempt(lambda: review_period(at.view.desk, at.client.id, at.key), said)


def _ask(  # noqa: PLR0913 - the last two by name
    at: Working, action: str, label: str, question: str, *, main: bool = False, why: str | None = None
) -> None:
    """A button that asks first; closed, it says why."""
    may = at.view.may(action)
    st.button(
        label,
        type="primary" if main else "secondary",
        disabled=not may or why is not None,
        help=why if may else _(NOT_YOURS),
        on_click=address.put,
        kwargs={period_questions.ASK: question, **period_board.named(at.period)},
    )


def _press_start(at: Working, period: Period) -> None:
    """The button that starts a period, and the deed."""
    may, title = at.view.may("period.start"), period.title(current())
    help_ = None if may else _(NOT_YOURS)
    pressed = st.button(_("Start {period}", period=title), type="primary", disabled=not may, help=help_)
    if pressed and panels.done(lambda: start_period(at.view.desk, at.client.id, period.key)):
        panels.say(_("{period} is started.", period=title))
        period_board.open_period(period)
        st.rerun()


def _to_first(at: Working, period: Period | None) -> None:
    """The way to the period that this one waits for, or that is worked on."""
    if period is None or period.key == at.key:
        return
    st.button(
        _("Go to {period}", period=period.title(current())),
        type="primary",
        on_click=period_board.open_period,
        args=(period,),
    )


def _facts(at: Working) -> list[str]:
    """What is to be known of the period as it stands."""
    found = [_why_waits(at)] if at.state in {State.NOT_STARTED, State.PAUSED} else []
    row = at.at.row
    if row is not None and row.locked_at is not None:
        who = panels.plain(row.locked_name) or "Brygga"
        found.append(
            _(
                "Locked {moment} by {who}, on the books in use then. It is shown as it stood.",
                moment=when(row.locked_at),
                who=who,
            )
        )
    if row is not None and row.reviewed_at is not None:
        who = panels.plain(row.reviewed_name) or "Brygga"
        found.append(_("Reviewed {moment} by {who}.", moment=when(row.reviewed_at), who=who))
    return [line for line in found if line]


def _why_waits(at: Working) -> str:
    board, period = at.at.board, at.period
    waiting = states.earlier_open(board, period)
    if at.state is State.PAUSED:
        return _("Paused while {period} is open. It goes on when {period} is locked.", period=_title(waiting))
    if waiting is not None:
        return _("It can be started when {period} is locked.", period=_title(waiting))
    later = states.later_locked(board, period)
    if later is not None:
        return _(
            "It lies before what was started, and {period} is locked: unlock that one first.", period=_title(later)
        )
    before = board.previous(period)
    return _taken_over(before if before and board.state(before) is not State.NOT_STARTED else None, period)


def _taken_over(before: Period | None, period: Period) -> str:
    """What a period takes over from the one before when it is started."""
    if before is None:
        return _("When it is started it gets the bureau's checklist.")
    if carries_marks(before, period):
        return _(
            "When it is started it takes over all that stands in {period}: appendices, marks, ticks, "
            "statement balances and comments.",
            period=_title(before),
        )
    return _(
        "When it is started it takes over from {period} the appendices that are to follow along, and the checklist "
        "with every item open. Marks and comments stay where they were made.",
        period=_title(before),
    )


def _title(period: Period | None) -> str:
    return period.title(current()) if period else ""


def _left(at: Working, left: Sequence[Left]) -> None:
    """What is left, each with the way to where it is done."""
    if not left:
        st.markdown(panels.status(panels.State.AGREES, _("Nothing is left to do: the period can be locked.")))
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":small[{panels.status(panels.State.DIFFERS, _('Left:'))}]", width="content")
        for one in left:
            if one.place == CHECKLIST:
                to = {period_parts.PART: period_parts.CHECKLIST, **period_board.named(at.period)}
                st.button(one.said, type="tertiary", icon=":material/checklist:", on_click=address.put, kwargs=to)
            else:
                navigation.link(one.place, one.said, **period_board.named(at.period))
