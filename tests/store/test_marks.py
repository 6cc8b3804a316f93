"""Marks on accounts and findings: who, when, of which figures; taken back, reviewed, and kept apart."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lib.closing.failures import PeriodClosed
from lib.store import marks, periods
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Client
from lib.store.words import MarkKind
from tests.store.examples import Y2026, activated, add_client, year_books

JANUARY, FEBRUARY = "2026-01-31", "2026-02-28"
RUT, OLA = (7, "Rut Revisor"), (8, "Ola Ord")


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", year_books(Y2026))
    with store.transaction() as session:
        periods.start(session, client.id, JANUARY)
    return client


def mark(store: Store, client: Client, account: str, balance: int, **more: object) -> None:
    with store.transaction() as session:
        marks.mark(session, client.id, JANUARY, {account: Said(balance)}, **({"who": RUT} | more))  # type: ignore[arg-type]


def test_a_mark_keeps_who_when_the_comment_and_the_figures(store: Store, client: Client) -> None:
    figures = {"1930": Said(10**12, 10**12), "1510": Said(-500)}
    with store.transaction() as session:
        marks.mark(session, client.id, JANUARY, figures, comment="Stämmer", who=RUT)
    with store.reading() as session:
        found = marks.of_period(session, client.id, JANUARY)
    assert {account: (row.done.balance, row.done.amount) for account, row in found.items() if row.done} == {
        "1930": (10**12, 10**12),
        "1510": (-500, None),
    }
    done = found["1930"].done
    assert done is not None
    assert (done.user_id, done.user_name, done.comment) == (*RUT, "Stämmer")
    assert done.at is not None


def test_a_mark_said_again_takes_the_place_of_the_older(store: Store, client: Client) -> None:
    mark(store, client, "1930", 100)
    mark(store, client, "1930", 200, who=OLA)
    with store.reading() as session:
        done = marks.of_period(session, client.id, JANUARY)["1930"].done
    assert done is not None
    assert (done.balance, done.user_name) == (200, "Ola Ord")


def test_a_review_stands_beside_the_mark_and_goes_with_it(store: Store, client: Client) -> None:
    mark(store, client, "1930", 100)
    mark(store, client, "1930", 100, kind=MarkKind.REVIEWED, who=OLA)
    with store.transaction() as session:
        found = marks.of_period(session, client.id, JANUARY)["1930"]
        assert found.done is not None
        assert found.reviewed is not None
        assert (found.done.user_name, found.reviewed.user_name) == ("Rut Revisor", "Ola Ord")
        marks.unmark(session, client.id, JANUARY, ["1930"])
    with store.reading() as session:
        assert marks.of_period(session, client.id, JANUARY) == {}


def test_a_review_is_taken_back_alone(store: Store, client: Client) -> None:
    mark(store, client, "1930", 100)
    mark(store, client, "1930", 100, kind=MarkKind.REVIEWED, who=OLA)
    with store.transaction() as session:
        marks.unmark(session, client.id, JANUARY, ["1930"], MarkKind.REVIEWED)
        found = marks.of_period(session, client.id, JANUARY)["1930"]
    assert found.done is not None
    assert found.reviewed is None


def test_nothing_is_marked_in_a_period_that_is_not_worked_on(store: Store, client: Client) -> None:
    with store.transaction() as session, pytest.raises(PeriodClosed):
        marks.mark(session, client.id, FEBRUARY, {"1930": Said(1)}, who=RUT)
    with store.transaction() as session:
        periods.lock(session, client.id, JANUARY, expected_version=1, results={}, who=None)
    with store.transaction() as session, pytest.raises(PeriodClosed):
        marks.unmark(session, client.id, JANUARY, ["1930"])


def test_the_marks_of_another_client_are_its_own(store: Store, client: Client) -> None:
    other = add_client(store, "Kajen AB")
    mark(store, client, "1930", 100)
    with store.reading() as session:
        assert marks.of_periods(session, other.id, [JANUARY]) == {}
        assert set(marks.of_periods(session, client.id, [JANUARY, FEBRUARY])) == {JANUARY}


def test_two_who_mark_the_same_account_at_once_leave_one_mark(store: Store, client: Client) -> None:
    barrier = Barrier(2)

    def attempt(balance: int) -> None:
        barrier.wait()
        mark(store, client, "1930", balance)

    with ThreadPoolExecutor(2) as both:
        list(both.map(attempt, [100, 200]))
    with store.reading() as session:
        done = marks.of_period(session, client.id, JANUARY)["1930"].done
    assert done is not None
    assert done.balance in {100, 200}


def test_a_mark_on_a_finding_holds_for_that_finding_alone(store: Store, client: Client) -> None:
    with store.transaction() as session:
        marks.mark_finding(session, client.id, "gaps", "abc", comment="Makulerad", who=RUT)
        marks.mark_finding(session, client.id, "gaps", "abc", comment="Makulerad i mars", who=OLA)
        found = marks.of_findings(session, client.id)
    assert {key: (row.comment, row.user_name) for key, row in found.items()} == {
        ("gaps", "abc"): ("Makulerad i mars", "Ola Ord")
    }
    with store.transaction() as session:
        marks.unmark_finding(session, client.id, "gaps", "other")
        marks.unmark_finding(session, client.id, "gaps", "abc")
        assert marks.of_findings(session, client.id) == {}
