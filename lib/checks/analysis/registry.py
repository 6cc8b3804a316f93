"""The checks of a year's books by name, their settings, and one run of those that are chosen."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import repeat
from traceback import format_tb
from typing import Final

import structlog

from lib.checks.analysis.case import Case
from lib.checks.analysis.fingerprints import fingerprints
from lib.checks.analysis.thresholds import Limits, Threshold, Value
from lib.checks.registry import NOT_COMPLETED, Found
from lib.core.catalogue import CATALOGUE
from lib.core.explanations import EXPLANATIONS
from lib.core.findings import CheckResult, CheckText, Finding, Severity, Status
from lib.core.languages import Fact, mark

CRASHED: Final = "analysis-crashed"
TEXTS: Final[dict[str, CheckText]] = {
    CRASHED: CheckText(
        Severity.WARNING,
        mark("Every check could run"),
        mark("The check “{crashed:text}” could not be completed."),
        mark("The other checks hold. Tell support which check it was and which year."),
    )
}
"""What each kind of finding says. A check's main kind is its own name; others are `name:kind`."""

Finder = Callable[[Case, Limits], "Found | str"]
"""Gives what was found, or why it could not be looked for (a marked text)."""
Need = Callable[[Case], str]
"""Why a check cannot be run, as a marked text; blank when it can."""

_LARGE: Final = 20_000
"""From so many vouchers on, checks are worth threads."""
_AT_A_TIME: Final = 4
"""More than there are processors: while some wait for what another works out for all, the rest go on."""
_NAMED: Final = ("account", "voucher")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its code (T1-T26 and M1-M4, as in the help), name, whether it is on by default, and how it is made.

    `passing` are facts that move with every import and say nothing of what was found: no part of
    its fingerprint.
    """

    code: str
    name: str
    on: bool
    needs: tuple[Need, ...]
    thresholds: tuple[Threshold, ...]
    passing: frozenset[str]
    find: Finder

    @property
    def text(self) -> CheckText:
        """What the check is called, and what its main kind of finding says."""
        return TEXTS[self.name]


@dataclass(frozen=True, slots=True)
class Choice:
    """A check as it is chosen: `key` is the check's own name, or that of a copy with other limits."""

    key: str
    rule: str
    limits: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a chosen check went, with a fingerprint for each finding; `result.check` is the choice's key."""

    choice: Choice
    result: CheckResult
    fingerprints: tuple[str, ...] = ()


RULES: Final[dict[str, Rule]] = {}


def rule(  # noqa: PLR0913 - all that a check is made of
    code: str,
    name: str,
    *,
    texts: Mapping[str, CheckText],
    on: bool = True,
    needs: tuple[Need, ...] = (),
    thresholds: tuple[Threshold, ...] = (),
    passing: tuple[str, ...] = (),
) -> Callable[[Finder], Finder]:
    """Register a function as a check; `texts` is of its kinds of findings, blank for the main one."""

    def register(find: Finder) -> Finder:
        RULES[name] = Rule(code, name, on, needs, thresholds, frozenset(passing), find)
        TEXTS.update({f"{name}:{kind}" if kind else name: text for kind, text in texts.items()})
        return find

    return register


def text_of(kind: str) -> CheckText:
    """What a kind of finding says: those of the intake and of the difference explainer are said here too."""
    return next(table[kind] for table in (TEXTS, CATALOGUE, EXPLANATIONS) if kind in table)


def found(kind: str, /, **facts: Fact) -> Finding:
    """Make a finding of one kind, with the weight that its text has; `account` and `voucher` are named apart."""
    account, voucher = (None if name is None else str(name) for name in (facts.pop(key, None) for key in _NAMED))
    return Finding(kind, text_of(kind).severity, facts, None, account, voucher)


def defaults() -> tuple[Choice, ...]:
    """The checks that are on when nobody has chosen."""
    return tuple(choice for choice in every() if RULES[choice.rule].on)


def every() -> tuple[Choice, ...]:
    """All checks (T1-T26) with their default limits, those that are off by default too."""
    return _ranked("T")


def templates() -> tuple[Choice, ...]:
    """What own checks may be made of beside copies: nothing is looked for until their limits are set (M1-M4)."""
    return _ranked("M")


def _ranked(letter: str) -> tuple[Choice, ...]:
    own = [one for one in RULES.values() if one.code.startswith(letter)]
    return tuple(Choice(one.name, one.name) for one in sorted(own, key=lambda one: int(one.code[1:])))


def run_analysis(case: Case, choices: Sequence[Choice] | None = None) -> tuple[Outcome, ...]:
    """Run the chosen checks (the default ones) in the order given; a last outcome tells of those that crashed.

    A check that crashes is not run, and becomes a finding of its own: what the others found stands.
    """
    chosen = defaults() if choices is None else choices
    if case.vouchers.height < _LARGE:
        tried = [_tried(choice, case) for choice in chosen]
    else:
        # Polars and NumPy let go of the interpreter lock
        with ThreadPoolExecutor(_AT_A_TIME) as pool:
            tried = list(pool.map(_tried, chosen, repeat(case)))
    crashes = [crash for _, crash in tried if crash]
    told = _result(CRASHED, Found.of(crashes))
    return (*(outcome for outcome, _ in tried), _with_fingerprints(Choice(CRASHED, CRASHED), told, case))


def _tried(choice: Choice, case: Case) -> tuple[Outcome, Finding | None]:
    """How a check went, and the finding that tells of its crash."""
    try:
        return _with_fingerprints(choice, _run(choice, case), case), None
    except Exception as crash:  # noqa: BLE001 - any crash is the check's own, and is told as such
        # the exception's text may quote the books: only where it happened is logged
        _log.error("check crashed", check=choice.key, error=type(crash).__name__, at=format_tb(crash.__traceback__))
        result = CheckResult(choice.key, Status.NOT_RUN, reason=NOT_COMPLETED)
        return _with_fingerprints(choice, result, case), found(CRASHED, crashed=RULES[choice.rule].text.title)


def _run(choice: Choice, case: Case) -> CheckResult:
    chosen = RULES[choice.rule]
    reason = next((why for need in chosen.needs if (why := need(case))), "")
    if reason:
        return CheckResult(choice.key, Status.NOT_RUN, reason=reason)
    outcome = chosen.find(case, Limits(chosen.thresholds, choice.limits))
    if isinstance(outcome, str):
        return CheckResult(choice.key, Status.NOT_RUN, reason=outcome)
    return _result(choice.key, outcome)


def _result(key: str, outcome: Found) -> CheckResult:
    return CheckResult(key, Status.FOUND if outcome.total else Status.CLEAN, outcome.findings, outcome.total)


def _with_fingerprints(choice: Choice, result: CheckResult, case: Case) -> Outcome:
    passing = RULES[choice.rule].passing if choice.rule in RULES else ()
    return Outcome(choice, result, fingerprints(choice.key, case.year, result.findings, passing))
