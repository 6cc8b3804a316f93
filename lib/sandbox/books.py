"""The model of one company's books: parties, invoices, payments, vouchers and years, all amounts in öre.

Vouchers are made from the records (`Voucher.reference` names them), so that a SIE file, a list of
invoices and the balances of accounts receivable and payable can be shown from the same objects.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from lib.core.periods import FinancialYear
from lib.sandbox.chart import Account
from lib.sandbox.documents import Invoice, Party, Payment

RECEIVABLE = "1510"
TAX_SHARE = "1513"
"""What the tax agency is to pay of an invoice with ROT or RUT work."""
PAYABLE = "2440"
BANK = "1930"


class Mark(StrEnum):
    """What became of a row after the voucher was first saved."""

    NONE = ""
    ADDED = "added"
    STRUCK = "struck"


class Kind(StrEnum):
    """What a voucher was made from."""

    MANUAL = "MANUAL"
    INVOICE = "INVOICE"
    INVOICE_PAYMENT = "INVOICEPAYMENT"
    SUPPLIER_INVOICE = "SUPPLIERINVOICE"
    SUPPLIER_PAYMENT = "SUPPLIERPAYMENT"


class Row(NamedTuple):
    """One row of a voucher; debit is positive. Struck rows are history and never summed."""

    account: str
    amount: int
    text: str = ""
    centre: str = ""
    project: str = ""
    mark: Mark = Mark.NONE
    signature: str = ""


class Draft(NamedTuple):
    """A voucher before it has its number."""

    day: date
    series: str
    text: str
    rows: tuple[Row, ...]
    kind: Kind = Kind.MANUAL
    reference: str = ""
    registered: date | None = None
    changed: date | None = None


@dataclass(frozen=True, slots=True)
class Voucher:
    """A numbered voucher; `kind` and `reference` name the invoice or payment that it books.

    `changed` is the day that rows were struck or added on, where that was after `registered`.
    """

    series: str
    number: int
    day: date
    text: str
    rows: tuple[Row, ...]
    registered: date
    kind: Kind = Kind.MANUAL
    reference: str = ""
    changed: date | None = None
    comments: str = ""

    @property
    def label(self) -> str:
        """What people call it: `B 17`."""
        return f"{self.series} {self.number}"

    @property
    def booked(self) -> Iterable[Row]:
        """The rows that count."""
        return (row for row in self.rows if row.mark is not Mark.STRUCK)


@dataclass(frozen=True)
class BooksYear:
    """One financial year: what it opened with and all that was booked in it until `through`."""

    span: FinancialYear
    through: date
    opening: Mapping[str, int]
    vouchers: tuple[Voucher, ...]

    @cached_property
    def months(self) -> Mapping[tuple[str, str], int]:
        """The movement of each account in each month that has one: (account, `yyyymm`) -> öre."""
        sums: Counter[tuple[str, str]] = Counter()
        for voucher in self.vouchers:
            month = f"{voucher.day:%Y%m}"
            for row in voucher.booked:
                sums[row.account, month] += row.amount
        return sums

    @cached_property
    def movement(self) -> Mapping[str, int]:
        """The movement of each account over the year."""
        sums: Counter[str] = Counter()
        for (account, _), amount in self.months.items():
            sums[account] += amount
        return sums

    @property
    def closing(self) -> dict[str, int]:
        """The closing balance of each balance account."""
        accounts = sorted({*self.opening, *(a for a in self.movement if a[0] in "12")})
        return {account: self.opening.get(account, 0) + self.movement.get(account, 0) for account in accounts}

    @property
    def results(self) -> dict[str, int]:
        """The sum of each result account."""
        return {account: amount for account, amount in sorted(self.movement.items()) if account[0] not in "12"}


@dataclass(frozen=True)
class Books:
    """All that is known of one company: its chart, objects, parties, documents and years, oldest first."""

    chart: tuple[Account, ...]
    centres: Mapping[str, str]
    projects: Mapping[str, str]
    customers: tuple[Party, ...]
    suppliers: tuple[Party, ...]
    invoices: tuple[Invoice, ...]
    payments: tuple[Payment, ...]
    supplier_invoices: tuple[Invoice, ...]
    supplier_payments: tuple[Payment, ...]
    years: tuple[BooksYear, ...]

    def open_items(self, day: date, *, suppliers: bool = False) -> dict[str, int]:
        """What remained to be paid of each invoice on a day, in öre; those paid in full are left out."""
        invoices, payments = (
            (self.supplier_invoices, self.supplier_payments) if suppliers else (self.invoices, self.payments)
        )
        left = Counter({made.number: made.owed for made in invoices if made.counted and made.counted <= day})
        for payment in payments:
            if payment.day <= day:
                left[payment.invoice] -= payment.settled
        return {number: amount for number, amount in left.items() if amount}
