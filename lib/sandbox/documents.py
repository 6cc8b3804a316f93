"""The documents of a company: parties, invoices, payments and what is written off of them, all amounts in öre."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What became of an invoice."""

    BOOKED = "booked"
    UNBOOKED = "unbooked"
    CANCELLED = "cancelled"
    MIGRATED = "migrated"
    """It came from an earlier system without a voucher: its amount stands in an opening balance."""


@dataclass(frozen=True, slots=True)
class Party:
    """A customer or a supplier; a private one is a person, who may have ROT or RUT work done."""

    number: str
    name: str
    town: str
    private: bool = False
    country: str = "SE"


@dataclass(frozen=True, slots=True)
class Rate:
    """What `unit` of a currency costs in kronor."""

    currency: str = "SEK"
    kronor: Decimal = Decimal(1)
    unit: int = 1

    def ore(self, hundredths: int) -> int:
        """An amount in hundredths of the currency as öre."""
        return int((hundredths * self.kronor / self.unit).quantize(Decimal(1), ROUND_HALF_UP))


KRONOR: Final = Rate()


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """One row of an invoice; `vat` is in öre and `reverse` says that the buyer reports it."""

    account: str
    net: int
    vat: int
    text: str
    centre: str = ""
    project: str = ""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Invoice:
    """A customer's or a supplier's invoice; a credit note has negative amounts and names what it credits.

    Rows are in öre. An invoice in a foreign currency says in `foreign` what it is in hundredths of that.
    `tax_share` is what the tax agency pays of it, `account` where a migrated one stands, `booked` the day
    of its voucher when that is not the invoice's, `story` what it is there to show.
    """

    number: str
    party: Party
    day: date
    due: date
    rows: tuple[InvoiceRow, ...]
    credits: str = ""
    rate: Rate = KRONOR
    foreign: int = 0
    tax_share: int = 0
    work: str = ""
    state: State = State.BOOKED
    account: str = ""
    booked: date | None = None
    story: str = ""

    @property
    def total(self) -> int:
        """What it amounts to, the tax agency's share included, in öre."""
        return sum(row.net if row.reverse else row.net + row.vat for row in self.rows)

    @property
    def owed(self) -> int:
        """What the party is to pay, in öre at the invoice's rate."""
        return self.total - self.tax_share

    @property
    def in_currency(self) -> int:
        """What it amounts to in hundredths of its own currency."""
        return self.total if self.rate == KRONOR else self.foreign

    @property
    def counted(self) -> date | None:
        """The day from which it stands in the ledger; none when it is not booked."""
        return (self.booked or self.day) if self.state in {State.BOOKED, State.MIGRATED} else None


@dataclass(frozen=True, slots=True)
class WriteOff:
    """A part of an invoice that is not paid but booked on an account, in öre."""

    account: str
    amount: int
    text: str


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of one invoice, in or out; negative for a credit note that is set off.

    `amount` is what the bank moved, in öre; `foreign` the same in hundredths of the invoice's currency and
    `taken` what it takes off the invoice at the invoice's own rate, where that is another amount.
    """

    number: str
    invoice: str
    day: date
    amount: int
    rate: Rate = KRONOR
    foreign: int = 0
    taken: int | None = None
    write_offs: tuple[WriteOff, ...] = ()
    booked: bool = True

    @property
    def at_invoice(self) -> int:
        """What the payment itself takes off the invoice, in öre at the invoice's rate."""
        return self.amount if self.taken is None else self.taken

    @property
    def settled(self) -> int:
        """What it takes off the invoice with its write-offs, in öre; nothing until it is booked."""
        return self.at_invoice + sum(part.amount for part in self.write_offs) if self.booked else 0

    @property
    def in_currency(self) -> int:
        """What was paid in hundredths of the invoice's currency."""
        return self.amount if self.rate == KRONOR else self.foreign
