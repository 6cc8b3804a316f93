"""A stretch of a file as bytes that numpy can load eight at a time from any place."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

# numpy's stubs lose the width in sums and shifts, so these say only what is held
Bytes = npt.NDArray[Any]
"""uint8"""
Words = npt.NDArray[Any]
"""uint64"""
Places = npt.NDArray[Any]
"""int32"""
Flags = npt.NDArray[np.bool_]

WORD: Final = 8
PAD: Final = 16
"""Line ends before and behind the bytes, so that a word loaded near an edge stays inside."""
NEWLINE: Final = 10

ONES: Final = np.uint64(0x0101010101010101)
HIGHS: Final = np.uint64(0x8080808080808080)
_QUOTES: Final = ONES * np.uint64(ord('"'))
_BLANK_AND_ONE: Final = np.uint64(0x2121212121212121)
_ONE: Final = np.uint64(1)
BELOW: Final = np.array([(1 << 8 * n) - 1 for n in range(WORD + 1)], np.uint64)
"""`BELOW[n]` keeps the first n bytes of a word."""
_SCANNED_AT_MOST: Final = 128


class Spans(NamedTuple):
    """Where texts start and stop in a buffer, and which hold bytes outside ASCII."""

    start: Places
    stop: Places
    high: Flags

    def of(self, rows: npt.NDArray[np.intp]) -> "Spans":
        """The spans of some rows."""
        return Spans(self.start[rows], self.stop[rows], self.high[rows])


class Buffer:
    """Bytes with padding; places count from the start of the padding."""

    def __init__(self, content: bytes | memoryview) -> None:
        """Copy the content between its paddings."""
        self.bytes: Bytes = np.full(len(content) + 2 * PAD, NEWLINE, np.uint8)
        self.bytes[PAD:-PAD] = np.frombuffer(content, np.uint8)
        self._view = self.bytes.data
        self._words: Words = np.ndarray((len(self.bytes) - WORD + 1,), "<u8", self.bytes.data, 0, (1,))

    def words(self, places: Places) -> Words:
        """The eight bytes from each place on, the first in the lowest byte."""
        return self._words[places]

    def text(self, start: int, stop: int) -> bytes:
        """The bytes of one stretch."""
        return self._view[start:stop].tobytes()

    def find(self, start: Places, byte: int, *, mark_high: bool = True) -> Spans:
        """From each place on, up to the first such byte, or to the end of all when it is not near."""
        target = ONES * np.uint64(byte)
        return self._scan(start, lambda words: _zeros(words ^ target), mark_high=mark_high)

    def find_end(self, start: Places, *, mark_high: bool = True) -> Spans:
        """From each place on, up to the first quote, blank, tab, line end or other control character."""
        return self._scan(start, lambda words: _controls(words) | _zeros(words ^ _QUOTES), mark_high=mark_high)

    def _scan(self, start: Places, matches: Callable[[Words], Words], *, mark_high: bool) -> Spans:
        words = self.words(start)
        found = matches(words)
        before = _before(found)
        stop = start + _whole_bytes(before)
        high = (words & before & HIGHS) != 0 if mark_high else np.zeros(len(start), np.bool_)
        left = np.flatnonzero(found == 0)
        for _ in range(_SCANNED_AT_MOST // WORD):
            if not len(left):
                break
            place = stop[left]
            words = self.words(np.minimum(place, len(self.bytes) - WORD))
            found = matches(words)
            before = _before(found)
            stop[left] = place + _whole_bytes(before)
            high[left] |= (words & before & HIGHS) != 0
            left = left[found == 0]
        stop[left] = len(self.bytes) - PAD
        return Spans(start, np.minimum(stop, len(self.bytes) - PAD), high)


def _zeros(words: Words) -> Words:
    """The highest bit of every byte that is zero; above the first of them also of others."""
    return (words - ONES) & ~words & HIGHS


def _controls(words: Words) -> Words:
    """The highest bit of every byte up to blank; above the first of them also of others."""
    return (words - _BLANK_AND_ONE) & ~words & HIGHS


def _before(found: Words) -> Words:
    """All bits below the lowest that is found, all bits when none is."""
    return (found - _ONE) & ~found


def _whole_bytes(before: Words) -> Bytes:
    """How many bytes lie wholly below what was found, 8 when nothing was."""
    return np.bitwise_count(before) >> 3
