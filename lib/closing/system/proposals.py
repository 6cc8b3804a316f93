"""What a system entry is proposed as: the calculation line by line, the rows, and what is missing for it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from lib.closing.entries import EntryRow
from lib.core.languages import Fact, mark
from lib.core.money import MINUS

WHOLE: Final = 10_000
"""Hundredths of a per cent."""
KRONA: Final = 100


class Kind(StrEnum):
    """What a system entry is of."""

    LAST_RESULT = "last-result"
    PRIVATE_ACCOUNTS = "private-accounts"
    EXCESS_DEPRECIATION = "excess-depreciation"
    RESERVE_RETURN = "reserve-return"
    RESERVE = "reserve"
    CORPORATE_TAX = "corporate-tax"
    YEAR_RESULT = "year-result"
    PERSONAL_RESERVE = "personal-reserve"


KIND_NAMES: Final[Mapping[Kind, str]] = {
    Kind.LAST_RESULT: mark("Last year's result carried over"),
    Kind.PRIVATE_ACCOUNTS: mark("Private accounts to equity"),
    Kind.EXCESS_DEPRECIATION: mark("Change in excess depreciation"),
    Kind.RESERVE_RETURN: mark("Return of tax allocation reserve"),
    Kind.RESERVE: mark("Allocation to tax allocation reserve"),
    Kind.CORPORATE_TAX: mark("Tax on the year's result"),
    Kind.YEAR_RESULT: mark("The year's result"),
    Kind.PERSONAL_RESERVE: mark("Tax allocation reserve of the owners"),
}
"""What people call each; in Swedish it is the entry's own name too, and so the voucher's text."""


class Unit(StrEnum):
    """What an input is counted in."""

    ORE = "öre"
    PARTS = "parts"
    """Shares: 1 and 1 are halves."""


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that people state because the books cannot tell it; `text` is a marked text."""

    key: str
    text: str
    unit: Unit = Unit.ORE


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a calculation: a marked text with its facts, and an amount.

    Öre, as a tax return has them: income, profit and what is owed are positive, costs and deductions
    negative; None where nothing is known or nothing is counted. `account` leads to the vouchers,
    `source` is the law. A `total` sums up what stands above it.
    """

    text: str
    amount: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    account: str = ""
    source: str = ""
    total: bool = False

    def as_json(self) -> dict[str, Any]:
        """The line as JSON values."""
        return {
            "text": self.text,
            "amount": self.amount,
            "facts": dict(self.facts),
            "account": self.account,
            "source": self.source,
            "total": self.total,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Line":
        """The line of `as_json`."""
        return cls(**kept)


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing for a calculation: a marked text with its facts; `key` names the input that would mend it."""

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind's calculation, and the rows of the entry that it leads to: none where nothing is left to book.

    With anything `missing` there are no rows: nothing is assumed.
    """

    kind: Kind
    lines: tuple[Line, ...] = ()
    rows: tuple[EntryRow, ...] = ()
    missing: tuple[Lack, ...] = ()

    @property
    def basis(self) -> str:
        """What the entry was worked out of, as one short text that changes when any figure of it does."""
        # names of accounts may change without any figure
        lines = [(line.text, line.amount, line.account, sorted(_figures(line.facts))) for line in self.lines]
        rows = [row.as_json() for row in self.rows]
        told = json.dumps([self.kind, lines, rows], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def _figures(facts: Mapping[str, Fact]) -> Iterable[tuple[str, str]]:
    return ((name, str(value)) for name, value in facts.items() if name != "name")


def moved(account: str, other: str, amount: int) -> tuple[EntryRow, ...]:
    """The rows that debit one account and credit another (öre; a negative amount the other way round); none of 0."""
    if not amount:
        return ()
    debit, credit = (account, other) if amount > 0 else (other, account)
    return EntryRow(debit, abs(amount)), EntryRow(credit, -abs(amount))


def percent(rate: int) -> str:
    """A rate in hundredths of a per cent as people write it: 2060 is `20,6`."""
    whole, part = divmod(abs(rate), 100)
    decimals = f",{part:02}".rstrip("0") if part else ""
    return f"{MINUS if rate < 0 else ''}{whole}{decimals}"


def part_of(amount: int, rate: int) -> int:
    """The share of an amount (öre) that a rate in hundredths of a per cent takes, in whole kronor towards nought."""
    share = abs(amount) * rate // (WHOLE * KRONA) * KRONA
    return share if amount >= 0 else -share
