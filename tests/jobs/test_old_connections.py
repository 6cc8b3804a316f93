"""A worker that starts gives back the tokens of connections that have been over for long."""

from datetime import timedelta
from pathlib import Path

import pytest
from dbos import DBOS

from lib.jobs import worker
from lib.jobs.runner import BRIEF_QUEUE, ERASE, FORTNOX_QUEUE, QUEUE, queue_of
from lib.jobs.workflows import FORTNOX, IMPORT, LOOK, REVOKE
from lib.store import connections
from lib.store.columns import now
from lib.store.fortnox_tables import Connection
from tests.jobs.local_fortnox import Bureau
from tests.jobs.waiting import until


@pytest.mark.parametrize(
    ("kind", "queue"),
    [
        (IMPORT, QUEUE),
        (FORTNOX, FORTNOX_QUEUE),
        (LOOK, BRIEF_QUEUE),
        (REVOKE, BRIEF_QUEUE),
        (ERASE, FORTNOX_QUEUE),  # it waits for imports of the client, which must not wait for it
    ],
)
def test_what_asks_fortnox_little_does_not_wait_for_the_imports(kind: str, queue: str) -> None:
    assert queue_of(kind) == queue


def test_a_worker_that_starts_revokes_what_has_been_over_for_long(bureau: Bureau, tmp_path: Path) -> None:
    client = bureau.connected()
    with bureau.store.transaction() as session:
        (connection,) = connections.of_client(session, client.id)
        connection.valid_until = now() - timedelta(days=16)
        session.add(connection)
    worker.launch(bureau.store, f"sqlite:///{tmp_path}/jobs.db", "a-worker")
    try:
        worker.revoke_old(bureau.store)
        assert until(lambda: _is_gone(bureau, connection.id))
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=5, destroy_registry=True)
    assert any("revoke" in call.target for call in bureau.world.calls)


def _is_gone(bureau: Bureau, connection_id: int) -> bool:
    with bureau.store.reading() as session:
        return session.get(Connection, connection_id) is None
