"""A SIE file looked at by itself, without a client: what `brygga inspect` and `brygga check` print."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lib.checks.registry import Intake, run_intake
from lib.core.catalogue import CATALOGUE
from lib.core.errors import FileRefused
from lib.core.findings import CheckResult, Finding, Severity, Status
from lib.core.languages import Language, mark, translate
from lib.core.organisations import org_number
from lib.ledger.intake import books_of
from lib.sie import SieFile, read

SHOWN_AT_MOST: Final = 20
"""Findings of one check that are printed for people; the rest are counted."""
EXCERPT_AT_MOST: Final = 160

SEVERITIES: Final = {
    Severity.REFUSED: mark("refused"),
    Severity.ERROR: mark("error"),
    Severity.WARNING: mark("warning"),
    Severity.NOTE: mark("note"),
}
_CONTENT: Final = mark(
    "SIE {sie_type}, {accounts:count|account|accounts}, {vouchers:count|voucher|vouchers}, "
    "{transactions:count|row|rows}; debit {debit_ore:kr}, credit {credit_ore:kr}"
)
_SUMMARY: Final = mark(
    "{refused:count} refused, {error:count|error|errors}, {warning:count|warning|warnings}, {note:count|note|notes}"
)
_MORE: Final = mark("and {more:count} more of the same kind")
_NOT_RUN: Final = mark("not run ({reason:text}): {checks}")
_FACTS: Final = (
    "encoding",
    "sie_type",
    "program",
    "program_version",
    "org_number",
    "company_name",
    "financial_years",
    "accounts",
    "vouchers",
    "transactions",
    "debit_ore",
    "credit_ore",
    "added_rows",
    "struck_rows",
    "checksum",
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file holds and what was found in it; `sie` is None when it could not be read at all."""

    source: Path
    sie: SieFile | None
    results: tuple[CheckResult, ...]
    language: Language

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that are kept, worst check first."""
        return tuple(finding for result in self.results for finding in result.findings)

    @property
    def has_errors(self) -> bool:
        """Whether anything would refuse the file, or ask an accountant for a reason."""
        return any(finding.severity in {Severity.REFUSED, Severity.ERROR} for finding in self.findings)

    def as_json(self) -> dict[str, object]:
        """The file's facts (null when it was refused) and findings; amounts in öre, credit as a positive figure."""
        facts = _facts(self.sie) if self.sie else dict.fromkeys(_FACTS)
        return {"file": str(self.source), **facts, "findings": [self._finding(found) for found in self.findings]}

    def as_text(self) -> str:
        """The same for people: `file:line: weight: sentence`, the line itself, and the next step."""
        parts = [*self._heading(), *self._found(), *self._not_run(), self._summary()]
        return "\n\n".join(parts)

    def _finding(self, found: Finding) -> dict[str, object]:
        text = CATALOGUE[found.check]
        return {
            "check": found.check,
            "severity": found.severity.value,
            "message": text.say(found, self.language),
            "line": found.location.line if found.location else None,
            "account": found.account,
            "voucher": found.voucher,
            "remedy": text.advise(found, self.language),
        }

    def _heading(self) -> Iterator[str]:
        if self.sie is None:
            return
        facts = _facts(self.sie)
        who = " ".join(str(facts[name]) for name in ("company_name", "org_number") if facts[name])
        years = self.sie.years.sort("year_index", descending=True).drop_nulls().iter_rows()
        spans = ", ".join(f"{start} - {end}" for _, start, end in years)
        with_what = " ".join(str(facts[name]) for name in ("program", "program_version") if facts[name])
        figures = {name: value for name, value in facts.items() if isinstance(value, str | int)}
        lines = [f"{self.source}: {who}", spans, with_what, translate(_CONTENT, self.language, **figures)]
        yield "\n   ".join(line for line in lines if line)

    def _found(self) -> Iterator[str]:
        shown = [found for result in self.results for found in result.findings[:SHOWN_AT_MOST]]
        excerpts = _excerpts(self.source, self.sie, shown)
        for result in self.results:
            listed = result.findings[:SHOWN_AT_MOST]
            if not listed:
                continue
            lines = [part for found in listed for part in self._printed(found, excerpts)]
            if more := result.total - len(listed):
                lines.append(f"   {translate(_MORE, self.language, more=more)}")
            yield "\n".join([*lines, f"   → {CATALOGUE[result.check].advise(listed[0], self.language)}"])

    def _printed(self, found: Finding, excerpts: dict[int, str]) -> Iterator[str]:
        line = found.location.line if found.location else None
        place = f"{self.source}:{line}" if line else str(self.source)
        weight = translate(SEVERITIES[found.severity], self.language)
        yield f"{place}: {weight}: {CATALOGUE[found.check].say(found, self.language)}"
        if line in excerpts:
            yield f"   | {excerpts[line]}"

    def _not_run(self) -> Iterator[str]:
        titles: dict[str, list[str]] = {}
        for result in self.results:
            if result.status is Status.NOT_RUN:
                titles.setdefault(result.reason, []).append(translate(CATALOGUE[result.check].title, self.language))
        if titles:
            yield "\n".join(
                translate(_NOT_RUN, self.language, reason=reason, checks="; ".join(of_reason))
                for reason, of_reason in titles.items()
            )

    def _summary(self) -> str:
        weights = [(result.findings[0].severity, result.total) for result in self.results if result.findings]
        totals = {one.value: sum(total for weight, total in weights if weight is one) for one in Severity}
        return translate(_SUMMARY, self.language, **totals)


def inspect(source: Path, *, language: Language = "sv") -> Inspection:
    """Read a SIE file and run every check that needs no client; raises OSError when it cannot be opened."""
    try:
        sie = read(source)
    except FileRefused as refusal:
        refused = CheckResult(refusal.finding.check, Status.FOUND, (refusal.finding,), 1)
        return Inspection(source, None, (refused,), language)
    books, findings = books_of(sie)
    return Inspection(source, sie, run_intake(Intake(sie, books, (*sie.findings, *findings))), language)


def _facts(sie: SieFile) -> dict[str, object]:
    amounts = sie.booked["amount"]
    kinds = sie.transactions["kind"]
    years = sie.years.sort("year_index", descending=True).iter_rows()
    values = (
        sie.encoding,
        sie.sie_type,
        sie.head("program") or None,
        sie.head("program_version") or None,
        org_number(sie.head("org_number")) or None,
        sie.head("company_name") or None,
        [{"index": index, "start": _iso(start), "end": _iso(end)} for index, start, end in years],
        sie.accounts.height,
        sie.vouchers.height,
        amounts.len(),
        int(amounts.filter(amounts > 0).sum()),
        -int(amounts.filter(amounts < 0).sum()),
        int((kinds == "RTRANS").sum()),
        int((kinds == "BTRANS").sum()),
        sie.checksum,
    )
    return dict(zip(_FACTS, values, strict=True))


def _iso(day: object) -> str | None:
    return None if day is None else str(day)


def _excerpts(source: Path, sie: SieFile | None, findings: Sequence[Finding]) -> dict[int, str]:
    """The lines that the findings name, as they stand in the file."""
    wanted = {found.location.line for found in findings if found.location and found.location.line}
    if not wanted:
        return {}
    encoding = sie.encoding if sie else "utf-8"
    with source.open("rb") as file:
        lines = {number: raw for number, raw in enumerate(file, 1) if number in wanted}
    return {number: raw.decode(encoding, "replace").strip()[:EXCERPT_AT_MOST] for number, raw in lines.items()}
