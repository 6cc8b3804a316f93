"""The pace of an export: 500 vouchers take hardly longer than Fortnox's limit allows, looking for markers included.

The store, its turns, leases and journal are those of a worker; the local Fortnox counts as Fortnox does.
"""

import logging
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

import structlog
from pydantic import SecretStr
from sqlmodel import select

from lib.closing.entries import Family
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.ports import Tokens
from lib.jobs.runner import EXPORT
from lib.jobs.sending import Sending
from lib.sandbox.fortnox.people import DEMO_CLIENT_ID
from lib.sandbox.fortnox.serving import running
from lib.sandbox.fortnox.world import World
from lib.store import exports, jobs
from lib.store.calls import StoredJournal
from lib.store.columns import now
from lib.store.database import Store
from lib.store.entry_tables import ExportRun
from lib.store.pace import REQUESTS, WINDOW, StoredPace
from lib.store.tables import Client
from tests.benchmarks.figures import Figure
from tests.benchmarks.fortnox_pace import address_of, token_of
from tests.jobs.export_schedules import fresh_company, prepared, year_start
from tests.jobs.local_fortnox import SOUND

COUNT: Final = 500
RATIO_BAR: Final = 1.1


def run() -> list[Figure]:
    """The time of an export of 500 vouchers beside what the limit allows for as many requests."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    world = World([fresh_company()])
    with running(world) as url, TemporaryDirectory() as folder:
        database = prepared(Path(folder) / "store", COUNT)
        store = Store.open(database.parent)
        begun = _begun(store)
        bearer = FreshBearer(Tokens(SecretStr(token_of(world, url)), None, now() + timedelta(hours=1), ""))
        pace = StoredPace(store, DEMO_CLIENT_ID, SOUND)
        with Fortnox(address_of(url), bearer, pace, StoredJournal(store, begun.client_id, begun.id)) as fortnox:
            start = time.perf_counter()
            Sending(store, begun, fortnox, SOUND, now, time.sleep).everything()
            took = time.perf_counter() - start
        with store.reading() as session:
            landed = sum(item.fate in exports.OVER for item in exports.items(session, begun.id))
        store.close()
    allowed = COUNT / REQUESTS * WINDOW / 1e6
    refused = sum(call.status == 429 for call in world.calls)
    note = f"{took:.1f} s, {len(world.calls)} requests, {landed} landed"
    return [
        Figure(f"{COUNT} vouchers", took / allowed, RATIO_BAR, "x N/5 s", note),
        Figure("vouchers that did not land", COUNT - landed, 0, "vouchers"),
        Figure("refusals for the pace (429)", refused, 0, "requests"),
    ]


def _begun(store: Store) -> ExportRun:
    run_id = uuid4().hex
    with store.transaction() as session:
        client = session.exec(select(Client)).one()
        begun = exports.begin(session, client.id, year_start(), run_id=run_id, series={Family.MANUAL: "A"}, who=None)
        assert begun
        jobs.add(
            session, job_id=run_id, kind=EXPORT, client_id=client.id, import_id=None, steps=[EXPORT], started_by=None
        )
    return begun
