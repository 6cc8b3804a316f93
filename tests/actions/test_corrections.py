"""What has gone out is put right by new entries, and entries are moved to the year-end."""

from datetime import date

import pytest

from lib.actions import entries, periods
from lib.actions.corrections import correct_entry, move_to_year_end
from lib.actions.desk import Desk
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.closing.failures import CorrectedAlready, EntryNotSent, EntrySent, PeriodClosed
from lib.core.errors import NotFound
from lib.store import entries as rows
from lib.store.database import Store
from lib.store.tables import Client
from tests.actions.entries_by_hand import (
    DECEMBER,
    DRAFT,
    FEBRUARY,
    JANUARY,
    ROWS,
    YEAR_END,
    clerk_at,
    client_with_books,
    found,
    go_on,
    log,
    transferred,
)
from tests.store.examples import add_client

BACK = (EntryRow("1930", -5_00), EntryRow("3001", 5_00))


@pytest.fixture
def client(store: Store) -> Client:
    return client_with_books(store)


@pytest.fixture
def desk(store: Store, client: Client) -> Desk:
    return clerk_at(store, client, JANUARY)


@pytest.fixture
def sent(desk: Desk, client: Client) -> int:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)
    transferred(desk, client, made)
    return made


def test_a_correction_takes_the_entry_back_and_proposes_another(desk: Desk, client: Client, sent: int) -> None:
    back, right = (found(desk, client, made) for made in correct_entry(desk, client.id, sent, JANUARY))
    assert rows.draft_of(back) == Draft("Rättelse av V 1 (A 17): Hyra", date(2025, 1, 31), BACK)
    assert rows.draft_of(right) == Draft("I stället för V 1 (A 17): Hyra", date(2025, 1, 31), ROWS)
    assert (back.reverses_id, back.corrects_id, back.ready) == (sent, sent, True)
    assert (right.reverses_id, right.corrects_id, right.ready) == (None, sent, False)
    assert log(desk) == "V 1 rättas i P1 2025: V 2 tar tillbaka den, V 3 ska göras rätt."


def test_the_entry_that_went_out_stays_as_it_is(desk: Desk, client: Client, sent: int) -> None:
    correct_entry(desk, client.id, sent, JANUARY)
    row = found(desk, client, sent)
    assert (rows.draft_of(row), row.transfer) == (DRAFT, Transfer.TRANSFERRED)


def test_an_entry_of_a_locked_period_is_corrected_in_the_active_one(desk: Desk, client: Client, sent: int) -> None:
    go_on(desk, client, JANUARY, FEBRUARY)
    with pytest.raises(PeriodClosed):
        correct_entry(desk, client.id, sent, JANUARY)
    back, right = correct_entry(desk, client.id, sent, FEBRUARY)
    assert {found(desk, client, made).day for made in (back, right)} == {date(2025, 2, 28)}
    assert found(desk, client, back).period == FEBRUARY


def test_an_entry_is_corrected_once_until_the_correction_is_deleted(desk: Desk, client: Client, sent: int) -> None:
    back, _ = correct_entry(desk, client.id, sent, JANUARY)
    with pytest.raises(CorrectedAlready):
        correct_entry(desk, client.id, sent, JANUARY)
    entries.delete_entry(desk, client.id, back)
    assert correct_entry(desk, client.id, sent, JANUARY)[0] > back


def test_an_entry_that_is_still_here_is_changed_and_not_corrected(desk: Desk, client: Client) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)
    with pytest.raises(EntryNotSent):
        correct_entry(desk, client.id, made, JANUARY)


def test_another_clients_entry_is_not_corrected(desk: Desk, client: Client, sent: int) -> None:
    other = add_client(desk.store, name="Annan AB")
    with pytest.raises(NotFound):
        correct_entry(desk, other.id, sent, JANUARY)


def test_an_entry_moves_to_the_year_end_before_that_is_started(desk: Desk, client: Client) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)
    move_to_year_end(desk, client.id, made)
    row = found(desk, client, made)
    assert (row.period, row.day, rows.label(row)) == (YEAR_END, date(2025, 12, 31), "V 1")
    assert log(desk) == "V 1 flyttades från P1 2025 till årsavslutet."


def test_an_entry_of_the_last_month_keeps_its_day_in_the_year_end(store: Store, client: Client) -> None:
    desk = clerk_at(store, client, DECEMBER)
    made = entries.save_entry(desk, client.id, DECEMBER, Draft("Hyra", date(2025, 12, 5), ROWS), ready=True)
    move_to_year_end(desk, client.id, made)
    assert found(desk, client, made).day == date(2025, 12, 5)


def test_an_entry_of_a_locked_period_stays_where_it_was_locked(desk: Desk, client: Client) -> None:
    made = entries.save_entry(desk, client.id, JANUARY, DRAFT, ready=True)
    periods.lock_period(desk, client.id, JANUARY, expected_version=1)
    with pytest.raises(PeriodClosed):
        move_to_year_end(desk, client.id, made)
    assert found(desk, client, made).period == JANUARY


def test_an_entry_that_has_gone_out_is_not_moved(desk: Desk, client: Client, sent: int) -> None:
    with pytest.raises(EntrySent):
        move_to_year_end(desk, client.id, sent)
