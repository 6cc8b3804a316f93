"""What accounts are held against: the sums of their appendices, and what banks and the tax agency state."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

import polars as pl

from lib.ledger.books import Extent, YearFrames
from lib.ledger.movements import day_in
from lib.ledger.sides import ACCOUNTS, Side

_TELLING: Final = frozenset({Extent.FULL, Extent.PART})


@dataclass(frozen=True, slots=True)
class Held:
    """What one account is held against: `amount` in öre, debit positive, at the end of `day`.

    Without `day` it is the period's last day, and the balance there; else `against` is what it is
    compared with, None when the books cannot tell the balance of that day.
    """

    amount: int
    day: date | None = None
    against: int | None = None

    def __add__(self, other: "Held") -> "Held":
        """Both together, on the day that one of them names."""
        dated = self if self.day else other
        return Held(self.amount + other.amount, dated.day, dated.against)


class Statement(Protocol):
    """What somebody says that an account holds at the end of a day."""

    @property
    def balance(self) -> int:
        """Öre, signed as the account is."""

    @property
    def day(self) -> date:
        """The day."""


class Owed(Protocol):
    """What a ledger comes to on a day, and the accounts that it stands on: what is owed positive, öre."""

    @property
    def side(self) -> Side:
        """Whose ledger it is."""

    @property
    def day(self) -> date:
        """The day."""

    @property
    def total(self) -> int:
        """The sum of its open items."""

    @property
    def booked(self) -> int | None:
        """What the books say; None when they do not tell."""


def of_amounts(amounts: Mapping[str, int]) -> dict[str, Held]:
    """Accounts with the sum of their appendices on the period's last day."""
    return {account: Held(amount) for account, amount in amounts.items()}


def of_ledgers(views: Iterable[Owed]) -> dict[str, Held]:
    """The accounts that ledgers' appendices are named for, each with its ledger beside the accounts compared with it.

    An appendix shows what is owed as positive; here a debt is a credit, as in the books.
    """
    return {ACCOUNTS[view.side].main: _of_ledger(view, ACCOUNTS[view.side].sign) for view in views}


Day = Callable[[date, Collection[str]], Mapping[str, int]]
"""Tells what accounts hold at the end of a day, as `balances_on` does."""


def of_statements(told: Day, statements: Mapping[str, Statement]) -> dict[str, Held]:
    """Accounts with what was stated of them, beside what the books say of the same day."""
    days = {statement.day for statement in statements.values()}
    on_day = {day: told(day, sorted(statements)) for day in days}
    return {
        account: Held(statement.balance, statement.day, on_day[statement.day].get(account))
        for account, statement in statements.items()
    }


def together(*several: Mapping[str, Held]) -> dict[str, Held]:
    """Everything that each account is held against, added up: a bank's statement and the payments under way, say."""
    found: dict[str, Held] = {}
    for held in several:
        for account, one in held.items():
            found[account] = found[account] + one if account in found else one
    return found


def _of_ledger(view: Owed, sign: int) -> Held:
    return Held(sign * view.total, view.day, None if view.booked is None else sign * view.booked)


def balances_on(books: YearFrames, day: date, accounts: Iterable[str]) -> dict[str, int]:
    """What accounts hold at the end of a day, öre; empty where the books tell no vouchers, or do not have the day."""
    if books.extent not in _TELLING or day not in books.year:
        return {}
    wanted = list(accounts)
    named = pl.col("account").is_in(wanted)
    booked = books.frame("entries").filter(named, day_in(books.year) <= day)
    opened, moved = pl.collect_all(
        [
            books.frame("balances").filter(named).select("account", amount="opening"),
            booked.select("account", "amount"),
        ]
    )
    summed = pl.concat([opened, moved]).group_by("account").agg(pl.col("amount").sum())
    return dict.fromkeys(wanted, 0) | dict(summed.iter_rows())
