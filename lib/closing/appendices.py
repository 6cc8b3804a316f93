"""The appendix to an account: the open items of its ledger on a balance date, beside what the books say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.checks.explainer import Explanation, explain
from lib.checks.matching import matched, payments
from lib.checks.remarks import remarks
from lib.core.findings import Finding
from lib.core.languages import mark
from lib.fortnox.frames import Ledger
from lib.ledger.books import YearFrames
from lib.ledger.control_accounts import control
from lib.ledger.open_items import laid_against
from lib.ledger.sides import ACCOUNTS, Side
from lib.sie.frames import Schema

TITLES: Final = {
    Side.RECEIVABLES: mark("Kundfordringar (accounts receivable ledger)"),
    Side.PAYABLES: mark("Leverantörsskulder (accounts payable ledger)"),
}
"""What the appendices are called, behind the number of the account."""
BUCKETS: Final = (
    (0, mark("Not due")),
    (30, mark("1-30 days")),
    (60, mark("31-60 days")),
    (90, mark("61-90 days")),
    (None, mark("More than 90 days")),
)
"""Days overdue at most, and what such items are called."""
AGEING: Final[Schema] = {"bucket": pl.String(), "items": pl.UInt32(), "amount": pl.Int64()}


@dataclass(frozen=True, slots=True)
class AppendixView:
    """One ledger on one day, in öre, what is owed positive.

    `items` are the open ones and `unbooked` those in no sum, both as `lib.ledger.open_items.ITEMS`;
    `payments` those of the open ones, as `lib.checks.matching.payments`; `ageing` as `AGEING`, every
    bucket. `total` is the reconciliation amount. `booked` is what the `accounts` compared come to; None
    when the books do not hold the day's year with its vouchers, and nothing is then compared. `share`
    and `earlier` are the balances of the accounts shown apart.
    """

    side: Side
    day: date
    cash: bool
    items: pl.DataFrame
    unbooked: pl.DataFrame
    payments: pl.DataFrame
    ageing: pl.DataFrame
    total: int
    accounts: tuple[str, ...]
    booked: int | None
    share: int
    earlier: int
    explanation: Explanation
    remarks: tuple[Finding, ...]

    @property
    def difference(self) -> int | None:
        """Reconciliation amount less books; None when there is nothing to compare with."""
        return None if self.booked is None else self.total - self.booked

    @property
    def apart(self) -> dict[str, int]:
        """The accounts that are shown apart and what stands on them, where anything does."""
        of = ACCOUNTS[self.side]
        return {account: amount for account, amount in ((of.share, self.share), (of.earlier, self.earlier)) if amount}


@dataclass(frozen=True, slots=True)
class Total:
    """What one ledger comes to on one day (`total`) and what the books say (`booked`), as in an `AppendixView`."""

    side: Side
    day: date
    total: int
    booked: int | None


def totals(
    ledger: Ledger, books: Iterable[YearFrames], days: Iterable[date], side: Side, *, cash: bool = False
) -> list[Total]:
    """The sums of the appendix on several days, without its items: the ledger is rebuilt once for all of them."""
    accounts = control(books, side)
    laid = laid_against(ledger, accounts, cash=cash)
    return [Total(side, day, int(laid.at(day)["remaining"].sum()), accounts.balance(day)) for day in days]


def appendix(ledger: Ledger, books: Iterable[YearFrames], day: date, side: Side, *, cash: bool = False) -> AppendixView:
    """The appendix on a balance date: the ledger rebuilt, aged, laid beside the books, and its difference explained.

    `books` are all years in use; `cash` says that they follow the cash method. 20,000 invoices and as
    many payments take about 0.1 s.
    """
    accounts = control(books, side)
    laid = laid_against(ledger, accounts, cash=cash)
    items = laid.at(day).filter(pl.col("remaining") != 0).sort("due", "date", "number", nulls_last=True)
    found = matched(laid, accounts)
    explained = explain(laid, accounts, day, found)
    return AppendixView(
        side,
        day,
        cash,
        items,
        laid.unbooked(day),
        payments(laid, found).join(items.select(invoice="number"), on="invoice", how="semi", maintain_order="left"),
        ageing(items),
        int(items["remaining"].sum()),
        accounts.accounts,
        accounts.balance(day),
        accounts.apart("share", day),
        accounts.apart("earlier", day),
        explained,
        remarks(laid, accounts, day, explained),
    )


def ageing(items: pl.DataFrame) -> pl.DataFrame:
    """Open items by how long they are overdue, as `AGEING`: each bucket, also one with nothing in it."""
    names = [name for _days, name in BUCKETS]
    place = pl.sum_horizontal(pl.col("overdue") > days for days, _name in BUCKETS if days is not None)
    bucket = place.replace_strict(dict(enumerate(names)), return_dtype=pl.String)
    sums = items.group_by(bucket=bucket).agg(items=pl.len().cast(pl.UInt32), amount=pl.col("remaining").sum())
    return (
        pl.DataFrame({"bucket": names})
        .join(sums, on="bucket", how="left", maintain_order="left")
        .with_columns(pl.col("items", "amount").fill_null(0))
        .select(list(AGEING))
    )
