"""What is wrong with what came in: imports that failed, were refused or wait, and what the checks found in the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from lib.core import fetched
from lib.core.catalogue import CATALOGUE
from lib.core.errors import NothingToActivate
from lib.core.findings import CheckResult, Finding, Severity, Status
from lib.core.languages import Fact, mark
from lib.jobs.workflows import STEP_NAMES
from lib.store import activity, attempts, books, imports, jobs
from lib.store.activity import ActivityFilter
from lib.store.database import Session, Store
from lib.store.planning import CUT_OTHERWISE, YearPlan
from lib.store.tables import Client, Import, ImportState, Job, JobState, Source
from lib.support import failures
from lib.support.causes import ON_THE_WAY, cause
from lib.support.diagnoses import Diagnosis, Line, Told, Weight, Who

UPLOAD: Final = "import.upload"
LISTED: Final = 10
"""So many findings of a check are told one by one."""
WEIGHTS: Final[Mapping[Severity, Weight]] = {
    Severity.REFUSED: Weight.STOPS,
    Severity.ERROR: Weight.WRONG,
    Severity.WARNING: Weight.LOOK,
    Severity.NOTE: Weight.KNOW,
}
CAME: Final = frozenset({ImportState.STAGED, ImportState.ACTIVATED, ImportState.SUPERSEDED})

STOPPED: Final = mark("{file} did not come in: it stopped at “{step:text}”. The books are unchanged.")
BEFORE: Final = mark("before its first step")
UNSAID: Final = mark("What stopped it was not written down.")
TURNED_AWAY: Final = mark("{file} was turned away when it was uploaded. The books are unchanged.")
WAITS: Final = mark("{file} awaits a decision, with {errors:count|error|errors} and {warnings:count|warning|warnings}.")
WAITS_CLEAN: Final = mark("{file} awaits a decision.")
WAITS_WHY: Final = mark("Nothing that is imported counts until an accountant has looked at it and put it in use.")
WAITS_STEP: Final = mark("Look at it under Import and use it or discard it; with errors a reason must be stated.")
WAITS_CLEAN_STEP: Final = mark("Look at it under Import and use it or discard it.")
ADDS_NOTHING: Final = mark("{file} awaits a decision, but cannot be put in use.")
CUT_OTHERWISE_STEP: Final = mark(
    "Compare with the financial years in the bookkeeping program: where the file is wrong, correct the year there and "
    "export it again; where the books here are wrong, reset the client and import every year anew."
)


def diagnoses(store: Store, session: Session, client: Client, now: datetime) -> Iterator[Diagnosis]:
    """What is wrong with the client's newest imports and with the books that they brought."""
    every = imports.of_client(session, client.id)
    came = next((one for one in every if one.state in CAME), None)
    newer = every[: every.index(came)] if came else every
    yield from _broken(store, session, newer)
    since = now - attempts.REMEMBERED
    yield from _turned_away(session, client.id, max(since, came.created_at if came else since))
    staged = [one for one in every if one.state is ImportState.STAGED]
    for one in staged[:1]:
        yield _waits(session, one)
        yield from findings(store, one)
    for import_id in _in_use(session, client.id, staged[:1]):
        yield from findings(store, imports.get(session, import_id))


def stopped(session: Session, one: Import) -> Diagnosis:
    """Where an import that failed stood, why, and what to do."""
    return _stopped(one, next(iter(jobs.of_import(session, one.id)), None))


def findings(store: Store, one: Import) -> Iterator[Diagnosis]:
    """What the checks found in an import, a diagnosis for each check."""
    for result in imports.results(store, one.id):
        if result.status is Status.FOUND and result.findings:
            yield _found(one, result)


def _broken(store: Store, session: Session, newer: Sequence[Import]) -> Iterator[Diagnosis]:
    """The imports since the last that came in; one that stopped like another is not told twice."""
    told: set[str] = set()
    for one in newer:
        if one.state is ImportState.REFUSED:
            yield from findings(store, one)
        elif one.state is ImportState.FAILED:
            job = next(iter(jobs.of_import(session, one.id)), None)
            message = job.message if job else ""
            if message not in told:
                told.add(message)
                yield _stopped(one, job)


def _stopped(one: Import, job: Job | None) -> Diagnosis:
    facts: dict[str, Any] = dict(job.facts) if job else {}
    message = job.message if job and job.message else UNSAID
    act = failures.act(message)
    return Diagnosis(
        f"import-failed-{one.id}",
        Weight.STOPS,
        Told(STOPPED, {"file": one.file_name, "step": _stood(job)}),
        Told(message, facts),
        failures.step(facts),
        act.who,
        act.reconnect if one.source is Source.FORTNOX else None,
        one.ended_at or one.created_at,
        "import_data",
        {"imp": one.id},
    )


