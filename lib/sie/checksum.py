"""The checksum of `#KSUMMA`: CRC-32 over the bytes of every field between its two records (SIE 4C, section 10)."""

import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.sie.buffers import NEWLINE, Bytes, Flags
from lib.sie.encoding import Encoding
from lib.sie.notes import Notes, shown
from lib.sie.records import CHECKSUM
from lib.sie.slices import cut
from lib.sie.tokens import fields

MODULUS: Final = 2**32
FIELDS_AT_MOST: Final = 10_000
DIGITS_AT_MOST: Final = 20
TAB, RETURN, SUBSTITUTE = 9, 13, 26
BLANK, QUOTE, BACKSLASH, OPENS, CLOSES = (ord(mark) for mark in ' "\\{}')
Places = npt.NDArray[np.intp]


_ENDS: Final = b" \t\r\x1a"
_RECORD: Final = re.compile(
    rb"^[ \t]*#" + CHECKSUM.encode() + rb"(?=[ \t\r\n]|\Z)([^\n]*)", re.MULTILINE | re.IGNORECASE
)
_BETWEEN: Final = np.isin(np.arange(256), list(b' \t{}"\r\n'))
"""Bytes outside quotes that the sum leaves out."""
_OUTSIDE: Final = np.isin(np.arange(256), list(b' \t{}\r\n"'))
"""Bytes that a quote which opens a field follows, or one which closes a field comes before."""


class Summed(NamedTuple):
    """The stretch of a file that a checksum covers, the line where it opens, and what its closing record says."""

    start: int
    stop: int
    opened: int
    closed: int
    stated: str | None


def check_sum(data: bytes, encoding: Encoding, notes: Notes) -> str:
    """Whether the file's checksum agrees: `ok`, `bad`, or `absent` when there is none that could be checked.

    It is defined on CP437 alone. Notes `checksum-damaged`, and `cut-off-checksum` when it is opened and
    never closed.
    """
    summed = _summed(data)
    if summed is None:
        return "absent"
    if summed.stated is None:
        notes.add("cut-off-checksum", summed.opened)
        return "absent"
    if encoding not in {"cp437", "ascii"}:
        return "absent"
    computed = crc_of(data[summed.start : summed.stop])
    if stated_crc(summed.stated) == computed:
        return "ok"
    notes.add("checksum-damaged", summed.closed, stated=shown(summed.stated), computed=str(computed))
    return "bad"


def _summed(data: bytes) -> Summed | None:
    opening: re.Match[bytes] | None = None
    for match in _RECORD.finditer(data):
        stated = fields(match[1].strip(_ENDS).decode("latin-1"))
        if not stated:
            opening = match
        elif opening:
            lines = _line_of(data, opening), _line_of(data, match)
            return Summed(_next_line(data, opening), match.start(), *lines, stated[0].text)
    return opening and Summed(0, 0, _line_of(data, opening), 0, None)


def _line_of(data: bytes, match: re.Match[bytes]) -> int:
    return data.count(b"\n", 0, match.start()) + 1


def _next_line(data: bytes, match: re.Match[bytes]) -> int:
    return min(match.end() + 1, len(data))


def crc_of(data: bytes) -> int:
    """The sum over whole lines."""
    crc = 0
    end = data.rfind(b"\n") + 1
    for start, stop in cut(data, end):
        crc = _crc_of_stretch(np.frombuffer(data, np.uint8)[start:stop], crc)
    return crc_of_line(data[end:], crc)


def crc_of_line(line: bytes, crc: int = 0) -> int:
    """Carry `crc` on over one record: its label and its fields, without blanks, quotes and braces between them."""
    # Latin-1 maps every byte to one character and back: the tokenizer never sees another alphabet.
    for part in _parts(line.strip(_ENDS + b"\n").decode("latin-1")):
        crc = zlib.crc32(part.encode("latin-1"), crc)
    return crc


def _parts(line: str) -> Iterator[str]:
    for field in fields("" if line in {"{", "}"} else line, at_most=FIELDS_AT_MOST):
        if field.is_list:
            yield from _parts(field.text)
        else:
            yield field.text


def _crc_of_stretch(content: Bytes, crc: int) -> int:
    """Plain lines all at once; a line whose quotes are not plainly those of fields by itself."""
    ends = np.flatnonzero(content == NEWLINE)
    quotes = np.flatnonzero(content == QUOTE)
    odd = _odd_lines(content, ends, quotes)
    keep = _inside_quotes(len(content), ends, quotes) | ~_BETWEEN[content]
    keep[quotes] = False
    done = 0
    for line in odd.tolist():
        start = int(ends[line - 1]) + 1 if line else 0
        crc = zlib.crc32(content[done:start][keep[done:start]].data, crc)
        done = int(ends[line]) + 1
        crc = crc_of_line(content[start:done].tobytes(), crc)
    return zlib.crc32(content[done:][keep[done:]].data, crc)


def _inside_quotes(length: int, ends: Places, quotes: Places) -> Flags:
    """Which bytes stand behind an odd number of quotes of their line."""
    turns = np.zeros(length, np.uint8)
    turns[quotes] = 1
    turns[ends[_count_by_line(ends, quotes) % 2 == 1]] = 1
    return np.bitwise_xor.accumulate(turns).view(np.bool_)


def _count_by_line(ends: Places, quotes: Places) -> Places:
    return np.diff(np.searchsorted(quotes, ends), prepend=0)


def _odd_lines(content: Bytes, ends: Places, quotes: Places) -> Places:
    """The numbers of the lines with an escaped, stray or unclosed quote, or an end mark."""
    counts = _count_by_line(ends, quotes)
    rank = np.arange(len(quotes)) - np.repeat(np.cumsum(counts) - counts, counts)
    opens = rank % 2 == 0
    neighbour = content[np.where(opens, np.maximum(quotes - 1, 0), np.minimum(quotes + 1, len(content) - 1))]
    stray = quotes[~_OUTSIDE[neighbour] | (content[np.maximum(quotes - 1, 0)] == BACKSLASH)]
    returns = np.flatnonzero(content == RETURN)
    marks = [stray, np.flatnonzero(content == SUBSTITUTE), returns[content[returns + 1] != NEWLINE]]
    lines = [np.flatnonzero(counts % 2), np.searchsorted(ends, np.concatenate(marks))]
    return np.unique(np.concatenate([*lines, _lines_of_odd_braces(content, ends, quotes)]))


def _lines_of_odd_braces(content: Bytes, ends: Places, quotes: Places) -> Places:
    """The lines whose braces outside quotes are neither one alone nor one pair round an object list."""
    braces = np.flatnonzero(((content == OPENS) | (content == CLOSES)) & ~_inside_quotes(len(content), ends, quotes))
    line = np.searchsorted(ends, braces)
    start = np.append(0, ends + 1)[line]
    opens = content[braces] == OPENS
    after_blank = (braces == start) | np.isin(content[np.maximum(braces - 1, 0)], [BLANK, TAB])
    alone = (braces == start) & np.isin(content[braces + 1], [RETURN, NEWLINE])
    pair = opens & after_blank & (np.append(line[1:], -1) == line) & ~np.append(opens[1:], True)
    paired = pair | np.append(False, pair[:-1])
    second = np.append(False, line[1:] == line[:-1]) & opens
    odd: npt.NDArray[np.intp] = line[~(alone | paired) | second]
    return odd


def stated_crc(text: str) -> int | None:
    """The sum that the closing record states, unsigned: some programs write it signed. None when it is no number."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > DIGITS_AT_MOST:
        return None
    return int(text) % MODULUS
