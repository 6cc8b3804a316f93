"""The same checks on several files of one import, told as one."""

from collections.abc import Sequence
from typing import Final

from lib.checks.registry import LISTED_AT_MOST
from lib.core.findings import CheckResult, Status
from lib.core.languages import mark

IN_PART: Final = mark("one of the financial years lacks what the check needs; it found nothing in the others")


def merged(runs: Sequence[Sequence[CheckResult]]) -> tuple[CheckResult, ...]:
    """The results of one run over each file as one run, check by check, in the order of the first.

    A check that could not be run on one of the files is not clean, though it found nothing in the others.
    """
    by_check: dict[str, list[CheckResult]] = {}
    for result in (result for run in runs for result in run):
        by_check.setdefault(result.check, []).append(result)
    return tuple(_one(results) for results in by_check.values())


def _one(results: Sequence[CheckResult]) -> CheckResult:
    found = tuple(finding for result in results for finding in result.findings)
    if found:
        total = sum(result.total for result in results)
        return CheckResult(results[0].check, Status.FOUND, found[:LISTED_AT_MOST], total)
    unrun = [result for result in results if result.status is Status.NOT_RUN]
    if len({result.reason for result in unrun}) == 1 and len(unrun) == len(results):
        return unrun[0]
    return CheckResult(results[0].check, Status.NOT_RUN, reason=IN_PART) if unrun else results[0]
