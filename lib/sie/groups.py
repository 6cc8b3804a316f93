"""Equal short texts found among many in a buffer, so that each is parsed once."""

from typing import Final, NamedTuple

import numpy as np

from lib.sie.buffers import BELOW, WORD, Buffer, Flags, Places, Rows, Spans, Words

WORDS_AT_MOST: Final = 5
"""Eight-byte words of a text that are looked at: a longer text is not known."""
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_HALF: Final = np.uint64(32)
_PLACES: Final = 1 << 18
_SHIFTS: Final = (46, 28, 10)
"""Which bits of a key give its place: where two keys meet in one place, others part them."""


class Groups(NamedTuple):
    """The different texts, the number of its text for each span, and which spans surely have it."""

    texts: list[bytes]
    number: Rows
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
    first, number = _numbered(key)
    known = length < count * WORD
    for word in (length, *words):
        known &= word == word.take(first).take(number)
    some = spans.of(first)
    texts = [buffer.text(start, stop) for start, stop in zip(some.start, some.stop, strict=True)]
    return Groups(texts, number, known)


def _numbered(keys: Words) -> tuple[Rows, Rows]:
    """The first row of each group of equal keys, and each row's group.

    Rows are written into a table at places that their keys give: the one found there speaks for all of its key.
    """
    rows = np.arange(len(keys))
    speaker = rows.copy()
    table = np.empty(_PLACES, np.intp)
    left = rows
    for shift in _SHIFTS:
        some = keys.take(left)
        place = (some >> np.uint64(shift)).astype(np.intp) & (_PLACES - 1)
        table[place[::-1]] = left[::-1]
        found = table.take(place)
        same = keys.take(found) == some
        speaker[left[same]] = found[same]
        left = left[~same]
        if not len(left):
            break
    first = np.flatnonzero(speaker == rows)
    number = np.empty(len(keys), np.intp)
    number[first] = np.arange(len(first))
    return first, number.take(speaker)


def _word(buffer: Buffer, start: Places, length: Places, place: int) -> Words:
    """The word of each text at a place, blank behind its end."""
    last = len(buffer.bytes) - WORD
    words: Words = buffer.words(np.minimum(start + place, last)) & BELOW.take(np.clip(length - place, 0, WORD))
    return words
