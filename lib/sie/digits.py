"""Numbers and days read out of a buffer for many fields at once, eight digits in one 64-bit word.

A field written otherwise than SIE prescribes, or with more digits than fit, is not `read`: the exact
reading takes its line.
"""

from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.core.money import ORE_PER_KRONA
from lib.sie.buffers import HIGHS, WORD, Buffer, Flags, Places, Spans, Words

MINUS, POINT, ZERO = ord("-"), ord("."), ord("0")

_ZEROS: Final = np.uint64(0x3030303030303030)
_TO_HIGH: Final = np.uint64(0x7676767676767676)
"""Added to a byte above 9 it sets the highest bit."""
_PAIR, _QUAD, _OCT = np.uint64(1 + (10 << 8)), np.uint64(1 + (100 << 16)), np.uint64(1 + (10_000 << 32))
_PAIRS, _QUADS = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF)
_LAST: Final = (np.uint64(56), np.uint64(48), np.uint64(40))
"""What shifts the last three bytes of a word into the lowest."""
_SHIFTS: Final = np.arange(WORD * 8, -1, -8).astype(np.uint64)
_MONTH_DAYS: Final = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0], np.int32)
_EPOCH: Final = 719_468
"""Days from 1 March of year 0 to 1 January 1970 in the Gregorian calendar."""
_DAY_DIGITS, _MONTH_DIGITS = 8, 6


class Numbers(NamedTuple):
    """Whole numbers, and which of them were read."""

    value: npt.NDArray[Any]
    read: Flags


def hundredths(buffer: Buffer, spans: Spans) -> Numbers:
    """Amounts, `-?digits(.d{1,2})?` with at most eight digits before the point, times a hundred."""
    minus = buffer.bytes.take(spans.start) == MINUS
    end = buffer.words(np.maximum(spans.stop - WORD, 0))
    last, second, third = ((end >> shift).astype(np.uint8) for shift in _LAST)
    tenths = second == POINT
    cents = third == POINT
    decimals = np.where(cents, np.int32(3), tenths * np.int32(2))
    whole = digits(buffer, spans.start + minus, spans.stop - decimals)
    ones = (last - ZERO) * (tenths | cents)
    tens = (second - ZERO) * cents
    read = whole.read & (ones <= 9) & (tens <= 9)  # noqa: PLR2004 - the highest digit
    rest = np.where(tenths, ones, tens) * np.uint8(10) + ones * cents
    value = whole.value.astype(np.int64) * ORE_PER_KRONA + rest
    return Numbers(np.where(minus, -value, value), read)


def whole_numbers(buffer: Buffer, spans: Spans) -> Numbers:
    """Whole numbers with or without a minus, of at most eight digits."""
    minus = buffer.bytes.take(spans.start) == MINUS
    found = digits(buffer, spans.start + minus, spans.stop)
    return Numbers(np.where(minus, -found.value, found.value), found.read)


def digits(buffer: Buffer, start: Places, stop: Places) -> Numbers:
    """The number that one to eight digits are."""
    length = stop - start
    read = (length >= 1) & (length <= WORD)
    shift = _SHIFTS.take(np.where(read, length, WORD))
    word = ((buffer.words(np.maximum(stop - WORD, 0)) ^ _ZEROS) >> shift) << shift
    read &= (((word + _TO_HIGH) | word) & HIGHS) == 0
    return Numbers(_value(word).astype(np.int32), read)


def _value(word: Words) -> Words:
    """Eight digits, the first in the lowest byte, added up in pairs, fours and all."""
    pairs = (word * _PAIR) >> np.uint64(8)
    quads = ((pairs & _PAIRS) * _QUAD) >> np.uint64(16)
    return ((quads & _QUADS) * _OCT) >> np.uint64(32)


def days(buffer: Buffer, spans: Spans) -> Numbers:
    """Days written `YYYYMMDD`, as days since 1970-01-01."""
    found = digits(buffer, spans.start, spans.stop)
    return _days(found.value, found.read & (spans.stop - spans.start == _DAY_DIGITS))


def months(buffer: Buffer, spans: Spans) -> Numbers:
    """Months written `YYYYMM`, as the first day of each in days since 1970-01-01."""
    found = digits(buffer, spans.start, spans.stop)
    return _days(found.value * 100 + 1, found.read & (spans.stop - spans.start == _MONTH_DIGITS))


def _days(written: npt.NDArray[np.int32], read: Flags) -> Numbers:
    year, month, day = written // 10_000, written // 100 % 100, written % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    length = _MONTH_DAYS.take(np.minimum(month, len(_MONTH_DAYS) - 1)) + (leap & (month == 2))  # noqa: PLR2004 - February
    return Numbers(_since_epoch(year, month, day), read & (year >= 1) & (day >= 1) & (day <= length))


def _since_epoch(year: Places, month: Places, day: Places) -> Places:
    """Count days with the year beginning in March, so that the leap day is its last."""
    year = year - (month <= 2)  # noqa: PLR2004 - January and February
    day_of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    since: Places = year * 365 + year // 4 - year // 100 + year // 400 + day_of_year - _EPOCH
    return since
