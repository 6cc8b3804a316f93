"""What was found wrong in books: an id and facts, rendered into words when someone reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from lib.core.languages import Fact, Language, translate

NO_FACTS: Final[Mapping[str, Fact]] = MappingProxyType({})


class Severity(StrEnum):
    """How much a finding weighs; see the one table in `lib.core.catalogue`."""

    REFUSED = "refused"
    """The file cannot become books at all: nothing is staged."""
    ERROR = "error"
    """Staged; activating needs an accountant's stated reason, which is logged."""
    WARNING = "warning"
    """Worth a look before use; stops an import from activating itself."""
    NOTE = "note"
    """Said so that nobody wonders; asks for nothing."""


class Status(StrEnum):
    """How a check went. `NOT_RUN` always comes with a reason: what was not checked is never clean."""

    CLEAN = "clean"
    FOUND = "found"
    NOT_RUN = "not-run"


@dataclass(frozen=True, slots=True)
class Location:
    """Where in the source: a file's name and its line, the first line being 1."""

    source: str
    line: int | None = None

    def __str__(self) -> str:
        return self.source if self.line is None else f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found by one check.

    `facts` are JSON values that the check's sentence names; amounts are öre, days ISO dates.
    `voucher` is written as people say it: series, space, number (`A 17`).
    """

    check: str
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=lambda: NO_FACTS)
    location: Location | None = None
    account: str | None = None
    voucher: str | None = None

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Finding":
        """The finding that `dataclasses.asdict` made JSON values of."""
        place = kept["location"]
        return cls(**{**kept, "severity": Severity(kept["severity"]), "location": Location(**place) if place else None})

    @property
    def known(self) -> dict[str, Fact]:
        """All that a sentence may name: the facts, the account, the voucher, the file and the line."""
        place = self.location
        return {
            "account": self.account,
            "voucher": self.voucher,
            "file": place.source if place else None,
            "line": place.line if place else None,
        } | dict(self.facts)


@dataclass(frozen=True, slots=True)
class CheckText:
    """What one check says, in English (the catalogues translate), and how much it weighs."""

    severity: Severity
    title: str
    sentence: str
    remedy: str

    def say(self, finding: Finding, language: Language) -> str:
        """The finding as one sentence that names the thing and the cause."""
        return translate(self.sentence, language, **finding.known)

    def advise(self, finding: Finding, language: Language) -> str:
        """The next step to take."""
        return translate(self.remedy, language, **finding.known)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The outcome of one check on one set of books.

    `total` counts all that was found; `findings` may hold only the first of them
    (see `lib.checks.registry.LISTED_AT_MOST`). `reason` is an English text (marked for the
    catalogues) that tells why a check was not run.
    """

    check: str
    status: Status
    findings: tuple[Finding, ...] = ()
    total: int = 0
    reason: str = ""

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "CheckResult":
        """The result that `dataclasses.asdict` made JSON values of."""
        findings = tuple(Finding.of_json(finding) for finding in kept["findings"])
        return cls(kept["check"], Status(kept["status"]), findings, kept["total"], kept["reason"])
