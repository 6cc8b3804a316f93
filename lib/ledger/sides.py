"""The two ledgers, and the accounts of the BAS chart that each stands on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl


class Side(StrEnum):
    """Whose invoices a ledger holds."""

    RECEIVABLES = "receivables"
    """What customers owe (kundreskontra)."""
    PAYABLES = "payables"
    """What is owed to suppliers (leverantörsreskontra)."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one ledger.

    `main` is the one its appendix is named for. `first` to `last` hold what is still in the ledger,
    pledged, doubtful and disputed items too, and are compared with it together, `share` apart:
    that is the tax agency's part of ROT and RUT invoices. `earlier` is what was never in the
    ledger, mostly from an earlier system. `sign` turns a balance so that what is owed is positive.
    """

    main: str
    first: str
    last: str
    share: str
    earlier: str
    sign: int

    def compared(self, account: pl.Expr) -> pl.Expr:
        """Whether an account is compared with the ledger."""
        return account.is_between(pl.lit(self.first), pl.lit(self.last)) & (account != self.share)


ACCOUNTS: Final = {
    Side.RECEIVABLES: Accounts("1510", "1510", "1517", share="1513", earlier="1518", sign=1),
    Side.PAYABLES: Accounts("2440", "2440", "2447", share="", earlier="2448", sign=-1),
}
OWN_SERIES: Final = frozenset({"B", "C", "D", "E"})
"""Fortnox's series for invoices and payments, if nobody has chosen others: what is booked here is no manual voucher."""
