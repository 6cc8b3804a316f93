"""Results of the checks with the marks that people set on their findings: how each check stands, and each account."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from lib.checks.analysis.registry import Choice, Outcome
from lib.core.findings import CheckResult, Finding, Status
from lib.core.languages import mark

Mark = tuple[str, str]
"""What names a marked finding: the key of the check's choice, and the finding's fingerprint."""
NO_MARKS: Final[Collection[Mark]] = frozenset()


class Outlook(StrEnum):
    """How a check stands when marks are counted in."""

    FOUND = "found"
    NOT_RUN = "not-run"
    CLEAN = "clean"
    DONE = "done"
    """All that it found is marked as done."""


OUTLOOK_NAMES: Final[Mapping[Outlook, str]] = {
    Outlook.FOUND: mark("Found"),
    Outlook.NOT_RUN: mark("Could not be run"),
    Outlook.CLEAN: mark("Nothing found"),
    Outlook.DONE: mark("Marked as done"),
}
"""What people call each."""
OUTLOOK_SHAPES: Final[Mapping[Outlook, str]] = {
    Outlook.FOUND: "▲",
    Outlook.NOT_RUN: "◌",
    Outlook.CLEAN: "●",
    Outlook.DONE: "✓",
}
"""The shape beside each name, as on the screens."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of one check are open, and how many marked; `unlisted` are counted but not kept."""

    open: int
    marked: int
    unlisted: int


def outlook(outcome: Outcome, marks: Collection[Mark] = NO_MARKS) -> Outlook:
    """How a check stands; findings beyond those that are listed count as open."""
    if outcome.result.status is not Status.FOUND:
        return Outlook(outcome.result.status.value)
    counted = counts(outcome, marks)
    return Outlook.FOUND if counted.open or counted.unlisted else Outlook.DONE


def counts(outcome: Outcome, marks: Collection[Mark] = NO_MARKS) -> Counts:
    """How many of a check's findings wait for somebody."""
    left = sum(1 for _ in open_findings(outcome, marks))
    listed = len(outcome.result.findings)
    return Counts(left, listed - left, outcome.result.total - listed)


def open_findings(outcome: Outcome, marks: Collection[Mark] = NO_MARKS) -> Iterator[Finding]:
    """The listed findings of a check that nobody has marked, in their order."""
    named = zip(outcome.result.findings, outcome.fingerprints, strict=True)
    return (finding for finding, fingerprint in named if (outcome.choice.key, fingerprint) not in marks)


def by_account(outcomes: Iterable[Outcome], marks: Collection[Mark] = NO_MARKS) -> dict[str, int]:
    """How many findings on each account wait for somebody: what stands beside its balance."""
    return dict(
        Counter(
            finding.account
            for outcome in outcomes
            for finding in open_findings(outcome, marks)
            if finding.account is not None
        )
    )


def as_json(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Outcomes as JSON values, to be kept: while a period is locked, or until the next run."""
    return [_written(outcome) for outcome in outcomes]


def from_json(values: Iterable[Mapping[str, Any]]) -> tuple[Outcome, ...]:
    """The outcomes that `as_json` wrote."""
    return tuple(_read(part) for part in values)


def _written(outcome: Outcome) -> dict[str, Any]:
    return {
        "key": outcome.choice.key,
        "rule": outcome.choice.rule,
        "limits": dict(outcome.choice.limits),
        "fingerprints": list(outcome.fingerprints),
        "result": asdict(outcome.result),
    }


def _read(part: Mapping[str, Any]) -> Outcome:
    choice = Choice(part["key"], part["rule"], part["limits"])
    return Outcome(choice, CheckResult.of_json(part["result"]), tuple(part["fingerprints"]))
