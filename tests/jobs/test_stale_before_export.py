"""A system entry of other figures than there are now is told before an export, and is not sent."""

import pytest

from lib.actions import entries, export, periods, system_entries
from lib.actions.export import LookFirst
from lib.actions.imports import activate
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.closing.periods import YEAR_END_KEY
from lib.closing.system.proposals import Kind
from lib.jobs.expected import STALE_ENTRY
from lib.jobs.orders import Order
from lib.store import clients
from lib.store.periods import board
from lib.store.tables import Client, LegalForm
from tests.jobs.exporting import NO_LEDGERS, TO_A, look, rows_of, send, year_of
from tests.jobs.local_fortnox import SOUND, Bureau


@pytest.fixture
def client(bureau: Bureau) -> Client:
    """A company at its year-end, with the year's result switched on."""
    client = bureau.connected(SOUND)
    activate(bureau.desk(), bureau.bring_in(client, Order((), NO_LEDGERS)).id, expected_version=0, reason="prov")
    with bureau.store.transaction() as session:
        clients.change(session, client.id, legal_form=LegalForm.AB)
    periods.start_period(bureau.desk(), client.id, year_end(bureau, client))
    change(bureau, client)
    system_entries.switch_system_entry(bureau.desk(), client.id, year_end(bureau, client), Kind.YEAR_RESULT, on=True)
    return client


def year_end(bureau: Bureau, client: Client) -> str:
    start = year_of(bureau, client)
    with bureau.store.reading() as session:
        every = board(session, client.id).periods
    return next(one.key for one in every if one.year.start == start and one.key.endswith(YEAR_END_KEY))


def change(bureau: Bureau, client: Client) -> None:
    """Give the year another result."""
    key = year_end(bureau, client)
    with bureau.store.reading() as session:
        day = next(one.span.end for one in board(session, client.id).periods if one.key == key)
    rows = (EntryRow("6990", 500_00), EntryRow("1930", -500_00))
    entries.save_entry(bureau.desk(), client.id, key, Draft("Upplupet", day, rows), ready=True)


def test_a_stale_system_entry_is_told_and_keeps_the_export_from_starting(bureau: Bureau, client: Client) -> None:
    assert look(bureau, client).clear
    change(bureau, client)
    ready = look(bureau, client)
    told = {one.entry.label: [text for text, _facts in one.problems] for one in ready.checked}
    assert told == {"V 1": [], "V 2": [], "S 1": [STALE_ENTRY]}
    with pytest.raises(LookFirst):
        export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)


def test_once_worked_out_anew_it_is_sent(bureau: Bureau, client: Client) -> None:
    change(bureau, client)
    system_entries.refresh_system_entries(bureau.desk(), client.id, year_end(bureau, client))
    send(bureau, client)
    assert [row.transfer for row in rows_of(bureau, client)] == [Transfer.TRANSFERRED] * 3
