"""What the accounts of a VAT period come to, box by box, and which of them no box takes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.sales import doubtful, free_rates, rates_of
from lib.closing.vat_boxes import BOXES, CREDIT
from lib.core.periods import month_end

ROUNDING: Final = 5_00
"""What amounts that belong together may differ by for their öre."""
WHOLE: Final = 10_000
"""Hundredths of a per cent."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """The one rate (hundredths of a per cent) that sales on these accounts can have had by the period's output VAT."""

    rate: int
    accounts: tuple[str, ...]


@dataclass(slots=True)
class Sums:
    """What the accounts of a period come to: by account, by box with the accounts in it, and what no box takes."""

    moved: Counter[str] = field(default_factory=Counter)
    boxes: Counter[str] = field(default_factory=Counter)
    taken: dict[str, set[str]] = field(default_factory=lambda: {box.number: set() for box in BOXES})
    rates: tuple[int, ...] = ()
    unrated: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    reverse: set[str] = field(default_factory=set)
    given: int = 0
    """The VAT that sales on accounts with a rate of their own give, in hundredths of a per cent of öre."""

    def add(self, case: Case, months: pl.DataFrame) -> None:
        """Count in the movements of one year's part of the period: `account`, `month`, `movement`."""
        moved = dict(months.group_by("account").agg(pl.col("movement").sum()).iter_rows())
        self.moved.update(moved)
        self.rates = free_rates(case)
        self.unrated |= doubtful(case)
        self.free |= case.having("sales-free")
        self.reverse |= case.having("vat-reverse-out")
        for box in BOXES:
            self.take(box.number, box.side, (account for account in box.accounts(case) if moved.get(account)), moved)
        for (month,), rows in months.group_by("month"):
            rates = rates_of(case, month_end(month))
            self.given -= sum(ore * rates.get(account, 0) for account, _, ore in rows.iter_rows())

    def take(self, box: str, side: int, accounts: Iterable[str], moved: Mapping[str, int]) -> None:
        """Let accounts go into a box."""
        own = set(accounts)
        self.taken[box] |= own
        self.boxes[box] += side * sum(moved[account] for account in own)

    def infer(self) -> Inferred | None:
        """Let sales without a rate of their own go where the period's output VAT answers to just one rate on them."""
        loose = self.loose(self.unrated)
        left = sum(self.boxes[box] for box in ("10", "11", "12")) * WHOLE - self.given
        fits = [each for each in self.rates if abs(left - self.of(loose) * each) <= ROUNDING * WHOLE]
        if not loose or len(fits) != 1:
            return None
        self.take(*(("05", CREDIT) if fits[0] else ("42", CREDIT)), loose, self.moved)
        return Inferred(fits[0], loose)

    def loose(self, accounts: set[str]) -> tuple[str, ...]:
        """Those of the accounts that moved and that no box takes."""
        return tuple(sorted((set(self.moved) & accounts) - set(chain.from_iterable(self.taken.values()))))

    def of(self, accounts: Iterable[str]) -> int:
        """What accounts moved, credit positive."""
        return -sum(self.moved[account] for account in accounts)
