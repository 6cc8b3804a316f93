"""A period as it is worked on: its own books and the papers beside them, from the store to the screen."""

from datetime import date
from functools import partial

import pytest

from lib.closing.holdings import Held, balances_on
from lib.closing.periods import Period
from lib.closing.reconciliation import balances
from lib.closing.standings import RECONCILIATION
from lib.closing.states import State
from lib.core.errors import NotFound
from lib.store import marks, periods, reconciling, snapshots, statements, sub_appendices
from lib.store.database import Store
from lib.store.marks import Said
from lib.store.tables import Client
from tests.store.examples import Y2025, Y2026, activated, add_client, booked

JANUARY = "2026-01-31"
RUT = (7, "Rut Revisor")


@pytest.fixture
def client(store: Store) -> Client:
    client = add_client(store)
    activated(store, client, b"a", booked(Y2025))
    activated(store, client, b"b", booked(Y2026))
    with store.transaction() as session:
        periods.start(session, client.id, JANUARY)
    return client


def standing(store: Store, client: Client) -> tuple[object, ...]:
    """How 1930 stands in January."""
    with store.reading() as session:
        view = reconciling.view(session, client.id, JANUARY)
        year = snapshots.lazily(store, view.snapshot)
        beside = reconciling.papers(session, client.id, JANUARY, partial(balances_on, year), findings={"1930": 2})
    shown = balances(year, view.period, beside)
    assert shown.columns == list(RECONCILIATION)
    (row,) = (one for one in shown.to_dicts() if one["account"] == "1930")
    return tuple(row[name] for name in ("closing", "amount", "difference", "checks", "standing"))


def test_a_period_is_seen_with_its_year_and_the_one_before(store: Store, client: Client) -> None:
    with store.reading() as session:
        view = reconciling.view(session, client.id, JANUARY)
    assert isinstance(view.period, Period)
    assert view.state is State.ACTIVE
    assert view.snapshot.year == Y2026
    assert view.previous is not None
    assert view.previous.year == Y2025


def test_a_period_that_the_books_do_not_have_is_not_found(store: Store, client: Client) -> None:
    with store.reading() as session, pytest.raises(NotFound):
        reconciling.view(session, client.id, "2019-01-31")


def test_statements_appendices_marks_and_findings_stand_beside_the_balance(store: Store, client: Client) -> None:
    assert standing(store, client) == (12_550, None, None, 2, "open")
    with store.transaction() as session:
        statements.state(session, client.id, JANUARY, "1930", balance=12_600, day=date(2026, 1, 31), who=RUT)
    assert standing(store, client) == (12_550, 12_600, -50, 2, "differs")
    with store.transaction() as session:
        sub_appendices.save(
            session, client.id, JANUARY, name="På väg", accounts=["1930"], lines=[("Avgift", -50)], who=RUT
        )
    assert standing(store, client) == (12_550, 12_550, 0, 2, "agrees")
    with store.transaction() as session:
        marks.mark(session, client.id, JANUARY, {"1930": Said(12_550, 12_550)}, who=RUT)
    assert standing(store, client)[-1] == "done"


def test_a_mark_goes_stale_with_the_books_that_it_was_said_of(store: Store, client: Client) -> None:
    with store.transaction() as session:
        marks.mark(session, client.id, JANUARY, {"1930": Said(12_550)}, who=RUT)
    activated(store, client, b"c", booked(Y2026, 99))
    assert standing(store, client)[-1] == "stale"


def test_a_locked_period_is_seen_as_it_was_locked(store: Store, client: Client) -> None:
    with store.transaction() as session:
        marks.mark(session, client.id, JANUARY, {"1930": Said(12_550)}, who=RUT)
        periods.lock(session, client.id, JANUARY, expected_version=2, results={}, who=RUT)
    activated(store, client, b"c", booked(Y2026, 99))
    assert standing(store, client) == (12_550, None, None, 2, "done")


def test_a_ledger_stands_beside_its_account(store: Store, client: Client) -> None:
    with store.reading() as session:
        view = reconciling.view(session, client.id, JANUARY)
        year = snapshots.lazily(store, view.snapshot)
        held = {"1510": Held(100, date(2026, 1, 31), 90)}
        beside = reconciling.papers(session, client.id, JANUARY, partial(balances_on, year), ledgers=held)
    shown = balances(year, view.period, beside)
    assert shown.select("account", "amount", "difference", "standing").row(0) == ("1510", 100, -10, "differs")


def test_several_periods_are_seen_each_in_the_books_that_it_goes_by(store: Store, client: Client) -> None:
    with store.transaction() as session:
        periods.lock(session, client.id, JANUARY, expected_version=2, results={}, who=RUT)
    activated(store, client, b"c", booked(Y2026, 99))
    with store.reading() as session:
        alone = reconciling.view(session, client.id, JANUARY)
        board = alone.board
        wanted = [period for period in board.periods if period.year == Y2026][:2]
        january, february = reconciling.views(session, client.id, board, wanted)
    assert (january.books.version, february.books.version) == (2, 3)
    assert january.snapshot.id == alone.snapshot.id
    assert (january.state, february.state) == (State.LOCKED, State.NOT_STARTED)
