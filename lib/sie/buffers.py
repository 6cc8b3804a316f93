"""A file's bytes as numpy loads them: eight at a time from any place, without a copy."""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[Any]
Places = npt.NDArray[Any]
Rows = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]

WORD: Final = 8
PAD: Final = 16
"""Bytes that must stand before and behind what is looked at, so that a word loaded near its edge is inside."""
NEWLINE: Final = 10

ONES: Final = np.uint64(0x0101010101010101)
HIGHS: Final = np.uint64(0x8080808080808080)
BELOW: Final = np.array([(1 << 8 * n) - 1 for n in range(WORD + 1)], np.uint64)
"""`BELOW[n]` keeps the first n bytes of a word."""


class Spans(NamedTuple):
    """Where texts start and stop in a buffer."""

    start: Places
    stop: Places

    def of(self, rows: Rows) -> "Spans":
        """The spans of some rows."""
        return Spans(self.start.take(rows), self.stop.take(rows))


class Buffer:
    """Bytes that are read at many places at once."""

    def __init__(self, content: bytes) -> None:
        """Look at the content where it is."""
        self.bytes: Bytes = np.frombuffer(content, np.uint8)
        self._view = memoryview(content)
        self._words: Words = np.ndarray((max(len(content) - WORD + 1, 0),), "<u8", content, 0, (1,))

    def words(self, places: Places) -> Words:
        """The eight bytes from each place on, the first in the lowest byte."""
        return self._words[places]

    def text(self, start: int, stop: int) -> bytes:
        """The bytes of one stretch."""
        return self._view[start:stop].tobytes()


def padded(content: bytes) -> Buffer:
    """The content between paddings of line ends."""
    pad = b"\n" * PAD
    return Buffer(b"".join([pad, content, pad]))


def few_places(found: Flags) -> Rows:
    """Where the true ones are among very many: words without any are passed over."""
    whole = len(found) // WORD * WORD
    words = np.flatnonzero(found[:whole].view(np.uint64) != 0)
    inside = np.flatnonzero(found[:whole].reshape(-1, WORD)[words])
    return np.concatenate([words[inside // WORD] * WORD + inside % WORD, np.flatnonzero(found[whole:]) + whole])
