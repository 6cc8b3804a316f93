"""An import from Fortnox whose worker is killed goes on with the next worker, and fetches nothing twice that it has."""

from collections import Counter
from collections.abc import Iterator

import pytest

from lib.actions.fortnox import import_from_fortnox
from lib.actions.imports import activate
from lib.jobs.runner import DurableRunner
from lib.sandbox.fortnox.serving import running
from lib.store import books, imports, jobs, supplements
from lib.store.database import Store
from lib.store.tables import ImportState, JobState
from lib.store.words import SupplementKind, SupplementState
from tests.jobs.local_fortnox import SOUND, Bureau, new_world, settings
from tests.jobs.test_killed_imports import jobs_address, wait_for, worker

__all__ = ["jobs_address"]

KILLS = [
    ("sqlite", "fetch", "before"),
    ("sqlite", "piece", "before"),
    ("sqlite", "piece", "after"),
    ("sqlite", "fetch", "after"),
    ("sqlite", "hand-over", "before"),
    ("sqlite", "hand-over", "after"),
    ("sqlite", "read", "before"),
    ("sqlite", "check", "after"),
    ("sqlite", "store", "after"),
    ("sqlite", "compare", "before"),
    ("postgresql", "piece", "after"),
    ("postgresql", "hand-over", "after"),
]
"""Where the worker dies; on PostgreSQL where it matters, as both databases go through the same stations."""
FETCHED = ("/3/sie/", "/3/invoices?", "/3/invoicepayments?", "/3/supplierinvoices?", "/3/supplierinvoicepayments?")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[dict[str, str], Bureau]]:
    """The settings that lead to a local Fortnox, and a bureau that is still without its store."""
    world = new_world([SOUND])
    with running(world) as url:
        named = settings(url)
        for name, value in named.items():
            monkeypatch.setenv(name, value)
        yield named, Bureau(None, world)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(("database_url", "step", "when"), KILLS, indirect=["database_url"])
def test_an_import_from_fortnox_killed_in_a_step_is_finished_by_the_next_worker(
    step: str, when: str, store: Store, jobs_address: str, known: tuple[dict[str, str], Bureau]
) -> None:
    environment, bureau = known
    bureau.store = store
    runner = bureau.runner = DurableRunner(store.folder, jobs_address)
    client = bureau.connected()
    import_id = import_from_fortnox(bureau.desk(), client.id)
    with worker(store, jobs_address, step, when, **environment) as doomed:
        assert doomed.wait(timeout=60) == -9
    with store.reading() as session:
        assert books.active(session, client.id).version == 0
        assert imports.get(session, import_id).state in imports.UNDER_WAY
    with worker(store, jobs_address, **environment):
        wait_for(bureau.desk(), import_id, JobState.DONE)
    with store.reading() as session:
        assert imports.get(session, import_id).state is ImportState.STAGED
        (job,) = jobs.of_import(session, import_id)
        brought = supplements.of_import(session, import_id)
    assert [part["state"] for part in job.steps] == ["done"] * len(job.steps)
    assert {brought[kind].state for kind in SupplementKind} == {SupplementState.FETCHED}
    twice = [path for path, times in _fetches(bureau).items() if times > 1]
    assert len(twice) <= (1 if (step, when) == ("piece", "before") else 0), "the piece that was lost with the worker"
    active = activate(bureau.desk(), import_id, expected_version=0, reason="prov")
    assert len(active.years) == 3
    runner.close()


def _fetches(bureau: Bureau) -> Counter[str]:
    return Counter(call.target for call in bureau.world.calls if call.target.startswith(FETCHED))
