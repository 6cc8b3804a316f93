"""A file cut into stretches of whole lines, and what each line of a stretch is by its label."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.sie.buffers import BELOW, NEWLINE, PAD, WORD, Buffer, Places, Words
from lib.sie.cursor import BLANK, CLOSES, OPENS, TAB
from lib.sie.lines import ENDS
from lib.sie.tokens import LONGEST_LINE

Codes = npt.NDArray[np.int8]

SLICE_BYTES: Final = 8 << 20
EMPTY, OPENING, CLOSING, OTHER = range(4)
LABELS: Final = (
    *("TRANS", "VER", "RTRANS", "BTRANS"),
    *("PSALDO", "PBUDGET", "OBJEKT", "IB", "UB", "RES", "OIB", "OUB"),
)
"""Labels of which a file may have many, the most frequent first; the code of each is its place after OTHER."""

BYTES_A_CHARACTER: Final = 4
"""At most, in UTF-8."""
CR: Final = 13
_CASELESS: Final = np.uint64(0xDFDFDFDFDFDFDFFF)
"""Makes letters capitals and leaves the first byte, `#`, as it is."""
_STRIPPED_AT_MOST: Final = 16
_ENDS, _BLANKS = (np.isin(np.arange(256), list(marks)) for marks in (ENDS.encode(), b" \t"))


def code_of(label: str) -> int:
    """The code of a label of which there may be many."""
    return OTHER + 1 + LABELS.index(label)


def cut(data: bytes, end: int) -> Iterator[tuple[int, int]]:
    """Where the stretches of a file start and stop: whole lines, some megabytes of them, up to `end`."""
    start = 0
    while start < end:
        stop = data.find(b"\n", min(start + SLICE_BYTES, end) - 1) + 1
        yield start, stop
        start = stop


def end_of_lines(data: bytes) -> int:
    """Where the last line ends that has enough bytes behind it to be read side by side with others."""
    return data.rfind(b"\n", 0, max(len(data) - PAD, 0)) + 1


class Lines:
    """The lines of one stretch: where each starts and stops, stripped, and its code."""

    def __init__(self, buffer: Buffer, start: int, stop: int) -> None:
        """Find the lines of the buffer from `start` to `stop`, which is behind a line end."""
        self.buffer = buffer
        ends = (np.flatnonzero(buffer.bytes[start:stop] == NEWLINE) + start).astype(np.int32)
        self.start: Places = np.concatenate([np.array([start], np.int32), ends[:-1] + 1])
        self.stop: Places = ends
        self._strip()
        self.codes = self._classify()
        self.codes[self.stop - self.start > BYTES_A_CHARACTER * LONGEST_LINE] = OTHER

    def __len__(self) -> int:
        return len(self.start)

    def last(self, code: int) -> int:
        """The number of the last line with this code, the first line of the stretch being 1; 0 when there is none."""
        found = np.flatnonzero(self.codes == code)
        return int(found[-1]) + 1 if len(found) else 0

    def _strip(self) -> None:
        content = self.buffer.bytes
        self.stop = self.stop - ((content.take(self.stop - 1) == CR) & (self.start < self.stop))
        for move, step, marks in ((self.stop, -1, _ENDS), (self.start, 1, _BLANKS)):
            rows = np.flatnonzero((content.take(move - (step < 0)) <= BLANK) & (self.start < self.stop))
            rows = rows[marks[content[move[rows] - (step < 0)]]]
            for _ in range(_STRIPPED_AT_MOST):
                if not len(rows):
                    break
                move[rows] += step
                inside = self.start[rows] < self.stop[rows]
                rows = rows[inside & marks[content[move[rows] - (step < 0)]]]
            self._strip_long(rows)

    def _strip_long(self, rows: npt.NDArray[np.intp]) -> None:
        for row in rows.tolist():
            line = self.buffer.text(self.start[row], self.stop[row]).rstrip(ENDS.encode())
            self.stop[row] = self.start[row] + len(line)
            self.start[row] = self.stop[row] - len(line.lstrip(b" \t"))

    def _classify(self) -> Codes:
        words = self.buffer.words(self.start)
        codes = np.full(len(words), OTHER, np.int8)
        rows = np.arange(len(words), dtype=np.int32)
        for code, label in enumerate(LABELS, OTHER + 1):
            if len(label) < WORD - 1:
                found = words & BELOW[len(label) + 2] == _word(f"#{label} ")
                codes[rows.compress(found)] = code
                others = np.flatnonzero(~found)
                words, rows = words.take(others), rows.take(others)
        self._classify_rest(rows, words, codes)
        return codes

    def _classify_rest(self, rows: Places, words: Words, codes: Codes) -> None:
        """The lines that no label and blank begin: braces, nothing, labels in small letters or before a tab."""
        length = self.stop[rows] - self.start[rows]
        first = words.astype(np.uint8)
        codes[rows[length == 0]] = EMPTY
        codes[rows[(length == 1) & (first == OPENS)]] = OPENING
        codes[rows[(length == 1) & (first == CLOSES)]] = CLOSING
        left = (first == ord("#")) & (length > 1)
        rows, words = rows[left], words[left] & _CASELESS
        for code, label in enumerate(LABELS, OTHER + 1):
            found = words & BELOW[len(label) + 1] == _word(f"#{label}") & _CASELESS
            end = self.start[rows] + len(label) + 1
            after, stop = self.buffer.bytes[end], self.stop[rows]
            found &= (end == stop) | ((end < stop) & ((after == BLANK) | (after == TAB)))
            codes[rows[found]] = code


def _word(text: str) -> np.uint64:
    return np.uint64(int.from_bytes(text.encode().ljust(WORD, b"\0"), "little"))
