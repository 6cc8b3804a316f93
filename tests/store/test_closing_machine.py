"""Whatever people do: periods stay in order, a locked one keeps its figures, a mark goes stale when its figures do.

The store is driven beside the plain rules of `lib.closing.states` and a model of the figures.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lib.closing import states
from lib.closing.holdings import balances_on
from lib.closing.periods import Period
from lib.closing.reconciliation import balances
from lib.closing.standings import Standing
from lib.closing.states import Board, Moves, State
from lib.core.errors import BryggaError
from lib.store import books, locked, marks, periods, reconciling, snapshots
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Client
from tests.store.examples import Y2026, activated, add_client, booked

AMOUNTS = st.sampled_from([100_00, 200_00, 300_00])
NEAREST = (0, 1, 2, 12)
"""The first months and the year-end: few enough that one leads to the next."""
PLACES = st.sampled_from(NEAREST)
ACCOUNT = "1930"
STEPS: dict[str, Callable[[Board, Period], Moves]] = {
    "start": states.start,
    "lock": states.lock,
    "unlock": states.unlock,
}


@dataclass
class Model:
    """What should be so: the states, the balance in use, and by period the balance locked and the one marked."""

    board: Board
    amount: int
    kept: dict[str, int] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)

    def refuses(self, step: str, period: Period) -> type[BryggaError] | None:
        """What the rules say to a step."""
        try:
            STEPS[step](self.board, period)
        except BryggaError as refused:
            return type(refused)
        return None

    def balance(self, key: str) -> int:
        return self.kept.get(key, self.amount)


class Closing(RuleBasedStateMachine):
    """People at work on one client's year, in which every period closes with the one amount that was booked."""

    store: Store

    def __init__(self) -> None:
        """A client with books, and nothing started."""
        super().__init__()
        self.client: Client = add_client(self.store)
        self.imported = 0
        self.model = Model(Board([], {}), 0)
        self.put_in_use(100_00)
        with self.store.reading() as session:
            self.model.board = periods.board(session, self.client.id)

    @rule(amount=AMOUNTS)
    def put_in_use(self, amount: int) -> None:
        """Other books, or the same figures once more."""
        self.imported += 1
        activated(self.store, self.client, f"{self.imported}".encode(), booked(Y2026, amount))
        self.model.amount = amount

    @rule(step=st.sampled_from(sorted(STEPS)), place=PLACES)
    def try_anything(self, step: str, place: int) -> None:
        """Any step on any period: the store does it, or refuses as the rules do."""
        period = self.model.board.periods[place]
        refused = self.model.refuses(step, period)
        if refused is None:
            self._go(step, period)
            return
        with pytest.raises(refused):
            self._do(step, period.key)

    @rule(choice=st.integers(0, 11))
    def go_on(self, choice: int) -> None:
        """One of the steps that can be taken: so that it does not stay with refusals."""
        nearest = [self.model.board.periods[place] for place in NEAREST]
        possible = [(step, one) for one in nearest for step in STEPS if self.model.refuses(step, one) is None]
        self._go(*possible[choice % len(possible)])

    @precondition(lambda self: self.model.board.active)
    @rule(place=st.integers(0, 1))
    def mark(self, place: int) -> None:
        """An account is marked as done of the figures on the screen."""
        active = self.model.board.active
        key = active[place % len(active)].key
        with self.store.transaction() as session:
            marks.mark(session, self.client.id, key, {ACCOUNT: Said(self.model.amount)}, comment="", who=None)
        self.model.said[key] = self.model.amount

    @rule(place=PLACES)
    def mark_where_nobody_works(self, place: int) -> None:
        """Nothing is said in a period that is not worked on."""
        period = self.model.board.periods[place]
        if self.model.board.state(period) is State.ACTIVE:
            return
        with pytest.raises(BryggaError), self.store.transaction() as session:
            marks.mark(session, self.client.id, period.key, {ACCOUNT: Said(1)}, comment="", who=None)

    @invariant()
    def the_store_has_the_states_of_the_rules(self) -> None:
        """Locked in order, one worked on at a time, the others paused."""
        with self.store.reading() as session:
            board = periods.board(session, self.client.id)
        assert [board.state(one) for one in board.periods] == [
            self.model.board.state(one) for one in self.model.board.periods
        ]

    @invariant()
    def a_locked_period_keeps_its_figures_and_the_others_have_those_in_use(self) -> None:
        """And each mark holds exactly while the figures are those that it was said of."""
        for period in self.model.board.periods:
            if self.model.board.state(period) is not State.NOT_STARTED:
                assert self._seen(period.key) == (self.model.balance(period.key), self._standing(period.key))

    @invariant()
    def what_changed_since_lock_is_told_and_nothing_else(self) -> None:
        """Changed are the locked periods whose figures are not those in use, by just as much."""
        with self.store.reading() as session:
            found = locked.changed(self.store, session, self.client.id)
        told = {key: dict(frame.select("account", "change").iter_rows())[ACCOUNT] for key, frame in found.items()}
        now = self.model.amount
        assert told == {key: now - kept for key, kept in self.model.kept.items() if kept != now}

    def _go(self, step: str, period: Period) -> None:
        self._do(step, period.key)
        self.model.board = self.model.board.moved(STEPS[step](self.model.board, period))
        if step == "lock":
            self.model.kept[period.key] = self.model.amount
        if step == "unlock":
            del self.model.kept[period.key]

    def _do(self, step: str, key: str) -> None:
        with self.store.transaction() as session:
            if step == "start":
                periods.start(session, self.client.id, key)
            elif step == "unlock":
                periods.unlock(session, self.client.id, key)
            else:
                version = books.active(session, self.client.id).version
                periods.lock(session, self.client.id, key, expected_version=version, results={}, who=None)

    def _standing(self, key: str) -> str:
        if key not in self.model.said:
            return Standing.OPEN.value
        same = self.model.said[key] == self.model.balance(key)
        return (Standing.DONE if same else Standing.STALE).value

    def _seen(self, key: str) -> tuple[object, ...]:
        with self.store.reading() as session:
            view = reconciling.view(session, self.client.id, key)
            year = snapshots.lazily(self.store, view.snapshot)
            beside = reconciling.papers(session, self.client.id, key, partial(balances_on, year))
        rows = balances(year, view.period, beside).to_dicts()
        return next((row["closing"], row["standing"]) for row in rows if row["account"] == ACCOUNT)


@pytest.mark.slow
def test_whatever_people_do_the_closing_work_holds(store: Store) -> None:
    machine = type("Begun", (Closing,), {"store": store})
    chosen = settings(max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=chosen)
