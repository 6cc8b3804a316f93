"""A year's analysis for people at a command line: what `brygga check --analysis` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import Outcome, run_analysis, text_of
from lib.checks.inspection import SEVERITIES, SHOWN_AT_MOST, Inspection, inspect
from lib.core.findings import Finding, Severity, Status
from lib.core.languages import Language, mark, translate
from lib.core.organisations import org_number
from lib.ledger.books import Extent, YearBooks
from lib.ledger.intake import books_of
from lib.sie import SieFile

_CHECKS: Final = mark(
    "{found:count|check|checks} found something, {clean:count} clean, {not_run:count} not run: "
    "{findings:count|finding|findings}"
)
_MORE: Final = mark("and {more:count} more of the same kind")
_NOT_RUN: Final = mark("not run ({reason:text}): {checks}")
_CLEAN: Final = mark("clean: {checks}")


@dataclass(frozen=True, slots=True)
class Analysed:
    """One file's own year and what the checks found in it."""

    source: Path
    books: YearBooks
    outcomes: tuple[Outcome, ...]
    language: Language

    @property
    def has_errors(self) -> bool:
        """Whether anything found is an error."""
        return any(one.severity is Severity.ERROR for outcome in self.outcomes for one in outcome.result.findings)

    def as_text(self) -> str:
        """What was found, check by check, what was clean, what was not run and why, and how many of each."""
        found = [part for outcome in self.outcomes for part in self._found(outcome)]
        return "\n\n".join([f"{self.source}: {self.books.year}", *found, *self._others(), self._summary()])

    def _found(self, outcome: Outcome) -> Iterator[str]:
        listed = outcome.result.findings[:SHOWN_AT_MOST]
        if not listed:
            return
        lines = [
            f"{self._title(outcome)} ({outcome.choice.key})",
            *(line for one in listed for line in self._told(one)),
        ]
        if more := outcome.result.total - len(listed):
            lines.append(f"   {translate(_MORE, self.language, more=more)}")
        yield "\n".join(lines)

    def _told(self, one: Finding) -> Iterator[str]:
        text = text_of(one.check)
        yield f"   {translate(SEVERITIES[one.severity], self.language)}: {text.say(one, self.language)}"
        yield f"      → {text.advise(one, self.language)}"

    def _others(self) -> Iterator[str]:
        reasons: dict[str, list[str]] = {}
        for outcome in self.outcomes:
            if outcome.result.status is Status.NOT_RUN:
                reasons.setdefault(outcome.result.reason, []).append(self._title(outcome))
        clean = [self._title(outcome) for outcome in self.outcomes if outcome.result.status is Status.CLEAN]
        lines = [translate(_CLEAN, self.language, checks="; ".join(clean))] if clean else []
        for reason, titles in reasons.items():
            lines.append(translate(_NOT_RUN, self.language, reason=reason, checks="; ".join(titles)))
        yield "\n".join(lines)

    def _title(self, outcome: Outcome) -> str:
        return translate(text_of(outcome.choice.rule).title, self.language)

    def _summary(self) -> str:
        statuses = [outcome.result.status for outcome in self.outcomes]
        counts = {name: statuses.count(status) for name, status in _STATUSES.items()}
        findings = sum(outcome.result.total for outcome in self.outcomes)
        return translate(_CHECKS, self.language, findings=findings, **counts)


_STATUSES: Final = {"found": Status.FOUND, "clean": Status.CLEAN, "not_run": Status.NOT_RUN}


def analyse(sources: Sequence[Path], today: date, *, language: Language = "sv") -> Iterator[Analysed | Inspection]:
    """Analyse the own year of each file, with the earlier years of the same company among the files beside it.

    A file that cannot become books is inspected instead. Raises OSError when one cannot be opened.
    """
    read = [(inspection, _books(inspection.sie)) for inspection in (inspect(one, language=language) for one in sources)]
    for inspection, own in read:
        if own is None:
            yield inspection
            continue
        same = [books for other, books in read if books and _company(other.sie) == _company(inspection.sie)]
        earlier = [books for books in same if books.year.end < own.year.start and books.extent is Extent.FULL]
        case = Case(own, today, tuple(sorted(earlier, key=lambda books: books.year, reverse=True)))
        yield Analysed(inspection.source, own, run_analysis(case), language)


def _books(sie: SieFile | None) -> YearBooks | None:
    books = books_of(sie)[0] if sie else []
    return books[0] if books else None


def _company(sie: SieFile | None) -> str:
    return org_number(sie.head("org_number")) if sie else ""
