"""The stations of an import, each a function of the store and the import's id, each safe to repeat.

What `read` made is kept in memory for the stations after it; a worker that was started again in
between reads the source once more.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import polars as pl

from lib.checks.registry import ClientFacts, Intake, run_intake
from lib.checks.several import merged
from lib.core import fetched
from lib.core.errors import FileRefused
from lib.core.findings import CheckResult, Severity, Status
from lib.core.languages import Fact, mark
from lib.jobs import previews, received
from lib.jobs.readings import Reading, books_in, read_import
from lib.ledger import compare as compare_books
from lib.ledger import fingerprint
from lib.ledger.books import Extent, YearBooks
from lib.store import activity, books, clients, imports, returns, snapshots, supplements
from lib.store.database import Session, Store
from lib.store.tables import Import, ImportState, Source

STAGED: Final = mark(
    "{file} has been read and awaits a decision: {errors:count|error|errors}, {warnings:count|warning|warnings}."
)
ACTIVATED: Final = mark("{file} has been read and is in use.")
REFUSED: Final = mark("{file} was refused; nothing was stored.")
SELF_ACTIVATED: Final = mark("{file} had no errors or warnings and was put in use by the client's own setting.")


class Outcome(StrEnum):
    """Whether the next station is to follow."""

    GO_ON = "go-on"
    STOP = "stop"
    FAILED = "failed"


def read(store: Store, import_id: str) -> Outcome:
    """Read the source; a file that is no SIE file ends here with its finding kept.

    Raises BooksMissing when Fortnox sent less than a year that was asked for.
    """
    with store.transaction() as session:
        imports.set_state(session, import_id, ImportState.RUNNING)
    try:
        readings = _readings(store, import_id)
    except FileRefused as refusal:
        return _refuse(store, import_id, (refused_result(refusal),))
    with store.transaction() as session:
        known = imports.get(session, import_id).summary
        received.check_whole(known.get("year_files", ()), books_in(readings))
        imports.summarise(session, import_id, known | _summary(readings))
    return Outcome.GO_ON


def check(store: Store, import_id: str) -> Outcome:
    """Run the intake checks and keep their results with the import; a refusal ends here."""
    readings = _readings(store, import_id)
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        client = clients.get(session, import_.client_id)
    facts = ClientFacts(client.name, client.org_number or None)
    results = merged([_checked(store, client.id, facts, reading, readings) for reading in readings])
    if import_.source is Source.FORTNOX:
        results = fetched.weighed(results)
    if any(f.severity is Severity.REFUSED for result in results for f in result.findings):
        return _refuse(store, import_id, results)
    imports.save_results(store, import_id, results)
    with store.transaction() as session:
        _count(session, import_id, results)
    return Outcome.GO_ON


def keep(store: Store, import_id: str) -> Outcome:
    """Write each year as a snapshot; what is stored already is found again and not written twice.

    What an earlier try read gives way: a source that is fetched anew may say something else.
    """
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        snapshots.let_go(session, import_id)
        used = books.active(session, import_.client_id).years
    for year in books_in(_readings(store, import_id)):
        known = any(one.overlaps(year.year) for one in used)
        # Fortnox sends last year's balances with every year: where the books tell more, they say nothing
        if not (import_.source is Source.FORTNOX and year.extent is Extent.COMPARISON and known):
            snapshots.write(store, import_, year, fingerprint(year))
    return Outcome.GO_ON


def compare(store: Store, import_id: str) -> Outcome:
    """Work out what using the import would change, and let it be seen: the import is staged."""
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        active = books.active(session, import_.client_id)
        plan = books.plan(session, import_id)
    changes = [
        compare_books(
            snapshots.lazily(store, active.years[year.year]) if year.year in active.years else None,
            snapshots.lazily(store, year.snapshot),
        )
        for year in plan
    ]
    previews.save(store, import_id, changes)
    with store.transaction() as session:
        imports.stage(session, import_id, compared_with=active.version)
    return Outcome.GO_ON


def activate(store: Store, import_id: str) -> Outcome:
    """Put a faultless import in use where the client's setting says so; else leave it to a person."""
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        client = clients.get(session, import_.client_id)
        if import_.state is not ImportState.STAGED:
            return Outcome.GO_ON
        if not client.self_activating or _worst(import_) or not _changes_books(session, import_id):
            return Outcome.STOP
        version = import_.compared_with or 0
        books.activate(session, import_id, expected_version=version, user_id=import_.created_by, reason="")
        returns.follow(store, session, client.id)
        activity.append(
            session,
            user=None,
            client_id=client.id,
            action="import.activate",
            outcome="done",
            message=SELF_ACTIVATED,
            facts={"file": import_.file_name},
        )
    return Outcome.GO_ON


