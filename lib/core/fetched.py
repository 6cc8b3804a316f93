"""What to do about a finding in books that were fetched from a program, where there is no file to export again."""

from typing import Final

from lib.core.catalogue import CATALOGUE
from lib.core.findings import Finding
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


def advise(finding: Finding, language: Language) -> str:
    """The next step for a finding in books from Fortnox; the same as of a file where no file is spoken of."""
    if finding.check in DAMAGED:
        return translate(AGAIN, language)
    if finding.check in FAULTY:
        return translate(CORRECT, language)
    return CATALOGUE[finding.check].advise(finding, language)
