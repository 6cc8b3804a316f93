"""The reader's findings while it reads: kept by line, the first of each check listed, vouchers named at the end."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeVar

from lib.core.catalogue import finding
from lib.core.findings import NO_FACTS, Finding, Location
from lib.core.languages import Fact

LISTED_AT_MOST: Final = 200
"""Findings of one check that are listed; further ones would say nothing new."""
SHOWN_AT_MOST: Final = 80
"""Characters of a file's own text that a finding shows."""

_Key = TypeVar("_Key", bound=Hashable)


class Note(NamedTuple):
    """A finding before its voucher is known; `in_voucher` says that the line belongs to one.

    `voucher` names it where the reader knows it already.
    """

    check: str
    line: int | None
    account: str | None = None
    in_voucher: bool = False
    facts: Mapping[str, Fact] = NO_FACTS
    voucher: str | None = None


@dataclass(slots=True)
class Notes:
    """What was found so far in one file."""

    source: str
    kept: list[Note] = field(default_factory=list)
    totals: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Labels that SIE 4 does not have: the first line and the number of lines of each."""
    mended: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """Character sets of the file and of single fields in it: the first line and the number of lines."""

    def add(
        self,
        check: str,
        line: int | None,
        account: str | None = None,
        in_voucher: bool = False,  # noqa: FBT001, FBT002 - callers hand on the three parts of a place
        *,
        voucher: str | None = None,
        **facts: Fact,
    ) -> None:
        """Note one finding, unless enough of its kind are listed."""
        self.totals[check] += 1
        if self.totals[check] <= LISTED_AT_MOST:
            self.kept.append(Note(check, line, account, in_voucher, facts, voucher))

    def pass_over(self, label: str, line: int) -> None:
        """Count one line of a label that SIE 4 does not have."""
        if label in self.unknown or len(self.unknown) < LISTED_AT_MOST:
            _count(self.unknown, label, line)

    def mend(self, encoding: str, other: str, line: int) -> None:
        """Count one line of a file in `encoding` that was read in the `other` character set."""
        _count(self.mended, (encoding, other), line)

    def take_over(self, others: "Notes", lines_before: int) -> None:
        """Add what was noted of a later part of the file, whose lines were counted from 1."""
        for note in others.kept:
            if self.totals[note.check] < LISTED_AT_MOST:
                self.kept.append(note._replace(line=note.line and note.line + lines_before))
                self.totals[note.check] += 1
        for label, (first, rows) in others.unknown.items():
            if label in self.unknown or len(self.unknown) < LISTED_AT_MOST:
                _count(self.unknown, label, first + lines_before, rows)
        for encodings, (first, rows) in others.mended.items():
            _count(self.mended, encodings, first + lines_before, rows)

    def findings(self, voucher_at: Callable[[int], str | None]) -> tuple[Finding, ...]:
        """All that was noted, by line; `voucher_at` names the voucher that a line belongs to."""
        labels = [
            Note("unknown-label", first, facts={"label": f"#{shown(label)}", "rows": rows})
            for label, (first, rows) in self.unknown.items()
        ]
        mended = [
            Note("mixed-encoding", first, facts={"rows": rows, "encoding": encoding, "repaired": other})
            for (encoding, other), (first, rows) in self.mended.items()
        ]
        ordered = sorted(self.kept + labels + mended, key=lambda note: note.line or 0)
        return tuple(self._finding(note, voucher_at) for note in ordered)

    def _finding(self, note: Note, voucher_at: Callable[[int], str | None]) -> Finding:
        voucher = voucher_at(note.line) if note.in_voucher and note.line else note.voucher
        place = Location(self.source, note.line)
        return finding(note.check, location=place, account=note.account, voucher=voucher, **note.facts)


def _count(tally: dict[_Key, tuple[int, int]], key: _Key, line: int, rows: int = 1) -> None:
    first, before = tally.get(key, (line, 0))
    tally[key] = (first, before + rows)


def shown(text: str) -> str:
    """A file's text as a finding shows it: short, and without control characters."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:SHOWN_AT_MOST])
    return plain if len(text) <= SHOWN_AT_MOST else plain + "…"
