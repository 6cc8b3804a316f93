"""The journal of calls: a row for each, of the client and the job."""

from datetime import timedelta

import pytest

from lib.fortnox.ports import Call
from lib.store import calls
from lib.store.calls import CallFilter, Outcome, StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Client

CALL = Call("GET", "/3/invoices?limit&page", 400, 12, "1ff2c743", 2000663)


def test_a_call_is_written_down_for_its_job(store: Store, client: Client) -> None:
    StoredJournal(store, client.id, "job").note(CALL)
    StoredJournal(store, client.id, "another").note(CALL)
    with store.reading() as session:
        (row,) = calls.of_job(session, "job")
    assert (row.client_id, row.method, row.path, row.status) == (client.id, "GET", "/3/invoices?limit&page", 400)
    assert (row.milliseconds, row.request_id, row.code) == (12, "1ff2c743", 2000663)


def test_old_calls_are_forgotten(store: Store) -> None:
    StoredJournal(store, job_id="job").note(CALL)
    with store.transaction() as session:
        calls.sweep(session, now() - timedelta(days=1))
        assert len(calls.of_job(session, "job")) == 1
        calls.sweep(session, now() + timedelta(days=1))
        assert calls.of_job(session, "job") == []


def _journal(store: Store, client: Client, *statuses: int | None) -> None:
    for number, status in enumerate(statuses):
        StoredJournal(store, client.id, "job").note(Call("GET", f"/3/accounts?{number}", status, 1))


def test_calls_are_found_newest_first_a_page_at_a_time(store: Store, client: Client) -> None:
    _journal(store, client, 200, 200, 200)
    with store.reading() as session:
        found = calls.entries(session, CallFilter(client.id), limit=2, offset=1)
        assert calls.total(session, CallFilter(client.id)) == 3
    assert [call.path for call in found] == ["/3/accounts?1", "/3/accounts?0"]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.WELL, 200),
        (Outcome.REFUSED, 400),
        (Outcome.REFUSED, 499),
        (Outcome.HELD_BACK, 429),
        (Outcome.FAULTY, 500),
        (Outcome.SILENT, None),
    ],
)
def test_calls_are_found_by_how_they_went(store: Store, client: Client, outcome: Outcome, status: int | None) -> None:
    _journal(store, client, 200, 400, 499, 429, 500, None)
    with store.reading() as session:
        found = calls.entries(session, CallFilter(client.id, outcome=outcome), limit=10)
    assert status in {call.status for call in found}
    assert {calls.outcome(call) for call in found} == {outcome}


def test_calls_are_found_by_day_job_and_client(store: Store, client: Client) -> None:
    _journal(store, client, 200)
    StoredJournal(store, None, "job").note(CALL)
    StoredJournal(store, client.id, "another").note(CALL)
    soon = now() + timedelta(minutes=1)
    with store.reading() as session:
        assert calls.total(session, CallFilter(client.id, job_id="another")) == 1
        assert calls.total(session, CallFilter(client.id, until=soon)) == 2
        assert calls.total(session, CallFilter(client.id, since=soon)) == 0
