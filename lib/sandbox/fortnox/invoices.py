"""The customers' invoices, listed; what is chosen and how each line looks."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from stdnum import luhn

from lib.sandbox.documents import Rate
from lib.sandbox.fortnox.amounts import kronor
from lib.sandbox.fortnox.asked import matches, stretch
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.ledgers import Entered, sold, voucher_of
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany

Test = Callable[[Entered, date], bool]
FILTERS: Final[Mapping[str, Test]] = {
    "cancelled": lambda one, _: one.cancelled,
    "fullypaid": lambda one, _: one.booked and not one.balance,
    "unpaid": lambda one, _: one.booked and bool(one.balance),
    "unpaidoverdue": lambda one, today: one.booked and bool(one.balance) and one.invoice.due < today,
    "unbooked": lambda one, _: not one.booked and not one.cancelled,
}
SORTS: Final = {
    "customername": "CustomerName", "customernumber": "CustomerNumber", "documentnumber": "DocumentNumber",
    "invoicedate": "InvoiceDate", "ocr": "OCR", "total": "Total",
}  # fmt: skip
_SEARCHED: Final[Mapping[str, Callable[[Entered], str]]] = {
    "documentnumber": lambda one: one.invoice.number,
    "customernumber": lambda one: one.invoice.party.number,
    "customername": lambda one: one.invoice.party.name,
    "ocr": lambda one: ocr(one.invoice.number),
    "currency": lambda one: one.invoice.rate.currency,
    "costcenter": lambda one: one.invoice.rows[0].centre,
    "project": lambda one: one.invoice.rows[0].project,
    "invoicetype": lambda _: "INVOICE",
    "credit": lambda one: "true" if one.invoice.credits else "false",
}


def invoices(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The invoices, by number."""
    us = ours(company)
    everything: Sequence[tuple[Entered, Listed]] = us.live.kept("invoices", partial(_made, us))
    return chosen(everything, query, matches(query, _SEARCHED), FILTERS, us.today)


def chosen(
    everything: Sequence[tuple[Entered, Listed]],
    query: Query,
    wanted: Callable[[Entered], bool],
    filters: Mapping[str, Test],
    today: date,
) -> Sequence[Listed]:
    """The invoices that a query asks for: by words, a filter, days of the invoice and of its last payment."""
    test = filters.get(query.get("filter", "").lower())
    days, paid = stretch(query), stretch(query, "fromfinalpaydate", "tofinalpaydate")
    return [
        listed
        for one, listed in everything
        if (test is None or test(one, today))
        and (days is None or one.invoice.day in days)
        and (paid is None or one.final_pay_date in paid)
        and wanted(one)
    ]


def _made(company: FortnoxCompany) -> Sequence[tuple[Entered, Listed]]:
    return [(one, Listed(partial(_brief, one), one.modified)) for one in sold(company).invoices.values()]


def _brief(one: Entered) -> Record:
    made = one.invoice
    first = made.rows[0]
    return {
        "@url": f"invoices/{made.number}",
        "Balance": kronor(one.balance),
        "Booked": one.booked,
        "Cancelled": one.cancelled,
        "CostCenter": first.centre,
        "Currency": made.rate.currency,
        "CurrencyRate": rate_text(made.rate),
        "CurrencyUnit": made.rate.unit,
        "CustomerName": made.party.name,
        "CustomerNumber": made.party.number,
        "DocumentNumber": made.number,
        "DueDate": made.due,
        "ExternalInvoiceReference1": "",
        "ExternalInvoiceReference2": "",
        "InvoiceDate": made.day,
        "InvoiceType": "INVOICE",
        "NoxFinans": False,
        "OCR": ocr(made.number),
        **voucher_of(one.booking),
        "WayOfDelivery": "",
        "TermsOfPayment": str((made.due - made.day).days),
        "Project": first.project,
        "Sent": not one.cancelled,
        "Total": kronor(made.in_currency),
        "FinalPayDate": one.final_pay_date,
    }


def credit(one: Entered) -> str:
    """Whether it is a credit note, the way Fortnox writes it."""
    return "true" if one.invoice.credits else "false"


def rate_text(rate: Rate) -> str:
    """A rate as lists have it: `1`, `11.23`."""
    return f"{rate.kronor.normalize():f}"


def ocr(number: str) -> str:
    """The reference that a customer pays by: the invoice's number and a check digit."""
    return f"{number}{luhn.calc_check_digit(number)}"
