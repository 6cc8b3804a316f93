"""The fields of a line set in the places that its record has for them."""

import re
from typing import Final

from lib.sie.records import CHECKSUM, RECORDS, Group, Kind, Record
from lib.sie.tokens import Field, fields, label_of, to_last_quote

_THOUSANDS: Final = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?")
_LEADING_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}")
_MAY_BE_EMPTY: Final = frozenset({Kind.AMOUNT, Kind.OBJECTS})
"""An empty amount is told of by itself, and no objects are an empty list."""


def arranged(line: str, record: Record) -> list[Field]:
    """The line's fields in the order of the record's, as far as there are any."""
    found = fields(line, len(record.label) + 1)
    if Kind.OBJECTS in record.kinds:
        _place_objects(found, record.kinds.index(Kind.OBJECTS))
    else:
        found = [field for field in found if not field.is_list]
    if record.last_text and len(found) > len(record.kinds):
        found[len(record.kinds) - 1] = to_last_quote(line, found[len(record.kinds) - 1])
    if record.group is Group.TRANSACTIONS:
        _join_thousands(found, record.kinds.index(Kind.AMOUNT))
    return found


def is_complete(record: Record, found: list[Field]) -> bool:
    """Whether the fields that the record cannot do without are there."""
    if len(found) < record.needed:
        return False
    needed = zip(record.kinds[: record.needed], found, strict=False)
    return all(field.text or kind in _MAY_BE_EMPTY for kind, field in needed)


def is_whole(line: str) -> bool:
    """Whether a line that has no line end is a whole record all the same, not one cut in the middle."""
    record = RECORDS.get(label_of(line))
    if record is None:
        return line in {"", "{", "}"} or label_of(line) == CHECKSUM
    found = arranged(line, record)
    return all(field.closed for field in found) and len(found) >= record.needed


def _place_objects(found: list[Field], place: int) -> None:
    """Let an object list stand at its place, an empty one when the line has none there."""
    if len(found) > place and not found[place].is_list:
        found.insert(place, Field("", found[place].start, found[place].start, is_list=True))


def _join_thousands(found: list[Field], place: int) -> None:
    """Join an amount written with blanks between thousands: no day or text begins with three lone digits."""
    if len(found) <= place + 1 or found[place].quoted or not _LEADING_THOUSANDS.fullmatch(found[place].text):
        return
    while len(found) > place + 1 and not found[place + 1].quoted and _THOUSANDS.fullmatch(found[place + 1].text):
        rest = found.pop(place + 1)
        found[place] = found[place]._replace(text=f"{found[place].text} {rest.text}", stop=rest.stop)
