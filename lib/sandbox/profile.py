"""What kind of business a made-up company is: the figures its books are made from, in whole kronor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from lib.core.periods import MONTHS_A_YEAR, FinancialYear
from lib.sandbox.chart import Account

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Income:
    """What the company sells: the account, the words on the invoice, VAT in per cent.

    `share` is how large such a row is, in per cent of what a row of the business usually is.
    """

    account: str
    text: str
    vat: int = 25
    share: int = 100


@dataclass(frozen=True, slots=True)
class Expense:
    """What a supplier bills again and again.

    `net` kronor every `every` months, on `day`; `prepaid` names the account for what is left of it
    at the year's end (rent that is billed a quarter ahead, insurance for a year).
    """

    account: str
    text: str
    net: int
    supplier: str
    every: int = 1
    month: int = 1
    day: int = 5
    vat: int = 25
    reverse: bool = False
    prepaid: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One business; `key` seeds all that is left to chance.

    `uncreated` says that nobody has made the year that runs; `accounts` are those it has beside its chart.
    """

    key: str
    opening: Mapping[str, int]
    income: tuple[Income, ...]
    invoices: int
    invoice_net: tuple[int, int]
    expenses: tuple[Expense, ...]
    goods: int = 0
    goods_net: tuple[int, int] = (0, 0)
    customers: int = 12
    years: int = 3
    first_month: int = 1
    salaries: int = 0
    depreciation: int = 0
    loan: int = 0
    preliminary_tax: int = 0
    withdrawals: int = 0
    shops: int = 0
    vat: Literal["month", "quarter", "year"] = "month"
    cash: bool = False
    sole_trader: bool = False
    uncreated: bool = False
    accounts: tuple[Account, ...] = ()
    centres: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    projects: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def spans(self, today: date) -> list[FinancialYear]:
        """The financial years, oldest first; the last is the one that `today` lies in, or the one before."""
        running = today.year - (today.month < self.first_month) - self.uncreated
        starts = [date(running - ago, self.first_month, 1) for ago in reversed(range(self.years))]
        return [FinancialYear(start, start.replace(year=start.year + 1) - timedelta(days=1)) for start in starts]

    @property
    def vat_months(self) -> int:
        """How many months one VAT return covers."""
        return {"month": 1, "quarter": 3, "year": MONTHS_A_YEAR}[self.vat]
