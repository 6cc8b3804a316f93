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
from lib.sie.object_lists import ObjectLists, is_whole
from lib.sie.records import Kind
from lib.sie.strings import Texts

QUANTITY_DECIMALS: Final = 6
_TO_MILLIONTHS: Final = 10**4
_EPOCH: Final = date(1970, 1, 1).toordinal()
_NONE, _DOUBT = -1, -2

_Reader = Callable[[Buffer, Spans], Numbers]


class Column(NamedTuple):
    """One field of many records, and in which it is (None: in all).

    Texts are views (`lib.sie.strings`), amounts öre, quantities millionths, days and months days since
    1970, object lists numbers.
    """

    values: npt.NDArray[Any]
    there: Flags | None = None


class Columns:
    """Reads columns from the lines of one stretch of the file."""

    def __init__(self, buffer: Buffer, encoding: Encoding, number: int) -> None:
        """`number` is the buffer's own, for views of it."""
        self.texts = Texts(buffer, encoding, number)
        self.lists = ObjectLists()
        self._encoding = encoding

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
        values = np.full(len(cursor.at), _NONE, np.int32)
        rows = np.flatnonzero((spans.stop > spans.start) & cursor.plain)
        found = group(cursor.buffer, spans.of(rows))
        numbers = np.array([self._list_number(text) for text in found.texts], np.int32)
        values[rows] = np.where(found.known, numbers[found.number], _DOUBT)
        cursor.plain &= values != _DOUBT
        return Column(values, values >= 0)

    def _list_number(self, content: bytes) -> int:
        if is_doubtful(content, self._encoding):
            return _DOUBT
        text = to_text(content, self._encoding)
        if not is_whole(text):
            return _DOUBT
        number = self.lists.number_of(text)
        return _NONE if number is None else number

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
    """Quantities in millionths."""
    found = hundredths(buffer, spans)
    return Numbers(found.value * _TO_MILLIONTHS, found.read)


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
