"""What Fortnox knows today of each invoice and payment: vouchers, balance, last payment, last change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.sandbox.books import Books, Kind
from lib.sandbox.documents import Invoice, Payment, State
from lib.sandbox.fortnox.companies import FortnoxCompany
from lib.sandbox.fortnox.live_books import EARLY, Booking
from lib.sandbox.fortnox.resources import Record


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment, the invoice that it pays, and its voucher."""

    payment: Payment
    invoice: Invoice
    booking: Booking | None
    modified: datetime


@dataclass(frozen=True, slots=True)
class Entered:
    """An invoice as it stands today; `balance` is in hundredths of its own currency.

    By the cash method an invoice is booked by the voucher of its payment.
    """

    invoice: Invoice
    payments: tuple[Settled, ...]
    booking: Booking | None
    balance: int
    final_pay_date: date | None
    modified: datetime

    @property
    def booked(self) -> bool:
        """Whether it counts: it has a voucher, or came booked from an earlier system."""
        return self.booking is not None or self.invoice.state is State.MIGRATED

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self.invoice.state is State.CANCELLED


@dataclass(frozen=True)
class Ledger:
    """All invoices and payments of one side, each by its number and in the order of the numbers."""

    invoices: Mapping[str, Entered]
    payments: Mapping[str, Settled]


def voucher_of(booking: Booking | None) -> Record:
    """The voucher of an invoice or a payment, as Fortnox names it in three fields; nulls where there is none."""
    return {
        "VoucherNumber": booking.voucher.number if booking else None,
        "VoucherSeries": booking.voucher.series if booking else None,
        "VoucherYear": booking.year if booking else None,
    }


def sold(company: FortnoxCompany) -> Ledger:
    """The customers' side."""
    return company.live.kept("sold", lambda: _ledger(company, suppliers=False))


def bought(company: FortnoxCompany) -> Ledger:
    """The suppliers' side."""
    return company.live.kept("bought", lambda: _ledger(company, suppliers=True))


def _ledger(company: FortnoxCompany, *, suppliers: bool) -> Ledger:
    invoices, payments = _documents(company.books, suppliers=suppliers)
    by_number = {invoice.number: invoice for invoice in invoices}
    kinds = (Kind.SUPPLIER_INVOICE, Kind.SUPPLIER_PAYMENT) if suppliers else (Kind.INVOICE, Kind.INVOICE_PAYMENT)
    settled = {made.number: _settled(company, made, by_number[made.invoice], kinds[1]) for made in payments}
    of: dict[str, list[Settled]] = {}
    for one in settled.values():
        of.setdefault(one.invoice.number, []).append(one)
    ordered = sorted(invoices, key=lambda invoice: int(invoice.number))
    entered = {made.number: _entered(company, made, tuple(of.get(made.number, ())), kinds[0]) for made in ordered}
    return Ledger(entered, settled)


def _documents(books: Books, *, suppliers: bool) -> tuple[Sequence[Invoice], Sequence[Payment]]:
    if suppliers:
        return books.supplier_invoices, books.supplier_payments
    return books.invoices, books.payments


def _settled(company: FortnoxCompany, payment: Payment, invoice: Invoice, kind: Kind) -> Settled:
    booking = company.live.booking(kind, payment.number)
    return Settled(payment, invoice, booking, datetime.combine(payment.day, EARLY))


def _entered(company: FortnoxCompany, invoice: Invoice, payments: tuple[Settled, ...], kind: Kind) -> Entered:
    counted = [one.payment for one in payments if one.payment.booked]
    left = 0 if invoice.state is State.CANCELLED else invoice.in_currency - invoice.tax_share
    left -= sum(paid.in_currency + sum(part.amount for part in paid.write_offs) for paid in counted)
    booking = company.live.booking(kind, invoice.number)
    if company.cash and not left and payments:
        booking = payments[-1].booking
    last = max((paid.day for paid in counted), default=invoice.day)
    changed = booking.voucher.changed if booking else None
    modified = datetime.combine(max(last, invoice.booked or invoice.day, changed or date.min), EARLY)
    return Entered(invoice, payments, booking, left, last if counted and not left else None, modified)
