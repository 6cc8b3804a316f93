"""Where the bytes stand that end a field, as maps of one bit a byte: the next one is found without looking between.

64 bits of a map say what a scan of 64 bytes would; numpy makes the maps at the speed of memory.
"""

from typing import Final

import numpy as np

from lib.sie.buffers import WORD, Buffer, Bytes, Flags, Places, Spans, Words

BLANK, QUOTE, CLOSES = ord(" "), ord('"'), ord("}")

_BITS: Final = 64
_STEP: Final = 57
"""Bits of a word that are there for every place: up to seven are shifted out."""
_STEPS_AT_MOST: Final = 4
_ONE: Final = np.uint64(1)
_IN_BYTE: Final = 7


class Map:
    """The bytes of one kind in a stretch of a buffer."""

    def __init__(self, found: Flags, base: int) -> None:
        """`found` says which bytes from the place `base` on are of the kind."""
        self._base = base
        self._end = base + len(found)
        bits = np.zeros(len(found) // 8 + 1 + 2 * WORD, np.uint8)
        packed = np.packbits(found, bitorder="little")
        bits[: len(packed)] = packed
        self._words: Words = np.ndarray((len(bits) - WORD + 1,), "<u8", bits.data, 0, (1,))

    def next(self, places: Places) -> Places:
        """The first byte of the kind from each place on; the stretch's end when none is near."""
        before, shift = self._before(places)
        found = places + np.bitwise_count(before)
        far = np.flatnonzero(before == ~np.uint64(0))
        for _ in range(_STEPS_AT_MOST):
            if not len(far):
                return found
            start = np.minimum(found.take(far) - shift.take(far).astype(np.int32), self._end)
            more, again = self._before(start)
            found[far] = start + np.bitwise_count(more)
            shift[far] = again
            far = far[more == ~np.uint64(0)]
        found[far] = self._end
        return found

    def _before(self, places: Places) -> tuple[Words, Words]:
        """All bits below the first that is set, from each place on, and by how much the words were shifted."""
        offset = places - self._base
        shift = (offset & _IN_BYTE).astype(np.uint64)
        words = self._words[offset >> 3] >> shift
        return (words - _ONE) & ~words, shift

    def any_in(self, spans: Spans) -> Flags:
        """Whether a byte of the kind is in each span; a long span may be said to hold one that has none."""
        offset = spans.start - self._base
        words = self._words[offset >> 3] >> (offset & _IN_BYTE).astype(np.uint64)
        length = (spans.stop - spans.start).astype(np.uint64)
        found: Flags = ((words & ((_ONE << np.minimum(length, _BITS - 1)) - _ONE)) != 0) | (length > _STEP)
        return found


class Marks:
    """The maps of one stretch of a buffer that its fields are found with."""

    def __init__(self, buffer: Buffer, start: int, stop: int, escapes: Places) -> None:
        """Make the maps for the bytes from `start` to `stop`; `escapes` are the backslashes before quotes there."""
        content: Bytes = buffer.bytes[start:stop]
        quotes = content == QUOTE
        self.ends = Map((content <= BLANK) | quotes, start)
        """Quotes, blanks, line ends and other control characters: what a bare field ends at."""
        quotes[escapes + 1 - start] = False
        self.quotes = Map(quotes, start)
        """Quotes that are not escaped."""
        self.escapes = escapes
        self.closings = Map(content == CLOSES, start)
        self.high = Map(content.view(np.int8) < 0, start)
        """Bytes outside ASCII."""
