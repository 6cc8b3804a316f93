"""What comes from Fortnox beside the books is kept whole, and follows the version of the books that it came with."""

from datetime import date

import polars as pl
import pytest

from lib.core.errors import WrongState
from lib.fortnox.frames import INVOICES, PAYMENTS, WRITE_OFFS, Ledger
from lib.store import books, supplements
from lib.store.database import Store
from lib.store.tables import Client, Import
from lib.store.words import SupplementKind, SupplementState
from tests.store.examples import Y2025, add_client, staged, year_books

RECEIVABLES, PAYABLES, REGISTERS = SupplementKind.RECEIVABLES, SupplementKind.PAYABLES, SupplementKind.REGISTERS
FETCHED, REFUSED, NOT_ASKED = SupplementState.FETCHED, SupplementState.REFUSED, SupplementState.NOT_ASKED


@pytest.fixture
def client(store: Store) -> Client:
    return add_client(store)


def ledger(*numbers: str) -> Ledger:
    rows = [{"number": number, "date": date(2025, 3, 1), "total": 100_00} for number in numbers]
    return Ledger(
        pl.DataFrame(rows, schema=dict(INVOICES)),
        pl.DataFrame(schema=dict(PAYMENTS)),
        pl.DataFrame(schema=dict(WRITE_OFFS)),
    )


def brought(
    store: Store, client: Client, content: bytes, states: dict[SupplementKind, SupplementState], amount: int = 100
) -> Import:
    """A staged import of 2025 with these supplements."""
    import_ = staged(store, client, content, year_books(Y2025, amount=amount))
    with store.transaction() as session:
        for kind, state in states.items():
            supplements.add(session, import_.id, client.id, kind, state)
    return import_


def use(store: Store, import_: Import, version: int) -> None:
    with store.transaction() as session:
        books.activate(session, import_.id, expected_version=version, user_id=None)


def in_use(store: Store, client: Client, kind: SupplementKind) -> str | None:
    with store.reading() as session:
        found = supplements.active(session, client.id, kind)
    return found.import_id if found else None


def test_a_ledger_is_read_as_it_was_written(store: Store, client: Client) -> None:
    import_ = brought(store, client, b"1", {RECEIVABLES: FETCHED})
    supplements.write_ledger(store, import_.id, RECEIVABLES, ledger("1", "2"))
    with store.reading() as session:
        found = supplements.of_import(session, import_.id)[RECEIVABLES]
    read = supplements.ledger(store, found)
    assert read.invoices.equals(ledger("1", "2").invoices)
    assert read.payments.schema == ledger().payments.schema


def test_a_refused_ledger_is_empty_and_says_why(store: Store, client: Client) -> None:
    import_ = brought(store, client, b"1", {})
    with store.transaction() as session:
        supplements.add(session, import_.id, client.id, PAYABLES, REFUSED, reason="No right.", facts={"register": "x"})
    with store.reading() as session:
        found = supplements.of_import(session, import_.id)[PAYABLES]
    assert (found.message, found.facts) == ("No right.", {"register": "x"})
    assert supplements.ledger(store, found).invoices.is_empty()


def test_what_is_said_again_takes_the_place_of_what_was_said(store: Store, client: Client) -> None:
    import_ = brought(store, client, b"1", {PAYABLES: REFUSED})
    with store.transaction() as session:
        supplements.add(session, import_.id, client.id, PAYABLES, FETCHED, facts={"invoices": 3})
    with store.reading() as session:
        (found,) = supplements.of_import(session, import_.id).values()
    assert (found.state, found.facts) == (FETCHED, {"invoices": 3})


def test_nothing_is_in_use_until_the_import_is(store: Store, client: Client) -> None:
    import_ = brought(store, client, b"1", {RECEIVABLES: FETCHED})
    assert in_use(store, client, RECEIVABLES) is None
    use(store, import_, 0)
    assert in_use(store, client, RECEIVABLES) == import_.id


def test_what_an_import_was_not_asked_for_stays_as_it_was(store: Store, client: Client) -> None:
    first = brought(store, client, b"1", {RECEIVABLES: FETCHED, PAYABLES: FETCHED})
    use(store, first, 0)
    second = brought(store, client, b"2", {RECEIVABLES: FETCHED, PAYABLES: NOT_ASKED}, amount=200)
    use(store, second, 1)
    assert in_use(store, client, RECEIVABLES) == second.id
    assert in_use(store, client, PAYABLES) == first.id


