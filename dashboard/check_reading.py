"""The results of the checks as people read them: each check with its name and its findings, worst first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from dashboard import closing_data, data
from dashboard.closing_data import Checked
from dashboard.context import View
from dashboard.language import _, current
from dashboard.panels import Sign
from lib.checks.analysis import targets
from lib.checks.analysis.registry import CRASHED, RULES, TEXTS, Outcome, text_of
from lib.closing import results
from lib.closing.results import OUTLOOK_NAMES, Counts, Outlook
from lib.core.catalogue import CATALOGUE
from lib.core.explanations import EXPLANATIONS
from lib.core.findings import Finding, Severity
from lib.store import check_settings, marks
from lib.store.check_tables import FindingMark

SIGNS: Final = {
    Outlook.FOUND: Sign("▲", OUTLOOK_NAMES[Outlook.FOUND], "red"),
    Outlook.NOT_RUN: Sign("◌", OUTLOOK_NAMES[Outlook.NOT_RUN], "orange"),
    Outlook.DONE: Sign("✓", OUTLOOK_NAMES[Outlook.DONE], "gray"),
    Outlook.CLEAN: Sign("●", OUTLOOK_NAMES[Outlook.CLEAN], "green"),
}
"""How a check stands, the worst first."""
_SHORT: Final = 12
"""So much of a fingerprint tells it from the others of a check in an address."""


@dataclass(frozen=True, slots=True)
class Item:
    """A finding, and the mark on it if somebody has dealt with it."""

    finding: Finding
    fingerprint: str
    mark: FindingMark | None

    @property
    def code(self) -> str:
        """What names the finding in the address."""
        return self.fingerprint[:_SHORT]

    @property
    def sentence(self) -> str:
        """What was found, in the reader's language."""
        return text_of(self.finding.check).say(self.finding, current())

    @property
    def advice(self) -> str:
        """The next step."""
        return text_of(self.finding.check).advise(self.finding, current())

    @property
    def amount(self) -> int | None:
        """What it comes to, in öre."""
        return targets.amount(self.finding)


@dataclass(frozen=True, slots=True)
class Check:
    """How one check went; `name` is what people call it where it is the client's own."""

    outcome: Outcome
    items: tuple[Item, ...]
    outlook: Outlook
    counts: Counts
    name: str = ""

    @property
    def key(self) -> str:
        """What names the check in the address and on marks."""
        return self.outcome.choice.key

    @property
    def code(self) -> str:
        """Its code in the help: `T3`; blank of what the program says of itself."""
        rule = RULES.get(self.outcome.choice.rule)
        return rule.code if rule else ""

    @property
    def title(self) -> str:
        """What it is called, in the reader's language."""
        return self.name or _(text_of(self.outcome.choice.rule).title)

    @property
    def open_items(self) -> tuple[Item, ...]:
        """The findings that wait for somebody."""
        return tuple(item for item in self.items if item.mark is None)

    @property
    def severity(self) -> Severity | None:
        """The weightiest finding that waits for somebody, else of all; None where there is none."""
        found = {item.finding.severity for item in self.open_items or self.items}
        return next((severity for severity in Severity if severity in found), None)

    @property
    def sign(self) -> Sign:
        """Shape, word and colour of how it stands; notes alone alarm nobody."""
        sign = SIGNS[self.outlook]
        mild = self.outlook is Outlook.FOUND and self.severity is Severity.NOTE
        return replace(sign, colour="orange") if mild else sign

    @property
    def status(self) -> str:
        """The same as Markdown."""
        return f":{self.sign.colour}[{self.sign.shape} {_(self.sign.word)}]"

    @property
    def order(self) -> tuple[int, int, int, int]:
        """What waits for somebody first, the weightiest of it first, and then as in the help."""
        weight = list(Severity).index(self.severity) if self.severity else len(Severity)
        number = int(self.code[1:]) if self.code else 0
        return list(SIGNS).index(self.outlook), weight, -self.counts.open, number


@dataclass(frozen=True, slots=True)
class Results:
    """The newest run of the checks on a year, worst first."""

    checks: tuple[Check, ...]
    run: Checked

    def check(self, key: str) -> Check | None:
        """The check of this key."""
        return next((check for check in self.checks if check.key == key), None)


def read(view: View) -> Results | None:
    """The newest run on the year shown; None where the checks were never run on it."""
    return read_of(view, closing_data.checked(view, view.shown_year))


def read_of(view: View, run: Checked | None) -> Results | None:
    """What a run found, with the marks on its findings; None where there is none."""
    if run is None:
        return None
    with data.house().store.reading() as session:
        marked = marks.of_findings(session, view.client.id)
        names = {key: row.name for key, row in check_settings.of_client(session, view.client.id).items()}
    return Results(tuple(sorted(_checks(run.outcomes, marked, names), key=lambda check: check.order)), run)


def _checks(
    outcomes: Iterable[Outcome], marked: Mapping[results.Mark, FindingMark], names: Mapping[str, str]
) -> Iterable[Check]:
    for outcome in outcomes:
        key = outcome.choice.key
        if key == CRASHED and not outcome.result.total:
            continue  # that no check crashed is not worth a line of its own
        if not _is_known(outcome):
            continue  # of an older program: out of date, and nobody can say any more what was found
        listed = zip(outcome.result.findings, outcome.fingerprints, strict=True)
        items = tuple(Item(finding, print_, marked.get((key, print_))) for finding, print_ in listed)
        yield Check(
            outcome,
            items,
            results.outlook(outcome, marked.keys()),
            results.counts(outcome, marked.keys()),
            names.get(key, ""),
        )


def _is_known(outcome: Outcome) -> bool:
    kinds = {outcome.choice.rule, *(finding.check for finding in outcome.result.findings)}
    return all(any(kind in table for table in (TEXTS, CATALOGUE, EXPLANATIONS)) for kind in kinds)
