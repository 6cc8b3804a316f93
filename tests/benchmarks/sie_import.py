"""A 100 MB file from upload to staged preview, all checks made, against the floor of reading it as lines."""

import tempfile
from pathlib import Path
from time import perf_counter
from typing import Final

from lib.actions.desk import Desk, Person
from lib.actions.imports import upload
from lib.store import clients, imports, people
from lib.store.database import Store
from lib.store.tables import ImportState, Role, Source
from tests.benchmarks.figures import Figure, floor, large_path
from tests.jobs.inline import InlineRunner

BAR: Final = 7.0
_TIMES: Final = 8


def run() -> list[Figure]:
    """The best of some imports, each into a store of its own, in turns with the floor."""
    content = large_path().read_bytes()
    taken, ground = float("inf"), float("inf")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_TIMES):
            taken = min(taken, _import(Path(folder) / str(number), content))
            ground = min(ground, floor(content))
    return [Figure("upload to staged preview, 100 MB", taken / ground, BAR, "x floor", f"{taken:.2f} s")]


def _import(folder: Path, content: bytes) -> float:
    store = Store.open(folder)
    with store.transaction() as session:
        user = people.add_user(session, subject="benchmark", name="Benchmark", role=Role.ACCOUNTANT, all_clients=True)
        client = clients.add(session, name="Storbolaget AB", source=Source.SIE4)
    desk = Desk(store, InlineRunner(store), Person(user.id, user.name, user.role))
    start = perf_counter()
    (received,) = upload(desk, [("stor.se", content)], client_id=client.id)
    taken = perf_counter() - start
    with store.reading() as session:
        import_ = imports.get(session, received.import_id or "")
    if import_.state is not ImportState.STAGED:
        raise RuntimeError(import_.state)
    store.close()
    return taken
