"""Many lines read side by side, one field at a time: the tokenizer's rules for the lines that are plain.

A line that is not plain (an escaped or stray quote, a brace out of place, a control character, a
field too long) loses its mark `plain` and is read by `lib.sie.tokens` instead.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from lib.sie.buffers import WORD, Buffer, Bytes, Flags, Places, Spans

TAB, BLANK, QUOTE, BACKSLASH, OPENS, CLOSES = 9, 32, 34, 92, 123, 125
_FEW: Final = 0.7
"""Share of the lines below which it pays to pick them out."""

_TAIL: Final = np.uint64(int.from_bytes(b' "" "" 0', "little"))
_BLANKS_AT_MOST: Final = 32


class Cursor:
    """A place in each of many lines, moved from field to field."""

    def __init__(self, buffer: Buffer, at: Places, stop: Places) -> None:
        """Begin at the separator after the label; `stop` is where the line's last field ends."""
        self.buffer = buffer
        self.at = at
        self.stop = stop
        self.plain = np.ones(len(at), np.bool_)

    def field(self) -> Spans:
        """The next field of each line without its quotes; empty where the line has no more."""
        return self._of_those_left(Cursor._field)

    def objects(self) -> Spans:
        """The next field of each line, an object list without its braces."""
        return self._of_those_left(Cursor._objects)

    def take_tail(self) -> Flags:
        """Move over the rest of the lines that end in an empty day, an empty text and quantity 0, and tell which.

        Fortnox ends most rows so: one comparison of eight bytes then stands for three fields.
        """
        found: Flags = (self.buffer.words(self.at) == _TAIL) & (self.at + WORD == self.stop)
        self.at = np.where(found, self.stop, self.at)
        return found

    def _of_those_left(self, read: Callable[["Cursor"], Spans]) -> Spans:
        left = self.at < self.stop
        count = np.count_nonzero(left)
        if count > len(left) * _FEW:
            return read(self)
        spans = Spans(self.at.copy(), self.at.copy(), np.zeros(len(left), np.bool_))
        if count:
            rows = np.flatnonzero(left)
            some = Cursor(self.buffer, self.at[rows], self.stop[rows])
            for column, found in zip(spans, read(some), strict=True):
                column[rows] = found
            self.at[rows] = some.at
            self.plain[rows] &= some.plain
        return spans

    def _field(self) -> Spans:
        first = self._skip_blanks()
        quoted = first == QUOTE
        self.plain &= first != OPENS
        if quoted.all():
            return self._quoted()
        spans = self.buffer.find_end(self.at)
        if quoted.any():
            rows = np.flatnonzero(quoted)
            some = Cursor(self.buffer, self.at[rows], self.stop[rows])
            for column, found in zip(spans, some._quoted(), strict=True):
                column[rows] = found
            self.plain[rows] &= some.plain
            self._end_at(spans.stop + quoted)
        else:
            self._end_at(spans.stop)
        self.plain &= spans.stop <= self.stop
        return spans

    def _quoted(self) -> Spans:
        spans = self.buffer.find(self.at + 1, QUOTE)
        escaped = self.buffer.bytes[spans.stop - 1] == BACKSLASH
        self.plain &= ~escaped & (spans.stop < self.stop)
        self._end_at(spans.stop + 1)
        return spans

    def _objects(self) -> Spans:
        first = self._skip_blanks()
        self.plain &= first == OPENS
        start = self.at + 1
        spans = Spans(start, start.copy(), np.zeros(len(start), np.bool_))
        rows = np.flatnonzero(self.buffer.bytes[start] != CLOSES)
        for column, found in zip(spans, self.buffer.find(start[rows], CLOSES), strict=True):
            column[rows] = found
        self.plain &= spans.stop < self.stop
        self._end_at(spans.stop + 1)
        return spans

    def _skip_blanks(self) -> Bytes:
        """Move to the next field's first byte and give it; none follow a line's last field."""
        self.at = self.at + (self.at < self.stop)
        first = self.buffer.bytes[self.at]
        rows = np.flatnonzero(_is_blank(first) & (self.at < self.stop))
        for _ in range(_BLANKS_AT_MOST):
            if not len(rows):
                break
            self.at[rows] += 1
            first[rows] = self.buffer.bytes[self.at[rows]]
            rows = rows[_is_blank(first[rows])]
        self.plain[rows] = False
        return first

    def _end_at(self, place: Places) -> None:
        """Stand behind a field, where a blank or the line's end must come."""
        place = np.minimum(place, self.stop)
        self.plain &= (place == self.stop) | _is_blank(self.buffer.bytes[place])
        self.at = place


def _is_blank(found: Bytes) -> Flags:
    blank: Flags = (found == BLANK) | (found == TAB)
    return blank
