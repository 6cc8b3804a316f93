"""The fields of many records as columns: read side by side, and filled up with what was read exactly."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from lib.sie.buffers import Buffer, Flags, Places, Spans
from lib.sie.characters import is_doubtful
from lib.sie.cursor import Cursor
from lib.sie.digits import Numbers, days, hundredths, months, whole_numbers
from lib.sie.encoding import Encoding, to_text
from lib.sie.groups import group
from lib.sie.object_lists import is_whole
from lib.sie.records import Kind
from lib.sie.strings import Texts

QUANTITY_DECIMALS: Final = 6
_MILLIONTHS: Final = 10**QUANTITY_DECIMALS
_EPOCH: Final = date(1970, 1, 1).toordinal()

_Reader = Callable[[Buffer, Spans], Numbers]


class Column(NamedTuple):
    """One field of many records, and in which it is (None: in all).

    Texts are views (`lib.sie.strings`), amounts öre, quantities millionths, days and months days since
    1970, object lists their place in `Columns.lists`.
    """

    values: npt.NDArray[Any]
    there: Flags | None = None


class Lists:
    """The texts of the object lists that one file's stretches meet: each is looked at once for all of them."""

    def __init__(self, encoding: Encoding) -> None:
        """`encoding` is the file's."""
        self._encoding = encoding
        self._texts: dict[bytes, str | None] = {}

    def text(self, content: bytes) -> str | None:
        """A list's content as text; None when it is not plainly a whole list of the file's character set."""
        if content not in self._texts:
            text = to_text(content, self._encoding)
            plain = is_whole(text) and not is_doubtful(content, self._encoding)
            self._texts[content] = text if plain else None
        return self._texts[content]


class Columns:
    """Reads columns from the lines of one stretch of the file."""

    def __init__(self, texts: Texts, lists: Lists) -> None:
        """`lists` are those of all stretches."""
        self.texts = texts
        self.lists: list[str] = []
        """The object lists of the stretch: their columns hold places here, the same list perhaps at several."""
        self._lists = lists

    def read(self, kind: Kind, cursor: Cursor, *, needed: bool) -> Column:
        """The next field of every line; a line whose field is not plain, or needed and missing, is plain no more."""
        if kind is Kind.OBJECTS:
            return self._object_lists(cursor)
        spans = cursor.field()
        if kind is Kind.TEXT:
            if needed:
                cursor.plain &= spans.stop > spans.start
            return Column(self.texts.take(spans, cursor.plain))
        if needed:
            found = _READERS[kind](cursor.buffer, spans)
            cursor.plain &= found.read
            return Column(found.value)
        return _where_there(_READERS[kind], cursor, spans)

    def _object_lists(self, cursor: Cursor) -> Column:
        spans = cursor.objects()
        values = np.zeros(len(cursor.at), np.int32)
        there = np.zeros(len(cursor.at), np.bool_)
        rows = np.flatnonzero((spans.stop > spans.start) & cursor.plain)
        found = group(cursor.buffer, spans.of(rows))
        texts = [self._lists.text(content) for content in found.texts]
        values[rows] = found.number + len(self.lists)
        there[rows] = plain = found.known & np.array([text is not None for text in texts], np.bool_)[found.number]
        cursor.plain[rows] &= plain
        self.lists += [text or "" for text in texts]
        return Column(values, there)

    def place_of_list(self, text: str) -> int | None:
        """The place in `lists` of a list that was read exactly."""
        if not text:
            return None
        self.lists.append(text)
        return len(self.lists) - 1

    def fill(self, kind: Kind, column: Column, rows: Places, values: Sequence[Any]) -> None:
        """Set rows of a column to values that were read exactly."""
        if kind is Kind.TEXT:
            self.texts.put(column.values, rows, values)
            return
        column.values[rows] = [_as_number(value) for value in values]
        if column.there is not None:
            column.there[rows] = [value is not None for value in values]


def with_zeros(quantities: Column, rows: Flags) -> Column:
    """The quantities with zeros in some rows that had none."""
    return quantities._replace(there=rows if quantities.there is None else quantities.there | rows)


def _where_there(read: _Reader, cursor: Cursor, spans: Spans) -> Column:
    """A field that lines may leave out, read where they have it."""
    there = spans.stop > spans.start
    rows = np.flatnonzero(there)
    found = read(cursor.buffer, spans.of(rows))
    values = np.zeros(len(there), found.value.dtype)
    values[rows] = found.value
    cursor.plain[rows] &= found.read
    return Column(values, there)


def _quantities(buffer: Buffer, spans: Spans) -> Numbers:
    """Quantities in millionths; Fortnox writes one digit on every row, `0`."""
    if (spans.stop - spans.start == 1).all():
        digit = buffer.bytes.take(spans.start) - np.uint8(ord("0"))
        return Numbers(digit.astype(np.int64) * _MILLIONTHS, digit <= 9)  # noqa: PLR2004 - the highest digit
    found = hundredths(buffer, spans)
    return Numbers(found.value * (_MILLIONTHS // 100), found.read)


def _as_number(value: int | date | Decimal | None) -> int:
    match value:
        case date():
            return value.toordinal() - _EPOCH
        case Decimal():
            return int(value.scaleb(QUANTITY_DECIMALS))
        case _:
            return value or 0


_READERS: Final[Mapping[Kind, _Reader]] = {
    Kind.AMOUNT: hundredths,
    Kind.QUANTITY: _quantities,
    Kind.DAY: days,
    Kind.MONTH: months,
    Kind.NUMBER: whole_numbers,
}
