"""Vouchers made from invoices and payments, by the invoice method and by the cash method."""

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random

from lib.sandbox.books import BANK, PAYABLE, RECEIVABLE, TAX_SHARE, Draft, Kind, Mark, Row
from lib.sandbox.documents import Invoice, InvoiceRow, Payment
from lib.sandbox.names import person

INPUT_VAT = "2641"
OUTPUT_VAT = {25: "2611", 12: "2621", 6: "2631"}
OUTPUT_VAT_REVERSE, INPUT_VAT_REVERSE = "2614", "2645"

EXCHANGE_GAIN, EXCHANGE_LOSS = "3960", "7960"

MISPOSTED, FIRST_POSTED_ON = 0.02, "6990"
"""The share of suppliers' invoices whose cost was first posted on the wrong account, and which."""


def invoiced(invoice: Invoice) -> Draft:
    """A customer's invoice: the receivable, and the tax agency's share, against income and output VAT."""
    what = f"Kreditfaktura {invoice.number}" if invoice.total < 0 else f"Kundfaktura {invoice.number}"
    share = (Row(TAX_SHARE, invoice.tax_share, "Skatteverket"),) if invoice.tax_share else ()
    rows = (Row(RECEIVABLE, invoice.owed, invoice.party.name), *share, *_sold(invoice))
    return Draft(
        invoice.booked or invoice.day, "B", f"{what}, {invoice.party.name}", rows, Kind.INVOICE, invoice.number
    )


def received(payment: Payment, invoice: Invoice, *, cash: bool = False) -> Draft:
    """A customer's payment: against the receivable, or by the cash method against income and VAT at once."""
    text = f"Inbetalning kundfaktura {invoice.number}, {invoice.party.name}"
    receivable = (Row(RECEIVABLE, -payment.settled, f"Faktura {invoice.number}"), *_beside(payment, 1))
    rows = (Row(BANK, payment.amount), *(_sold(invoice) if cash else receivable))
    return Draft(payment.day, "C", text, rows, Kind.INVOICE_PAYMENT, payment.number)


def billed(invoice: Invoice) -> Draft:
    """A supplier's invoice: the debt against cost and input VAT, now and then moved to the right account."""
    cost = tuple(_bought(invoice))
    chance = Random(f"{invoice.party.name} {invoice.day} {invoice.total}")
    if chance.random() < MISPOSTED:
        cost = (*_moved(cost[0], person(chance.randrange(6))), *cost[1:])
    text = f"Leverantörsfaktura {invoice.number}, {invoice.party.name}"
    rows = (Row(PAYABLE, -invoice.total, invoice.party.name), *cost)
    return Draft(invoice.booked or invoice.day, "D", text, rows, Kind.SUPPLIER_INVOICE, invoice.number)


def paid(payment: Payment, invoice: Invoice, *, cash: bool = False) -> Draft:
    """A payment to a supplier: against the debt, or by the cash method against cost and VAT at once."""
    text = f"Utbetalning leverantörsfaktura {invoice.number}, {invoice.party.name}"
    debt = (Row(PAYABLE, payment.settled, f"Löpnr {invoice.number}"), *_beside(payment, -1))
    rows = (*(_bought(invoice) if cash else debt), Row(BANK, -payment.amount))
    return Draft(payment.day, "E", text, rows, Kind.SUPPLIER_PAYMENT, payment.number)


def _beside(payment: Payment, sign: int) -> Iterator[Row]:
    """What a payment leaves beside the bank and the open item: write-offs and the exchange difference."""
    yield from (Row(part.account, sign * part.amount, part.text) for part in payment.write_offs)
    if difference := sign * (payment.at_invoice - payment.amount):
        yield Row(EXCHANGE_LOSS if difference > 0 else EXCHANGE_GAIN, difference, f"Kurs {payment.rate.kronor}")


def edited(draft: Draft, change: int, day: date, signature: str) -> Draft:
    """The voucher as somebody left it on `day`: its first row larger by `change`, its second smaller."""
    first, second, *rest = draft.rows
    rows = (*_struck(first, change, signature), *_struck(second, -change, signature), *rest)
    return draft._replace(rows=rows, changed=day)


def _struck(row: Row, change: int, signature: str) -> tuple[Row, Row]:
    old = row._replace(mark=Mark.STRUCK, signature=signature)
    return old, row._replace(amount=row.amount + change, mark=Mark.ADDED, signature=signature)


def unpaid(invoice: Invoice, *, supplier: bool) -> tuple[Row, ...]:
    """The rows that bring an invoice, still unpaid at the year's end, into books kept by the cash method."""
    if supplier:
        return (Row(PAYABLE, -invoice.total, invoice.party.name), *_bought(invoice))
    return (Row(RECEIVABLE, invoice.total, invoice.party.name), *_sold(invoice))


def _sold(invoice: Invoice) -> Iterator[Row]:
    vat: dict[str, int] = {}
    for row in invoice.rows:
        yield Row(row.account, -row.net, row.text, row.centre, row.project)
        account = OUTPUT_VAT[round(row.vat * 100 / row.net)] if row.vat else ""
        vat[account] = vat.get(account, 0) - row.vat
    yield from _vat_rows(vat)


def _bought(invoice: Invoice) -> Iterator[Row]:
    vat: dict[str, int] = {}
    for row in invoice.rows:
        yield Row(row.account, row.net, row.text, row.centre, row.project)
        for account, amount in _input_vat(row):
            vat[account] = vat.get(account, 0) + amount
    yield from _vat_rows(vat)


def _input_vat(row: InvoiceRow) -> Iterable[tuple[str, int]]:
    if row.reverse:
        return ((OUTPUT_VAT_REVERSE, -row.vat), (INPUT_VAT_REVERSE, row.vat))
    return ((INPUT_VAT, row.vat),)


def _vat_rows(vat: dict[str, int]) -> Iterator[Row]:
    return (Row(account, amount) for account, amount in vat.items() if amount)


def _moved(row: Row, signature: str) -> tuple[Row, Row]:
    """The row as it was first posted, struck, and the row that took its place."""
    wrong = row._replace(account=FIRST_POSTED_ON, mark=Mark.STRUCK, signature=signature)
    return wrong, row._replace(mark=Mark.ADDED, signature=signature)
