"""What to do about a finding in books that were fetched from a program, where there is no file to export again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lib.core.catalogue import CATALOGUE
from lib.core.findings import CheckResult, Finding, Severity
from lib.core.languages import Language, mark, translate

CORRECT: Final = mark("Correct it in Fortnox, then import from Fortnox again.")
AGAIN: Final = mark("Import from Fortnox again: what came is not whole.")
DAMAGED: Final = frozenset(
    {
        "cut-off",
        "cut-off-checksum",
        "checksum-damaged",
        "empty-file",
        "not-sie",
        "no-financial-year",
        "closing-differs",
        "damaged-characters",
        "row-outside-voucher",
        "unreadable-line",
        "stated-encoding",
        "own-year-unmarked",
    }
)
"""Checks whose findings come from what was lost on the way, worst told first."""
FAULTY: Final = frozenset(
    {
        "org-number-missing",
        "org-number-invalid",
        "unbalanced-voucher",
        "result-differs",
        "date-outside-year",
        "year-too-long",
        "undeclared-account",
        "duplicate-voucher-number",
        "unreadable-amount",
        "unreadable-date",
        "objects-skipped",
    }
)
"""Checks whose findings stand in Fortnox itself."""


CUT_OFF: Final = "cut-off"


def weighed(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """The results with a missing end as an error: nobody has chosen a part of a year that was fetched whole."""
    return tuple(_heavier(result) if result.check == CUT_OFF else result for result in results)


def advise(finding: Finding, language: Language) -> str:
    """The next step for a finding in books from Fortnox, in words."""
    return translate(remedy(finding.check), language, **finding.known)


def remedy(check: str) -> str:
    """The next step for a check's findings in books from Fortnox; the same as of a file where none is spoken of."""
    if check in DAMAGED:
        return AGAIN
    return CORRECT if check in FAULTY else CATALOGUE[check].remedy


def _heavier(result: CheckResult) -> CheckResult:
    return replace(result, findings=tuple(replace(one, severity=Severity.ERROR) for one in result.findings))
