"""The transaction analysis: what is asked of a year's books once they are in use.

Comes in: a `Case`, a year of books with what is known beside; the checks chosen, with their limits.
Goes out: an `Outcome` for each, clean, found or not run and why, with a fingerprint for each finding.
Must not know the store, jobs or screens.
"""

from lib.checks.analysis import (
    ageing,
    amounts,
    bank,
    benford,
    closed,
    coding,
    combinations,
    control,
    cutoff,
    duplicates,
    equity,
    integrity,
    lateness,
    mirrored,
    numbers,
    payroll,
    recurring,
    round_amounts,
    samples,
    signs,
    suspense,
    unusual_months,
    vat,
    vat_periods,
    weekends,
    words,
)

__all__ = [
    "ageing",
    "amounts",
    "bank",
    "benford",
    "closed",
    "coding",
    "combinations",
    "control",
    "cutoff",
    "duplicates",
    "equity",
    "integrity",
    "lateness",
    "mirrored",
    "numbers",
    "payroll",
    "recurring",
    "round_amounts",
    "samples",
    "signs",
    "suspense",
    "unusual_months",
    "vat",
    "vat_periods",
    "weekends",
    "words",
]
