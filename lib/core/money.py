"""Amounts in öre, and how Swedes write figures."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from babel.numbers import format_decimal

ORE_PER_KRONA: Final = 100
KIBIBYTE: Final = 1_024
MEBIBYTE: Final = 1_048_576
MINUS: Final = "\N{MINUS SIGN}"

_WRITTEN = re.compile(r"[+-]?\d+(\.\d+)?")
_BLANKS: Final = str.maketrans({" ": "", "\N{NO-BREAK SPACE}": "", "\N{NARROW NO-BREAK SPACE}": "", MINUS: "-"})


def sek(ore: int | None) -> str:
    """Write an amount in öre the Swedish way: `-123456780` becomes `−1 234 567,80`; None is blank."""
    if ore is None:
        return ""
    return format_decimal(Decimal(ore) / ORE_PER_KRONA, "#,##0.00", locale="sv").replace("-", MINUS)


def count(number: int) -> str:
    """Write a count the Swedish way: `1 350 853`, with a hard space."""
    return format_decimal(number, "#,##0", locale="sv").replace("-", MINUS)


def megabytes(size: int) -> str:
    """Write a size in bytes as megabytes of 1 048 576 bytes: `101,0 MB`; a small one as kilobytes: `60 kB`."""
    if size < MEBIBYTE / 10:
        return f"{format_decimal(-(-size // KIBIBYTE), '#,##0', locale='sv')}\N{NO-BREAK SPACE}kB"
    return f"{format_decimal(Decimal(size) / MEBIBYTE, '#,##0.0', locale='sv')}\N{NO-BREAK SPACE}MB"


def parse_ore(text: str) -> int:
    """Read an amount that a person or a spreadsheet wrote, as öre, half öre away from zero.

    Takes a decimal comma or point, blanks between thousands, U+2212 and a sign.
    Raises ValueError when the text is not one amount.
    """
    plain = text.strip().translate(_BLANKS).replace(",", ".")
    if not _WRITTEN.fullmatch(plain):
        raise ValueError(text)
    return int((Decimal(plain) * ORE_PER_KRONA).quantize(Decimal(1), ROUND_HALF_UP))
