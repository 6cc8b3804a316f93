"""Kept results of the checks: the newest run on each year, and whether it is of what stands now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlmodel import Session

from lib.checks.analysis.registry import Outcome
from lib.closing.results import as_json, from_json
from lib.core.periods import FinancialYear
from lib.store import analysis_choices, books, check_settings, rows, sources, supplements
from lib.store.check_tables import AnalysisRun
from lib.store.closing_tables import Who
from lib.store.database import Store
from lib.store.tables import Client
from lib.store.words import SupplementKind
from lib.store.writing import write_file

FOLDER: Final = "analyses"
RUNS_REMEMBERED: Final = 10_000
"""Of so many runs a process remembers the names of the checks that found something; more are read again."""
_BETWEEN: Final = "-"


class Part(StrEnum):
    """What a run is made on; in this order in a `basis`."""

    BOOKS = "books"
    LEDGERS = "ledgers"
    CHECKS = "checks"
    ROLES = "roles"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Kept:
    """A run: its row, what the checks found, and whether what it was run on has changed since.

    `changed` says which of it has; blank too where a run is so old that it cannot be told.
    """

    run: AnalysisRun
    outcomes: tuple[Outcome, ...]
    stale: bool
    changed: tuple[Part, ...] = ()


def basis(session: Session, client_id: int, year: FinancialYear) -> str:
    """What a run on this year would be run on, as one short text: a fingerprint of each `Part`."""
    held = books.active(session, client_id).years
    ledgers = [supplements.active(session, client_id, kind) for kind in SupplementKind]
    parts: dict[Part, Any] = {
        Part.BOOKS: [snapshot.id for one, snapshot in held.items() if one.start <= year.start],
        Part.LEDGERS: [supplement and supplement.id for supplement in ledgers],
        Part.CHECKS: [
            [one.key, one.rule, sorted(one.limits.items())] for one in analysis_choices.chosen(session, client_id)
        ],
        Part.ROLES: sorted(check_settings.roles(session, client_id).items()),
        # a lock alone changes nothing that was found: what is booked later in what is locked comes with other books
        Part.CLIENT: repr(replace(analysis_choices.told(session, client_id, year), locked=None, locked_on=None)),
    }
    return _BETWEEN.join(sha256(json.dumps(parts[part], default=str).encode()).hexdigest() for part in Part)


def save(  # noqa: PLR0913 - the columns of AnalysisRun
    store: Store,
    client_id: int,
    year: FinancialYear,
    outcomes: Sequence[Outcome],
    *,
    run_on: str,
    milliseconds: int = 0,
    who: Who,
) -> None:
    """Keep a run in place of the one before it; `run_on` is the `basis` that was read before it began.

    Call it outside any transaction. Raises NotFound, StorageFailed; the earlier run is then kept.
    """
    stored = f"{uuid4().hex}.json.zst"
    write_file(_place(store, client_id, stored), sources.packed(json.dumps(as_json(outcomes)).encode()))
    gone = stored
    try:
        with store.transaction() as session:
            rows.lock(session, Client, client_id)
            row = session.get(AnalysisRun, (client_id, year.start))
            before = row.stored if row else ""
            row = row or AnalysisRun(client_id=client_id, year_start=year.start, basis=run_on, stored=stored)
            row.basis, row.stored, row.milliseconds = run_on, stored, milliseconds
            row.sign(who)
            session.add(row)
        gone = before
    finally:
        if gone:
            _place(store, client_id, gone).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest run on a year without what was found: its row, and whether what it was run on has changed since."""

    run: AnalysisRun
    stale: bool
    changed: tuple[Part, ...] = ()


def of_year(store: Store, session: Session, client_id: int, year: FinancialYear) -> Kept | None:
    """The newest run on a year; None when there is none, or its results are gone."""
    found = newest(session, client_id, year)
    told = outcomes(store, found.run) if found else None
    return Kept(found.run, told, found.stale, found.changed) if found and told is not None else None


def newest(session: Session, client_id: int, year: FinancialYear) -> Newest | None:
    """The newest run on a year and whether it is of what stands now; None when the checks were never run on it."""
    row = session.get(AnalysisRun, (client_id, year.start))
    if row is None:
        return None
    now = basis(session, client_id, year)
    return Newest(row, row.basis != now, _changed(row.basis, now))


def outcomes(store: Store, run: AnalysisRun) -> tuple[Outcome, ...] | None:
    """What a run found; it never changes while `run.stored` names it. None when it is gone."""
    try:
        return _read(_place(store, run.client_id, run.stored))
    except FileNotFoundError:
        return None


def checks_found(store: Store, run: AnalysisRun) -> frozenset[str]:
    """The checks that a run's findings are of, read once in a process; none when its results are gone."""
    try:
        return _checks_found(_place(store, run.client_id, run.stored))
    except FileNotFoundError:
        return frozenset()


@lru_cache(RUNS_REMEMBERED)
def _checks_found(place: Path) -> frozenset[str]:
    return frozenset(finding.check for outcome in _read(place) for finding in outcome.result.findings)


def _changed(before: str, now: str) -> tuple[Part, ...]:
    pairs = tuple(zip(before.split(_BETWEEN), now.split(_BETWEEN), strict=False))
    return (
        tuple(part for part, (old, new) in zip(Part, pairs, strict=True) if old != new)
        if len(pairs) == len(Part)
        else ()
    )


def _read(place: Path) -> tuple[Outcome, ...]:
    return from_json(json.loads(sources.unpacked(place)))


def _place(store: Store, client_id: int, stored: str) -> Path:
    return store.folder / FOLDER / str(client_id) / stored
