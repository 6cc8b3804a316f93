"""Closing entries: vouchers that the closing work adds to the books, by hand (V) or by the program (S)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from lib.closing.periods import Period
from lib.core.languages import Fact, mark
from lib.core.periods import month_start


class Family(StrEnum):
    """Who makes an entry; the letter stands before its number."""

    MANUAL = "V"
    SYSTEM = "S"


FAMILY_NAMES: Final[Mapping[Family, str]] = {
    Family.MANUAL: mark("Closing entry"),
    Family.SYSTEM: mark("System entry"),
}
"""What people call each."""


class Transfer(StrEnum):
    """Whether an entry has gone to the bookkeeping program, and come back."""

    NOT_TRANSFERRED = "not-transferred"
    TRANSFERRING = "transferring"
    TRANSFERRED = "transferred"
    NOT_APPLICABLE = "not-applicable"
    """Kept here only, in the year-end."""
    EXCLUDED = "excluded"
    """Transferred, and seen again in an import: it counts there, and no longer here."""


TRANSFER_NAMES: Final[Mapping[Transfer, str]] = {
    Transfer.NOT_TRANSFERRED: mark("Not transferred"),
    Transfer.TRANSFERRING: mark("Transferring"),
    Transfer.TRANSFERRED: mark("Transferred"),
    Transfer.NOT_APPLICABLE: mark("Not applicable for transfer"),
    Transfer.EXCLUDED: mark("Transferred – excluded"),
}
"""What people call each."""
COUNTED: Final = frozenset(
    {Transfer.NOT_TRANSFERRED, Transfer.TRANSFERRING, Transfer.TRANSFERRED, Transfer.NOT_APPLICABLE}
)
"""Those that stand beside the books; the others are in the books."""

NO_NAME: Final = mark("The entry has no name.")
OUTSIDE: Final = mark("The date {day:date} lies outside {first:date} – {last:date}.")
NO_ROWS: Final = mark("The entry has no rows.")
NO_AMOUNT: Final = mark("Row {row:count} has no amount.")
NO_ACCOUNT: Final = mark("Row {row:count} has no account.")
UNKNOWN_ACCOUNT: Final = mark("Account {account} is not in the chart of accounts.")
UNKNOWN_OBJECT: Final = mark("Object {code} of dimension {dimension} is not in the books.")
UNBALANCED: Final = mark("Debit and credit differ by {difference:kr}.")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A row: öre, debit positive; `objects` are dimension number and code."""

    account: str
    amount: int
    text: str = ""
    objects: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The row as JSON values."""
        objects = [list(one) for one in self.objects]
        return {"account": self.account, "amount": self.amount, "text": self.text, "objects": objects}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "EntryRow":
        """The row of `as_json`."""
        objects = tuple((str(dimension), str(code)) for dimension, code in kept["objects"])
        return cls(kept["account"], kept["amount"], kept["text"], objects)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an entry books, and when."""

    name: str
    day: date
    rows: tuple[EntryRow, ...]

    @property
    def difference(self) -> int:
        """Debit less credit, öre: nought when it balances."""
        return sum(row.amount for row in self.rows)

    @property
    def total(self) -> int:
        """What is debited in all, öre."""
        return sum(max(row.amount, 0) for row in self.rows)

    def reversed(self, day: date, name: str) -> "Draft":
        """The entry that takes this one back."""
        rows = tuple(EntryRow(row.account, -row.amount, row.text, row.objects) for row in self.rows)
        return Draft(name, day, rows)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps an entry from being ready: a marked sentence with its facts."""

    text: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


def days_of(period: Period) -> tuple[date, date]:
    """The first and the last day that an entry of a period may have: in the year-end, those of the last month."""
    last = period.span.end
    return (max(month_start(last), period.year.start) if period.year_end else period.span.start), last


def problems(
    draft: Draft,
    period: Period,
    accounts: Collection[str],
    objects: Collection[tuple[str, str]] = (),
) -> tuple[Problem, ...]:
    """All that keeps an entry from being ready, in the order that people read it; none when it is.

    `accounts` are those of the year's chart, `objects` its dimension numbers and codes.
    """
    return (*_of_head(draft, period), *_of_rows(draft, accounts, objects))


def _of_head(draft: Draft, period: Period) -> Iterator[Problem]:
    first, last = days_of(period)
    if not draft.name.strip():
        yield Problem(NO_NAME)
    if not first <= draft.day <= last:
        days = {"day": draft.day.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
        yield Problem(OUTSIDE, days)


def _of_rows(draft: Draft, accounts: Collection[str], objects: Collection[tuple[str, str]]) -> Iterator[Problem]:
    if not draft.rows:
        yield Problem(NO_ROWS)
    for number, row in enumerate(draft.rows, 1):
        if not row.account:
            yield Problem(NO_ACCOUNT, {"row": number})
        elif row.account not in accounts:
            yield Problem(UNKNOWN_ACCOUNT, {"account": row.account})
        if not row.amount:
            yield Problem(NO_AMOUNT, {"row": number})
        for dimension, code in row.objects:
            if (dimension, code) not in objects:
                yield Problem(UNKNOWN_OBJECT, {"dimension": dimension, "code": code})
    if draft.difference:
        yield Problem(UNBALANCED, {"difference": draft.difference})