def test_a_refused_ledger_takes_the_older_ones_place(store: Store, client: Client) -> None:
    use(store, brought(store, client, b"1", {PAYABLES: FETCHED}), 0)
    second = brought(store, client, b"2", {PAYABLES: REFUSED}, amount=200)
    use(store, second, 1)
    assert in_use(store, client, PAYABLES) == second.id


def test_an_import_without_supplements_leaves_them(store: Store, client: Client) -> None:
    first = brought(store, client, b"1", {RECEIVABLES: FETCHED})
    use(store, first, 0)
    use(store, brought(store, client, b"2", {}, amount=200), 1)
    assert in_use(store, client, RECEIVABLES) == first.id


def test_an_undo_points_back_to_the_older_supplements(store: Store, client: Client) -> None:
    first = brought(store, client, b"1", {RECEIVABLES: FETCHED})
    use(store, first, 0)
    use(store, brought(store, client, b"2", {RECEIVABLES: FETCHED, PAYABLES: FETCHED}, amount=200), 1)
    with store.transaction() as session:
        books.undo(session, client.id, expected_version=2, user_id=None)
    assert in_use(store, client, RECEIVABLES) == first.id
    assert in_use(store, client, PAYABLES) is None


def test_newer_supplements_are_put_in_use_though_no_figure_changed(store: Store, client: Client) -> None:
    use(store, brought(store, client, b"1", {RECEIVABLES: FETCHED}), 0)
    second = brought(store, client, b"2", {RECEIVABLES: FETCHED})
    use(store, second, 1)
    assert in_use(store, client, RECEIVABLES) == second.id


def test_the_registers_in_use_are_those_of_the_books(store: Store, client: Client) -> None:
    import_ = brought(store, client, b"1", {REGISTERS: FETCHED})
    supplements.write_registers(store, import_.id, {"locked_until": "2025-06-30", "years": []})
    with store.reading() as session:
        assert supplements.registers(store, session, client.id) is None
    use(store, import_, 0)
    with store.reading() as session:
        assert supplements.registers(store, session, client.id) == {"locked_until": "2025-06-30", "years": []}


def test_a_reset_leaves_nothing_in_use_and_an_undo_brings_all_back(store: Store, client: Client) -> None:
    import_ = brought(store, client, b"1", {RECEIVABLES: FETCHED})
    use(store, import_, 0)
    with store.transaction() as session:
        empty = books.reset(session, client.id, expected_version=1, user_id=None)
    assert (dict(empty.years), empty.emptied) == ({}, True)
    assert in_use(store, client, RECEIVABLES) is None
    with store.transaction() as session:
        back = books.undo(session, client.id, expected_version=2, user_id=None)
    assert (list(back.years), back.import_id, back.emptied) == ([Y2025], import_.id, False)
    assert in_use(store, client, RECEIVABLES) == import_.id


def test_an_import_after_a_reset_is_undone_first_and_the_reset_after_it(store: Store, client: Client) -> None:
    use(store, brought(store, client, b"1", {RECEIVABLES: FETCHED}), 0)
    with store.transaction() as session:
        books.reset(session, client.id, expected_version=1, user_id=None)
    use(store, brought(store, client, b"2", {}, amount=200), 2)
    with store.transaction() as session:
        assert books.undo(session, client.id, expected_version=3, user_id=None).emptied
        assert list(books.undo(session, client.id, expected_version=4, user_id=None).years) == [Y2025]


def test_books_that_hold_nothing_cannot_be_reset(store: Store, client: Client) -> None:
    with store.transaction() as session, pytest.raises(WrongState):
        books.reset(session, client.id, expected_version=0, user_id=None)


def test_a_version_of_the_books_keeps_the_ledgers_that_it_went_by(store: Store, client: Client) -> None:
    first = brought(store, client, b"1", {RECEIVABLES: FETCHED})
    use(store, first, 0)
    second = brought(store, client, b"2", {RECEIVABLES: FETCHED}, amount=200)
    use(store, second, 1)
    with store.reading() as session:
        found = [supplements.at_version(session, client.id, version) for version in (0, 1, 2)]
    assert [{kind: row.import_id for kind, row in one.items()} for one in found] == [
        {},
        {RECEIVABLES: first.id},
        {RECEIVABLES: second.id},
    ]
