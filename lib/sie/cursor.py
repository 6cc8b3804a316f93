"""Many lines read side by side, one field at a time: the tokenizer's rules for the lines that are plain.

A line that is not plain (a stray quote, a brace out of place, a control character, a field too long)
loses its mark `plain` and is read by `lib.sie.tokens` instead.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from lib.sie.buffers import WORD, Buffer, Bytes, Flags, Places, Rows, Spans
from lib.sie.marks import Marks

TAB, BLANK, QUOTE, OPENS, CLOSES = (ord(mark) for mark in '\t "{}')
_MOST: Final = 0.7
"""Share of the lines above which it does not pay to pick them out."""
_TAIL: Final = np.uint64(int.from_bytes(b' "" "" 0', "little"))
_BLANKS_AT_MOST: Final = 32


class Cursor:
    """A place in each of many lines, moved from field to field."""

    def __init__(self, buffer: Buffer, marks: Marks, at: Places, stop: Places, plain: Flags | None = None) -> None:
        """Begin at the separator after the label; `stop` is where the line's last field ends."""
        self.buffer = buffer
        self.marks = marks
        self.at = at
        self.stop = stop
        self.plain: Flags = np.ones(len(at), np.bool_) if plain is None else plain

    def field(self) -> Spans:
        """The next field of each line without its quotes; empty where the line has no more."""
        return self._of(self.at < self.stop, Cursor._field)

    def objects(self) -> Spans:
        """The next field of each line, an object list without its braces."""
        return self._of(self.at < self.stop, Cursor._objects)

    def take_tail(self) -> Flags:
        """Move over the rest of the lines that end in an empty day, an empty text and quantity 0, and tell which.

        Fortnox ends most rows so: one comparison of eight bytes then stands for three fields.
        """
        found: Flags = (self.buffer.words(self.at) == _TAIL) & (self.at + WORD == self.stop)
        self.at = np.where(found, self.stop, self.at)
        return found

    def _of(self, chosen: Flags, read: Callable[["Cursor"], Spans]) -> Spans:
        """Read a field in the lines chosen; it is empty in the others."""
        count = np.count_nonzero(chosen)
        if count > len(chosen) * _MOST:
            return read(self)
        spans = Spans(self.at.copy(), self.at.copy())
        if count:
            self._set(spans, np.flatnonzero(chosen), read)
        return spans

    def _set(self, spans: Spans, rows: Rows, read: Callable[["Cursor"], Spans]) -> None:
        """Read a field in some rows and set it among the others; the cursor moves in these rows."""
        some = Cursor(self.buffer, self.marks, self.at.take(rows), self.stop.take(rows))
        for column, found in zip(spans, read(some), strict=True):
            column[rows] = found
        self.at[rows] = some.at
        self.plain[rows] &= some.plain

    def _field(self) -> Spans:
        first = self._skip_blanks()
        quoted = first == QUOTE
        self.plain &= first != OPENS
        count = np.count_nonzero(quoted)
        if count == len(quoted):
            return self._quoted()
        start = self.at
        spans = Spans(start, self.marks.ends.next(start))
        self.plain &= (spans.stop <= self.stop) | quoted
        self._end_at(spans.stop, quoted)
        if count:
            rows = np.flatnonzero(quoted)
            self.at[rows] = start.take(rows)
            spans = Spans(start.copy(), spans.stop)
            self._set(spans, rows, Cursor._quoted)
        return spans

    def _quoted(self) -> Spans:
        start = self.at + 1
        spans = Spans(start, self.marks.quotes.next(start))
        self.plain &= spans.stop < self.stop
        self._end_at(spans.stop + 1)
        return spans

    def _objects(self) -> Spans:
        first = self._skip_blanks()
        self.plain &= first == OPENS
        start = self.at + 1
        spans = Spans(start, self.marks.closings.next(start))
        self.plain &= spans.stop < self.stop
        self._end_at(spans.stop + 1)
        return spans

    def _skip_blanks(self) -> Bytes:
        """Move to the next field's first byte and give it; none follow a line's last field."""
        self.at = self.at + (self.at < self.stop)
        first = self.buffer.bytes.take(self.at)
        rows = np.flatnonzero(_is_blank(first) & (self.at < self.stop))
        for _ in range(_BLANKS_AT_MOST):
            if not len(rows):
                return first
            self.at[rows] += 1
            first[rows] = self.buffer.bytes.take(self.at.take(rows))
            rows = rows[_is_blank(first.take(rows))]
        self.plain[rows] = False
        return first

    def _end_at(self, place: Places, but: Flags | None = None) -> None:
        """Stand behind a field, where a blank or the line's end must come (`but` not yet in some lines)."""
        place = np.minimum(place, self.stop)
        ended = (place == self.stop) | _is_blank(self.buffer.bytes.take(place))
        self.plain &= ended if but is None else ended | but
        self.at = place


def _is_blank(found: Bytes) -> Flags:
    blank: Flags = (found == BLANK) | (found == TAB)
    return blank
