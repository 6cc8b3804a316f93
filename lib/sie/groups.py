"""Equal short texts found among many in a buffer, so that each is parsed once."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.sie.buffers import BELOW, WORD, Buffer, Flags, Places, Spans, Words

WORDS_AT_MOST: Final = 5
"""Eight-byte words of a text that are looked at: a longer text is not known."""
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)


class Groups(NamedTuple):
    """The different texts, the number of its text for each span, and which spans surely have it."""

    texts: list[bytes]
    number: npt.NDArray[np.intp]
    known: Flags


def group(buffer: Buffer, spans: Spans) -> Groups:
    """Find the different texts of the spans: by a hash, which is then checked word for word."""
    length = spans.stop - spans.start
    count = min(int(length.max(initial=0)) // WORD + 1, WORDS_AT_MOST)
    words = [_word(buffer, spans.start, length, place) for place in range(0, count * WORD, WORD)]
    key = length.astype(np.uint64)
    for word in words:
        key = (key ^ word) * _ODD
        key ^= key >> _HALF
    _, first, number = np.unique(key, return_index=True, return_inverse=True)
    known: Flags = length < count * WORD
    every: list[Words] = [length, *words]
    for word in every:
        known &= word == word.take(first).take(number)
    texts = [buffer.text(start, stop) for start, stop in zip(spans.start[first], spans.stop[first], strict=True)]
    return Groups(texts, number, known)


def _word(buffer: Buffer, start: Places, length: Places, place: int) -> Words:
    """The word of each text at a place, blank behind its end."""
    words: Words = (
        buffer.words(np.minimum(start + place, len(buffer.bytes) - WORD)) & BELOW[np.clip(length - place, 0, WORD)]
    )
    return words
