"""The view over a thousand clients, drawn by a real server as a browser asks for it.

Each client has a made-up name, an import in use with both ledgers, a connection, a locked period and one that is
worked on with its marks, and a closing entry; every third differs, every fifth has a mark that is out of date.
"""

import tempfile
from collections.abc import Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from lib.closing.entries import Draft, EntryRow
from lib.sandbox.names import business
from lib.store import books, clients, entries, marks, periods, summaries
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.fortnox_tables import Connection
from lib.store.marks import Said
from lib.store.people import add_user
from lib.store.tables import Client, Role, Source
from tests.benchmarks.figures import MILLISECONDS, Figure
from tests.benchmarks.pages import browsing, draw
from tests.dashboard.served import Served, served
from tests.ledger.ledgers_by_hand import year_of
from tests.store.ledger_books import CUSTOMERS, MANUAL, RECORDS, SUPPLIERS, bring_in

BAR: Final = 1_000.0
NUMBER: Final = 1_000
CHANGED: Final = 20
"""So many clients have just had an import when somebody opens the view."""
_RUNS: Final = 7
_LONG: Final = 600.0
MARCH, APRIL = "2025-03-31", "2025-04-30"
_YEARS: Final = {differs: year_of(RECORDS + MANUAL * differs) for differs in (False, True)}

VIEWS: Final[Mapping[str, Mapping[str, str]]] = {
    "opened": {},
    "all columns, the worst first": {"alla": "ja", "ordning": "behov"},
    "what needs attention": {"atgard": "ja"},
    "a search": {"sok": "99"},
}


def run() -> list[Figure]:
    """Make the clients, reckon each, and draw the view again and again."""
    with tempfile.TemporaryDirectory() as folder, closing(Store.open(Path(folder) / "data")) as store:
        for number in range(NUMBER):
            _make(store, number)
        start = perf_counter()
        summaries.bring_up_to_date(store, _LONG)
        each = (perf_counter() - start) / NUMBER * 1000
        with served(Path(folder)) as server:
            drawn = [_drawn(server, name, query) for name, query in VIEWS.items()]
            return [*drawn, _after_imports(server, store), Figure("reckoning one client", each, BAR, MILLISECONDS)]


def _drawn(server: Served, name: str, query: Mapping[str, str]) -> Figure:
    with browsing(server) as socket:
        first = draw(socket, "", query)
        taken = [draw(socket, "", query) for _ in range(_RUNS)]
    note = f"first {first * 1000:.0f} ms; {NUMBER} clients"
    return Figure(f"bureau, {name}", median(taken) * 1000, BAR, MILLISECONDS, note)


def _after_imports(server: Served, store: Store) -> Figure:
    """The view just after some clients' books have changed."""
    with store.reading() as session:
        found = clients.search(session)[:CHANGED]
    for client in found:
        bring_in(store, client, [year_of(RECORDS + MANUAL.replace("20250410", "20250610"))], CUSTOMERS, SUPPLIERS)
    with browsing(server) as socket:
        taken = draw(socket, "", {})
    return Figure(f"bureau, {CHANGED} clients have changed", taken * 1000, BAR, MILLISECONDS)


def _make(store: Store, number: int) -> None:
    differs, stale = number % 3 == 0, number % 5 == 0
    with store.transaction() as session:
        client = clients.add(
            session,
            name=f"{business(number)} {number}",
            org_number=f"559{number // 1000:03}-{number % 1000:03}0",
            source=Source.FORTNOX,
        )
    bring_in(store, client, [_YEARS[differs]], CUSTOMERS, SUPPLIERS)
    with store.transaction() as session:
        _connect(session, client, number)
        periods.start(session, client.id, MARCH)
        version = books.active(session, client.id).version
        periods.lock(session, client.id, MARCH, expected_version=version, results={}, who=None)
        periods.start(session, client.id, APRIL)
        said = {account: Said(1 if stale else 0) for account in ("1510", "1930", "2440")}
        marks.mark(session, client.id, APRIL, said, who=None)
        draft = Draft("Periodisering", date(2025, 4, 30), (EntryRow("4010", 100_00), EntryRow("2440", -100_00)))
        entries.add(session, client.id, APRIL, draft, ready=True, who=None)


def _connect(session: Session, client: Client, number: int) -> None:
    user = add_user(session, subject=f"b{number}", name="Benchmark", role=Role.ACCOUNTANT, all_clients=False)
    session.add(
        Connection(
            user_id=user.id,
            client_id=client.id,
            tenant=number,
            org_number=client.org_number,
            company_name=client.name,
            scopes="",
            sealed="",
            valid_until=now() + timedelta(days=number % 31, hours=1),
        )
    )
