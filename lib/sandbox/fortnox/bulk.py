"""Ledgers of any size, as the rows that a client reads from the API, for measuring; quickly made, always the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from lib.sandbox.fortnox.amounts import kronor, written
from lib.sandbox.names import business

Wire = dict[str, Any]
"""A record as it is after JSON: days as text, numbers with decimals as Decimal."""

_PARTIES: Final = 500
_PER_YEAR: Final = 365
_WRITE_OFF_EVERY, _CREDIT_EVERY, _FOREIGN_EVERY = 100, 50, 20
_WRITTEN_OFF: Final = 30
_EURO: Final = Decimal("11.25")
_PRIME: Final = 7919


@dataclass(frozen=True, slots=True)
class LedgerRows:
    """One side's ledger on the wire: the lists, and the items of the payments that have write-offs, by number."""

    year_id: int
    start: date
    invoices: list[Wire]
    payments: list[Wire]
    items: dict[str, Wire]


def ledger_rows(
    invoices: int = 20_000, payments: int = 20_000, *, suppliers: bool = False, start: date = date(2026, 1, 1)
) -> LedgerRows:
    """So many invoices over one year from `start`, and so many payments of them, in the order of the invoices.

    Every 20th invoice is in euro, every 50th a credit note; every 100th payment has a write-off. With more
    payments than invoices some are paid in two parts, with fewer the last invoices stay open.
    """
    documents = [_document(index, invoices, start) for index in range(invoices)]
    paid = list(_payments(documents, payments))
    left = {document.number: document.amount for document in documents}
    for payment in paid:
        left[payment.document.number] -= payment.amount + payment.written_off
    last = {payment.document.number: payment.day for payment in paid}
    make, pay = (_bill, _supplier_payment) if suppliers else (_invoice, _customer_payment)
    return LedgerRows(
        1,
        start,
        [make(document, left[document.number], last.get(document.number)) for document in documents],
        [pay(payment) for payment in paid],
        {str(payment.number): _item(payment, suppliers=suppliers) for payment in paid if payment.written_off},
    )


@dataclass(frozen=True, slots=True)
class _Document:
    number: int
    day: date
    amount: int
    euro: bool

    @property
    def party(self) -> int:
        return self.number * _PRIME % _PARTIES


@dataclass(frozen=True, slots=True)
class _Paid:
    number: int
    document: _Document
    day: date
    amount: int
    written_off: int


def _document(index: int, total: int, start: date) -> _Document:
    amount = (index * 48_271 % 9_000_000) + 10_000
    euro = index % _FOREIGN_EVERY == _FOREIGN_EVERY - 1
    sign = -1 if index % _CREDIT_EVERY == _CREDIT_EVERY - 1 else 1
    day = start + timedelta(days=index * _PER_YEAR // total)
    return _Document(index + 1, day, sign * (amount // 400 * 400 if euro else amount), euro)


def _payments(documents: list[_Document], total: int) -> Iterator[_Paid]:
    """Each invoice once; where there are more payments than invoices, the first ones in two parts."""
    twice = max(total - len(documents), 0)
    number = 0
    for index, document in enumerate(documents[:total]):
        parts = (document.amount // 2, document.amount - document.amount // 2) if index < twice else (document.amount,)
        for place, part in enumerate(parts):
            number += 1
            off = 40 if number % _WRITE_OFF_EVERY == _WRITTEN_OFF and not document.euro else 0
            day = document.day + timedelta(days=20 + number % 30 + 30 * place)
            yield _Paid(number, document, day, part - off, off)


def _invoice(document: _Document, left: int, last: date | None) -> Wire:
    number = str(document.number)
    return {
        "@url": f"https://api.fortnox.se/3/invoices/{number}", "Balance": kronor(left), "Booked": True,
        "Cancelled": False, "CostCenter": "", **_currency(document, as_text=True),
        "CustomerName": business(document.party), "CustomerNumber": str(document.party + 1), "DocumentNumber": number,
        "DueDate": (document.day + timedelta(days=30)).isoformat(), "ExternalInvoiceReference1": "",
        "ExternalInvoiceReference2": "", "InvoiceDate": document.day.isoformat(), "InvoiceType": "INVOICE",
        "NoxFinans": False, "OCR": number, "VoucherNumber": document.number, "VoucherSeries": "B", "VoucherYear": 1,
        "WayOfDelivery": "", "TermsOfPayment": "30", "Project": "", "Sent": True, "Total": kronor(document.amount),
        "FinalPayDate": _final(left, last),
    }  # fmt: skip


def _bill(document: _Document, left: int, last: date | None) -> Wire:
    number = str(document.number)
    voucher = {"Number": document.number, "ReferenceType": "SUPPLIERINVOICE", "Series": "D", "Year": 1}
    return {
        "@url": f"https://api.fortnox.se/3/supplierinvoices/{number}", "AuthorizerName": None,
        "Balance": written(left), "Booked": True, "Cancel": False, "CostCenter": "", "Credit": document.amount < 0,
        **_currency(document, as_text=True), "DueDate": (document.day + timedelta(days=30)).isoformat(),
        "ExternalInvoiceNumber": "", "ExternalInvoiceSeries": "", "FinalPayDate": _final(left, last),
        "GivenNumber": number, "InvoiceDate": document.day.isoformat(), "InvoiceNumber": f"F{number}", "Project": "",
        "SupplierName": business(document.party), "SupplierNumber": str(document.party + 1),
        "Total": written(document.amount), "Vouchers": [voucher],
    }  # fmt: skip


def _final(left: int, last: date | None) -> str | None:
    return last.isoformat() if last and not left else None


def _currency(document: _Document, *, as_text: bool) -> Wire:
    rate = _EURO if document.euro else Decimal(1)
    return {
        "Currency": "EUR" if document.euro else "SEK",
        "CurrencyRate": str(rate) if as_text else rate,
        "CurrencyUnit": 1,
    }


def _customer_payment(payment: _Paid) -> Wire:
    return _payment(payment, "invoicepayments", payment.document.number, str(payment.number))


def _supplier_payment(payment: _Paid) -> Wire:
    return _payment(payment, "supplierinvoicepayments", str(payment.document.number), payment.number)


def _payment(payment: _Paid, path: str, invoice: int | str, number: int | str) -> Wire:
    return {
        "@url": f"https://api.fortnox.se/3/{path}/{number}", "Amount": kronor(_in_kronor(payment)), "Booked": True,
        **_currency(payment.document, as_text=False), "InvoiceNumber": invoice, "Number": number,
        "PaymentDate": payment.day.isoformat(), "Source": "manual", "WriteOffExist": bool(payment.written_off),
    }  # fmt: skip


def _in_kronor(payment: _Paid) -> int:
    return int(payment.amount * _EURO) if payment.document.euro else payment.amount


def _item(payment: _Paid, *, suppliers: bool) -> Wire:
    brief = (_supplier_payment if suppliers else _customer_payment)(payment)
    part = {
        "AccountNumber": 3740, "Amount": kronor(payment.written_off), "CostCenter": None, "Currency": "SEK",
        "Description": "Öresavrundning", "Project": None, "TransactionInformation": "",
    }  # fmt: skip
    del brief["WriteOffExist"]
    voucher = {"VoucherNumber": payment.number, "VoucherSeries": "E" if suppliers else "C", "VoucherYear": 1}
    return {**brief, "AmountCurrency": kronor(payment.amount), **voucher, "WriteOffs": [part]}
