"""Texts of a buffer as string views of Arrow: sixteen bytes each, pointing into the file instead of copying it.

A view holds the length and, up to twelve bytes, the text itself; a longer text as its first four
bytes, the number of its buffer and its place there (Arrow columnar format, "Variable-size Binary View").
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from lib.sie.buffers import BELOW, HIGHS, NEWLINE, ONES, PAD, WORD, Buffer, Flags, Places, Rows, Spans, Words, padded
from lib.sie.characters import DOUBTFUL, is_doubtful
from lib.sie.encoding import Encoding, to_text
from lib.sie.marks import Marks
from lib.sie.tokens import unescape

Views = npt.NDArray[np.uint64]
"""One row a text, two words each."""

_NEWLINES: Final = ONES * np.uint64(NEWLINE)
FILE: Final = 0
"""The number of the file's own buffer."""
_INLINE: Final = 12
_PREFIX: Final = 4
_UPPER: Final = np.uint64(32)
_LENGTHS: Final = np.arange(_INLINE + 1)
_IN_FIRST: Final = BELOW[np.minimum(_LENGTHS, _PREFIX)]
_IN_SECOND: Final = BELOW[np.clip(_LENGTHS - _PREFIX, 0, WORD)]


def views(buffer: Buffer, spans: Spans, number: int) -> Views:
    """The texts of the spans, `number` being the number that their buffer will have."""
    length = spans.stop - spans.start
    longest = int(length.max(initial=0))
    short = np.minimum(length, _INLINE)
    found = np.zeros((len(length), 2), np.uint64)
    found[:, 0] = length.astype(np.uint64) | (buffer.words(spans.start) & _IN_FIRST.take(short)) << _UPPER
    if longest > _PREFIX:
        found[:, 1] = buffer.words(spans.start + _PREFIX) & _IN_SECOND.take(short)
    if longest > _INLINE:
        long = np.flatnonzero(length > _INLINE)
        found[long, 1] = np.uint64(number) | spans.start.take(long).astype(np.uint64) << _UPPER
    return found


def series(found: Views, buffers: Sequence[Buffer]) -> pl.Series:
    """The texts as a Polars series over the buffers."""
    parts = [None, pa.py_buffer(found), *(pa.py_buffer(buffer.bytes) for buffer in buffers)]
    return pl.Series(pl.from_arrow(pa.Array.from_buffers(pa.string_view(), len(found), parts)))


class _Foreign(NamedTuple):
    """Texts outside ASCII: whose views they are, in which rows, how long they are, and the texts in words.

    Each text is filled up with one to eight line ends; `ends` are the words behind each.
    """

    views: Views
    rows: Rows
    plain: Flags
    length: Places
    words: Words
    ends: Places


