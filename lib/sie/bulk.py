"""A large file read stretch by stretch on all cores: records of which there are many side by side in numpy.

Lines that are not plain, and records of which there are few, are read one by one.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Final, NamedTuple

import numpy as np

from lib.sie.buffers import PAD, Buffer, Flags, Places, Rows, few_places
from lib.sie.characters import Source, line_text
from lib.sie.columns import Column, Columns, Lists, with_zeros
from lib.sie.cursor import OPENS, QUOTE, Cursor
from lib.sie.encoding import Encoding
from lib.sie.lines import LineReader, Row, stripped
from lib.sie.marks import Marks
from lib.sie.notes import Notes
from lib.sie.records import RECORDS, Group, Kind, Record
from lib.sie.slices import CLOSING, LABELS, OPENING, OTHER, Codes, Lines, code_of, cut, end_of_lines
from lib.sie.strings import Texts

THREADS: Final = 2
BACKSLASH: Final = ord("\\")
LAYOUTS: Final = (
    ("TRANS", "RTRANS", "BTRANS"),
    ("VER",),
    ("PSALDO", "PBUDGET"),
    ("OBJEKT",),
    ("IB", "UB", "RES"),
    ("OIB", "OUB"),
)
"""Labels whose records have the same fields."""
_LENGTHS: Final = np.array([0] * (OTHER + 1) + [len(f"#{label}") for label in LABELS], np.int32)
_LAYOUT_OF: Final = np.full(len(_LENGTHS), -1, np.int8)
for _place, _labels in enumerate(LAYOUTS):
    _LAYOUT_OF[[code_of(label) for label in _labels]] = _place


class Part(NamedTuple):
    """The records of one layout in one stretch: codes and lines (from 1), columns by name, and which were read."""

    record: Record
    codes: Codes
    lines: Places
    columns: dict[str, Column]
    read: Flags


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of the file, read; its lines are counted from 1, its object lists are places in `lists`."""

    lines: int
    texts: Buffer
    """The texts that do not stand in the file as they are."""
    parts: Sequence[Part]
    lists: Sequence[str]
    rest: LineReader
    """What was read line by line: the rows of other records, and the notes."""
    opened: int
    closed: int


def stretches(source: Source) -> Iterator[Stretch]:
    """The whole lines of the file but for the last few, stretch by stretch in order."""
    job = _Job(Buffer(source.data), source.encoding, Lists(source.encoding))
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        places = cut(source.data, end_of_lines(source.data))
        yield from pool.map(job.read, places, count(1))


def _escapes(buffer: Buffer, start: int, stop: int) -> Places:
    """Where the escaped quotes stand in a stretch."""
    found = few_places(buffer.bytes[start:stop] == BACKSLASH) + start
    escaped: Places = found[buffer.bytes[found + 1] == QUOTE].astype(np.int32)
    return escaped


@dataclass(frozen=True, slots=True)
class _Job:
    """What all stretches of one file share."""

    buffer: Buffer
    encoding: Encoding
    lists: Lists

    def read(self, place: tuple[int, int], number: int) -> Stretch:
        """Read one stretch, from its start to its stop; `number` counts them from 1 and is that of its texts."""
        start, stop = place
        lines = Lines(self.buffer, start, stop)
        marks = Marks(self.buffer, start, stop, _escapes(self.buffer, start, stop))
        columns = Columns(Texts(self.buffer, marks, self.encoding, number), self.lists)
        parts = self._parts(lines, marks, columns)
        columns.texts.doubt()
        rest = LineReader(Notes(""), columns.place_of_list)
        other: Places = np.flatnonzero(lines.codes == OTHER) + 1
        exact = [other, *(part.lines[~part.read] for part in parts)]
        self._read_one_by_one(np.sort(np.concatenate(exact)), lines, rest)
        for part in parts:
            _fill(part, rest.rows.get(part.record.group, ()), columns)
        texts = columns.texts.finish()
        return Stretch(len(lines), texts, parts, columns.lists, rest, lines.last(OPENING), lines.last(CLOSING))

    def _parts(self, lines: Lines, marks: Marks, columns: Columns) -> list[Part]:
        layouts = _LAYOUT_OF.take(lines.codes)
        plain = lines.start >= PAD
        found = ((labels, np.flatnonzero(layouts == place)) for place, labels in enumerate(LAYOUTS))
        cursors = (
            (labels, rows, Cursor(self.buffer, marks, *_fields(lines, rows), plain.take(rows)))
            for labels, rows in found
            if len(rows)
        )
        return [_part(RECORDS[labels[0]], cursor, lines, rows, columns) for labels, rows, cursor in cursors]

    def _read_one_by_one(self, numbers: Rows, lines: Lines, reader: LineReader) -> None:
        for number in numbers.tolist():
            raw = self.buffer.text(lines.start[number - 1], lines.stop[number - 1])
            reader.read(number, stripped(line_text(raw, self.encoding, number, reader.notes)))


def _fields(lines: Lines, rows: Rows) -> tuple[Places, Places]:
    """Where the fields of some lines begin, at the blank behind the label, and where they stop."""
    return lines.start.take(rows) + _LENGTHS.take(lines.codes.take(rows)), lines.stop.take(rows)


def _part(record: Record, cursor: Cursor, lines: Lines, rows: Rows, columns: Columns) -> Part:
    stop = cursor.stop
    found = _columns(record, cursor, columns)
    if record.last_text:
        cursor.plain &= cursor.at == stop
    if record.group is Group.VOUCHERS:
        cursor.plain &= cursor.buffer.bytes.take(stop - 1) != OPENS
    for column in found.values():
        if column.values.ndim > 1:
            # What was not understood may not be text at all: nothing may point to it.
            column.values[np.flatnonzero(~cursor.plain)] = 0
    return Part(record, lines.codes.take(rows), (rows + 1).astype(np.int32), found, cursor.plain)


def _columns(record: Record, cursor: Cursor, columns: Columns) -> dict[str, Column]:
    found = {}
    tailed = np.zeros(len(cursor.at), np.bool_)
    for place, (name, kind) in enumerate(zip(record.names, record.kinds, strict=True)):
        found[name] = columns.read(kind, cursor, needed=place < record.needed)
        if kind is Kind.AMOUNT and record.group is Group.TRANSACTIONS:
            tailed = cursor.take_tail()
    if "quantity" in found:
        found["quantity"] = with_zeros(found["quantity"], tailed)
    return found


def _fill(part: Part, rows: Sequence[Row], columns: Columns) -> None:
    """Set the rows that were read one by one into the columns of their part."""
    exact = [row for row in rows if RECORDS[row.label].names == part.record.names]
    places = np.searchsorted(part.lines, [row.line for row in exact]).astype(np.int32)
    part.read[places] = True
    for place, (name, kind) in enumerate(zip(part.record.names, part.record.kinds, strict=True)):
        columns.fill(kind, part.columns[name], places, [row.values[place] for row in exact])
