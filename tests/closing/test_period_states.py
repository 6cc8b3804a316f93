"""Periods are started, locked and unlocked in order, and only one is worked on at a time."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.failures import EarlierOpen, LaterLocked, PeriodClosed
from lib.closing.periods import ALWAYS, Change, Period, periods
from lib.closing.states import Board, Moves, State, earlier_open, later_locked, lock, next_to_start, start, unlock
from lib.core.errors import BryggaError
from lib.core.periods import ReconciliationPeriod, calendar_year

Step = Callable[[Board, Period], Moves]
QUARTERS = [Change(ALWAYS, ReconciliationPeriod.QUARTER)]
BOTH = [*periods(calendar_year(2025), QUARTERS), *periods(calendar_year(2026), QUARTERS)]
Q1, Q2, Q3, Q4, END, NEXT_Q1, *_, NEXT_Q4, NEXT_END = BOTH
STEPS: dict[str, Step] = {"start": start, "lock": lock, "unlock": unlock}


def after(*steps: tuple[Step, Period], board: Board | None = None) -> Board:
    board = board or Board(BOTH, {})
    for step, period in steps:
        board = board.moved(step(board, period))
    return board


def locked(*those: Period) -> Board:
    return after(*((step, period) for period in those for step in (start, lock)))


def states(board: Board, *those: Period) -> list[State]:
    return [board.state(period) for period in those]


def test_nothing_is_started_before_somebody_starts_it() -> None:
    assert set(states(Board(BOTH, {}), *BOTH)) == {State.NOT_STARTED}


def test_a_period_is_started_only_when_the_one_before_it_is_locked() -> None:
    board = after((start, Q1))
    with pytest.raises(EarlierOpen, match="P4–P6 2025 has to wait: P1–P3 2025 before it is not locked"):
        start(board, Q2)
    assert start(locked(Q1), Q2) == {Q2.key: State.ACTIVE}


def test_no_period_is_skipped() -> None:
    with pytest.raises(EarlierOpen):
        start(locked(Q1), Q3)


def test_a_client_taken_over_in_the_middle_of_a_year_starts_there() -> None:
    assert start(Board(BOTH, {}), Q3) == {Q3.key: State.ACTIVE}


def test_the_next_to_start_follows_what_was_started() -> None:
    this, following = Q1.year, NEXT_Q1.year
    assert next_to_start(Board(BOTH, {}), this) == Q1
    assert next_to_start(locked(Q2), this) == Q3
    assert next_to_start(locked(Q1, Q2, Q3, Q4), this) == END
    assert next_to_start(locked(Q1, Q2, Q3, Q4), following) == NEXT_Q1


def test_nothing_is_to_be_started_while_another_waits_for_its_lock() -> None:
    assert next_to_start(after((start, Q1)), Q1.year) is None
    assert next_to_start(locked(Q1, Q2), NEXT_Q1.year) is None


def test_what_stands_in_the_way_of_a_step_is_named() -> None:
    board = after((start, Q3), board=locked(Q2))
    assert earlier_open(board, Q4) == Q3
    assert earlier_open(board, Q3) is None
    assert later_locked(board, Q1) == Q2
    assert later_locked(board, Q2) is None


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(BOTH)), max_size=30))
def test_what_is_next_to_start_can_be_started(wanted: list[tuple[str, Period]]) -> None:
    board = Board(BOTH, {})
    for name, period in wanted:
        board = _tried(board, STEPS[name], period)
    for year in {period.year for period in BOTH}:
        found = next_to_start(board, year)
        assert found is None or start(board, found)[found.key] is State.ACTIVE


def _tried(board: Board, step: Step, period: Period) -> Board:
    try:
        return board.moved(step(board, period))
    except BryggaError:
        return board


def test_starting_an_earlier_one_pauses_the_later_which_goes_on_afterwards() -> None:
    board = after((start, Q2), (start, Q1))
    assert states(board, Q1, Q2) == [State.ACTIVE, State.PAUSED]
    assert states(after((lock, Q1), board=board), Q1, Q2) == [State.LOCKED, State.ACTIVE]


def test_only_the_active_period_is_locked() -> None:
    with pytest.raises(PeriodClosed, match="it is not started"):
        lock(Board(BOTH, {}), Q1)
    with pytest.raises(PeriodClosed, match="it is locked"):
        lock(locked(Q1), Q1)


def test_unlocking_pauses_the_next_and_locking_again_lets_it_go_on() -> None:
    board = after((start, Q2), (unlock, Q1), board=locked(Q1))
    assert states(board, Q1, Q2) == [State.ACTIVE, State.PAUSED]
    assert states(after((lock, Q1), board=board), Q1, Q2) == [State.LOCKED, State.ACTIVE]


def test_a_locked_period_stands_on_those_before_it() -> None:
    with pytest.raises(LaterLocked, match="P7–P9 2025 after it is locked"):
        unlock(locked(Q1, Q2, Q3), Q1)


def test_opening_several_pauses_all_but_the_first() -> None:
    board = after((start, Q3), (unlock, Q2), (unlock, Q1), board=locked(Q1, Q2))
    assert states(board, Q1, Q2, Q3) == [State.ACTIVE, State.PAUSED, State.PAUSED]
    assert states(after((lock, Q1), board=board), Q1, Q2, Q3) == [State.LOCKED, State.ACTIVE, State.PAUSED]


def test_the_year_end_waits_for_the_last_period_and_next_year_for_neither() -> None:
    board = locked(Q1, Q2, Q3)
    with pytest.raises(EarlierOpen):
        start(after((start, Q4), board=board), END)
    board = after((start, Q4), (lock, Q4), (start, END), (start, NEXT_Q1), board=board)
    assert board.active == [END, NEXT_Q1]


def test_unlocking_the_last_period_pauses_both_the_year_end_and_the_new_year() -> None:
    board = after((start, END), (start, NEXT_Q1), (unlock, Q4), board=locked(Q1, Q2, Q3, Q4))
    assert states(board, Q4, END, NEXT_Q1) == [State.ACTIVE, State.PAUSED, State.PAUSED]
    assert after((lock, Q4), board=board).active == [END, NEXT_Q1]


def test_a_year_end_waits_for_the_one_before_it() -> None:
    with pytest.raises(EarlierOpen, match="P13 2025 before it"):
        start(after((start, END)), NEXT_END)


def test_a_year_closed_by_its_year_end_alone_asks_for_no_months() -> None:
    assert start(locked(END), NEXT_END) == {NEXT_END.key: State.ACTIVE}


def test_what_comes_next_and_what_is_carried_on() -> None:
    board = Board(BOTH, {})
    assert (board.following(Q4), board.following(END)) == (END, None)
    assert (board.previous(Q1), board.previous(END), board.previous(NEXT_Q1)) == (None, Q4, Q4)
    yearly = Board([period for period in BOTH if period.year_end], {})
    assert yearly.previous(NEXT_END) == END


def test_a_period_is_found_by_its_key() -> None:
    board = Board(BOTH, {})
    assert (board.get(NEXT_Q4.key), board.get("2026-01-31")) == (NEXT_Q4, None)


def assert_in_order(board: Board) -> None:
    for year_ends in (False, True):
        chain = [period for period in board.periods if period.year_end == year_ends]
        found = states(board, *chain)
        assert found.count(State.ACTIVE) <= 1
        if State.LOCKED in found:
            first = found.index(State.LOCKED)
            count = found.count(State.LOCKED)
            assert found[first : first + count] == [State.LOCKED] * count
            assert set(found[:first]) <= {State.NOT_STARTED}
        if State.ACTIVE in found:
            assert set(found[: found.index(State.ACTIVE)]) <= {State.NOT_STARTED, State.LOCKED}
    for period in board.periods:
        before = [board.state(one) for one in board.before(period)]
        if board.state(period) is State.PAUSED:
            assert {State.ACTIVE, State.PAUSED, State.NOT_STARTED} & set(before)
        if board.state(period) is State.ACTIVE:
            assert not {State.ACTIVE, State.PAUSED} & set(before)
        if board.state(period) is State.LOCKED:
            assert not {State.ACTIVE, State.PAUSED} & set(before)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(BOTH)), max_size=40))
def test_whatever_people_try_the_periods_stay_in_order(tries: Sequence[tuple[str, Period]]) -> None:
    board = Board(BOTH, {})
    for step, period in tries:
        try:
            board = board.moved(STEPS[step](board, period))
        except BryggaError:
            continue
        assert_in_order(board)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(BOTH)), max_size=30))
def test_unlocking_and_locking_again_changes_nothing(tries: Sequence[tuple[str, Period]]) -> None:
    board = Board(BOTH, {})
    for step, period in tries:
        try:
            board = board.moved(STEPS[step](board, period))
        except BryggaError:
            continue
    for period in BOTH:
        if board.state(period) is State.LOCKED:
            try:
                opened = board.moved(unlock(board, period))
            except LaterLocked:
                continue
            assert opened.moved(lock(opened, period)).states == board.states
