"""Lines one at a time, exactly: each becomes the values of its record, or a finding."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from lib.sie.arrangement import arranged, is_complete
from lib.sie.notes import Notes, shown
from lib.sie.records import CHECKSUM, RECORDS, Group, Kind, Record
from lib.sie.tokens import BLANKS, LONGEST_LINE, is_small, label_of
from lib.sie.values import Unreadable, day, month, odd_ore, prescribed_ore, quantity

ENDS: Final = " \t\r\x1a"
"""What may stand after a line's last field: blanks, the CR of CRLF, and the end mark of old DOS files."""

_IN_VOUCHERS: Final = frozenset({Group.VOUCHERS, Group.TRANSACTIONS})
_cached_day = lru_cache(maxsize=1000)(day)


class Row(NamedTuple):
    """One record that was read: its label, its line, and the values of its fields in the record's order."""

    label: str
    line: int
    values: tuple[Any, ...]


class _Place(NamedTuple):
    """Where a value stands, for what may be found about it."""

    line: int
    account: str | None
    in_voucher: bool


class LineReader:
    """Reads lines into rows by group; what is odd or unreadable goes to the notes."""

    def __init__(self, notes: Notes, list_of: Callable[[str], int | None]) -> None:
        """`list_of` gives the number that the values hold for the object list written between braces."""
        self.notes = notes
        self.rows: defaultdict[Group, list[Row]] = defaultdict(list)
        self.opened_at = 0
        """The last voucher line that ended in its own opening brace."""
        self.has_checksum = False
        self._values: dict[Kind, Callable[[str, _Place], Any]] = {
            Kind.TEXT: lambda text, _: text,
            Kind.NUMBER: lambda text, _: _number(text),
            Kind.DAY: self._day,
            Kind.MONTH: lambda text, _: month(text),
            Kind.AMOUNT: self._amount,
            Kind.QUANTITY: lambda text, _: quantity(text),
            Kind.OBJECTS: lambda text, _: list_of(text),
        }

    def read(self, number: int, line: str) -> None:
        """Read one line, stripped of blanks and line end; blank lines and lone braces are not given here."""
        label = label_of(line)
        record = RECORDS.get(label)
        if not label or (record and len(line) > LONGEST_LINE):
            self._leave_out(number, line, label)
        elif record:
            self._read_record(number, line, record)
        elif label == CHECKSUM:
            self.has_checksum = True
        else:
            self.notes.pass_over(label, number)

    def _read_record(self, number: int, line: str, record: Record) -> None:
        whole = line
        if record.group is Group.VOUCHERS and line[-1] == "{":
            self.opened_at = number
            line = line[:-1]
        found = arranged(line, record)
        if not is_complete(record, found):
            self._leave_out(number, whole, record.label)
            return
        texts = [field.text for field in found[: len(record.kinds)]]
        texts += [""] * (len(record.kinds) - len(texts))
        account = texts[record.names.index("account")] if "account" in record.names else None
        place = _Place(number, account, record.group in _IN_VOUCHERS)
        try:
            values = tuple([self._values[kind](text, place) for kind, text in zip(record.kinds, texts, strict=True)])
        except Unreadable:
            self._leave_out(number, whole, record.label)
        else:
            self.rows[record.group].append(Row(record.label, number, values))

    def _leave_out(self, number: int, line: str, label: str) -> None:
        in_voucher = label in RECORDS and RECORDS[label].group is Group.TRANSACTIONS
        self.notes.add("unreadable-line", number, in_voucher=in_voucher, text=shown(line), label=f"#{label}")

    def _amount(self, text: str, place: _Place) -> int:
        ore = prescribed_ore(text)
        if ore is not None:
            return ore
        try:
            ore = odd_ore(text)
        except Unreadable:
            self.notes.add("unreadable-amount", *place, text=shown(text))
            return 0
        self.notes.add("odd-amount", *place, text=shown(text), amount=ore)
        return ore

    def _day(self, text: str, place: _Place) -> date | None:
        try:
            return _cached_day(text)
        except Unreadable:
            self.notes.add("unreadable-date", place.line, in_voucher=place.in_voucher, text=shown(text))
            return None


def _number(text: str) -> int | None:
    if not text:
        return None
    if not is_small(text):
        raise Unreadable(text)
    return int(text)


def stripped(line: str) -> str:
    """The line without indent, trailing blanks and line end."""
    return line.lstrip(BLANKS).rstrip(ENDS)