class Texts:
    """The texts of one stretch of a file: those outside ASCII are put into UTF-8 in a buffer of their own."""

    def __init__(self, buffer: Buffer, marks: Marks, encoding: Encoding, number: int) -> None:
        """`number` is that of the buffer which the texts that are changed will have."""
        self._buffer = buffer
        self._marks = marks
        self._number = number
        self._encoding = encoding
        self._foreign: list[_Foreign] = []
        self._exact: list[tuple[Views, Rows, Sequence[str]]] = []
        self._changed = ""

    def take(self, spans: Spans, plain: Flags) -> Views:
        """The texts of the spans; those outside ASCII are only right after `finish`, and only if plain."""
        rows = np.flatnonzero((spans.stop > spans.start) & plain)
        if len(rows) == len(plain):
            found = some = views(self._buffer, spans, FILE)
        else:
            spans = spans.of(rows)
            some = views(self._buffer, spans, FILE)
            found = np.zeros((len(plain), 2), np.uint64)
            found[rows] = some
        self._unescape(found, rows, spans, plain)
        if not self._encoding.startswith("utf-8"):
            foreign = np.flatnonzero(self._outside_ascii(some, spans))
            if len(foreign):
                lines = _as_lines(self._buffer, spans.of(foreign))
                self._foreign.append(_Foreign(found, rows.take(foreign), plain, *lines))
        return found

    def _outside_ascii(self, found: Views, spans: Spans) -> Flags:
        """Which texts hold bytes outside ASCII: short ones show it in their views."""
        high: Flags = ((found[:, 0] >> _UPPER | found[:, 1]) & HIGHS) != 0
        long = np.flatnonzero(spans.stop - spans.start > _INLINE)
        high[long] = self._marks.high.any_in(spans.of(long))
        return high

    def _unescape(self, found: Views, rows: Rows, spans: Spans, plain: Flags) -> None:
        """Texts with escaped quotes are written anew without their backslashes."""
        if not len(rows):
            return
        places = np.searchsorted(spans.start, self._marks.escapes, side="right") - 1
        inside = (places >= 0) & (self._marks.escapes < spans.stop.take(places, mode="clip"))
        escaped = np.unique(places[inside])
        some = spans.of(escaped)
        contents = [self._buffer.text(start, stop) for start, stop in zip(some.start, some.stop, strict=True)]
        sure = [not is_doubtful(content, self._encoding) for content in contents]
        plain[rows[escaped]] &= np.array(sure, np.bool_)
        self.put(found, rows[escaped], [unescape(to_text(content, self._encoding)) for content in contents])

    def doubt(self) -> None:
        """Take the mark `plain` from every line with a text that may be of another character set."""
        marks = DOUBTFUL.get(self._encoding, b"")
        self._changed = to_text(b"".join(foreign.words.tobytes() for foreign in self._foreign), self._encoding)
        if not any(mark in self._changed for mark in to_text(marks, self._encoding)):
            return
        doubtful = np.zeros(256, np.bool_)
        doubtful[list(marks)] = True
        for foreign in self._foreign:
            places = np.flatnonzero(doubtful[foreign.words.view(np.uint8)])
            foreign.plain[foreign.rows[np.searchsorted(foreign.ends, places // WORD, side="right")]] = False

    def put(self, found: Views, rows: Rows, texts: Sequence[str]) -> None:
        """Let rows that were read exactly have these texts; they are there after `finish`."""
        self._exact.append((found, rows, texts))

    def finish(self) -> Buffer:
        """After `doubt`: write all texts outside ASCII and all exact ones into one buffer in UTF-8, point to them."""
        changed = self._changed.encode()
        exact = [text.encode() for _, _, texts in self._exact for text in texts]
        buffer = padded(b"".join([changed, *exact]))
        if self._foreign:
            places = _lines(self._foreign, buffer, len(changed))
            self._point([(foreign.views, foreign.rows) for foreign in self._foreign], buffer, places)
        stop = np.cumsum([len(text) for text in exact], dtype=np.int32) + PAD + len(changed)
        start = np.concatenate([np.array([PAD + len(changed)], np.int32), stop])[: len(stop)]
        self._point([(found, rows) for found, rows, _ in self._exact], buffer, (start, stop))
        return buffer

    def _point(self, wanted: Sequence[tuple[Views, Rows]], buffer: Buffer, places: tuple[Places, Places]) -> None:
        start, stop = places
        done = 0
        for found, rows in wanted:
            part = slice(done, done := done + len(rows))
            found[rows] = views(buffer, Spans(start[part], stop[part]), self._number)


def _as_lines(buffer: Buffer, spans: Spans) -> tuple[Places, Words, Places]:
    """The length of each text, the texts in words of eight bytes filled up with line ends, and where each ends."""
    length = spans.stop - spans.start
    count = length // WORD + 1
    ends = np.cumsum(count, dtype=np.int32)
    places = np.repeat(spans.start - (ends - count) * WORD, count) + np.arange(
        0, int(ends[-1]) * WORD, WORD, dtype=np.int32
    )
    words = buffer.words(places)
    kept = BELOW.take(length % WORD)
    words[ends - 1] = words.take(ends - 1) & kept | _NEWLINES & ~kept
    return length, words, ends


def _lines(foreign: Sequence[_Foreign], buffer: Buffer, changed: int) -> tuple[Places, Places]:
    """Where the texts start and stop in the first `changed` bytes of the buffer, where they stand in UTF-8."""
    high = np.cumsum(np.concatenate([np.bitwise_count(part.words & HIGHS) for part in foreign]), dtype=np.int32)
    if len(high) * WORD + int(high[-1]) != changed:
        return _runs(buffer, changed)
    # Each letter outside ASCII took one more byte, as Swedish ones do: the places can be counted.
    first = np.cumsum([0] + [len(part.words) for part in foreign[:-1]])
    ends = np.concatenate([part.ends + words for part, words in zip(foreign, first, strict=True)])
    stop = ends * WORD + high.take(ends - 1) + PAD
    start = np.concatenate([np.array([PAD]), stop[:-1]])
    length = np.concatenate([part.length for part in foreign])
    filled = (ends - np.concatenate([np.array([0]), ends[:-1]])) * WORD - length
    return start.astype(np.int32), (stop - filled).astype(np.int32)


def _runs(buffer: Buffer, length: int) -> tuple[Places, Places]:
    """Where the lines in the first bytes of a buffer start and stop, runs of line ends taken as one."""
    ends = np.flatnonzero(buffer.bytes[PAD : PAD + length] == NEWLINE).astype(np.int32) + PAD
    alone = np.diff(ends) > 1
    stop = ends[np.concatenate([[True], alone])]
    start = ends[np.concatenate([alone, [True]])] + 1
    return np.concatenate([np.array([PAD], np.int32), start[:-1]]), stop
