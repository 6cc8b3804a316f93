"""Lines one at a time, exactly: each becomes the values of its record, or a finding."""

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from lib.sie.notes import Notes, shown
from lib.sie.records import CHECKSUM, RECORDS, Group, Kind, Record
from lib.sie.tokens import BLANKS, LONGEST_LINE, Field, fields, is_small, label_of, to_last_quote
from lib.sie.values import Unreadable, day, month, odd_ore, prescribed_ore, quantity

ENDS: Final = " \t\r\x1a"
"""What may stand after a line's last field: blanks, the CR of CRLF, and the end mark of old DOS files."""
Values = tuple[Any, ...]

_THOUSANDS: Final = re.compile(r"[0-9]{3}(?:[.,][0-9]+)?")
_LEADING_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}")
_MISSING: Final = Field("", 0, 0)
_NO_VALUE: Final = {Kind.TEXT: "", Kind.AMOUNT: 0}
_cached_day = lru_cache(maxsize=1000)(day)


class Row(NamedTuple):
    """One record that was read: its label, its line, and the values of its fields in the record's order."""

    label: str
    line: int
    values: Values


class LineReader:
    """Reads lines into rows by group; what is odd or unreadable goes to the notes."""

    def __init__(self, notes: Notes, list_of: Callable[[str], Any]) -> None:
        """`list_of` makes of the text between braces what stands for the object list in the values."""
        self.notes = notes
        self.list_of = list_of
        self.rows: defaultdict[Group, list[Row]] = defaultdict(list)
        self.opened_at = 0
        """The last voucher line that ended in its own opening brace."""
        self.has_checksum = False

    def read(self, number: int, line: str) -> None:
        """Read one line, stripped of blanks and line end; blank lines and lone braces are not given here."""
        label = label_of(line)
        record = RECORDS.get(label)
        if record and len(line) <= LONGEST_LINE:
            self._read_record(number, line, record)
        elif label and not record:
            self._pass_over(number, label)
        else:
            self.notes.add("unreadable-line", number, text=shown(line), label=f"#{label}")

    def _pass_over(self, number: int, label: str) -> None:
        if label == CHECKSUM:
            self.has_checksum = True
        else:
            self.notes.pass_over(label, number)

    def _read_record(self, number: int, line: str, record: Record) -> None:
        if record.group is Group.VOUCHERS and line[-1] == "{":
            self.opened_at = number
            line = line[:-1]
        found = self._arranged(line, record)
        if not _is_complete(record, found):
            in_voucher = record.group is Group.TRANSACTIONS
            self.notes.add(
                "unreadable-line", number, in_voucher=in_voucher, text=shown(line), label=f"#{record.label}"
            )
            return
        values = self._values(number, record, found)
        if values is not None:
            self.rows[record.group].append(Row(record.label, number, values))

    def _arranged(self, line: str, record: Record) -> list[Field]:
        """The line's fields, one for each of the record's, as far as there are any."""
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

    def _values(self, number: int, record: Record, found: list[Field]) -> Values | None:
        padded = found + [_MISSING] * (len(record.kinds) - len(found))
        account = found[record.names.index("account")].text if "account" in record.names else None
        try:
            return tuple(
                self._value(kind, field, number, record, account)
                for kind, field in zip(record.kinds, padded, strict=False)
            )
        except Unreadable:
            self.notes.add("unreadable-line", number, text=shown(" ".join(f.text for f in found)), label=f"#{record.label}")
            return None

    def _value(self, kind: Kind, field: Field, number: int, record: Record, account: str | None) -> Any:  # noqa: ANN401
        match kind:
            case Kind.TEXT:
                return field.text
            case Kind.AMOUNT:
                return self._amount(field.text, number, record, account)
            case Kind.DAY:
                return self._day(field.text, number, record)
            case Kind.OBJECTS:
                return self.list_of(field.text)
            case Kind.QUANTITY:
                return quantity(field.text)
            case Kind.MONTH:
                return month(field.text)
            case Kind.NUMBER:
                return _number(field.text)

    def _amount(self, text: str, number: int, record: Record, account: str | None) -> int:
        ore = prescribed_ore(text)
        if ore is not None:
            return ore
        in_voucher = record.group is Group.TRANSACTIONS
        try:
            ore = odd_ore(text)
        except Unreadable:
            self.notes.add("unreadable-amount", number, account=account, in_voucher=in_voucher, text=shown(text))
            return 0
        self.notes.add("odd-amount", number, account=account, in_voucher=in_voucher, text=shown(text), amount=ore)
        return ore

    def _day(self, text: str, number: int, record: Record) -> date | None:
        try:
            return _cached_day(text)
        except Unreadable:
            in_voucher = record.group in {Group.VOUCHERS, Group.TRANSACTIONS}
            self.notes.add("unreadable-date", number, in_voucher=in_voucher, text=shown(text))
            return None


def _is_complete(record: Record, found: list[Field]) -> bool:
    """Whether the fields that the record needs are there; an empty amount is told of by itself."""
    if len(found) < record.needed:
        return False
    may_be_empty = {Kind.AMOUNT, Kind.OBJECTS}
    needed = zip(record.kinds[: record.needed], found, strict=False)
    return all(field.text or kind in may_be_empty for kind, field in needed)


def _number(text: str) -> int | None:
    if not text:
        return None
    if not is_small(text):
        raise Unreadable(text)
    return int(text)


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


def is_whole(line: str) -> bool:
    """Whether a line that has no line end is a whole record all the same, not one cut in the middle."""
    record = RECORDS.get(label_of(line))
    if record is None:
        return line in {"", "{", "}"} or label_of(line) == CHECKSUM
    found = fields(line, len(record.label) + 1)
    lists = Kind.OBJECTS in record.kinds
    return all(field.closed for field in found) and len(found) + (lists and not _has_list(found)) >= record.needed


def _has_list(found: list[Field]) -> bool:
    return any(field.is_list for field in found)


def stripped(line: str) -> str:
    """The line without indent, trailing blanks and line end."""
    return line.lstrip(BLANKS).rstrip(ENDS)
