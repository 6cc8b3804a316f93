"""What a period's accounts close with after its entries, as the store has books and entries now."""

from datetime import date

import polars as pl
import pytest

from lib.closing.entries import Draft, EntryRow
from lib.closing.reconciliation import figures
from lib.core.errors import NotFound
from lib.store import afterwards, entries, periods
from lib.store.database import Store
from lib.store.tables import Client
from tests.closing.years_by_hand import IN_MARCH, OPENING, YEAR_END
from tests.ledger.sie_texts import books
from tests.store.examples import activated

ROWS = (EntryRow("4010", 300_00), EntryRow("2440", -300_00))


@pytest.fixture
def year_end(store: Store, client: Client) -> Client:
    """With a year of books and its year-end under way."""
    activated(store, client, b"a", books(OPENING + IN_MARCH))
    with store.transaction() as session:
        periods.start(session, client.id, YEAR_END.key)
    return client


def add(store: Store, client: Client, *, ready: bool) -> None:
    draft = Draft("Bokslut", date(2025, 12, 31), ROWS)
    with store.transaction() as session:
        entries.add(session, client.id, YEAR_END.key, draft, ready=ready, who=(1, "Rut"))


def closing(store: Store, client: Client, account: str) -> tuple[int, int, int]:
    with store.reading() as session:
        found = afterwards.of_period(store, session, client.id, YEAR_END.key)
    row = found.row(by_predicate=pl.col("account") == account, named=True)
    return row["books"], row["entries"], row["after"]


def test_a_ready_entry_counts_beside_the_books(store: Store, year_end: Client) -> None:
    add(store, year_end, ready=True)
    assert closing(store, year_end, "2440") == (0, -300_00, -300_00)


def test_a_draft_counts_nowhere(store: Store, year_end: Client) -> None:
    add(store, year_end, ready=False)
    assert closing(store, year_end, "2440") == (0, 0, 0)


def test_the_books_after_entries_are_read_as_books(store: Store, year_end: Client) -> None:
    add(store, year_end, ready=True)
    with store.reading() as session:
        after, returned = afterwards.books_after(store, session, year_end.id, YEAR_END.key)
    found = figures(after, YEAR_END, returned=returned.expr if returned else None)
    assert found.row(by_predicate=pl.col("account") == "4010", named=True)["closing"] == 300_00


def test_a_period_that_the_books_do_not_have_is_not_found(store: Store, year_end: Client) -> None:
    with store.reading() as session, pytest.raises(NotFound):
        afterwards.of_period(store, session, year_end.id, "2031-01-31")
