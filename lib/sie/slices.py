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

SLICE_BYTES: Final = 2 << 20
EMPTY, OPENING, CLOSING, OTHER = range(4)
LABELS: Final = (
    *("TRANS", "VER", "RTRANS", "BTRANS"),
    *("PSALDO", "PBUDGET", "OBJEKT", "IB", "UB", "RES", "OIB", "OUB"),
)
"""Labels of which a file may have many, the most frequent first; the code of each is its place after OTHER."""

BYTES_A_CHARACTER: Final = 4
"""At most, in UTF-8."""
_CASELESS: Final = np.uint64(0xDFDFDFDFDFDFDFFF)
"""Makes letters capitals and leaves the first byte, `#`, as it is."""
_STRIPPED_AT_MOST: Final = 16


def code_of(label: str) -> int:
    """The code of a label of which there may be many."""
    return OTHER + 1 + LABELS.index(label)


def cut(data: bytes) -> Iterator[memoryview]:
    """The whole lines of a file, some megabytes at a time; what follows the last line end is left out."""
    view, start, end = memoryview(data), 0, data.rfind(b"\n") + 1
    while start < end:
        stop = data.find(b"\n", min(start + SLICE_BYTES, end) - 1) + 1
        yield view[start:stop]
        start = stop


class Lines:
    """The lines of one stretch: where each starts and stops, stripped, and its code."""

    def __init__(self, buffer: Buffer) -> None:
        """Find the lines; the buffer's content ends in a line end."""
        self.buffer = buffer
        ends = (np.flatnonzero(buffer.bytes[PAD:-PAD] == NEWLINE) + PAD).astype(np.int32)
        self.start: Places = np.concatenate([np.array([PAD], np.int32), ends[:-1] + 1])
        self.stop: Places = ends
        self._strip()
        self.codes = self._classify()

    def __len__(self) -> int:
        return len(self.start)

    def last(self, code: int) -> int:
        """The number of the last line with this code, the first line of the stretch being 1; 0 when there is none."""
        found = np.flatnonzero(self.codes == code)
        return int(found[-1]) + 1 if len(found) else 0

    def _strip(self) -> None:
        content = self.buffer.bytes
        is_end, is_blank = (np.isin(np.arange(256), list(marks)) for marks in (ENDS.encode(), (BLANK, TAB)))
        for move, step, marks in ((self.stop, -1, is_end), (self.start, 1, is_blank)):
            rows = np.arange(len(self))
            for _ in range(_STRIPPED_AT_MOST):
                inside = self.start[rows] < self.stop[rows]
                rows = rows[inside & marks[content[move[rows] - (step < 0)]]]
                if not len(rows):
                    break
                move[rows] += step
            else:
                self._strip_long(rows)

    def _strip_long(self, rows: Places) -> None:
        for row in rows:
            line = self.buffer.text(self.start[row], self.stop[row])
            self.stop[row] = self.start[row] + len(line.rstrip(ENDS.encode()))
            self.start[row] = self.stop[row] - len(line.rstrip(ENDS.encode()).lstrip(b" \t"))

    def _classify(self) -> Codes:
        length = self.stop - self.start
        words = self.buffer.words(self.start)
        first = words.astype(np.uint8)
        codes = np.where(length == 0, EMPTY, OTHER).astype(np.int8)
        codes[(length == 1) & (first == OPENS)] = OPENING
        codes[(length == 1) & (first == CLOSES)] = CLOSING
        rows = np.flatnonzero((first == ord("#")) & (codes == OTHER) & (length <= BYTES_A_CHARACTER * LONGEST_LINE))
        words = words[rows] & _CASELESS
        for code, label in enumerate(LABELS, OTHER + 1):
            found = self._has_label(f"#{label}", words, rows)
            codes[rows[found]] = code
            words, rows = words[~found], rows[~found]
        return codes

    def _has_label(self, label: str, words: Words, rows: Places) -> npt.NDArray[np.bool_]:
        wanted = np.uint64(int.from_bytes(label.encode().ljust(WORD, b"\0"), "little"))
        found = words & BELOW[len(label)] == wanted & _CASELESS
        end = self.start[rows[found]] + len(label)
        after = self.buffer.bytes[end]
        stop = self.stop[rows[found]]
        found[found] = (end == stop) | ((end < stop) & ((after == BLANK) | (after == TAB)))
        return found
