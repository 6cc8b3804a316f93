"""The settings of a check that a copy of it may change: each with its default, its unit and what it means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from babel.numbers import format_decimal

from lib.core.money import parse_ore, sek

Value = int | str


class Unit(StrEnum):
    """What a threshold counts in; the values of all but the last two are whole numbers."""

    ORE = "öre"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    PERCENT = "percent"
    HUNDREDTHS = "hundredths"
    """Hundredths of what the text names: 350 is written and read as `3,50`."""
    ACCOUNTS = "accounts"
    """Account numbers and ranges: `2999, 1790-1799`."""
    WORDS = "words"
    """Words with commas between them."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One setting: its name in code, its default, its unit, and an English text (marked) that explains it."""

    name: str
    default: Value
    unit: Unit
    text: str


TEXTUAL: Final = frozenset({Unit.ACCOUNTS, Unit.WORDS})
AT_MOST: Final = 10**14
"""No limit that a person would set is larger: 1 000 000 000 000 kr in öre."""
_LONGEST: Final = 1_000
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z]{1,10}")
_BETWEEN: Final = re.compile(r"[,;\s]+")


def written(threshold: Threshold, value: Value) -> str:
    """A value as a person writes it: `1 000,00` (kronor), `3,50`, `12`, `2999, 1790-1799`."""
    match threshold.unit:
        case Unit.ORE:
            return sek(int(value))
        case Unit.HUNDREDTHS:
            return format_decimal(Decimal(int(value)) / 100, "#,##0.00", locale="sv")
        case _:
            return str(value)


def read(threshold: Threshold, text: str) -> Value:
    """What a person wrote; raises ValueError, with the text, when it is no value of that kind."""
    match threshold.unit:
        case Unit.ACCOUNTS:
            return _accounts(text)
        case Unit.WORDS:
            return ", ".join(word for part in text.split(",") if (word := part.strip()))[:_LONGEST]
        case Unit.ORE | Unit.HUNDREDTHS:
            return _within(parse_ore(text), text)
        case _:
            hundredths = parse_ore(text)
            if hundredths % 100:
                raise ValueError(text)
            return _within(hundredths // 100, text)


def fits(threshold: Threshold, value: object) -> bool:
    """Whether a value is of the threshold's kind, and such that a check can go by it."""
    if threshold.unit not in TEXTUAL:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= AT_MOST
    if not isinstance(value, str) or len(value) > _LONGEST:
        return False
    try:
        read(threshold, value)
    except ValueError:
        return False
    return True


def _within(value: int, text: str) -> int:
    if not 0 <= value <= AT_MOST:
        raise ValueError(text)
    return value


def _accounts(text: str) -> str:
    """Account numbers and ranges in the one way of writing them."""
    joined = re.sub(r"\s*(?:\.\.|[-\N{EN DASH}\N{MINUS SIGN}])\s*", "-", text.strip())
    spans = [span for span in _BETWEEN.split(joined) if span]
    for span in spans:
        first, dash, last = span.partition("-")
        ends = (first, last) if dash else (first,)
        if not all(_ACCOUNT.fullmatch(end) for end in ends) or (dash and (len(first) != len(last) or first > last)):
            raise ValueError(text)
    if len(made := ", ".join(spans)) > _LONGEST:
        raise ValueError(text)
    return made


class Limits:
    """The values that one run of a check goes by."""

    def __init__(self, thresholds: Sequence[Threshold], changed: Mapping[str, Value]) -> None:
        """Take the defaults, with what was changed of them; raises KeyError for what the check does not have."""
        self._values: dict[str, Value] = {threshold.name: threshold.default for threshold in thresholds}
        for name, value in changed.items():
            if name not in self._values:
                raise KeyError(name)
            self._values[name] = value

    def __getitem__(self, name: str) -> int:
        return int(self._values[name])

    def words(self, name: str) -> tuple[str, ...]:
        """A setting of words, one by one."""
        return tuple(word.strip() for word in str(self._values[name]).split(",") if word.strip())


def among(account: str, ranges: Sequence[str]) -> bool:
    """Whether an account is one of these: `2999`, or `1790-1799`, as numbers are sorted.

    A range ends with all accounts that begin so: `1799` takes 17991 too.
    """
    for span in ranges:
        first, _, last = span.partition("-")
        end = last or first
        if first.strip() <= account and account[: len(end.strip())] <= end.strip():
            return True
    return False
