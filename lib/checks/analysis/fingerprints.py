"""What makes a finding the same in a new import: a short text over all that it says, and nothing of where it stood."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable

from lib.core.findings import Finding
from lib.core.periods import FinancialYear

FORM = "1"
"""Raise it when what goes into a fingerprint changes: all marks are then withdrawn."""


def fingerprints(
    check: str, year: FinancialYear, findings: Iterable[Finding], passing: Collection[str] = ()
) -> tuple[str, ...]:
    """The fingerprint of each finding that one check made of one year.

    It is taken over the kind, the account, the voucher and every fact that is not `passing`; the
    file and its lines are left out. So a mark holds as long as the finding says the same, whatever
    the rows' order. Where a finding is there twice, the second has one of its own.
    """
    seen: Counter[str] = Counter()
    made: list[str] = []
    for finding in findings:
        facts = {name: value for name, value in finding.facts.items() if name not in passing}
        said = [FORM, check, str(year), finding.check, finding.account, finding.voucher, facts]
        content = json.dumps(said, sort_keys=True, ensure_ascii=False)
        made.append(hashlib.sha256(f"{content}{seen[content]}".encode()).hexdigest()[:32])
        seen[content] += 1
    return tuple(made)
