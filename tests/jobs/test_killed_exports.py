"""An export whose worker is killed goes on with the next; two workers and two tabs send nothing twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from lib.actions import export
from lib.closing.entries import Transfer
from lib.core.errors import BryggaError
from lib.jobs.runner import DurableRunner, JobRunner
from lib.sandbox.fortnox.faults import Fault
from lib.sandbox.fortnox.serving import running
from lib.store import jobs
from lib.store.database import Store
from lib.store.entry_tables import ExportRun
from lib.store.tables import Client, JobState
from lib.store.words import RunState
from tests.jobs.exporting import TO_A, items_of, look, names, rows_of, run_of, standing, with_entries, year_of
from tests.jobs.local_fortnox import SOUND, Bureau, new_world, settings
from tests.jobs.test_killed_imports import jobs_address, worker
from tests.jobs.waiting import PATIENCE, statuses, until

__all__ = ["jobs_address"]

SENT = 5
MOMENTS = [f"{step}-{number}" for step in ("send", "land") for number in range(1, 5)]
KILLS = [
    *[("sqlite", step, when) for step in [*MOMENTS, "follow", "finish"] for when in ("before", "after")],
    ("postgresql", "send-2", "before"), ("postgresql", "send-2", "after"),
    ("postgresql", "land-5", "before"), ("postgresql", "land-5", "after"),
]  # fmt: skip
Known = tuple[dict[str, str], Bureau]


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[Known]:
    """The settings that lead to a local Fortnox, and a bureau that is still without its store."""
    world = new_world([SOUND])
    with running(world) as url:
        named = settings(url)
        for name, value in named.items():
            monkeypatch.setenv(name, value)
        yield named, Bureau(None, world)  # type: ignore[arg-type]


def prepared(bureau: Bureau, store: Store) -> Client:
    """A client that has looked at Fortnox and may export at once."""
    bureau.store = store
    client = with_entries(bureau, SENT)
    look(bureau, client)
    return client


def start(bureau: Bureau, client: Client, runner: JobRunner) -> str:
    bureau.runner = runner
    return export.start_export(bureau.desk(), client.id, year_of(bureau, client), TO_A)


def ended(bureau: Bureau, run_id: str) -> ExportRun:
    """The export, when it has ended."""
    if not until(lambda: run_of(bureau, run_id).state is not RunState.RUNNING):
        pytest.fail(f"the export did not end: {[item.fate for item in items_of(bureau, run_of(bureau, run_id))]}")
    return run_of(bureau, run_id)


def check_all_stand_once(bureau: Bureau, client: Client, run: ExportRun) -> None:
    assert (run.state, run.message) == (RunState.DONE, "")
    assert [text for _, text in standing(bureau)] == names(SENT)
    rows = rows_of(bureau, client)
    assert {row.transfer for row in rows} == {Transfer.TRANSFERRED}
    assert [f"{row.sent_series} {row.sent_number}" for row in rows] == [label for label, _ in standing(bureau)]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("database_url", "step", "when"), KILLS, indirect=["database_url"])
def test_an_export_killed_at_a_voucher_is_finished_by_the_next_worker(
    step: str, when: str, store: Store, jobs_address: str, known: Known
) -> None:
    environment, bureau = known
    client, runner = prepared(bureau, store), DurableRunner(store.folder, jobs_address)
    run_id = start(bureau, client, runner)
    with worker(store, jobs_address, step, when, **environment) as doomed:
        assert doomed.wait(timeout=PATIENCE) == -9
    assert run_of(bureau, run_id).state is RunState.RUNNING
    with worker(store, jobs_address, **environment):
        run = ended(bureau, run_id)
    check_all_stand_once(bureau, client, run)
    runner.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_export_that_stopped_as_its_worker_was_killed_is_not_left_under_way(
    store: Store, jobs_address: str, known: Known
) -> None:
    environment, bureau = known
    client, runner = prepared(bureau, store), DurableRunner(store.folder, jobs_address)
    bureau.befall(Fault.NO_API_LICENCE, method="POST", path="/3/vouchers")
    run_id = start(bureau, client, runner)
    with worker(store, jobs_address, "stop", "after", **environment) as doomed:
        assert doomed.wait(timeout=PATIENCE) == -9
    assert run_of(bureau, run_id).state is RunState.STOPPED
    with worker(store, jobs_address, **environment):
        assert until(lambda: statuses(jobs_address, [run_id]) == {run_id: "SUCCESS"})
    with store.reading() as session:
        job = jobs.get(session, run_id)
    assert (job.state, job.message) == (JobState.FAILED, run_of(bureau, run_id).message)
    runner.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("round_", range(5))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_workers_that_carry_the_same_export_send_nothing_twice(
    round_: int, store: Store, jobs_address: str, known: Known
) -> None:
    environment, bureau = known
    client, runner = prepared(bureau, store), DurableRunner(store.folder, jobs_address)
    run_id = start(bureau, client, runner)
    with worker(store, jobs_address, **environment), worker(store, jobs_address, **environment):
        run = ended(bureau, run_id)
    check_all_stand_once(bureau, client, run)
    runner.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite"] * 3 + ["postgresql"] * 2, indirect=True)
def test_two_tabs_that_export_at_once_start_one_export(store: Store, jobs_address: str, known: Known) -> None:
    environment, bureau = known
    client, runner = prepared(bureau, store), DurableRunner(store.folder, jobs_address)
    with worker(store, jobs_address, **environment), ThreadPoolExecutor(4) as tabs:
        started = list(tabs.map(lambda _: _tried(bureau, client, runner), range(4)))
        (run_id,) = {one for one in started if isinstance(one, str)}
        run = ended(bureau, run_id)
    check_all_stand_once(bureau, client, run)
    runner.close()


def _tried(bureau: Bureau, client: Client, runner: JobRunner) -> str | BryggaError:
    """The export's id, or why there was none: a late tab finds nothing left to send."""
    try:
        return start(bureau, client, runner)
    except BryggaError as refused:
        return refused
