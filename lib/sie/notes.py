"""The reader's findings while it reads: kept by line, the first of each check listed, vouchers named at the end."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lib.core.catalogue import finding
from lib.core.findings import Finding, Location
from lib.core.languages import Fact

LISTED_AT_MOST: Final = 200
"""Findings of one check that are listed; further ones would say nothing new."""
SHOWN_AT_MOST: Final = 80
"""Characters of a file's own text that a finding shows."""


class Note(NamedTuple):
    """A finding before its voucher is known; `in_voucher` says that the line belongs to one."""

    check: str
    line: int | None
    account: str | None
    in_voucher: bool
    facts: dict[str, Fact]


@dataclass(slots=True)
class Notes:
    """What was found so far in one file."""

    source: str
    kept: list[Note] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(
        self, check: str, line: int | None, *, account: str | None = None, in_voucher: bool = False, **facts: Fact
    ) -> None:
        """Note one finding, unless enough of its kind are listed."""
        self.totals[check] += 1
        if self.totals[check] <= LISTED_AT_MOST:
            self.kept.append(Note(check, line, account, in_voucher, facts))

    def pass_over(self, label: str, line: int) -> None:
        """Count one line of a label that SIE 4 does not have."""
        first, rows = self.unknown.get(label, (line, 0))
        if rows or len(self.unknown) < LISTED_AT_MOST:
            self.unknown[label] = (first, rows + 1)

    def findings(self, voucher_at: Callable[[int], str | None]) -> tuple[Finding, ...]:
        """All that was noted, by line; `voucher_at` names the voucher that a line belongs to."""
        labels = [
            Note("unknown-label", first, None, False, {"label": f"#{shown(label)}", "rows": rows})  # noqa: FBT003
            for label, (first, rows) in self.unknown.items()
        ]
        ordered = sorted(self.kept + labels, key=lambda note: note.line or 0)
        return tuple(self._finding(note, voucher_at) for note in ordered)

    def _finding(self, note: Note, voucher_at: Callable[[int], str | None]) -> Finding:
        voucher = voucher_at(note.line) if note.in_voucher and note.line else None
        place = Location(self.source, note.line)
        return finding(note.check, location=place, account=note.account, voucher=voucher, **note.facts)


def shown(text: str) -> str:
    """A file's text as a finding shows it: short, and without control characters."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:SHOWN_AT_MOST])
    return plain if len(text) <= SHOWN_AT_MOST else plain + "…"
