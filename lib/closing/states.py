"""How far each period has come, and which may be started, locked and unlocked: pure rules.

Months and quarters are one chain through all years. A year-end follows the last month of its year
and the year-end before it, so that last year is closed while this year's months go on: at most one
period and one year-end are active at a time. Periods before the first that was ever started count
for nothing: a bureau may take a client over in the middle of a year.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lib.closing.failures import EarlierOpen, LaterLocked, PeriodClosed
from lib.closing.periods import Period
from lib.core.languages import mark
from lib.core.periods import FinancialYear


class State(StrEnum):
    """How a period stands."""

    NOT_STARTED = "not-started"
    ACTIVE = "active"
    LOCKED = "locked"
    PAUSED = "paused"
    """One before it was opened again; it goes on when that one is locked."""


STATE_NAMES: Final[Mapping[State, str]] = {
    State.NOT_STARTED: mark("not started"),
    State.ACTIVE: mark("active"),
    State.LOCKED: mark("locked"),
    State.PAUSED: mark("paused"),
}
"""What people call each state."""

Moves = dict[str, State]
"""What a step changes: the new state of each period that it moves, by the period's key."""


@dataclass(frozen=True, slots=True)
class Board:
    """A client's periods in order, all years, and the states of those that were ever started, by key."""

    periods: Sequence[Period]
    states: Mapping[str, State]

    def state(self, period: Period) -> State:
        """How a period stands."""
        return self.states.get(period.key, State.NOT_STARTED)

    def get(self, key: str) -> Period | None:
        """The period of this key; None when the books hold no such period."""
        return next((period for period in self.periods if period.key == key), None)

    def moved(self, moves: Mapping[str, State]) -> "Board":
        """The board after a step."""
        return Board(self.periods, {**self.states, **moves})

    @property
    def active(self) -> list[Period]:
        """The periods that are worked on: at most one month or quarter and one year-end."""
        return [period for period in self.periods if self.state(period) is State.ACTIVE]

    def following(self, period: Period) -> Period | None:
        """The period that comes next in the same year: the year-end after the last month."""
        after = [one for one in self.periods if one.year == period.year and one.key > period.key]
        return min(after, key=lambda one: one.key, default=None)

    def previous(self, period: Period) -> Period | None:
        """The period that is carried on from: the one before it, for a year-end the last month or quarter of its year.

        A year without months or quarters is carried on from the year-end before.
        """
        before = [one for one in self.before(period) if one.year_end == period.year_end or one.year == period.year]
        own = [one for one in before if one.year == period.year and not one.year_end]
        return next(reversed(own or before), None)

    def before(self, period: Period) -> Iterator[Period]:
        """Every period that comes before this one, in order."""
        return (one for one in self.periods if _comes_before(one, period))

    def after(self, period: Period) -> Iterator[Period]:
        """Every period that this one comes before, in order."""
        return (one for one in self.periods if _comes_before(period, one))


def start(board: Board, period: Period) -> Moves:
    """Start a period: every one before it is locked, or nothing before it was ever started.

    Later ones that were started are paused. Raises EarlierOpen, LaterLocked, and PeriodClosed for
    one that was started already.
    """
    _require(board, period, State.NOT_STARTED)
    _require_earlier_locked(board, period)
    return {period.key: State.ACTIVE, **_pauses(board, period)}


def lock(board: Board, period: Period) -> Moves:
    """Lock the active period; what waited for it goes on. Raises PeriodClosed, EarlierOpen."""
    _require(board, period, State.ACTIVE)
    _require_earlier_locked(board, period)
    locked = board.moved({period.key: State.LOCKED})
    paused = (one for one in board.after(period) if board.state(one) is State.PAUSED)
    resumed = {one.key: State.ACTIVE for one in paused if earlier_open(locked, one) is None}
    return {period.key: State.LOCKED, **resumed}


def unlock(board: Board, period: Period) -> Moves:
    """Open the last locked period again: what was active after it is paused. Raises PeriodClosed, LaterLocked."""
    _require(board, period, State.LOCKED)
    return {period.key: State.ACTIVE, **_pauses(board, period)}


def earlier_open(board: Board, period: Period) -> Period | None:
    """The first period that keeps this one from being started or locked: it has to be locked first; None: free."""
    worked = {True: False, False: False}
    for one in board.before(period):
        worked[one.year_end] |= board.state(one) is not State.NOT_STARTED
        if worked[one.year_end] and board.state(one) is not State.LOCKED:
            return one
    return None


def later_locked(board: Board, period: Period) -> Period | None:
    """The last locked period that keeps this one from being opened: it has to be unlocked first; None: free."""
    locked = [one for one in board.after(period) if board.state(one) is State.LOCKED]
    return locked[-1] if locked else None


def next_to_start(board: Board, year: FinancialYear) -> Period | None:
    """The period of a year that can be started next, after those that were; None while another has to be locked."""
    own = [one for one in board.periods if one.year == year]
    begun = max((one.key for one in own if board.state(one) is not State.NOT_STARTED), default="")
    later = (one for one in own if one.key > begun)
    free = (one for one in later if earlier_open(board, one) is None and later_locked(board, one) is None)
    return next(free, None)


def refuse_unless(board: Board, period: Period, *allowed: State) -> None:
    """Raise PeriodClosed unless the period is in one of these states."""
    if board.state(period) not in allowed:
        raise PeriodClosed(period=period.name, state=STATE_NAMES[board.state(period)])


_require = refuse_unless


def _require_earlier_locked(board: Board, period: Period) -> None:
    waiting = earlier_open(board, period)
    if waiting is not None:
        raise EarlierOpen(period=period.name, earlier=waiting.name)


def _pauses(board: Board, period: Period) -> Moves:
    """What opening a period does to those after it."""
    locked = later_locked(board, period)
    if locked is not None:
        raise LaterLocked(period=period.name, later=locked.name)
    return {one.key: State.PAUSED for one in board.after(period) if board.state(one) is State.ACTIVE}


def _comes_before(one: Period, other: Period) -> bool:
    if not one.year_end and not other.year_end:
        return one.key < other.key
    if one.year_end:
        return other.year_end and one.key < other.key
    return one.year.start <= other.year.start
