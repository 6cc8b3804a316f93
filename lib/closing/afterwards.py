"""Books, the closing entries that stand beside them, and the books after these entries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.closing.entries import COUNTED, Draft, Transfer
from lib.closing.periods import YEAR_END_KEY, Period
from lib.closing.reconciliation import figures
from lib.core.periods import FinancialYear
from lib.ledger.accounts import bas_type_of, is_balance_account
from lib.ledger.books import BALANCES, MONTHS, Extent, YearFrames
from lib.ledger.movements import months_of
from lib.sie.frames import Schema

AFTERWARDS: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "balance": pl.Boolean(),
    "books": pl.Int64(),
    "entries": pl.Int64(),
    "after": pl.Int64(),
}
"""Closing balances by account in öre, debit positive: in the books, moved by the entries beside them, and
both together; null where the books cannot tell. `balance`: whether it is a balance account."""
MOVES: Final[Schema] = {"account": pl.String(), "entries": pl.Int64(), "within": pl.Int64()}
"""What entries move accounts by in öre, debit positive: all until the last of some days, and those of these days."""
_BOOKED: Final = frozenset({Extent.FULL, Extent.PART})
_ROWS: Final[Schema] = {"account": pl.String(), "date": pl.Date(), "amount": pl.Int64()}


@dataclass(frozen=True, slots=True)
class Entry:
    """A closing entry that may be counted: `period` is the key of the one that it lies in, `entry_id` its own."""

    period: str
    draft: Draft
    transfer: Transfer = Transfer.NOT_TRANSFERRED
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class AfterEntries:
    """Books of a year as they are once these entries are booked: balances and months.

    Vouchers and their rows stay the books' own: an entry is no voucher until it has been transferred.
    """

    books: YearFrames
    drafts: Sequence[Draft]

    @property
    def year(self) -> FinancialYear:
        """The year of the books."""
        return self.books.year

    @property
    def extent(self) -> Extent:
        """How much of the year they tell."""
        return self.books.extent

    def frame(self, name: str) -> pl.LazyFrame:
        """A frame as it would be were the entries booked."""
        frame = self.books.frame(name)
        if not self.drafts:
            return frame
        if name == "months" and (self.extent in _BOOKED or self._tells_months()):
            return self._months(frame)
        return self._balances(frame) if name == "balances" and self.extent not in _BOOKED else frame

    def _tells_months(self) -> bool:
        """Months of the entries alone would pass for all that moved."""
        return not self.books.frame("months").head(1).collect().is_empty()

    def _months(self, months: pl.LazyFrame) -> pl.LazyFrame:
        own = months_of(rows_of(self.drafts), self.year)
        amounts = [name for name in MONTHS if name not in {"account", "month"}]
        both = pl.concat([months.select(list(MONTHS)), own.lazy()])
        return (
            both.group_by("account", "month").agg(pl.col(amounts).sum()).sort("account", "month").select(list(MONTHS))
        )

    def _balances(self, balances: pl.LazyFrame) -> pl.LazyFrame:
        own = sums(self.drafts).lazy()
        both = balances.join(own, on="account", how="full", coalesce=True)
        blank = pl.col("opening", "closing", "entries").fill_null(0)
        summed = both.with_columns(blank).with_columns(closing=pl.col("closing") + pl.col("entries"))
        return summed.sort("account").select(list(BALANCES))


def beside(entries: Iterable[Entry], period: Period) -> list[Draft]:
    """The entries of a year that stand beside the books of a period: its own, and those of the periods before it.

    Entries seen again in an import are in the books; those of the year-end are left out of the books of
    months and quarters (`lib.store.returns.returned`), and count in none of them.
    """
    return [one.draft for one in entries if one.period <= period.key and one.transfer in COUNTED]


def until(entries: Iterable[Entry], day: date, *, year_end: bool) -> list[Entry]:
    """The entries of a year that stand beside its books at the end of a day; those of the year-end only in it."""
    return [
        one
        for one in entries
        if one.draft.day <= day and one.transfer in COUNTED and (year_end or not one.period.endswith(YEAR_END_KEY))
    ]


def moves(entries: Iterable[Entry], span: FinancialYear) -> pl.DataFrame:
    """What entries that stand beside the books on the last of some days move accounts by, as `MOVES`."""
    rows = rows_of(one.draft for one in entries)
    inside = pl.col("amount").filter(pl.col("date").is_between(span.start, span.end)).sum()
    grouped = rows.group_by("account").agg(entries=pl.col("amount").sum(), within=inside)
    return grouped.sort("account").select(list(MOVES))


def with_after(figures: pl.DataFrame, moved: pl.DataFrame) -> pl.DataFrame:
    """Accounts (`account`, `change`, `closing`) with `MOVES` beside them, and `after` and `after_change` with both."""
    beside_them = figures.join(moved, on="account", how="left", maintain_order="left")
    return beside_them.with_columns(pl.col("entries", "within").fill_null(0)).with_columns(
        after=pl.col("closing") + pl.col("entries"), after_change=pl.col("change") + pl.col("within")
    )


def after_entries(books: YearFrames, period: Period, entries: Iterable[Entry]) -> YearFrames:
    """The books of a period's year once its entries are booked: for statements, reconciliation, trial balance.

    Give what reads them the `returned` of the period.
    """
    return AfterEntries(books, beside(entries, period))


def afterwards(
    books: YearFrames, period: Period, entries: Collection[Entry], *, returned: pl.Expr | None = None
) -> pl.DataFrame:
    """Each account at a period's end as `AFTERWARDS`; every account of the books and of the entries."""
    found = figures(books, period, returned=returned).select("account", "name", "balance", books="closing")
    own = sums(beside(entries, period))
    kind = is_balance_account(bas_type_of(pl.col("account"))).fill_null(value=True)
    return (
        found.with_columns(known=pl.lit(value=True))
        .join(own, on="account", how="full", coalesce=True)
        .with_columns(
            name=pl.col("name").fill_null(""),
            balance=pl.coalesce("balance", kind),
            books=pl.when(pl.col("known").is_null()).then(0).otherwise("books"),
            entries=pl.col("entries").fill_null(0),
        )
        .with_columns(after=pl.col("books") + pl.col("entries"))
        .sort("account")
        .select(list(AFTERWARDS))
    )


def rows_of(drafts: Iterable[Draft]) -> pl.DataFrame:
    """The rows of entries: `account`, `date` and `amount`."""
    rows = [(row.account, draft.day, row.amount) for draft in drafts for row in draft.rows]
    return pl.DataFrame(rows, schema=dict(_ROWS), orient="row")


def sums(drafts: Iterable[Draft]) -> pl.DataFrame:
    """What entries move each account by: `account` and `entries`."""
    return rows_of(drafts).group_by("account").agg(entries=pl.col("amount").sum()).sort("account")
