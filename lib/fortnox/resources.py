"""The resources of Fortnox that are read here: their paths, their keys, and what people call them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from lib.core.languages import mark


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource below `/3/`: the envelope of its lists, what tells its rows apart, and its name (marked)."""

    path: str
    envelope: str
    key: tuple[str, ...]
    name: str


COMPANY: Final = Resource("companyinformation", "CompanyInformation", (), mark("the company's details"))
YEARS: Final = Resource("financialyears", "FinancialYears", ("Id",), mark("the bookkeeping"))
ACCOUNTS: Final = Resource("accounts", "Accounts", ("Number",), mark("the chart of accounts"))
COST_CENTRES: Final = Resource("costcenters", "CostCenters", ("Code",), mark("the cost centres"))
PROJECTS: Final = Resource("projects", "Projects", ("ProjectNumber",), mark("the projects"))
SERIES: Final = Resource("voucherseries", "VoucherSeriesCollection", ("Code",), mark("the voucher series"))
LOCKED_PERIOD: Final = Resource("settings/lockedperiod", "LockedPeriod", (), mark("the locked period"))
VOUCHERS: Final = Resource("vouchers", "Vouchers", ("VoucherSeries", "VoucherNumber"), mark("the vouchers"))
SIE: Final = Resource("sie/4", "", (), mark("the bookkeeping"))


class Kind(StrEnum):
    """The registers that ledgers are made of, by their paths."""

    INVOICES = "invoices"
    INVOICE_PAYMENTS = "invoicepayments"
    SUPPLIER_INVOICES = "supplierinvoices"
    SUPPLIER_INVOICE_PAYMENTS = "supplierinvoicepayments"


LEDGERS: Final = {
    Kind.INVOICES: Resource("invoices", "Invoices", ("DocumentNumber",), mark("the customer invoices")),
    Kind.INVOICE_PAYMENTS: Resource("invoicepayments", "InvoicePayments", ("Number",), mark("the customers' payments")),
    Kind.SUPPLIER_INVOICES: Resource(
        "supplierinvoices", "SupplierInvoices", ("GivenNumber",), mark("the supplier invoices")
    ),
    Kind.SUPPLIER_INVOICE_PAYMENTS: Resource(
        "supplierinvoicepayments", "SupplierInvoicePayments", ("Number",), mark("the payments to suppliers")
    ),
}
"""Each kind's resource; its items stand in an envelope of the same name without the last letter."""
