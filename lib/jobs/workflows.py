"""The durable workflows: an import's stations in order, each a step, each told on the job's own row."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Final

from dbos import DBOS, StepOptions

from lib.core.languages import Fact, mark
from lib.jobs import (
    analysis,
    comparisons,
    demo,
    erasing,
    export,
    fates,
    fortnox,
    lines,
    news,
    practising,
    preflight,
    stations,
)
from lib.jobs.analysis import ANALYSE
from lib.jobs.database import APPLICATION_VERSION
from lib.jobs.runner import ERASE, EXPORT, PRACTICE, PREFLIGHT, QUEUE
from lib.jobs.stations import Outcome
from lib.jobs.telling import caught, note, say
from lib.store import imports, jobs
from lib.store.database import Session, Store
from lib.store.failures import REFUSALS
from lib.store.tables import ImportState, JobState

IMPORT: Final = "import"
FORTNOX: Final = "fortnox"
FETCHED: Final = "fortnox-fetched"
"""The rest of an import from Fortnox, when all has been fetched: in line with the imports of files."""
LOOK: Final = "fortnox-look"
REVOKE: Final = "fortnox-revoke"
REVOKED_AT_MOST: Final = 8
"""So often a connection is tried to be revoked while Fortnox does not answer: for ten minutes."""
COMPARE: Final = "compare"
COMPARE_FILE: Final = "compare-file"
"""A client's own SIE file held against the books: never an import."""
RESET_DEMO: Final = "reset-demo"
ACTIVATE: Final = "activate"
"""The step that only clients have whose setting lets faultless imports put themselves in use."""

RESET: Final = mark("The demo has been reset.")


def _reset(store: Store, _import_id: str) -> Outcome:
    demo.reset(store, date.today())  # noqa: DTZ011 - the demo follows the machine's own calendar
    return Outcome.GO_ON


STEPS: Final[dict[str, Callable[[Store, str], Outcome]]] = {
    "practise": practising.practise,
    "fetch": fortnox.fetch,
    "read": stations.read,
    "check": stations.check,
    "store": stations.keep,
    "compare": stations.compare,
    ACTIVATE: stations.activate,
    "reset": _reset,
}
STEP_NAMES: Final[Mapping[str, str]] = {
    "practise": mark("Sets up the local Fortnox"),
    "fetch": mark("Fetches from Fortnox"),
    "read": mark("Reads the file"),
    "check": mark("Checks"),
    "store": mark("Stores"),
    "compare": mark("Compares with the books"),
    ACTIVATE: mark("Puts the books in use"),
    "reset": mark("Makes the demo anew"),
    ANALYSE: mark("Runs the checks"),
    EXPORT: mark("Exports to Fortnox"),
}
"""What the screen calls each step."""
_STATIONS: Final = ("read", "check", "store", "compare", ACTIVATE)
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    IMPORT: _STATIONS,
    FORTNOX: ("fetch", *_STATIONS),
    PRACTICE: ("practise", "fetch", *_STATIONS),
    COMPARE: ("compare",),
    RESET_DEMO: ("reset",),
}
"""Each kind of job and its steps in order."""
CRASHED: Final = mark(
    "The import stopped because of a fault in Brygga (reference {reference}). The books are unchanged."
)
EXPORT_CRASHED: Final = mark(
    "The export stopped because of a fault in Brygga (reference {reference}). Nothing is sent twice when it goes on."
)


def register(store: Store) -> None:
    """Make the workflows known to DBOS in this process, working on `store`; before it is launched."""
    for kind in KINDS:
        DBOS.workflow(name=kind)(_fetching(store, kind) if "fetch" in KINDS[kind] else _workflow(store, kind))
    DBOS.workflow(name=FETCHED)(_fetched(store))
    DBOS.workflow(name=LOOK)(_looking(store))
    DBOS.workflow(name=REVOKE)(_revoking(store))
    DBOS.workflow(name=ANALYSE)(_analysing(store))
    DBOS.workflow(name=COMPARE_FILE)(_comparing(store))
    DBOS.workflow(name=ERASE)(erasing.workflow(store))
    DBOS.workflow(name=EXPORT)(_exporting(store))
    DBOS.workflow(name=PREFLIGHT)(_preflying(store))
    DBOS.workflow(name=fates.FATE)(fates.workflow(store))


def run(store: Store, steps: Sequence[str], job_id: str, import_id: str, step: Callable[[str], str]) -> None:
    """Take an import through these steps; `step` carries out one of them by its name."""
    outcomes = (step(name) for name in steps)
    last = next((outcome for outcome in outcomes if outcome != Outcome.GO_ON), Outcome.GO_ON)
    stations.forget(import_id)
    if last != Outcome.FAILED:
        _finish(store, job_id, import_id)


