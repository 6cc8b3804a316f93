"""Looking until something has happened, where a worker of its own process or thread brings it about."""

from collections.abc import Callable, Sequence
from time import monotonic, sleep

from dbos import DBOSClient

from lib.jobs.database import APPLICATION, SERIALIZER, jobs_engine

PATIENCE = 240.0
"""Seconds that a worker may take on a busy machine, its start and the wait for a dead one's lease with it."""


def until(holds: Callable[[], object]) -> bool:
    """Look until it holds, for as long as patience lasts; whether it came to that."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if holds():
            return True
        sleep(0.02)
    return False


def statuses(jobs_address: str, ids: Sequence[str]) -> dict[str, str]:
    """Those of the jobs that the jobs' own database knows, and how each stands in DBOS's words."""
    engine = jobs_engine(jobs_address)
    client = DBOSClient(system_database_engine=engine, serializer=SERIALIZER, application_name=APPLICATION)
    try:
        return {one.workflow_id: one.status for one in client.list_workflows(workflow_ids=list(ids))}
    finally:
        client.destroy()
        engine.dispose()
