"""The suppliers' invoices, listed and in full; their amounts are text."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from lib.sandbox.books import PAYABLE
from lib.sandbox.documents import KRONOR, Invoice
from lib.sandbox.fortnox.amounts import kronor, number, written
from lib.sandbox.fortnox.asked import exists, matches
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import not_found
from lib.sandbox.fortnox.invoices import FILTERS as CUSTOMERS_FILTERS
from lib.sandbox.fortnox.invoices import Test, chosen, ocr, rate_text
from lib.sandbox.fortnox.ledgers import Entered, Settled, bought
from lib.sandbox.fortnox.live_books import Booking
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany

FILTERS: Final[Mapping[str, Test]] = {
    **CUSTOMERS_FILTERS,
    "pendingpayment": lambda _one, _today: False,
    "authorizepending": lambda _one, _today: False,
}
_SEARCHED: Final[Mapping[str, Callable[[Entered], str]]] = {
    "suppliernumber": lambda one: one.invoice.party.number,
    "suppliername": lambda one: one.invoice.party.name,
    "invoicenumber": lambda one: suppliers_number(one.invoice),
    "serialnumber": lambda one: one.invoice.number,
    "ocr": lambda one: ocr(suppliers_number(one.invoice)),
    "costcenter": lambda one: one.invoice.rows[0].centre,
    "project": lambda one: one.invoice.rows[0].project,
    "ourreference": lambda _: "",
    "yourreference": lambda _: "",
}


def supplier_invoices(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The suppliers' invoices, by our number."""
    us = ours(company)
    everything: Sequence[tuple[Entered, Listed]] = us.live.kept("supplier invoices", partial(_made, us))
    return chosen(everything, query, matches(query, _SEARCHED), FILTERS, us.today)


def _made(company: FortnoxCompany) -> Sequence[tuple[Entered, Listed]]:
    return [(one, Listed(partial(_brief, one), one.modified)) for one in bought(company).invoices.values()]


def suppliers_number(invoice: Invoice) -> str:
    """The number that the supplier gave its invoice; made up from who it is and our own number."""
    return f"{invoice.party.number}{int(invoice.number):05}"


def _brief(one: Entered) -> Record:
    made = one.invoice
    return {
        "@url": f"supplierinvoices/{made.number}",
        "AuthorizerName": None,
        "Balance": written(one.balance),
        "Booked": one.booked,
        "Cancel": one.cancelled,
        "CostCenter": made.rows[0].centre,
        "Credit": made.total < 0,
        "Currency": made.rate.currency,
        "CurrencyRate": rate_text(made.rate),
        "CurrencyUnit": made.rate.unit,
        "DueDate": made.due,
        "ExternalInvoiceNumber": "",
        "ExternalInvoiceSeries": "",
        "FinalPayDate": one.final_pay_date,
        "GivenNumber": made.number,
        "InvoiceDate": made.day,
        "InvoiceNumber": suppliers_number(made),
        "Project": made.rows[0].project,
        "SupplierName": made.party.name,
        "SupplierNumber": made.party.number,
        "Total": written(made.in_currency),
        "Vouchers": _vouchers(one),
    }


def _vouchers(one: Entered) -> list[Record]:
    """Its own voucher and those of its payments."""
    paid = [(settled.booking, "SUPPLIERPAYMENT") for settled in one.payments]
    return [_voucher(booking, kind) for booking, kind in ((one.booking, "SUPPLIERINVOICE"), *paid) if booking]


def _voucher(booking: Booking, kind: str) -> Record:
    made = booking.voucher
    return {"Number": made.number, "ReferenceType": kind, "Series": made.series, "Year": booking.year}


def supplier_invoice(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One supplier's invoice, by our number; raises Refused 2999107 (our code).

    `VoucherNumber` and `VoucherSeries` stay null even when it is booked, as seen in Fortnox.
    """
    us = ours(company)
    one = exists(bought(us).invoices.get(key[0]), not_found(2999107, "leverantörsfakturan"))
    made = one.invoice
    return {
        "@url": f"supplierinvoices/{made.number}", "AccountingMethod": "CASH" if us.cash else "ACCRUAL",
        "AdministrationFee": "0", "Balance": written(one.balance), "Booked": one.booked, "Cancelled": one.cancelled,
        "Comments": None, "CostCenter": made.rows[0].centre, "Credit": made.total < 0,
        "CreditReference": int(made.credits or 0), "Currency": made.rate.currency,
        "CurrencyRate": number(made.rate.kronor), "CurrencyUnit": made.rate.unit, "DisablePaymentFile": False,
        "DueDate": made.due, "ExternalInvoiceNumber": None, "ExternalInvoiceSeries": None,
        "FinalPayDate": one.final_pay_date, "Freight": "0", "GivenNumber": made.number, "InvoiceDate": made.day,
        "InvoiceNumber": suppliers_number(made), "OCR": ocr(suppliers_number(made)), "OurReference": None,
        "PaymentPending": False, "Project": made.rows[0].project, "RoundOffValue": "0", "SalesType": "STOCK",
        "SupplierInvoiceRows": _rows(us, made), "SupplierName": made.party.name, "SupplierNumber": made.party.number,
        "Total": written(made.in_currency), "VAT": written(_vat(made)),
        "VATType": "REVERSE" if any(row.reverse for row in made.rows) else "NORMAL", "VoucherNumber": None,
        "VoucherSeries": None, "VoucherYear": None, "Vouchers": _vouchers(one), "YourReference": None,
    }  # fmt: skip


def _vat(invoice: Invoice) -> int:
    return sum(0 if row.reverse else row.vat for row in invoice.rows)


def _rows(company: FortnoxCompany, invoice: Invoice) -> list[Record]:
    names = {account.number: account.name for account in company.books.chart}
    nets = [row.net if invoice.rate == KRONOR else invoice.foreign for row in invoice.rows]
    costs = [
        _row("ACC", row.account, names[row.account], net, row.net) | {"ItemDescription": row.text}
        for row, net in zip(invoice.rows, nets, strict=True)
    ]
    vat = [_row("VAT", "2641", names["2641"], _vat(invoice), _vat(invoice))] if _vat(invoice) else []
    total = _row("TOT", PAYABLE, names[PAYABLE], -invoice.in_currency, -invoice.total)
    return [total, *vat, *costs]


def _row(code: str, account: str, name: str, amount: int, ore: int) -> dict[str, object]:
    return {
        "Account": int(account), "AccountDescription": name, "ArticleNumber": None, "Code": code, "CostCenter": None,
        "Credit": kronor(max(-ore, 0)), "CreditCurrency": kronor(max(-amount, 0)), "Debit": kronor(max(ore, 0)),
        "DebitCurrency": kronor(max(amount, 0)), "ItemDescription": None, "Price": kronor(abs(amount)),
        "Project": None, "Quantity": 1, "Total": kronor(amount), "TransactionInformation": None, "Unit": None,
    }  # fmt: skip


def paid_with(settled: Settled) -> str:
    """The reference that a payment to a supplier was made with."""
    return ocr(suppliers_number(settled.invoice))
