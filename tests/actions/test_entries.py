"""People make closing entries: drafts and ready ones, hidden when deleted, left alone once they are out."""

from dataclasses import replace
from datetime import date

import pytest

from lib.actions import entries
from lib.actions.desk import Desk
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.closing.failures import EntryNotReady, EntrySent, OnlyInYearEnd, PeriodClosed
from lib.core.errors import NotFound
from lib.store import entries as rows
from lib.store.database import Store
from lib.store.tables import Client
from tests.actions.entries_by_hand import (
    AT_YEAR_END,
    DRAFT,
    FEBRUARY,
    JANUARY,
    ROWS,
    YEAR_END,
    clerk_at,
    client_with_books,
    found,
    log,
    transferred,
)
from tests.ledger.sie_texts import YEAR
from tests.store.examples import add_client


@pytest.fixture
def client(store: Store) -> Client:
    return client_with_books(store)


@pytest.fixture
def desk(store: Store, client: Client) -> Desk:
    """With January under way."""
    return clerk_at(store, client, JANUARY)


@pytest.fixture
def year_end(store: Store, client: Client) -> Desk:
    """With the year-end under way."""
    return clerk_at(store, client, YEAR_END)


def test_an_entry_is_kept_as_it_was_made(desk: Desk, client: Client) -> None:
    row = found(desk, client, entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True))
    assert rows.draft_of(row) == DRAFT
    assert (rows.label(row), row.ready, row.transfer) == ("V 1", True, Transfer.NOT_TRANSFERRED)
    assert log(desk) == "V 1 i P1 2025 sparades."


def test_a_draft_may_be_half_made(desk: Desk, client: Client) -> None:
    half = Draft("", date(2025, 1, 31), (EntryRow("1930", 7),))
    assert found(desk, client, entries.save_entry(desk, client.id, JANUARY, half)).ready is False


def test_an_entry_that_does_not_balance_is_not_ready_and_nothing_is_kept(desk: Desk, client: Client) -> None:
    wrong = Draft("Hyra", date(2025, 1, 31), (EntryRow("1930", 7),))
    with pytest.raises(EntryNotReady, match=r"Debit and credit differ by 0,07\."):
        entries.save_entry(desk, client.id, JANUARY, wrong, ready=True)
    with desk.store.reading() as session:
        assert rows.of_year(session, client.id, YEAR.start) == []


def test_a_changed_entry_is_held_against_its_own_period(desk: Desk, client: Client) -> None:
    entry = entries.save_entry(desk, client.id, JANUARY, DRAFT)
    with pytest.raises(EntryNotReady):
        entries.save_entry(desk, client.id, FEBRUARY, replace(DRAFT, day=date(2025, 2, 28)), ready=True, entry_id=entry)
    assert rows.draft_of(found(desk, client, entry)) == DRAFT


def test_numbers_are_not_given_twice(desk: Desk, client: Client) -> None:
    first = entries.save_entry(desk, client.id, JANUARY, DRAFT)
    entries.delete_entry(desk, client.id, first)
    second = entries.save_entry(desk, client.id, JANUARY, DRAFT)
    assert rows.label(found(desk, client, second)) == "V 2"


def test_a_deleted_entry_is_hidden_and_comes_back(desk: Desk, client: Client) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT)
    entries.delete_entry(desk, client.id, made)
    with desk.store.reading() as session:
        assert rows.of_year(session, client.id, YEAR.start) == []
        assert [row.id for row in rows.of_year(session, client.id, YEAR.start, deleted=True)] == [made]
    entries.restore_entry(desk, client.id, made)
    with desk.store.reading() as session:
        assert [row.id for row in rows.of_year(session, client.id, YEAR.start)] == [made]


@pytest.mark.parametrize(
    "act",
    [
        lambda desk, client, made: entries.save_entry(desk, client, JANUARY, DRAFT, entry_id=made),
        entries.delete_entry,
        lambda desk, client, made: entries.keep_entry_here(desk, client, made, here=False),
    ],
    ids=["change", "delete", "keep"],
)
def test_an_entry_that_has_gone_out_is_left_alone(desk: Desk, client: Client, act: object) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)
    transferred(desk, client, made)
    with pytest.raises(EntrySent):
        act(desk, client.id, made)  # type: ignore[operator]
    assert found(desk, client, made).transfer is Transfer.TRANSFERRED


def test_an_entry_of_a_month_may_not_stay_here(desk: Desk, client: Client) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)
    with pytest.raises(OnlyInYearEnd):
        entries.keep_entry_here(desk, client.id, made, here=True)
    with desk.store.reading() as session:
        assert [row.id for row in rows.transferable(session, client.id, YEAR.start)] == [made]


def test_an_entry_of_the_year_end_may_stay_here_and_does_not_go_out(year_end: Desk, client: Client) -> None:
    made = entries.save_entry(year_end, client.id, YEAR_END, AT_YEAR_END, ready=True)
    entries.keep_entry_here(year_end, client.id, made, here=True)
    assert log(year_end) == "V 1 i P13 2025 är nu: Ej aktuell för överföring."
    with year_end.store.reading() as session:
        assert rows.transferable(session, client.id, YEAR.start) == []


def test_drafts_do_not_go_out(desk: Desk, client: Client) -> None:
    entries.save_entry(desk, client.id, JANUARY, DRAFT)
    with desk.store.reading() as session:
        assert rows.transferable(session, client.id, YEAR.start) == []


def test_nothing_is_entered_in_a_period_that_is_not_active(desk: Desk, client: Client) -> None:
    february = Draft("Hyra", date(2025, 2, 28), ROWS)
    with pytest.raises(PeriodClosed):
        entries.save_entry(desk, client.id, FEBRUARY, february)


def test_another_clients_entry_is_not_found(desk: Desk, client: Client) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT)
    other = add_client(desk.store, name="Annan AB")
    with pytest.raises(NotFound):
        entries.delete_entry(desk, other.id, made)
