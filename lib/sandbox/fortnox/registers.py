"""Every resource of the local Fortnox that tells of a company: its scope, its names and its handlers."""

from typing import Final

from lib.sandbox.fortnox import (
    accounts,
    general,
    invoice_items,
    invoices,
    parties,
    payments,
    posting,
    series,
    sie_export,
    supplier_invoices,
    vouchers,
)
from lib.sandbox.fortnox.resources import Item, List, Resource, Resources

_VOUCHER_SORTS: Final = {
    "referencenumber": "ReferenceNumber", "referencetype": "ReferenceType", "vouchernumber": "VoucherNumber",
    "voucherseries": "VoucherSeries",
}  # fmt: skip


def _only(scope: str, item_key: str, item: Item) -> Resource:
    """What there is but one of."""
    return Resource(scope=scope, item_key=item_key, item=item, item_depth=0)


def _register(scope: str, list_key: str, item_key: str, lines: List, item: Item) -> Resource:
    """A register that is only read."""
    return Resource(scope=scope, list_key=list_key, item_key=item_key, list=lines, item=item)


RESOURCES: Final[Resources] = {
    "companyinformation": _only("companyinformation", "CompanyInformation", general.information),
    "settings/company": _only("settings", "CompanySettings", general.settings),
    "settings/lockedperiod": _only("settings", "LockedPeriod", general.locked_period),
    "financialyears": _register("bookkeeping", "FinancialYears", "FinancialYear", general.years, general.year),
    "accountcharts": Resource(scope="bookkeeping", list_key="AccountCharts", list=general.charts),
    "accounts": Resource(
        scope="bookkeeping",
        list_key="Accounts",
        item_key="Account",
        list=accounts.accounts,
        item=accounts.account,
        sorts={"number": "Number"},
    ),
    "costcenters": _register("costcenter", "CostCenters", "CostCenter", accounts.cost_centres, accounts.cost_centre),
    "projects": _register("project", "Projects", "Project", accounts.projects, accounts.project),
    "currencies": _register("currency", "Currencies", "Currency", general.currencies, general.currency),
    "modesofpayments": _register(
        "settings", "ModesOfPayments", "ModeOfPayment", general.ways_of_payment, general.way_of_payment
    ),
    "termsofpayments": _register(
        "settings", "TermsOfPayments", "TermsOfPayment", general.terms_of_payment, general.term_of_payment
    ),
    "voucherseries": Resource(
        scope="bookkeeping",
        list_key="VoucherSeriesCollection",
        item_key="VoucherSeries",
        list=series.voucher_series,
        item=series.one_series,
        create=series.new_series,
    ),
    "predefinedvoucherseries": Resource(
        scope="bookkeeping",
        list_key="PreDefinedVoucherSeriesCollection",
        item_key="PreDefinedVoucherSeries",
        list=series.predefined_list,
        item=series.predefined,
        paged=False,
    ),
    "vouchers": Resource(
        scope="bookkeeping",
        list_key="Vouchers",
        item_key="Voucher",
        list=vouchers.vouchers,
        item=vouchers.voucher,
        create=posting.new_voucher,
        item_depth=2,
        sorts=_VOUCHER_SORTS,
    ),
    "vouchers/sublist": Resource(
        scope="bookkeeping",
        list_key="Vouchers",
        list=vouchers.sublist,
        list_depths=frozenset({0, 1}),
        sorts=_VOUCHER_SORTS,
    ),
    "sie": Resource(scope="bookkeeping", item=sie_export.sie),
    "invoices": Resource(
        scope="invoice",
        list_key="Invoices",
        item_key="Invoice",
        list=invoices.invoices,
        item=invoice_items.invoice,
        filters=frozenset(invoices.FILTERS),
        sorts=invoices.SORTS,
        licence="invoice",
        right="kundfakturor",
    ),
    "invoicepayments": Resource(
        scope="payment",
        list_key="InvoicePayments",
        item_key="InvoicePayment",
        list=payments.invoice_payments,
        item=payments.invoice_payment,
        sorts=payments.SORTS,
        licence="invoice",
        right="kundfakturor",
    ),
    "supplierinvoices": Resource(
        scope="supplierinvoice",
        list_key="SupplierInvoices",
        item_key="SupplierInvoice",
        list=supplier_invoices.supplier_invoices,
        item=supplier_invoices.supplier_invoice,
        filters=frozenset(supplier_invoices.FILTERS),
        licence="supplierinvoice",
        right="leverantörsregister",
    ),
    "supplierinvoicepayments": Resource(
        scope="payment",
        list_key="SupplierInvoicePayments",
        item_key="SupplierInvoicePayment",
        list=payments.supplier_invoice_payments,
        item=payments.supplier_invoice_payment,
        sorts=payments.SORTS,
        licence="supplierinvoice",
        right="leverantörsregister",
    ),
    "customers": Resource(
        scope="customer",
        list_key="Customers",
        item_key="Customer",
        list=parties.customers,
        item=parties.customer,
        filters=parties.FILTERS,
        sorts=parties.SORTS,
        right="kundregister",
    ),
    "suppliers": Resource(
        scope="supplier",
        list_key="Suppliers",
        item_key="Supplier",
        list=parties.suppliers,
        item=parties.supplier,
        right="leverantörsregister",
    ),
}
