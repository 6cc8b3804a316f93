"""The values of attributes: amounts in öre, quantities, days and months as XML Schema writes them."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from lib.sie import values
from lib.sie.notes import Notes, shown
from lib.sie.tokens import is_small
from lib.sie.values import Unreadable, odd_ore, prescribed_ore

_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})?")
_MONTH: Final = re.compile(r"([0-9]{4}-[0-9]{2})(?:-[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_DECIMAL: Final = re.compile(r"[+]?(-?)([0-9]*)(?:\.([0-9]*?)0*)?")


class Place(NamedTuple):
    """Where a value stands: its element's line, and the account and the voucher that it belongs to."""

    line: int
    account: str | None = None
    voucher: str | None = None


class Values:
    """Reads the values of one document; what is odd or unreadable goes to the notes."""

    def __init__(self, notes: Notes) -> None:
        """`notes` takes what is found."""
        self.notes = notes

    def amount(self, text: str, place: Place) -> int:
        """An amount in öre; 0 with a finding when it cannot be read."""
        ore = prescribed_ore(text)
        if ore is None:
            ore = prescribed_ore(_plain(text))
        if ore is not None:
            return ore
        try:
            ore = odd_ore(text)
        except Unreadable:
            self._note("unreadable-amount", place, text)
            return 0
        self.notes.add("odd-amount", place.line, place.account, voucher=place.voucher, text=shown(text), amount=ore)
        return ore

    def quantity(self, text: str | None) -> Decimal | None:
        """A quantity; None when there is none or it cannot be read."""
        return values.quantity(text) if text else None

    def day(self, text: str | None, place: Place) -> date | None:
        """A day; None when there is none, and with a finding when it is no day of the calendar."""
        try:
            return _day(text or "")
        except Unreadable:
            self._note("unreadable-date", place, text or "")
            return None

    def month(self, text: str, place: Place) -> date | None:
        """A month as its first day; None with a finding when it cannot be read."""
        try:
            return _month(text)
        except Unreadable:
            self._note("unreadable-date", place, text)
            return None

    def dimension(self, text: str) -> int | None:
        """A dimension's number; None when it is none."""
        return int(text) if is_small(text) else None

    def leave_out(self, name: str, attributes: Mapping[str, str], place: Place) -> None:
        """Note an element that lacks what it must have."""
        text = shown(written(name, attributes))
        self.notes.add("unreadable-line", place.line, place.account, voucher=place.voucher, text=text, label=name)

    def _note(self, check: str, place: Place, text: str) -> None:
        self.notes.add(check, place.line, place.account, voucher=place.voucher, text=shown(text))


def written(name: str, attributes: Mapping[str, str]) -> str:
    """An element's tag, near enough as it stands in the document."""
    return " ".join([f"<{name}", *(f'{key}="{value}"' for key, value in attributes.items())]) + ">"


def _plain(text: str) -> str:
    """A decimal as SIE 1-4 prescribes it: without plus, blanks around it and noughts at its end."""
    match = _DECIMAL.fullmatch(text.strip())
    if match is None or not (match[2] or match[3]):
        return text
    sign, kronor, rest = match.groups()
    return f"{sign}{kronor or '0'}{'.' if rest else ''}{rest or ''}"


@lru_cache(maxsize=1000)
def _day(text: str) -> date | None:
    match = _DAY.fullmatch(text.strip())
    return values.day(match[1] if match else text.strip())


@lru_cache(maxsize=1000)
def _month(text: str) -> date:
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        raise Unreadable(text)
    return values.month(match[1])