def run_step(store: Store, job_id: str, import_id: str, name: str) -> str:
    """One step, said on the job's row when it begins and ends. Repeated after a kill, it gives the same.

    A failure becomes the job's message, never DBOS's, and the books are untouched by every step but the last.
    """

    def work() -> Outcome:
        say(store, job_id, name, JobState.RUNNING)
        return STEPS[name](store, import_id)

    outcome = caught(job_id, name, work, partial(_fail, store, job_id, import_id), CRASHED)
    if outcome is not None:
        # what cannot be said of one step, the end of the job says of all
        with suppress(*REFUSALS):
            say(store, job_id, name, JobState.DONE)
    return (outcome or Outcome.FAILED).value


def export_entries(store: Store, run_id: str) -> None:
    """Export closing entries, said on the job's row; a failure becomes its message, and the export's."""

    def failed(message: str, told: Mapping[str, Fact]) -> None:
        note(store, lambda session: export.stop(session, run_id, message, dict(told)))

    def work() -> Outcome:
        say(store, run_id, EXPORT, JobState.RUNNING)
        export.export(store, run_id)
        return Outcome.GO_ON

    if caught(run_id, EXPORT, work, failed, EXPORT_CRASHED) is not None:
        note(store, lambda session: export.finish(session, run_id))


def rest_of(job_id: str) -> str:
    """The id of the workflow that carries an import from Fortnox on when all has been fetched."""
    return f"{job_id}-{FETCHED}"


def _workflow(store: Store, kind: str) -> Callable[[str], None]:
    def workflow(import_id: str) -> None:
        job_id = DBOS.workflow_id or import_id
        run(store, KINDS[kind], job_id, import_id, _durable(store, job_id, import_id))

    return workflow


def _fetching(store: Store, kind: str) -> Callable[[str], None]:
    """Only the fetch, which mostly waits: what follows takes its turn among the imports."""

    def workflow(import_id: str) -> None:
        job_id = DBOS.workflow_id or import_id
        step = _durable(store, job_id, import_id)
        first = KINDS[kind][: -len(_STATIONS)]
        if all(step(name) == Outcome.GO_ON for name in first):
            DBOS.enqueue_workflow_with_options(
                {
                    "workflow_name": FETCHED,
                    "queue_name": QUEUE,
                    "workflow_id": rest_of(job_id),
                    "app_version": APPLICATION_VERSION,
                },
                import_id,
                job_id,
            )

    return workflow


def _fetched(store: Store) -> Callable[[str, str], None]:
    def workflow(import_id: str, job_id: str) -> None:
        run(store, _STATIONS, job_id, import_id, _durable(store, job_id, import_id))

    return workflow


def _looking(store: Store) -> Callable[[str, str], None]:
    def workflow(client_id: str, user_id: str) -> None:
        DBOS.run_step({"name": "look"}, news.look, store, int(client_id), int(user_id))

    return workflow


def _revoking(store: Store) -> Callable[[str], None]:
    again: StepOptions = {
        "name": "revoke",
        "retries_allowed": True,
        "max_attempts": REVOKED_AT_MOST,
        "interval_seconds": 5.0,
    }

    def workflow(connection_id: str) -> None:
        DBOS.run_step(again, lines.revoke, store, int(connection_id))

    return workflow


def _analysing(store: Store) -> Callable[[str, str, str], None]:
    def workflow(client_id: str, year_start: str, user_id: str) -> None:
        year, today = date.fromisoformat(year_start), date.today()  # noqa: DTZ011 - the machine's own calendar
        job_id = DBOS.workflow_id or ""
        DBOS.run_step({"name": ANALYSE}, analysis.run, store, job_id, int(client_id), year, int(user_id), today=today)

    return workflow


def _comparing(store: Store) -> Callable[[], None]:
    def workflow() -> None:
        DBOS.run_step({"name": COMPARE_FILE}, comparisons.run, store, DBOS.workflow_id or "")

    return workflow


def _exporting(store: Store) -> Callable[[str], None]:
    def workflow(run_id: str) -> None:
        DBOS.run_step({"name": EXPORT}, export_entries, store, run_id)

    return workflow


def _preflying(store: Store) -> Callable[[str, str, str], None]:
    def workflow(client_id: str, year_start: str, user_id: str) -> None:
        year = date.fromisoformat(year_start)
        DBOS.run_step({"name": PREFLIGHT}, preflight.look, store, int(client_id), year, int(user_id))

    return workflow


def _durable(store: Store, job_id: str, import_id: str) -> Callable[[str], str]:
    def step(name: str) -> str:
        return DBOS.run_step({"name": name}, run_step, store, job_id, import_id, name)

    return step


def _finish(store: Store, job_id: str, import_id: str) -> None:
    def finish(session: Session) -> None:
        message, facts = stations.summary(session, import_id) if import_id else (RESET, {})
        jobs.finish(session, job_id, JobState.DONE, message, facts)

    note(store, finish)


def _fail(store: Store, job_id: str, import_id: str, message: str, facts: Mapping[str, Fact]) -> None:
    def fail(session: Session) -> None:
        jobs.finish(session, job_id, JobState.FAILED, message, dict(facts))
        if import_id and imports.get(session, import_id).state in imports.UNDER_WAY:
            imports.set_state(session, import_id, ImportState.FAILED)

    note(store, fail)
