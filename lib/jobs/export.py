"""The export of closing entries to Fortnox as a job: killed anywhere, it goes on where it stood."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from lib.core.languages import mark
from lib.jobs import identity, lines
from lib.jobs.sending import Sending
from lib.store import clients, exports, jobs, returns
from lib.store.columns import now as present
from lib.store.database import Session, Store
from lib.store.entry_tables import ExportRun
from lib.store.tables import Job, JobState
from lib.store.words import RunState

DONE: Final = mark("{entries:count|entry stands|entries stand} in Fortnox.")
BROKEN_OFF: Final = mark("The export stopped before it was done. Nothing is sent twice when it is started again.")
START_AGAIN: Final = mark("Export again: what is not known to have landed is looked for in Fortnox first.")


def export(
    store: Store,
    run_id: str,
    *,
    clock: Callable[[], datetime] = present,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Send all that is left of an export on its person's own connection, and let the connection last 30 days more.

    Nothing happens to one that has ended. Raises NotConnected, ConnectionLost, WrongCompany and what `Sending`
    raises; what was surely not sent then is still to be let go of by `stop`.
    """
    with store.reading() as session:
        run = exports.find(session, run_id)
        job = jobs.get(session, run_id)
    if run is None or run.state is not RunState.RUNNING:
        return
    try:
        _send(store, run, job, clock, sleep)
    finally:
        # what was found there may have come back with an import already: then it counts in the books alone
        with store.transaction() as session:
            returns.follow(store, session, run.client_id)
    with store.transaction() as session:
        exports.finish(session, run_id)


def _send(
    store: Store, run: ExportRun, job: Job, clock: Callable[[], datetime], sleep: Callable[[float], None]
) -> None:
    with lines.opened(store, job.started_by, run.client_id, run.id) as line:
        company = line.fortnox.company()
        with store.reading() as session:
            identity.check_company(session, clients.get(session, run.client_id), company)
        Sending(store, run, line.fortnox, company.tenant, clock, sleep, line.renew).everything()


def stop(session: Session, run_id: str, message: str, facts: dict[str, str | int | bool | None]) -> None:
    """End an export before its end, unless it has ended, and its job with it."""
    exports.stop(session, run_id, message, facts)
    finish(session, run_id)


def finish(session: Session, run_id: str) -> None:
    """Say on the job what became of its export: whoever carries it once more may have opened the job again."""
    run = exports.find(session, run_id)
    if run is None or run.state is RunState.RUNNING:
        return
    if run.state is RunState.STOPPED:
        jobs.finish(session, run_id, JobState.FAILED, run.message, run.facts)
    else:
        count = len(exports.items(session, run_id))
        jobs.finish(session, run_id, JobState.DONE, DONE, {"entries": count})
