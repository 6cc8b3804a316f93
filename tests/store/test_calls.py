"""The journal of calls: a row for each, of the client and the job."""

from datetime import timedelta

from lib.fortnox.ports import Call
from lib.store import calls
from lib.store.calls import StoredJournal
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
