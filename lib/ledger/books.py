"""One financial year of books as frames: what is kept of each, and how much of the year it covers.

Amounts are öre, debit positive; accounts, series, numbers and objects are strings. `voucher` is
the file's own count of vouchers: it ties entries and history to vouchers and is no row number.
`objects` points into `object_lists`; null means none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

import polars as pl

from lib.core.periods import FinancialYear
from lib.sie.frames import (
    ACCOUNTS,
    DIMENSIONS,
    OBJECT_LISTS,
    OBJECTS,
    QUANTITY,
    ROW_KINDS,
    Schema,
    empty,
)

BALANCES: Final[Schema] = {"account": pl.String(), "opening": pl.Int64(), "closing": pl.Int64()}
"""As the source states them, 0 where it states none; `closing` of a result account is its result."""
MONTHS: Final[Schema] = {
    "account": pl.String(),
    "month": pl.Date(),
    "movement": pl.Int64(),
    "debit": pl.Int64(),
    "credit": pl.Int64(),
    "rows": pl.UInt32(),
}
"""Movement by account and month (its first day): debit - credit, both positive."""
VOUCHERS: Final[Schema] = {
    "voucher": pl.UInt32(),
    "series": pl.String(),
    "number": pl.String(),
    "date": pl.Date(),
    "text": pl.String(),
    "registered": pl.Date(),
    "signature": pl.String(),
    "line": pl.UInt32(),
    "rows": pl.UInt32(),
    "total": pl.Int64(),
    "difference": pl.Int64(),
}
"""`rows`, `total` (of debits) and `difference` (debit - credit, 0 when it balances) are of booked rows."""
ENTRIES: Final[Schema] = {
    "voucher": pl.UInt32(),
    "series": pl.String(),
    "number": pl.String(),
    "date": pl.Date(),
    "account": pl.String(),
    "amount": pl.Int64(),
    "text": pl.String(),
    "objects": pl.UInt32(),
    "quantity": QUANTITY,
    "signature": pl.String(),
    "added": pl.Boolean(),
    "line": pl.UInt32(),
}
"""Booked rows in file order; the date is the row's own, else its voucher's."""
HISTORY: Final[Schema] = {
    "voucher": pl.UInt32(),
    "kind": ROW_KINDS,
    "account": pl.String(),
    "objects": pl.UInt32(),
    "amount": pl.Int64(),
    "date": pl.Date(),
    "text": pl.String(),
    "signature": pl.String(),
    "line": pl.UInt32(),
}
"""Rows added (RTRANS) and struck (BTRANS) after booking; in no sum."""
PERIOD_BUDGETS: Final[Schema] = {"account": pl.String(), "month": pl.Date(), "amount": pl.Int64()}

FRAMES: Final[Mapping[str, Schema]] = {
    "accounts": ACCOUNTS,
    "balances": BALANCES,
    "months": MONTHS,
    "vouchers": VOUCHERS,
    "entries": ENTRIES,
    "history": HISTORY,
    "dimensions": DIMENSIONS,
    "objects": OBJECTS,
    "object_lists": OBJECT_LISTS,
    "period_budgets": PERIOD_BUDGETS,
}
"""The frames of a year by name, and the columns of each."""


class Extent(StrEnum):
    """How much of a year a source tells, least first."""

    COMPARISON = "comparison"
    """Last year's balances that came along in another year's file."""
    PART = "part"
    """Loose vouchers (SIE 4I, the entries of SIE 5)."""
    BALANCES = "balances"
    """Balances of the year (SIE 1, a spreadsheet, typed rows)."""
    PERIODS = "periods"
    """Balances and months (SIE 2 and 3)."""
    FULL = "full"
    """Balances and vouchers (SIE 4E and 5)."""

    def may_replace(self, other: "Extent") -> bool:
        """Whether books of this extent know at least as much as those of `other`."""
        order = list(Extent)
        return order.index(self) >= order.index(other)


class YearFrames(Protocol):
    """A year whose frames can be read lazily: books in memory, or a snapshot on disk."""

    @property
    def year(self) -> FinancialYear:
        """The year that the frames are of."""

    @property
    def extent(self) -> Extent:
        """How much of the year they tell."""

    def frame(self, name: str) -> pl.LazyFrame:
        """One of `FRAMES`."""


@dataclass(frozen=True, slots=True)
class YearBooks:
    """One financial year of books in memory; each frame as its schema in `FRAMES`."""

    year: FinancialYear
    extent: Extent
    accounts: pl.DataFrame
    balances: pl.DataFrame
    months: pl.DataFrame
    vouchers: pl.DataFrame
    entries: pl.DataFrame
    history: pl.DataFrame
    dimensions: pl.DataFrame
    objects: pl.DataFrame
    object_lists: pl.DataFrame
    period_budgets: pl.DataFrame

    @classmethod
    def of(cls, year: FinancialYear, extent: Extent, frames: Mapping[str, pl.DataFrame]) -> "YearBooks":
        """Books of the frames given; those that are not are empty."""
        return cls(year, extent, **{name: frames.get(name, empty(schema)) for name, schema in FRAMES.items()})

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        """All frames by name, in the order of `FRAMES`."""
        return {name: getattr(self, name) for name in FRAMES}

    def frame(self, name: str) -> pl.LazyFrame:
        """One of `FRAMES`, lazily."""
        return self.frames[name].lazy()


@dataclass(frozen=True, slots=True)
class LazyBooks:
    """One financial year of books that is read where it lies: `read` gives a frame by its name."""

    year: FinancialYear
    extent: Extent
    read: Callable[[str], pl.LazyFrame]

    def frame(self, name: str) -> pl.LazyFrame:
        """One of `FRAMES`, lazily."""
        return self.read(name)