def forget(import_id: str) -> None:  # noqa: ARG001 - one import at a time is kept
    """Let go of what was kept in memory."""
    _readings.cache_clear()


def summary(session: Session, import_id: str) -> tuple[str, dict[str, Fact]]:
    """What became of the import, as a marked text and its facts."""
    import_ = imports.get(session, import_id)
    counts = import_.counts
    facts: dict[str, Fact] = {
        "file": import_.file_name,
        "errors": counts.get("error", 0),
        "warnings": counts.get("warning", 0),
    }
    texts = {ImportState.REFUSED: REFUSED, ImportState.ACTIVATED: ACTIVATED}
    return texts.get(import_.state, STAGED), facts


def severities(results: Sequence[CheckResult]) -> dict[str, int]:
    """How many findings of each severity, those that are counted but not listed included."""
    counts: Counter[str] = Counter()
    for result in results:
        if result.findings:
            counts[result.findings[0].severity.value] += result.total
    return dict(counts)


def _count(session: Session, import_id: str, results: Sequence[CheckResult]) -> None:
    imports.count(session, import_id, severities(results))
    imports.count_by_check(session, import_id, {result.check: result.total for result in results if result.total})


def refused_result(refusal: FileRefused) -> CheckResult:
    """A refusal as the result of its check."""
    return CheckResult(refusal.finding.check, Status.FOUND, (refusal.finding,), 1)


@lru_cache(maxsize=1)
def _readings(store: Store, import_id: str) -> tuple[Reading, ...]:
    return read_import(store, import_id)


def _checked(
    store: Store, client_id: int, facts: ClientFacts, reading: Reading, all_of_them: Sequence[Reading]
) -> tuple[CheckResult, ...]:
    previous = _previous_closing(store, client_id, reading.books, all_of_them)
    return run_intake(Intake(reading.sie, reading.books, reading.findings, facts, previous))


def _refuse(store: Store, import_id: str, results: Sequence[CheckResult]) -> Outcome:
    imports.save_results(store, import_id, results)
    with store.transaction() as session:
        _count(session, import_id, results)
        imports.set_state(session, import_id, ImportState.REFUSED)
    return Outcome.STOP


def _previous_closing(
    store: Store, client_id: int, years: Sequence[YearBooks], readings: Sequence[Reading]
) -> pl.DataFrame | None:
    """The closing balances of the year before a file's newest: as another file has them, else the books in use."""
    if not years:
        return None
    day_before = max(books.year.start for books in years) - timedelta(days=1)
    for other in books_in(readings):
        if other.year.end == day_before and other.extent is Extent.FULL:
            return other.balances.select("account", "closing")
    with store.transaction() as session:
        active = books.active(session, client_id)
    for year, snapshot in active.years.items():
        if year.end == day_before:
            return snapshots.frame(store, snapshot, "balances").select("account", "closing").collect()
    return None


def _summary(readings: Sequence[Reading]) -> dict[str, object]:
    rows = [_year_totals(books) for books in books_in(readings)]
    sie = readings[0].sie if readings else None
    if sie is None:
        return {"years": rows}
    return {
        "years": rows,
        "program": sie.head("program"),
        "program_version": sie.head("program_version"),
        "company": sie.head("company_name"),
        "company_id": sie.head("company_id"),
        "org_number": sie.head("org_number"),
        "sie_type": sie.sie_type,
        "encoding": sie.encoding,
        "encodings": {reading.sie.name: reading.sie.encoding for reading in readings if reading.sie},
        "checksum": sie.checksum,
    }


def _year_totals(books: YearBooks) -> dict[str, object]:
    amounts = books.entries["amount"]
    return {
        "start": books.year.start.isoformat(),
        "end": books.year.end.isoformat(),
        "extent": books.extent.value,
        "accounts": books.accounts.height,
        "vouchers": books.vouchers.height,
        "rows": books.entries.height,
        "debit": int(amounts.filter(amounts > 0).sum()),
        "credit": -int(amounts.filter(amounts < 0).sum()),
        "added": int(books.entries["added"].sum()),
        "struck": int((books.history["kind"] == "BTRANS").sum()),
    }


def _worst(import_: Import) -> bool:
    return any(import_.counts.get(name, 0) for name in ("refused", "error", "warning"))


def _changes_books(session: Session, import_id: str) -> bool:
    actions = {year.action for year in books.plan(session, import_id)}
    return bool(actions & {"new", "replace"}) or ("same" in actions and bool(supplements.brought(session, import_id)))
