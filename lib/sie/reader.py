"""Reads a SIE file into frames and findings: type 1-4 here, SIE 5 by `lib.sie.five`."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from lib.sie import assembly
from lib.sie.arrangement import is_whole
from lib.sie.assembly import SCHEMAS
from lib.sie.buffers import Buffer
from lib.sie.bulk import stretches
from lib.sie.characters import Source, line_text
from lib.sie.checksum import check_sum
from lib.sie.door import admit, is_sie_5
from lib.sie.five import read_document, read_heading
from lib.sie.frames import SieFile
from lib.sie.lines import LineReader, Row, stripped
from lib.sie.notes import Notes
from lib.sie.object_lists import ObjectLists
from lib.sie.records import Group
from lib.sie.slices import end_of_lines
from lib.sie.tables import frames
from lib.sie.vouchers import numbered, placed

UNNAMED: Final = "file"
SMALL_BYTES: Final = 200_000
"""Below this size the lines are read one by one: numpy and Arrow would take longer to start."""

HEAD_BYTES: Final = 65_536
"""A file's beginning, which says whose it is and of which year: enough where the rest is not to be read."""


def read(source: Path | bytes, *, name: str | None = None) -> SieFile:
    """Read a SIE file of type 1, 2, 3, 4E, 4I or 5.

    `name` is what findings call the file, and what tells 4I (`.si`) from 4E; a path gives its own.
    What is wrong in the content becomes findings. Raises FileRefused when the file is not SIE
    at all or larger than `LIMIT_BYTES`, OSError when it cannot be read from the disk.
    Source: SIE 4C (2025-08-06), and real files as `lib.sie.tokens` tells.
    """
    called = name or (source.name if isinstance(source, Path) else UNNAMED)
    data = admit(source, called)
    if is_sie_5(data):
        return read_document(data, called)
    notes = Notes(called)
    content = Source.of(data, notes)
    reading = _Reading(content, notes)
    if len(data) < SMALL_BYTES:
        reading.read_one_by_one()
    else:
        reading.read_side_by_side()
    checksum = check_sum(data, content.encoding, notes) if reading.has_checksum else "absent"
    return reading.file(called, len(data), checksum)


def read_header(beginning: bytes, *, name: str) -> pl.DataFrame:
    """The header (`lib.sie.frames.HEADER`) of a file of which only the beginning is at hand; raises FileRefused."""
    data = admit(beginning, name)
    return read_heading(data, name) if is_sie_5(data) else read(data, name=name).header


@dataclass(slots=True)
class _Reading:
    """What was read of one file so far: rows by group, frames of those read side by side, braces seen."""

    source: Source
    notes: Notes
    lists: ObjectLists = field(default_factory=ObjectLists)
    rows: dict[Group, list[Row]] = field(default_factory=lambda: {group: [] for group in Group})
    frames: Mapping[Group, pl.DataFrame] = field(default_factory=dict)
    has_checksum: bool = False
    opened: int = 0
    closed: int = 0

    def read_one_by_one(self) -> None:
        """Read a small file."""
        self._read_on(self.source.data, 0)

    def read_side_by_side(self) -> None:
        """Read a large file."""
        found = list(stretches(self.source))
        before = 0
        for stretch in found:
            self.opened = before + stretch.opened if stretch.opened else self.opened
            self.closed = before + stretch.closed if stretch.closed else self.closed
            self.notes.take_over(stretch.rest.notes, before)
            self._take(stretch.rest, before, but=SCHEMAS)
            before += stretch.lines
        self.frames = frames(Buffer(self.source.data), found, self.lists)
        self._read_on(self.source.data[end_of_lines(self.source.data) :], before)

    def _read_on(self, data: bytes, before: int) -> None:
        """Read to the file's end line by line, `before` lines having been read."""
        reader = LineReader(self.notes, self.lists.number_of)
        *whole, rest = data.split(b"\n")
        for number, raw in enumerate(whole, before + 1):
            self._read_line(number, self._line(number, raw), reader)
        last = before + len(whole) + 1
        line = self._line(last, rest)
        if is_whole(line):
            self._read_line(last, line, reader)
        else:
            self.opened = last
        self._take(reader)
        if self.opened > self.closed:
            self.notes.add("cut-off", last if line else last - 1)

    def _line(self, number: int, raw: bytes) -> str:
        return stripped(line_text(raw, self.source.encoding, number, self.notes))

    def _read_line(self, number: int, line: str, reader: LineReader) -> None:
        if line == "{":
            self.opened = number
        elif line == "}":
            self.closed = number
        elif line:
            reader.read(number, line)

    def _take(self, reader: LineReader, lines_before: int = 0, but: Container[Group] = ()) -> None:
        """Take over what was read line by line, but for the rows of some groups."""
        for group, rows in reader.rows.items():
            if group not in but:
                self.rows[group] += rows
        self.has_checksum |= reader.has_checksum
        self.opened = max(self.opened, reader.opened_at and lines_before + reader.opened_at)

    def file(self, name: str, size: int, checksum: str) -> SieFile:
        """The frames of all that was read."""
        header, stated_type = assembly.header_frame(self.rows[Group.HEADER])
        balances = self._frame(Group.BALANCES)
        vouchers = numbered(self._frame(Group.VOUCHERS))
        yearly = bool(self.rows[Group.YEARS]) or len(balances) > 0
        transactions = placed(self._frame(Group.TRANSACTIONS), vouchers, self.notes)
        chart = (self.rows[group] for group in (Group.ACCOUNTS, Group.TYPES, Group.UNITS, Group.SRU))
        return SieFile(
            name=name,
            size=size,
            encoding=self.source.encoding,
            sie_type=sie_type(stated_type, name, yearly=yearly, vouchers=len(vouchers) > 0),
            checksum=checksum,
            header=header,
            years=assembly.years_frame(self.rows[Group.YEARS]),
            accounts=assembly.accounts_frame(*chart),
            dimensions=assembly.dimensions_frame(self.rows[Group.DIMENSIONS]),
            objects=self._frame(Group.OBJECTS).drop("line"),
            object_lists=self.lists.frame(),
            balances=balances,
            period_balances=self._frame(Group.PERIOD_BALANCES),
            vouchers=vouchers,
            transactions=transactions,
            findings=self.notes.findings(lambda line: _voucher_at(vouchers, line)),
        )

    def _frame(self, group: Group) -> pl.DataFrame:
        """The rows read side by side, and after them those read one by one (of a large file at most its last line)."""
        single = assembly.rows_frame(group, self.rows[group])
        if group not in self.frames:
            return single
        return pl.concat([self.frames[group], single]) if len(single) else self.frames[group]


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
