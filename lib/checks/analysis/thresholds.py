"""The settings of a check that a copy of it may change: each with its default, its unit and what it means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = int | str


class Unit(StrEnum):
    """What a threshold counts in; the values of all but the last two are whole numbers."""

    ORE = "öre"
    COUNT = "count"
    DAYS = "days"
    MONTHS = "months"
    PERCENT = "percent"
    HUNDREDTHS = "hundredths"
    """Hundredths of what the text names, so that 350 is 3.5."""
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
