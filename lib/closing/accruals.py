"""Amounts spread over months, and taken back in the period after: what is made of a template, and what is left of it.

Accruals (periodiseringar): a cost paid for a year is booked month by month; a cost that is not billed
yet is booked at the end of a period and taken back in the next.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex
from typing import Any, Final

from lib.closing.entries import Draft, EntryRow, days_of
from lib.closing.periods import Period
from lib.core.languages import Language, mark, translate
from lib.core.periods import MONTHS_A_YEAR, month_start

WRITTEN_IN: Final[Language] = "sv"
"""What the program itself writes into books is in the language that they are kept in."""
PART: Final = mark("{name} {part}/{months}")
PARTS: Final = mark("{name} {first}–{last}/{months}")
REVERSAL: Final = mark("Reversal of {entry}: {name}")
MONTHS_AT_MOST: Final = 120


@dataclass(frozen=True, slots=True)
class Plan:
    """An amount over `months` from the month that `start` begins; `parts` of it (the first is 1) are one entry's.

    `rows` are those of the whole. `id` names it among all entries that share it. With `reversal` each
    of its entries is taken back in the next period.
    """

    id: str
    name: str
    rows: tuple[EntryRow, ...]
    start: date
    months: int = 1
    reversal: bool = False
    parts: tuple[int, ...] = (1,)

    @classmethod
    def begun(cls, name: str, rows: Sequence[EntryRow], period: Period, *, months: int, reversal: bool) -> "Plan":
        """One that begins with a period: the months until its end are its first entry's."""
        start = month_start(days_of(period)[0])
        plan = cls(token_hex(8), name, tuple(rows), start, months, reversal)
        return replace(plan, parts=plan.until(period))

    def until(self, period: Period, made: Collection[int] = ()) -> tuple[int, ...]:
        """Its parts until the end of a period but for those that are `made`."""
        end = period.span.end
        passed = (end.year - self.start.year) * MONTHS_A_YEAR + end.month - self.start.month + 1
        return tuple(part for part in range(1, min(passed, self.months) + 1) if part not in made)

    def draft(self, period: Period) -> Draft:
        """What the entry of its parts books, on the period's last day; a part of nothing is left out."""
        shares = [share(self.rows, self.months, part) for part in self.parts]
        sums = (replace(row, amount=sum(own[place] for own in shares)) for place, row in enumerate(self.rows))
        return Draft(self._part_name(), days_of(period)[1], tuple(row for row in sums if row.amount))

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON values."""
        return {
            "id": self.id,
            "name": self.name,
            "rows": [row.as_json() for row in self.rows],
            "start": self.start.isoformat(),
            "months": self.months,
            "reversal": self.reversal,
            "parts": list(self.parts),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Plan":
        """The plan of `as_json`."""
        rows = tuple(EntryRow.from_json(row) for row in kept["rows"])
        start = date.fromisoformat(kept["start"])
        return cls(**{**kept, "rows": rows, "start": start, "parts": tuple(kept["parts"])})

    def _part_name(self) -> str:
        if self.months == 1:
            return self.name
        if len(self.parts) == 1:
            return translate(PART, WRITTEN_IN, name=self.name, part=str(self.parts[0]), months=str(self.months))
        first, last = str(self.parts[0]), str(self.parts[-1])
        return translate(PARTS, WRITTEN_IN, name=self.name, first=first, last=last, months=str(self.months))


def share(rows: Sequence[EntryRow], months: int, part: int) -> list[int]:
    """What each row books in one month of several, in öre.

    Every month balances as the whole does, and together they are the whole: the öre that cannot be
    shared go to whichever month they fall in, and in each the largest row takes what rounding leaves.
    """
    shares = [_part(row.amount, months, part) for row in rows]
    if rows:
        largest = max(range(len(rows)), key=lambda place: abs(rows[place].amount))
        shares[largest] += _part(sum(row.amount for row in rows), months, part) - sum(shares)
    return shares


def reversal(entry: str, draft: Draft, period: Period) -> Draft:
    """The entry that takes one (called `V 3`, say) back on a period's first day."""
    return draft.reversed(days_of(period)[0], translate(REVERSAL, WRITTEN_IN, entry=entry, name=draft.name))


def following(periods: Sequence[Period], period: Period) -> Period | None:
    """The period that an entry is taken back in: the next month or quarter, after a year-end next year's first.

    Who goes by years has the next year-end. None when the books do not hold it yet.
    """
    after = [one for one in periods if one.span.start > period.span.end]
    months = (one for one in after if not one.year_end)
    first = min(months, key=lambda one: one.span.start, default=None)
    year_ends = (one for one in after if one.year_end)
    year_end = min(year_ends, key=lambda one: one.span.start, default=None)
    if first and year_end and year_end.span.end < first.span.start:
        return year_end
    return first or year_end


def _part(amount: int, months: int, part: int) -> int:
    """One of the parts that an amount is shared into; together they are the amount."""
    sign = -1 if amount < 0 else 1
    return sign * (abs(amount) * part // months - abs(amount) * (part - 1) // months)
