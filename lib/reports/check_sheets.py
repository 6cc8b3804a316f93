"""The results of the checks as sheets: a line for each check, and a line for each finding with who dealt with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl

from lib.checks.analysis import targets
from lib.checks.analysis.registry import Outcome, text_of
from lib.checks.inspection import SEVERITIES
from lib.closing.results import OUTLOOK_NAMES, OUTLOOK_SHAPES, Counts, Outlook
from lib.core.findings import Finding
from lib.core.languages import Language, mark, moment, translate
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import table

RESULTS: Final = mark("Check results")
FINDINGS: Final = mark("Findings")
DONE: Final = mark("Marked as done")
OPEN: Final = mark("Open")
_WIDE, _WIDEST = 42, 80

_CHECKS: Final = (
    Column("code", mark("Code"), width=6),
    Column("title", mark("Check"), width=_WIDE),
    Column("state", mark("Status"), width=20),
    Column("open", mark("Open findings"), Kind.COUNT, summed=True),
    Column("marked", mark("Marked as done"), Kind.COUNT, summed=True),
    Column("unlisted", mark("Not listed"), Kind.COUNT, summed=True),
    Column("limits", mark("Limits"), width=_WIDE),
    Column("reason", mark("Why it could not be run"), width=_WIDEST),
)
_FINDINGS: Final = (
    Column("code", mark("Code"), width=6),
    Column("title", mark("Check"), width=_WIDE),
    Column("weight", mark("Weight"), width=12),
    Column("voucher", mark("Voucher"), width=10),
    Column("account", mark("Account"), width=10),
    Column("amount", mark("Amount"), Kind.AMOUNT),
    Column("sentence", mark("Finding"), width=_WIDEST),
    Column("advice", mark("Next step"), width=_WIDEST),
    Column("state", mark("Status"), width=16),
    Column("who", mark("By"), width=18),
    Column("at", mark("When"), width=20),
    Column("comment", mark("Comment"), width=_WIDE),
)


@dataclass(frozen=True, slots=True)
class Said:
    """Who marked a finding as done, when (in the time zone that it is to be told in), and why."""

    who: str
    at: datetime
    comment: str


@dataclass(frozen=True, slots=True)
class Line:
    """A check: its code, its own name if it has one, how it went, its findings with what was said of them."""

    code: str
    name: str
    outcome: Outcome
    outlook: Outlook
    counts: Counts
    findings: Sequence[tuple[Finding, Said | None]]
    limits: str = ""
    """What it goes by, in words; blank where it has no limits, or only such as its title tells."""


def sheets(lines: Sequence[Line], language: Language) -> list[Sheet]:
    """Both sheets; times as their own time zone has them."""
    checks = [_check(line, language) for line in lines]
    found = [row for line in lines for row in _found(line, language)]
    return [
        table(RESULTS, _frame(checks, _CHECKS), _CHECKS, language),
        table(FINDINGS, _frame(found, _FINDINGS), _FINDINGS, language),
    ]


def _check(line: Line, language: Language) -> dict[str, Any]:
    return {
        "code": line.code,
        "title": _title(line, language),
        "state": f"{OUTLOOK_SHAPES[line.outlook]} {translate(OUTLOOK_NAMES[line.outlook], language)}",
        "open": line.counts.open,
        "marked": line.counts.marked,
        "unlisted": line.counts.unlisted,
        "limits": line.limits,
        "reason": translate(line.outcome.result.reason, language),
    }


def _found(line: Line, language: Language) -> Iterable[dict[str, Any]]:
    for finding, said in line.findings:
        text = text_of(finding.check)
        yield {
            "code": line.code,
            "title": _title(line, language),
            "weight": translate(SEVERITIES[finding.severity], language),
            "voucher": finding.voucher or "",
            "account": finding.account or "",
            "amount": targets.amount(finding),
            "sentence": text.say(finding, language),
            "advice": text.advise(finding, language),
            "state": translate(DONE if said else OPEN, language),
            "who": said.who if said else "",
            "at": moment(said.at, language) if said else "",
            "comment": said.comment if said else "",
        }


def _title(line: Line, language: Language) -> str:
    return line.name or translate(text_of(line.outcome.choice.rule).title, language)


def _frame(rows: Sequence[dict[str, Any]], columns: Sequence[Column]) -> pl.DataFrame:
    whole = {Kind.AMOUNT, Kind.COUNT}
    return pl.DataFrame(rows, {one.name: pl.Int64 if one.kind in whole else pl.String for one in columns})
