"""Reads a SIE file of type 1-4 into frames and findings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from lib.sie import assembly
from lib.sie.bulk import Stretch, stretches
from lib.sie.characters import Source
from lib.sie.checksum import check_sum
from lib.sie.door import admit
from lib.sie.frames import SieFile
from lib.sie.lines import LineReader, is_whole, stripped
from lib.sie.notes import Notes
from lib.sie.object_lists import ObjectLists
from lib.sie.records import Group
from lib.sie.tables import Table, merged, tables
from lib.sie.vouchers import numbered, placed

UNNAMED: Final = "file"
SMALL_BYTES: Final = 200_000
"""Below this size the lines are read one by one: numpy and Arrow would take longer to start."""


def read(source: Path | bytes, *, name: str | None = None) -> SieFile:
    """Read a SIE file of type 1, 2, 3, 4E or 4I.

    `name` is what findings call the file, and what tells 4I (`.si`) from 4E; a path gives its own.
    What is wrong in the content becomes findings. Raises FileRefused when the file is not SIE 1-4
    at all or larger than `LIMIT_BYTES`, OSError when it cannot be read from the disk.
    Source: SIE 4C (2025-08-06), and real files as `lib.sie.tokens` tells.
    """
    called = name or (source.name if isinstance(source, Path) else UNNAMED)
    data = admit(source, called)
    notes = Notes(called)
    content = Source.of(data, notes)
    reading = _Reading(content, notes)
    checksum = check_sum(data, content.encoding, notes)
    if len(data) < SMALL_BYTES:
        reading.read_one_by_one()
    else:
        reading.read_side_by_side()
    return reading.file(called, len(data), checksum)


@dataclass(slots=True)
class _Reading:
    """What was read of one file so far: rows by group, tables of those read side by side, braces seen."""

    source: Source
    notes: Notes
    lists: ObjectLists = field(default_factory=ObjectLists)
    lines: LineReader = field(init=False)
    tables: dict[Group, list[Table]] = field(default_factory=dict)
    opened: int = 0
    closed: int = 0

    def __post_init__(self) -> None:
        self.lines = LineReader(self.notes, self.lists)

    def read_one_by_one(self) -> None:
        """Read a small file."""
        *whole, rest = self.source.text().split("\n")
        for number, line in enumerate(map(stripped, whole), 1):
            if line == "{":
                self.opened = number
            elif line == "}":
                self.closed = number
            elif line:
                self.lines.read(number, line)
        self._end(len(whole) + 1, stripped(rest))

    def read_side_by_side(self) -> None:
        """Read a large file: what is plain in numpy, the other lines one by one."""
        found = list(stretches(self.source.data, self.source.encoding))
        self.tables = tables(found, self.lists)
        base = 0
        for stretch in found:
            self.opened = base + stretch.opened if stretch.opened else self.opened
            self.closed = base + stretch.closed if stretch.closed else self.closed
            for number, line in _exact_lines(stretch, self.source):
                self.lines.read(base + number, line)
            base += len(stretch.lines)
        self._end(base + 1, stripped(self.source.text(self.source.data.rfind(b"\n") + 1)))

    def _end(self, number: int, line: str) -> None:
        """Read what follows the last line end, and tell whether the file's own end is missing."""
        if line == "}":
            self.closed = number
        elif not is_whole(line):
            self.opened = number
        elif line:
            self.lines.read(number, line)
        if max(self.opened, self.lines.opened_at) > self.closed:
            self.notes.add("cut-off", number if line else number - 1)

    def file(self, name: str, size: int, checksum: str) -> SieFile:
        """The frames of all that was read."""
        rows = self.lines.rows
        header, stated_type = assembly.header_frame(rows[Group.HEADER])
        balances = self._frame(Group.BALANCES)
        vouchers = numbered(self._frame(Group.VOUCHERS))
        yearly = bool(rows[Group.YEARS]) or len(balances) > 0
        transactions = placed(self._frame(Group.TRANSACTIONS), vouchers, self.notes)
        names = (rows[group] for group in (Group.ACCOUNTS, Group.TYPES, Group.UNITS, Group.SRU))
        return SieFile(
            name=name,
            size=size,
            encoding=self.source.encoding,
            sie_type=sie_type(stated_type, name, yearly=yearly, vouchers=len(vouchers) > 0),
            checksum=checksum,
            header=header,
            years=assembly.years_frame(rows[Group.YEARS]),
            accounts=assembly.accounts_frame(*names),
            dimensions=assembly.dimensions_frame(rows[Group.DIMENSIONS]),
            objects=self._frame(Group.OBJECTS).drop("line"),
            object_lists=self.lists.frame(),
            balances=balances,
            period_balances=self._frame(Group.PERIOD_BALANCES),
            vouchers=vouchers,
            transactions=transactions,
            findings=self.notes.findings(lambda line: _voucher_at(vouchers, line)),
        )

    def _frame(self, group: Group) -> pl.DataFrame:
        return merged(self.tables.get(group, ()), assembly.rows_frame(group, self.lines.rows[group]))


def _exact_lines(stretch: Stretch, source: Source) -> Iterator[tuple[int, str]]:
    """The lines of a stretch that were not plain, with their numbers in it."""
    exact = np.unique(np.concatenate([stretch.exact, *(part.lines[~part.plain] - 1 for part in stretch.parts)]))
    lines = stretch.lines
    for row in exact.tolist():
        yield row + 1, stripped(source.decoded(lines.buffer.text(lines.start[row], lines.stop[row])))


def _voucher_at(vouchers: pl.DataFrame, line: int) -> str | None:
    place = int(vouchers["line"].search_sorted(line, side="right")) - 1
    if place < 0:
        return None
    series, number = vouchers.row(place)[1:3]
    return f"{series} {number}".strip()


def sie_type(stated: str, name: str, *, yearly: bool, vouchers: bool) -> str:
    """The file's type: 4I and 4E are both stated as 4, and told apart by the name or by what 4I must not have."""
    digit = stated.strip()[:1]
    if digit not in {"1", "2", "3", "4"}:
        digit = "4" if vouchers else "1"
    if digit != "4":
        return digit
    return "4I" if name.lower().endswith(".si") or not yearly else "4E"
