"""A large file read stretch by stretch on all cores: records of which there are many side by side in numpy.

Lines that are not plain, and records of which there are few, are read one by one.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Final, NamedTuple

import numpy as np

from lib.sie.buffers import Buffer, Flags, Places
from lib.sie.characters import Source, line_text
from lib.sie.columns import Column, Columns, Lists, with_zeros
from lib.sie.cursor import OPENS, Cursor
from lib.sie.encoding import Encoding
from lib.sie.lines import LineReader, Row, stripped
from lib.sie.notes import Notes
from lib.sie.records import RECORDS, Group, Kind, Record
from lib.sie.slices import CLOSING, LABELS, OPENING, OTHER, Codes, Lines, code_of, cut

THREADS: Final = 2
LAYOUTS: Final = (
    ("TRANS", "RTRANS", "BTRANS"),
    ("VER",),
    ("PSALDO", "PBUDGET"),
    ("OBJEKT",),
    ("IB", "UB", "RES"),
    ("OIB", "OUB"),
)
"""Labels whose records have the same fields."""
_LENGTHS: Final = np.array([0] * (OTHER + 1) + [len(f"#{label}") for label in LABELS])
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
    buffers: tuple[Buffer, Buffer]
    parts: Sequence[Part]
    lists: Sequence[str]
    rest: LineReader
    """What was read line by line: the rows of other records, and the notes."""
    opened: int
    closed: int


def stretches(source: Source) -> Iterator[Stretch]:
    """All whole lines of the file, stretch by stretch in order."""
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        lists = Lists(source.encoding)
        read = partial(_stretch, encoding=source.encoding, lists=lists)
        yield from pool.map(read, cut(source.data), count())


def _stretch(content: memoryview, number: int, encoding: Encoding, lists: Lists) -> Stretch:
    buffer = Buffer(content)
    lines = Lines(buffer)
    columns = Columns(buffer, encoding, 2 * number, lists)
    layouts = _LAYOUT_OF[lines.codes]
    parts = [
        _part(RECORDS[labels[0]], lines, rows.astype(np.int32), columns)
        for place, labels in enumerate(LAYOUTS)
        if len(rows := np.flatnonzero(layouts == place))
    ]
    columns.texts.doubt()
    rest = LineReader(Notes(""), columns.place_of_list)
    exact = [np.flatnonzero(lines.codes == OTHER) + 1, *(part.lines[~part.read] for part in parts)]
    _read_one_by_one(np.sort(np.concatenate(exact)), lines, encoding, rest)
    for part in parts:
        _fill(part, rest.rows.get(part.record.group, ()), columns)
    buffers = (buffer, columns.texts.finish())
    return Stretch(len(lines), buffers, parts, columns.lists, rest, lines.last(OPENING), lines.last(CLOSING))


def _part(record: Record, lines: Lines, rows: Places, columns: Columns) -> Part:
    codes = lines.codes[rows]
    stop = lines.stop[rows]
    cursor = Cursor(lines.buffer, lines.start[rows] + _LENGTHS[codes], stop)
    found = _columns(record, cursor, columns)
    if record.last_text:
        cursor.plain &= cursor.at == stop
    if record.group is Group.VOUCHERS:
        cursor.plain &= lines.buffer.bytes[stop - 1] != OPENS
    for column in found.values():
        if column.values.ndim > 1:
            # What was not understood may not be text at all: nothing may point to it.
            column.values[~cursor.plain] = 0
    return Part(record, codes, rows + 1, found, cursor.plain)


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


def _read_one_by_one(numbers: Places, lines: Lines, encoding: Encoding, reader: LineReader) -> None:
    for number in numbers.tolist():
        raw = lines.buffer.text(lines.start[number - 1], lines.stop[number - 1])
        reader.read(number, stripped(line_text(raw, encoding, number, reader.notes)))


def _fill(part: Part, rows: Sequence[Row], columns: Columns) -> None:
    """Set the rows that were read one by one into the columns of their part."""
    exact = [row for row in rows if RECORDS[row.label].names == part.record.names]
    places = np.searchsorted(part.lines, [row.line for row in exact]).astype(np.int32)
    part.read[places] = True
    for place, (name, kind) in enumerate(zip(part.record.names, part.record.kinds, strict=True)):
        columns.fill(kind, part.columns[name], places, [row.values[place] for row in exact])
