"""Payments of customers' and suppliers' invoices: listed, and in full with what was written off."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from lib.sandbox.books import BANK
from lib.sandbox.documents import WriteOff
from lib.sandbox.fortnox.amounts import kronor, number, written
from lib.sandbox.fortnox.asked import exists
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import not_found
from lib.sandbox.fortnox.invoices import ocr
from lib.sandbox.fortnox.ledgers import Settled, bought, sold, voucher_of
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany
from lib.sandbox.fortnox.supplier_invoices import paid_with

SORTS: Final = {"paymentdate": "PaymentDate"}
_PAYMENT_NOT_FOUND: Final = 2999108
Everything = Sequence[tuple[Settled, Listed]]


def invoice_payments(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The customers' payments, by number, or those of one invoice."""
    us = ours(company)
    return _of_invoice(us.live.kept("payments", partial(_made, us, suppliers=False)), query)


def supplier_invoice_payments(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The payments to suppliers, by number, or those of one invoice."""
    us = ours(company)
    return _of_invoice(us.live.kept("supplier payments", partial(_made, us, suppliers=True)), query)


def _of_invoice(everything: Everything, query: Query) -> Sequence[Listed]:
    wanted = query.get("invoicenumber")
    return [listed for one, listed in everything if not wanted or one.invoice.number == wanted]


def _made(company: FortnoxCompany, *, suppliers: bool) -> Everything:
    ledger = bought(company) if suppliers else sold(company)
    return [(one, Listed(partial(_brief, one, suppliers=suppliers), one.modified)) for one in ledger.payments.values()]


def _brief(one: Settled, *, suppliers: bool) -> Record:
    paid = one.payment
    return {
        "@url": f"{'supplier' if suppliers else ''}invoicepayments/{paid.number}",
        "Amount": kronor(paid.amount),
        "Booked": paid.booked,
        "Currency": paid.rate.currency,
        "CurrencyRate": number(paid.rate.kronor),
        "CurrencyUnit": paid.rate.unit,
        "InvoiceNumber": one.invoice.number if suppliers else int(one.invoice.number),
        "Number": int(paid.number) if suppliers else paid.number,
        "PaymentDate": paid.day,
        "Source": "direct" if suppliers else "manual",
        "WriteOffExist": bool(paid.write_offs),
    }


def invoice_payment(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One customer's payment, by number; raises Refused 2999108 (our code)."""
    one = exists(sold(ours(company)).payments.get(key[0]), not_found(_PAYMENT_NOT_FOUND, "inbetalningen"))
    paid, made = one.payment, one.invoice
    return {
        "@url": f"invoicepayments/{paid.number}", "Amount": kronor(paid.amount),
        "AmountCurrency": kronor(paid.in_currency), "Booked": paid.booked, "Currency": paid.rate.currency,
        "CurrencyRate": number(paid.rate.kronor), "CurrencyUnit": paid.rate.unit, "ExternalInvoiceReference1": "",
        "ExternalInvoiceReference2": "", "InvoiceCustomerName": made.party.name,
        "InvoiceCustomerNumber": made.party.number, "InvoiceNumber": int(made.number), "InvoiceDueDate": made.due,
        "InvoiceOCR": ocr(made.number), "InvoiceTotal": written(made.in_currency), "ModeOfPayment": "BG",
        "ModeOfPaymentAccount": int(BANK), "Number": paid.number, "PaymentDate": paid.day, **voucher_of(one.booking),
        "Source": "manual", "WriteOffs": [_write_off(part) for part in paid.write_offs],
    }  # fmt: skip


def supplier_invoice_payment(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One payment to a supplier, by number; raises Refused 2999108 (our code)."""
    one = exists(bought(ours(company)).payments.get(key[0]), not_found(_PAYMENT_NOT_FOUND, "utbetalningen"))
    paid, made = one.payment, one.invoice
    return {
        "@url": f"supplierinvoicepayments/{paid.number}", "Amount": kronor(paid.amount),
        "AmountCurrency": kronor(paid.in_currency), "Booked": paid.booked, "Currency": paid.rate.currency,
        "CurrencyRate": number(paid.rate.kronor), "CurrencyUnit": paid.rate.unit, "Information": "",
        "InvoiceDueDate": made.due, "InvoiceNumber": made.number, "InvoiceOCR": paid_with(one),
        "InvoiceSupplierName": made.party.name, "InvoiceSupplierNumber": made.party.number,
        "InvoiceTotal": written(made.in_currency), "ModeOfPayment": "BG", "Number": int(paid.number),
        "PaymentDate": paid.day, **voucher_of(one.booking), "Source": "direct",
        "WriteOffs": [_write_off(part) for part in paid.write_offs],
    }  # fmt: skip


def _write_off(part: WriteOff) -> Record:
    return {
        "AccountNumber": int(part.account), "Amount": kronor(part.amount), "CostCenter": None, "Currency": "SEK",
        "Description": part.text, "Project": None, "TransactionInformation": "",
    }  # fmt: skip
