"""Amounts, quantities, days and months, exactly as SIE writes them and as other programs do."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from lib.core.money import ORE_PER_KRONA

ORE_AT_MOST: Final = 2**63 - 1
QUANTITY_STEP: Final = Decimal("0.000001")
QUANTITY_AT_MOST: Final = Decimal(10**12)
"""So that millionths of it fit 64 bits."""
DIGITS_AT_MOST: Final = 24

_PRESCRIBED: Final = re.compile(r"(-?)([0-9]{1,16})(?:\.([0-9]{1,2}))?")
_ODD: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_BLANKS: Final = str.maketrans(
    {" ": "", "\N{NO-BREAK SPACE}": "", "\N{NARROW NO-BREAK SPACE}": "", "'": "", "\N{MINUS SIGN}": "-"}
)
_DAY: Final = re.compile(r"([0-9]{4})(-?)([0-9]{2})\2([0-9]{2})")
_MONTH: Final = re.compile(r"([0-9]{4})-?([0-9]{2})(?:[0-9]{2})?")
_NO_DAY: Final = frozenset({"", "0", "00000000"})


class Unreadable(ValueError):
    """The text is not a value of its kind."""


def prescribed_ore(text: str) -> int | None:
    """An amount written as SIE prescribes (`-?digits(.d{1,2})?`), in öre; None when it is not."""
    match = _PRESCRIBED.fullmatch(text)
    if match is None:
        return None
    sign, kronor, ore = match.groups()
    value = int(kronor) * ORE_PER_KRONA + int((ore or "").ljust(2, "0"))
    return -value if sign else value


def odd_ore(text: str) -> int:
    """An amount with a comma, a plus, thousands apart or more decimals, in öre, half öre away from zero.

    Raises Unreadable when it is not one amount, or one that does not fit 64 bits.
    """
    plain = _with_point(text.strip().translate(_BLANKS))
    if len(plain) > DIGITS_AT_MOST or not _ODD.fullmatch(plain):
        raise Unreadable(text)
    value = int((Decimal(plain) * ORE_PER_KRONA).quantize(Decimal(1), ROUND_HALF_UP))
    if abs(value) > ORE_AT_MOST:
        raise Unreadable(text)
    return value


def _with_point(text: str) -> str:
    """The last of comma and point is the decimal sign, the other one stands between thousands."""
    if "," not in text:
        return text
    if text.rfind(",") > text.rfind("."):
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "")


def quantity(text: str) -> Decimal | None:
    """A quantity with at most six decimals; None when there is none or it cannot be read."""
    if not text:
        return None
    plain = _with_point(text.strip().translate(_BLANKS))
    if len(plain) > DIGITS_AT_MOST or not _ODD.fullmatch(plain):
        return None
    value = Decimal(plain).quantize(QUANTITY_STEP, ROUND_HALF_UP)
    return value if abs(value) <= QUANTITY_AT_MOST else None


def day(text: str) -> date | None:
    """A day, `YYYYMMDD`; None when there is none. Raises Unreadable when it is no day of the calendar."""
    if text in _NO_DAY:
        return None
    match = _DAY.fullmatch(text)
    if match is None:
        raise Unreadable(text)
    try:
        return date(int(match[1]), int(match[3]), int(match[4]))
    except ValueError as error:
        raise Unreadable(text) from error


def month(text: str) -> date:
    """A month, `YYYYMM`, as its first day. Raises Unreadable."""
    match = _MONTH.fullmatch(text)
    if match is None:
        raise Unreadable(text)
    try:
        return date(int(match[1]), int(match[2]), 1)
    except ValueError as error:
        raise Unreadable(text) from error