def _stood(job: Job | None) -> str:
    """The step that a job was at when it failed, as a marked text."""
    states = {str(step["name"]): step["state"] for step in job.steps} if job else {}
    failed = [name for name, state in states.items() if state == JobState.FAILED]
    waits = [name for name, state in states.items() if state == JobState.WAITING]
    return STEP_NAMES[(failed or waits)[0]] if failed or waits else BEFORE


def _turned_away(session: Session, client_id: int, since: datetime) -> Iterator[Diagnosis]:
    """Files that nothing is kept of, but for the line in the activity log."""
    asked = ActivityFilter(client_ids=[client_id], action=UPLOAD, outcome="failed", since=since)
    checks = {text.sentence: check for check, text in CATALOGUE.items()}
    for row in activity.entries(session, asked, limit=3):
        known = cause(checks[row.message]) if row.message in checks else None
        yield Diagnosis(
            f"upload-{row.id}",
            Weight.STOPS,
            Told(row.message, row.facts) if known else Told(TURNED_AWAY, row.facts),
            Told(known.text) if known else Told(row.message, row.facts),
            failures.step(row.facts),
            known.who if known else Who.CLIENT,
            at=row.at,
            page="import_data",
        )


def _waits(session: Session, one: Import) -> Diagnosis:
    plan = books.plan(session, one.id)
    if plan and all(year.action == "keep" for year in plan):
        return _adds_nothing(one, plan)
    errors, warnings = one.counts.get("error", 0), one.counts.get("warning", 0)
    facts: dict[str, Fact] = {"file": one.file_name, "errors": errors, "warnings": warnings}
    waits, step = (WAITS, WAITS_STEP) if errors or warnings else (WAITS_CLEAN, WAITS_CLEAN_STEP)
    return _undecided(one, Told(waits, facts), Told(WAITS_WHY), Told(step), Who.ACCOUNTANT)


def _adds_nothing(one: Import, plan: Sequence[YearPlan]) -> Diagnosis:
    """Why nothing in an import may stand in place of the books: of its newest year, and of the others beside it."""
    newest, *others = reversed(plan)
    step = CUT_OTHERWISE_STEP if newest.reason == CUT_OTHERWISE else NothingToActivate.next_step
    said = _undecided(
        one,
        Told(ADDS_NOTHING, {"file": one.file_name}),
        Told(newest.reason, newest.facts),
        Told(step),
        Who.CLIENT,
    )
    return replace(said, also=tuple(Told(year.reason, year.facts) for year in others))


def _undecided(one: Import, what: Told, why: Told, step: Told, who: Who) -> Diagnosis:
    return Diagnosis(
        f"import-waits-{one.id}",
        Weight.LOOK,
        what,
        why,
        step,
        who,
        at=one.created_at,
        page="import_data",
        view={"imp": one.id},
    )


def _in_use(session: Session, client_id: int, staged: Sequence[Import]) -> list[str]:
    """The imports that the years in use come from, but for years that an import which waits would replace."""
    replaced = {year.year for one in staged for year in books.plan(session, one.id) if year.action != "keep"}
    used = books.active(session, client_id).imports.items()
    return list(dict.fromkeys(import_id for year, import_id in sorted(used, reverse=True) if year not in replaced))


def _found(one: Import, result: CheckResult) -> Diagnosis:
    first, *others = result.findings
    text, known = CATALOGUE[result.check], cause(result.check)
    from_fortnox = one.source is Source.FORTNOX
    lost = from_fortnox and result.check in fetched.DAMAGED
    remedy = fetched.remedy(result.check) if from_fortnox else text.remedy
    return Diagnosis(
        f"{result.check}-{one.id}",
        WEIGHTS[first.severity],
        Told(text.sentence, first.known),
        Told(ON_THE_WAY if lost else known.text),
        Told(remedy, first.known),
        known.who,
        at=one.created_at,
        page="import_data",
        view={"imp": one.id},
        line=_line(one, first),
        also=tuple(Told(text.sentence, other.known) for other in others[: LISTED - 1]),
        more=max(result.total - LISTED, 0),
        contents=True,
    )


def _line(one: Import, finding: Finding) -> Line | None:
    place = finding.location
    return Line(one.id, place.source, place.line) if place and place.line else None
