"""Periods are started, locked on the books in use, and opened again, also when two people do it at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from lib.closing.failures import EarlierOpen, LaterLocked, OwnLock, PeriodClosed
from lib.closing.states import State
from lib.core.errors import BooksChanged, BryggaError, NotFound
from lib.core.periods import ReconciliationPeriod
from lib.ledger.books import Extent
from lib.store import books, clients, period_lengths, periods
from lib.store.database import Store
from lib.store.tables import Client
from tests.store.examples import Y2025, Y2026, activated, add_client, span, year_books

JANUARY, FEBRUARY, DECEMBER, YEAR_END = "2026-01-31", "2026-02-28", "2026-12-31", "2026-12-31-year-end"
RUT, OLA = (7, "Rut Revisor"), (8, "Ola Ohlson")


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", year_books(Y2026))
    return client


def start(store: Store, client: Client, key: str) -> None:
    with store.transaction() as session:
        periods.start(session, client.id, key)


def lock(store: Store, client: Client, key: str, version: int = 1) -> None:
    with store.transaction() as session:
        periods.lock(session, client.id, key, expected_version=version, results={"checks": [1]}, who=RUT)


def unlock(store: Store, client: Client, key: str) -> None:
    with store.transaction() as session:
        periods.unlock(session, client.id, key)


def states(store: Store, client: Client, *keys: str) -> list[State]:
    with store.reading() as session:
        board = periods.board(session, client.id)
        return [board.states.get(key, State.NOT_STARTED) for key in keys]


def test_the_books_give_the_periods(store: Store, client: Client) -> None:
    activated(store, client, b"b", year_books(Y2025))
    with store.reading() as session:
        found = periods.board(session, client.id).periods
    assert [period.name for period in found] == [
        f"P{number} {year}" for year in (2025, 2026) for number in range(1, 14)
    ]


def test_a_year_of_balances_alone_has_its_year_end_alone(store: Store) -> None:
    client = add_client(store, "Kajen AB")
    activated(store, client, b"b", year_books(Y2025, Extent.BALANCES), year_books(Y2026, Extent.PERIODS))
    with store.reading() as session:
        found = periods.board(session, client.id).periods
    assert [period.name for period in found][:2] == ["P13 2025", "P1 2026"]


def test_last_years_balances_that_came_along_are_no_year_to_close(store: Store) -> None:
    client = add_client(store, "Kajen AB")
    activated(store, client, b"b", year_books(Y2025, Extent.COMPARISON), year_books(Y2026))
    with store.reading() as session:
        found = periods.board(session, client.id).periods
    assert {period.year for period in found} == {Y2026}


def test_a_client_without_books_has_no_periods(store: Store) -> None:
    nobody = add_client(store, "Tomt AB")
    with store.reading() as session:
        assert list(periods.board(session, nobody.id).periods) == []
        with pytest.raises(NotFound):
            periods.get(session, nobody.id, JANUARY)


def test_a_locked_period_tells_who_locked_it_and_on_which_books(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    lock(store, client, JANUARY)
    with store.reading() as session:
        row = periods.standing(session, client.id, JANUARY)
    assert row is not None
    assert (row.state, row.locked_by, row.locked_name, row.books_version) == (State.LOCKED, *RUT, 1)
    assert row.locked_at is not None
    assert row.frozen == {"checks": [1]}


def test_a_locked_period_keeps_its_books_until_it_is_unlocked(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    lock(store, client, JANUARY)
    activated(store, client, b"b", year_books(Y2026, amount=999))
    with store.reading() as session:
        assert periods.books_of(session, client.id, JANUARY).version == 1
        assert periods.books_of(session, client.id, FEBRUARY).version == 2

    unlock(store, client, JANUARY)

    with store.reading() as session:
        assert periods.books_of(session, client.id, JANUARY).version == 2
        row = periods.standing(session, client.id, JANUARY)
    assert row is not None
    assert (row.state, row.books_version, row.frozen, row.locked_by) == (State.ACTIVE, None, {}, None)


def test_nothing_is_locked_on_books_that_changed_meanwhile(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    activated(store, client, b"b", year_books(Y2026, amount=999))
    with pytest.raises(BooksChanged):
        lock(store, client, JANUARY, version=1)
    assert states(store, client, JANUARY) == [State.ACTIVE]


def test_the_order_is_kept(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    with pytest.raises(EarlierOpen):
        start(store, client, FEBRUARY)
    lock(store, client, JANUARY)
    start(store, client, FEBRUARY)
    unlock(store, client, JANUARY)
    assert states(store, client, JANUARY, FEBRUARY) == [State.ACTIVE, State.PAUSED]
    lock(store, client, JANUARY)
    assert states(store, client, JANUARY, FEBRUARY) == [State.LOCKED, State.ACTIVE]
    lock(store, client, FEBRUARY)
    with pytest.raises(LaterLocked):
        unlock(store, client, JANUARY)


def test_a_period_is_carried_on_from_the_one_before_it(store: Store, client: Client) -> None:
    with store.transaction() as session:
        assert periods.start(session, client.id, DECEMBER) is not None
        periods.lock(session, client.id, DECEMBER, expected_version=1, results={}, who=None)
        before = periods.start(session, client.id, YEAR_END)
    assert before is not None
    assert before.key == DECEMBER


def test_only_what_is_worked_on_may_change(store: Store, client: Client) -> None:
    with store.transaction() as session:
        with pytest.raises(PeriodClosed):
            periods.require(session, client.id, JANUARY)
        assert periods.require(session, client.id, JANUARY, *periods.PREPARED).key == JANUARY


def test_a_review_tells_who_and_falls_when_the_period_is_opened(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    lock(store, client, JANUARY)
    with store.transaction() as session:
        periods.review(session, client.id, JANUARY, OLA)
        row = periods.standing(session, client.id, JANUARY)
        assert row is not None
        assert (row.reviewed_by, row.reviewed_name) == OLA
        periods.unlock(session, client.id, JANUARY)
        assert (row.reviewed_by, row.reviewed_at) == (None, None)


def test_who_locked_a_period_does_not_review_it(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    lock(store, client, JANUARY)
    with store.transaction() as session, pytest.raises(OwnLock):
        periods.review(session, client.id, JANUARY, RUT)
    with store.reading() as session:
        row = periods.standing(session, client.id, JANUARY)
        assert row is not None
        assert row.reviewed_at is None


def test_a_review_can_be_taken_back(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    with store.transaction() as session:
        periods.review(session, client.id, JANUARY, OLA)
        periods.unreview(session, client.id, JANUARY)
        row = periods.standing(session, client.id, JANUARY)
        assert row is not None
        assert (row.reviewed_by, row.reviewed_at, row.reviewed_name) == (None, None, "")


def test_the_day_that_another_length_holds_from_is_told_beforehand(store: Store, client: Client) -> None:
    today = date(2026, 2, 10)
    with store.transaction() as session:
        assert period_lengths.holds_from(session, client.id, today) is None
        periods.start(session, client.id, "2026-06-30")
        told = period_lengths.holds_from(session, client.id, today)
        assert told == date(2026, 7, 1)
        assert period_lengths.change_length(session, client.id, ReconciliationPeriod.QUARTER, today) == told


def test_a_year_that_was_lengthened_keeps_its_periods(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    lock(store, client, JANUARY)
    activated(store, client, b"b", year_books(span("2026-01-01", "2027-06-30")))
    with store.reading() as session:
        board = periods.board(session, client.id)
    assert board.periods[-1].label == "P19"
    assert board.state(board.periods[0]) is State.LOCKED


@pytest.mark.parametrize("step", [lock, unlock])
def test_of_two_who_do_the_same_at_once_one_is_told(store: Store, client: Client, step: object) -> None:
    start(store, client, JANUARY)
    if step is unlock:
        lock(store, client, JANUARY)
    barrier = Barrier(2)

    def attempt(_number: int) -> str:
        barrier.wait()
        try:
            step(store, client, JANUARY)  # type: ignore[operator]
        except BryggaError as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(attempt, range(2))) == ["PeriodClosed", "done"]


def test_a_lock_and_an_import_at_once_never_leave_a_lock_on_other_books(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    barrier = Barrier(2)

    def bring_in() -> None:
        barrier.wait()
        activated(store, client, b"b", year_books(Y2026, amount=999))

    def close() -> bool:
        barrier.wait()
        try:
            lock(store, client, JANUARY)
        except BooksChanged:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        closed, brought = both.submit(close), both.submit(bring_in)
        brought.result()
        with store.reading() as session:
            row = periods.standing(session, client.id, JANUARY)
            assert row is not None
            assert row.books_version == (1 if closed.result() else None)
            assert books.active(session, client.id).version == 2


def test_another_length_holds_at_once_while_nothing_is_started(store: Store, client: Client) -> None:
    with store.transaction() as session:
        assert period_lengths.change_length(session, client.id, ReconciliationPeriod.YEAR, date(2026, 5, 1)) is None
        assert [period.label for period in periods.board(session, client.id).periods] == ["P13"]


def test_another_length_waits_for_the_next_quarter_once_work_is_under_way(store: Store, client: Client) -> None:
    start(store, client, JANUARY)
    with store.transaction() as session:
        quarter = ReconciliationPeriod.QUARTER
        assert period_lengths.change_length(session, client.id, quarter, date(2026, 2, 10)) == date(2026, 4, 1)
        labels = [period.label for period in periods.board(session, client.id).periods]
        assert clients.get(session, client.id).reconciliation_period is quarter
    assert labels == ["P1", "P2", "P3", "P4–P6", "P7–P9", "P10–P12", "P13"]


def test_the_length_stated_of_the_client_is_the_first(store: Store, client: Client) -> None:
    with store.transaction() as session:
        clients.change(session, client.id, reconciliation_period=ReconciliationPeriod.QUARTER)
        assert len(periods.board(session, client.id).periods) == 5
