"""The accounts that a ledger stands on, read out of the books of several years: what they come to, voucher by voucher.

All amounts are öre, turned so that what is owed is positive. Years whose source tells no vouchers
are left out: what cannot be opened is not compared.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.core.periods import FinancialYear
from lib.ledger.books import Extent, YearFrames
from lib.ledger.movements import day_in
from lib.ledger.sides import ACCOUNTS, Side
from lib.sie.frames import Schema, empty

KEY: Final = ("year_start", "series", "number")
"""What names a voucher over several years."""
VOUCHERS: Final[Schema] = {
    "year_start": pl.Date(),
    "voucher": pl.UInt32(),
    "series": pl.String(),
    "number": pl.String(),
    "date": pl.Date(),
    "text": pl.String(),
    "total": pl.Int64(),
    "amount": pl.Int64(),
    "share": pl.Int64(),
    "earlier": pl.Int64(),
    "edited": pl.Boolean(),
    "added": pl.Int64(),
    "struck": pl.Int64(),
}
"""Every voucher with its `total` (of debits), and what it books on the accounts compared (`amount`), on that
of the tax agency's share and on that of an earlier system. On the accounts compared it may have been
`edited` after booking: what was then `added` and `struck`."""
ROWS: Final[Schema] = {"year_start": pl.Date(), "voucher": pl.UInt32(), "date": pl.Date(), "amount": pl.Int64()}
"""Rows on the accounts compared; those dated outside the year count on its first or last day."""


@dataclass(frozen=True, slots=True)
class Control:
    """What the books say of one ledger's accounts.

    `years` are those that can be compared, in order; `openings` the opening balances of each of the
    accounts compared, of the tax agency's share and of the earlier system, by year. `accounts` are
    the accounts compared that the books use, the main one first.
    """

    side: Side
    years: tuple[FinancialYear, ...]
    openings: pl.DataFrame
    vouchers: pl.DataFrame
    rows: pl.DataFrame
    accounts: tuple[str, ...]

    def year_of(self, day: date) -> FinancialYear | None:
        """The year that a day lies in, where the books hold it with its vouchers."""
        return next((year for year in self.years if day in year), None)

    def balance(self, day: date) -> int | None:
        """What the accounts compared come to at the end of a day; None when the books do not hold its year."""
        year = self.year_of(day)
        if year is None:
            return None
        until = (pl.col("year_start") == year.start) & (pl.col("date") <= day)
        return self.opening(year) + int(self.rows.filter(until)["amount"].sum())

    def apart(self, column: str, day: date) -> int:
        """What stands on the account shown apart, `share` or `earlier`, at the end of a day; 0 outside the books."""
        year = self.year_of(day)
        if year is None:
            return 0
        until = (pl.col("year_start") == year.start) & (pl.col("date").fill_null(year.start) <= day)
        return self._opening(year, column) + int(self.vouchers.filter(until)[column].sum())

    @property
    def main(self) -> str:
        """The account that the appendix is named for."""
        return ACCOUNTS[self.side].main

    def opening(self, year: FinancialYear) -> int:
        """What the accounts compared open one of the years with."""
        return self._opening(year, "opening")

    def _opening(self, year: FinancialYear, column: str) -> int:
        return int(self.openings.filter(pl.col("year_start") == year.start)[column].sum())


def control(books: Iterable[YearFrames], side: Side) -> Control:
    """Read one ledger's accounts out of the years of a client's books."""
    held = sorted((year for year in books if year.extent is Extent.FULL), key=lambda year: year.year)
    parts = [_year(year, side) for year in held]
    found = {ACCOUNTS[side].main}.union(*(part.accounts for part in parts))
    openings = {"year_start": pl.Date(), "opening": pl.Int64(), "share": pl.Int64(), "earlier": pl.Int64()}
    return Control(
        side,
        tuple(year.year for year in held),
        pl.concat([empty(openings), *(part.opening for part in parts)]),
        pl.concat([empty(VOUCHERS), *(part.vouchers for part in parts)]),
        pl.concat([empty(ROWS), *(part.rows for part in parts)]),
        tuple(sorted(found)),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One year of the control accounts."""

    opening: pl.DataFrame
    vouchers: pl.DataFrame
    rows: pl.DataFrame
    accounts: set[str]


def _year(books: YearFrames, side: Side) -> _Part:
    of = ACCOUNTS[side]
    account, amount = pl.col("account"), pl.col("amount") * of.sign
    wanted = of.compared(account) | account.is_in([of.share, of.earlier])
    entries, history, balances, vouchers = pl.collect_all(
        [
            books.frame("entries").filter(wanted).select("voucher", "date", "account", amount=amount),
            books.frame("history")
            .filter(of.compared(account))
            .select("voucher", pl.col("kind").cast(pl.String), amount=amount),
            books.frame("balances").filter(wanted).select("account", opening=pl.col("opening") * of.sign),
            books.frame("vouchers").select("voucher", "series", "number", "date", "text", "total"),
        ]
    )
    start = pl.lit(books.year.start).alias("year_start")
    compared = of.compared(account)
    rows = entries.filter(compared).select(start, "voucher", day_in(books.year), "amount")
    opened = balances.filter(compared, pl.col("opening") != 0)["account"]
    return _Part(
        balances.select(start, *_by_account(of.share, of.earlier, "opening", "opening", compared)),
        _summed(vouchers, entries, history, side).select(start, *list(VOUCHERS)[1:]),
        rows,
        {*entries.filter(compared)["account"], *opened},
    )


def _by_account(share: str, earlier: str, amount: str, name: str, compared: pl.Expr) -> Sequence[pl.Expr]:
    """The sums of a column on the accounts compared, on the share's and on the earlier system's."""
    account, of = pl.col("account"), pl.col(amount)
    return (
        of.filter(compared).sum().alias(name),
        of.filter(account == share).sum().alias("share"),
        of.filter(account == earlier).sum().alias("earlier"),
    )


def _summed(vouchers: pl.DataFrame, entries: pl.DataFrame, history: pl.DataFrame, side: Side) -> pl.DataFrame:
    of = ACCOUNTS[side]
    booked = entries.group_by("voucher").agg(
        *_by_account(of.share, of.earlier, "amount", "amount", of.compared(pl.col("account")))
    )
    kind, amount = pl.col("kind"), pl.col("amount")
    changed = history.group_by("voucher").agg(
        added=amount.filter(kind == "RTRANS").sum(),
        struck=amount.filter(kind == "BTRANS").sum(),
        edited=pl.lit(True),  # noqa: FBT003 - a column's value
    )
    return (
        vouchers.join(booked, on="voucher", how="left", maintain_order="left")
        .join(changed, on="voucher", how="left", maintain_order="left")
        .with_columns(
            pl.col("amount", "share", "earlier", "added", "struck").fill_null(0),
            pl.col("edited").fill_null(value=False),
            pl.col("text").fill_null(""),
        )
    )
