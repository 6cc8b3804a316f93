"""The records that a file has many of, read side by side in numpy, a stretch of the file at a time."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.sie.buffers import Buffer, Flags, Places, Spans
from lib.sie.cursor import OPENS, Cursor
from lib.sie.digits import Numbers, days, hundredths, months, whole_numbers
from lib.sie.encoding import Encoding
from lib.sie.records import RECORDS, Group, Kind, Record
from lib.sie.slices import CLOSING, LABELS, OPENING, OTHER, Codes, Lines, code_of, cut
from lib.sie.strings import Texts

FEWEST: Final = 100
"""Lines of a layout in a stretch below which reading them one by one is as quick."""
THREADS: Final = 2
_Reader = Callable[[Buffer, Spans], Numbers]

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
_TO_MICRO: Final = 10_000
"""From hundredths to the millionths that quantities are kept in."""


class Column(NamedTuple):
    """One field of many records: numbers or text views, and which of them are there (None: all)."""

    values: npt.NDArray[np.generic]
    there: Flags | None = None


@dataclass(slots=True)
class Part:
    """The records of one layout in one stretch: codes and lines (from 1), fields by name, and which were plain."""

    record: Record
    codes: Codes
    lines: Places
    columns: dict[str, Column]
    plain: Flags


@dataclass(slots=True)
class Stretch:
    """One stretch of the file, read: its parts, and the lines that are to be read exactly."""

    lines: Lines
    buffers: tuple[Buffer, Buffer]
    parts: list[Part] = field(default_factory=list)
    exact: Places = field(default_factory=lambda: np.empty(0, np.int64))
    opened: int = 0
    closed: int = 0


def stretches(data: bytes, encoding: Encoding) -> Iterator[Stretch]:
    """All whole lines of the file, stretch by stretch in order, read on as many cores as there are."""
    with ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1)) as pool:
        yield from pool.map(lambda job: _stretch(job[0], job[1], encoding), zip(cut(data), count(), strict=False))


def _stretch(content: memoryview, number: int, encoding: Encoding) -> Stretch:
    buffer = Buffer(content)
    lines = Lines(buffer)
    texts = Texts(buffer, encoding, 2 * number)
    exact = [np.flatnonzero(lines.codes == OTHER)]
    parts = []
    for place, labels in enumerate(LAYOUTS):
        rows = np.flatnonzero(_LAYOUT_OF[lines.codes] == place).astype(np.int32)
        if len(rows) < FEWEST:
            exact.append(rows)
            continue
        part = _part(RECORDS[labels[0]], lines, rows, texts)
        parts.append(part)
        exact.append(rows[~part.plain])
    return Stretch(
        lines,
        (buffer, texts.put_into_utf8()),
        parts,
        np.sort(np.concatenate(exact)),
        lines.last(OPENING),
        lines.last(CLOSING),
    )


def _part(record: Record, lines: Lines, rows: Places, texts: Texts) -> Part:
    codes = lines.codes[rows]
    stop = lines.stop[rows]
    cursor = Cursor(lines.buffer, lines.start[rows] + _LENGTHS[codes], stop)
    columns = {}
    for place, (name, kind) in enumerate(zip(record.names, record.kinds, strict=True)):
        columns[name] = _column(kind, cursor, texts, needed=place < record.needed)
        if kind is Kind.AMOUNT and record.group is Group.TRANSACTIONS:
            tailed = cursor.take_tail()
    if record.group is Group.TRANSACTIONS:
        columns["quantity"] = _with_zeros(columns["quantity"], tailed)
    if record.last_text:
        cursor.plain &= cursor.at == stop
    if record.group is Group.VOUCHERS:
        cursor.plain &= lines.buffer.bytes[stop - 1] != OPENS
    _clear_texts(columns, ~cursor.plain)
    return Part(record, codes, rows + 1, columns, cursor.plain)


def _column(kind: Kind, cursor: Cursor, texts: Texts, *, needed: bool) -> Column:
    """The next field of every line as values of its kind."""
    if kind is Kind.OBJECTS:
        return Column(texts.take(cursor.objects(), cursor.plain))
    spans = cursor.field()
    if kind is Kind.TEXT:
        if needed:
            cursor.plain &= spans.stop > spans.start
        return Column(texts.take(spans, cursor.plain))
    if needed:
        found = _READ[kind](cursor.buffer, spans)
        cursor.plain &= found.read
        return Column(found.value)
    return _where_there(_READ[kind], cursor, spans)


def _where_there(read: _Reader, cursor: Cursor, spans: Spans) -> Column:
    """A field that lines may leave out, read where they have it."""
    there = spans.stop > spans.start
    rows = np.flatnonzero(there)
    found = read(cursor.buffer, Spans(*(part[rows] for part in spans)))
    values = np.zeros(len(there), np.int64)
    values[rows] = found.value
    cursor.plain[rows] &= found.read
    return Column(values, there)


def _with_zeros(quantities: Column, rows: Flags) -> Column:
    return quantities._replace(there=rows if quantities.there is None else quantities.there | rows)


def _quantities(buffer: Buffer, spans: Spans) -> Numbers:
    """Quantities in millionths; Fortnox writes one digit on every row, `0`."""
    if (spans.stop - spans.start == 1).all():
        single = buffer.bytes[spans.start].astype(np.int64) - ord("0")
        return Numbers(single * 100 * _TO_MICRO, (single >= 0) & (single <= 9))  # noqa: PLR2004 - the highest digit
    found = hundredths(buffer, spans)
    return Numbers(found.value * _TO_MICRO, found.read)


def _clear_texts(columns: dict[str, Column], rows: Flags) -> None:
    """Let nothing point to what was not understood: it may not even be text."""
    for column in columns.values():
        if column.values.ndim > 1:
            column.values[rows] = 0


_READ: Final[Mapping[Kind, _Reader]] = {
    Kind.AMOUNT: hundredths,
    Kind.QUANTITY: _quantities,
    Kind.DAY: days,
    Kind.MONTH: months,
    Kind.NUMBER: whole_numbers,
}
