"""Turns to call Fortnox: never more than 25 in any 5 seconds, never later than need be, over all processes."""

from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor

import pytest

from lib.store.database import Store
from lib.store.pace import KEPT, MILLION, REQUESTS, StoredPace


class Clock:
    """Time that passes only while somebody sleeps or works."""

    def __init__(self) -> None:
        """Begin at some moment."""
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def pace_of(store: Store, clock: Clock, tenant: int = 1) -> StoredPace:
    return StoredPace(store, "app", tenant, clock=clock, sleep=clock.sleep)


def called(pace: StoredPace, clock: Clock, times: int, latency: float = 0.0) -> list[float]:
    """When Fortnox had each request: at the end of its way there."""
    moments = []
    for _ in range(times):
        with pace.turn():
            clock.sleep(latency)
            moments.append(clock.now)
    return moments


def most_in_a_window(moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(bisect_left(ordered, first + 5) - at for at, first in enumerate(ordered))


@pytest.mark.parametrize("latency", [0.0, 0.05, 0.4])
def test_no_window_of_5_seconds_holds_more_than_25_requests(store: Store, latency: float) -> None:
    clock = Clock()
    began = clock.now
    moments = called(pace_of(store, clock), clock, 120, latency)
    assert most_in_a_window(moments) <= REQUESTS
    assert clock.now - began <= max(1.1 * 120 / 5, 120 * latency * 1.01)


def test_the_first_25_wait_for_nothing(store: Store) -> None:
    clock = Clock()
    began = clock.now
    called(pace_of(store, clock), clock, REQUESTS)
    assert clock.now == began


def test_a_request_counts_from_when_it_was_answered(store: Store) -> None:
    clock = Clock()
    pace = pace_of(store, clock)
    called(pace, clock, 1, latency=3)
    rest = called(pace, clock, REQUESTS)
    assert rest[-2] == rest[0]
    assert rest[-1] - rest[0] >= 5


def test_each_tenant_has_a_pace_of_its_own(store: Store) -> None:
    clock = Clock()
    began = clock.now
    called(pace_of(store, clock, 1), clock, REQUESTS)
    called(pace_of(store, clock, 2), clock, REQUESTS)
    assert clock.now == began


def test_a_failed_request_has_had_its_turn(store: Store) -> None:
    clock = Clock()
    pace = pace_of(store, clock)
    with pytest.raises(ZeroDivisionError), pace.turn():
        raise ZeroDivisionError
    began = clock.now
    assert called(pace, clock, REQUESTS)[-1] - began >= 5


def test_old_turns_are_swept(store: Store) -> None:
    clock = Clock()
    pace = pace_of(store, clock)
    called(pace, clock, 60)
    clock.sleep(KEPT / MILLION + 1)
    called(pace, clock, 1)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM pace_turn").scalar() == 1


def test_turns_taken_at_once_are_different_ones(store: Store) -> None:
    """Frozen time: 60 turns asked for at one moment by many threads must spread over three windows."""
    clock = Clock()
    starts: list[float] = []

    def ask(_: int) -> None:
        pace = StoredPace(store, "app", 1, clock=clock, sleep=starts.append)
        with pace.turn():
            pass

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(ask, range(60)))
    assert len([wait for wait in starts if wait > 0]) == 60 - REQUESTS
