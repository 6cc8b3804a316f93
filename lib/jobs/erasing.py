"""Erasing a client, as a job: it goes on after a kill, and each part of it may be done again."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from dbos import DBOS, StepOptions

from lib.fortnox.failures import FortnoxFailure
from lib.jobs import lines
from lib.jobs.runner import ERASE
from lib.store import connections, erasures
from lib.store.columns import now
from lib.store.database import Store
from lib.store.sealing import KeysMissing

TRIED_AT_MOST: Final = 12
"""So often a client is tried to be erased while jobs are under way for it: for 68 minutes, each wait twice the last."""


def workflow(store: Store) -> Callable[[str], None]:
    """The durable workflow of it."""
    again: StepOptions = {
        "name": ERASE,
        "retries_allowed": True,
        "max_attempts": TRIED_AT_MOST,
        "interval_seconds": 2.0,
    }

    def erasing(client_id: str) -> None:
        DBOS.run_step(again, erase, store, int(client_id))
        DBOS.run_step({"name": "forget-jobs"}, forget_jobs, store, int(client_id))
        DBOS.run_step({"name": "finish"}, erasures.finish, store, int(client_id))

    return erasing


def erase(store: Store, client_id: int) -> None:
    """Take the connections back at Fortnox, then remove the rows, the files and the freed bytes; it may be repeated.

    Raises ClientBusy while a job is under way for the client.
    """
    with store.reading() as session:
        erasures.refuse(session, client_id)
    _disconnect(store, client_id)
    erasures.remove_rows(store, client_id)
    erasures.remove_files(store, client_id)
    erasures.let_go(store)


def forget_jobs(store: Store, client_id: int) -> None:
    """Remove the client's jobs from the jobs' own database, with what they were started on."""
    with store.reading() as session:
        erasure = erasures.of_client(session, client_id)
    if erasure and erasure.jobs:  # one that is gone already is passed over
        DBOS.delete_workflows(erasure.jobs, delete_children=True)


def _disconnect(store: Store, client_id: int) -> None:
    """Give the tokens back where Fortnox answers; where it does not, they are removed all the same, and run out."""
    with store.transaction() as session:
        every = [connection.id for connection in connections.of_client(session, client_id)]
        for connection_id in every:
            connections.take_back(session, connection_id, now())
    for connection_id in every:
        with suppress(FortnoxFailure, KeysMissing):
            lines.revoke(store, connection_id)
