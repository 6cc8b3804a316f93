"""The results of the checks as they stood when a period was locked, marks and all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from lib.checks.analysis.registry import Outcome
from lib.closing.results import Mark, as_json, from_json
from lib.store import analyses, marks, periods
from lib.store.closing_tables import PeriodRow
from lib.store.database import Store


@dataclass(frozen=True, slots=True)
class Frozen:
    """What the checks had found, which findings were marked, when they were run, and whether that was stale."""

    outcomes: tuple[Outcome, ...]
    marks: frozenset[Mark]
    run_at: datetime
    run_by: str
    stale: bool


def frozen(store: Store, session: Session, client_id: int, key: str) -> dict[str, Any]:
    """The results of the period's year as they stand, to be kept with its lock (JSON); empty without a run.

    Raises NotFound when the books hold no such period.
    """
    year = periods.get(session, client_id, key).year
    kept = analyses.of_year(store, session, client_id, year)
    if kept is None:
        return {}
    found = {(one.choice.key, fingerprint) for one in kept.outcomes for fingerprint in one.fingerprints}
    marked = sorted(found & marks.of_findings(session, client_id).keys())
    return {
        "checks": as_json(kept.outcomes),
        "marks": [list(mark) for mark in marked],
        "run_at": kept.run.at.isoformat(),
        "run_by": kept.run.user_name,
        "stale": kept.stale,
    }


def thawed(row: PeriodRow) -> Frozen | None:
    """The results that a period was locked with; None when it is not locked, or the checks had never been run."""
    values: Mapping[str, Any] = row.frozen
    if "checks" not in values:
        return None
    return Frozen(
        from_json(values["checks"]),
        frozenset((check, fingerprint) for check, fingerprint in values["marks"]),
        datetime.fromisoformat(values["run_at"]),
        values["run_by"],
        values["stale"],
    )
