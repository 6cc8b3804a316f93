"""One customer's invoice in full."""

from typing import Final

from lib.sandbox.documents import KRONOR, Invoice, InvoiceRow
from lib.sandbox.fortnox.amounts import kronor, number
from lib.sandbox.fortnox.asked import exists
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import not_found
from lib.sandbox.fortnox.invoices import credit, ocr
from lib.sandbox.fortnox.ledgers import Entered, sold, voucher_of
from lib.sandbox.fortnox.parties import address, organisation_number
from lib.sandbox.fortnox.resources import Key, Query, Record, SandboxCompany

_NO_EDI: Final = {
    "EDIGlobalLocationNumber": "", "EDIGlobalLocationNumberDelivery": "", "EDIInvoiceExtra1": "",
    "EDIInvoiceExtra2": "", "EDIOurElectronicReference": "", "EDIYourElectronicReference": "", "EDIStatus": "",
}  # fmt: skip
_NO_EMAIL: Final = {
    "EmailAddressFrom": None, "EmailAddressTo": "", "EmailAddressCC": "", "EmailAddressBCC": "",
    "EmailSubject": "Faktura {no} bifogas", "EmailBody": " ",
}  # fmt: skip
_DELIVERY: Final = dict.fromkeys(
    (
        "DeliveryAddress1", "DeliveryAddress2", "DeliveryCity", "DeliveryCountry", "DeliveryDate", "DeliveryName",
        "DeliveryZipCode",
    ), "",
) | {"DeliveryDate": None}  # fmt: skip


def invoice(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One invoice, by its number; raises Refused 2000434."""
    us = ours(company)
    one = exists(sold(us).invoices.get(key[0]), not_found(2000434, "fakturan"))
    return {**_head(one), **_middle(one), **_tail(us, one)}


def _head(one: Entered) -> Record:
    made = one.invoice
    street, _, city = address(made.party)
    url = {"@urlTaxReductionList": f"taxreductions?filter=invoices&referencenumber={made.number}"}
    return {
        "@url": f"invoices/{made.number}", **url, "AdministrationFee": 0, "AdministrationFeeVAT": 0,
        "Address1": street, "Address2": "", "Balance": kronor(one.balance),
        "BasisTaxReduction": kronor(_basis(made)), "Booked": one.booked, "Cancelled": one.cancelled, "City": city,
        "Comments": "", "ContractReference": 0, "ContributionPercent": None, "ContributionValue": None,
        "Country": "Sverige" if made.party.country == "SE" else "", "CostCenter": made.rows[0].centre,
        "Credit": credit(one), "CreditInvoiceReference": made.credits or "0", "Currency": made.rate.currency,
        "CurrencyRate": number(made.rate.kronor), "CurrencyUnit": made.rate.unit, "CustomerName": made.party.name,
        "CustomerNumber": made.party.number, **_DELIVERY, "DocumentNumber": made.number, "DueDate": made.due,
        "EDIInformation": _NO_EDI, "EmailInformation": _NO_EMAIL, "EUQuarterlyReport": made.rate != KRONOR,
        "ExternalInvoiceReference1": "", "ExternalInvoiceReference2": "", "Freight": 0, "FreightVAT": 0,
    }  # fmt: skip


def _middle(one: Entered) -> Record:
    made = one.invoice
    rows = [_row(made, row, place) for place, row in enumerate(made.rows, 1)]
    return {
        "Gross": kronor(_net(made)), "HouseWork": bool(made.work), "InvoiceDate": made.day, "InvoicePeriodStart": "",
        "InvoicePeriodEnd": "", "InvoiceReference": "0", "InvoiceRows": rows, "InvoiceType": "INVOICE", "Labels": [],
        "Language": "SV" if made.rate == KRONOR else "EN", "LastRemindDate": None, "Net": kronor(_net(made)),
        "NotCompleted": False, "NoxFinans": False, "OCR": ocr(made.number), "OfferReference": "0",
        "OrderReference": "0", "OrganisationNumber": organisation_number(made.party), "OurReference": "",
        "PaymentWay": None, "Phone1": "", "Phone2": "", "PriceList": "A", "PrintTemplate": "st",
        "Project": made.rows[0].project, "WarehouseReady": False, "OutboundDate": None, "Remarks": "", "Reminders": 0,
        "RoundOff": 0, "Sent": not one.cancelled, "TaxReduction": made.tax_share // 100 or None,
        "TermsOfDelivery": "", "TermsOfPayment": str((made.due - made.day).days), "TimeBasisReference": 0,
        "Total": kronor(made.in_currency), "TotalToPay": kronor(made.in_currency - made.tax_share),
        "TotalVAT": kronor(sum(row.vat for row in made.rows)), "VATIncluded": made.party.private,
    }  # fmt: skip


def _tail(company: FortnoxCompany, one: Entered) -> Record:
    return {
        **voucher_of(one.booking),
        "WayOfDelivery": "",
        "YourOrderNumber": "",
        "YourReference": "",
        "ZipCode": address(one.invoice.party)[1],
        "AccountingMethod": "CASH" if company.cash else "ACCRUAL",
        "FinalPayDate": one.final_pay_date,
        "TaxReductionType": one.invoice.work or "none",
    }


def _basis(invoice: Invoice) -> int:
    return invoice.total if invoice.work else 0


def _net(invoice: Invoice) -> int:
    return sum(row.net for row in invoice.rows) if invoice.rate == KRONOR else invoice.foreign


def _row(invoice: Invoice, row: InvoiceRow, place: int) -> Record:
    net, vat = (row.net, row.vat) if invoice.rate == KRONOR else (invoice.foreign, 0)
    shown = net + vat if invoice.party.private else net
    return {
        "AccountNumber": int(row.account), "ArticleNumber": "", "ContributionPercent": "0", "ContributionValue": "0",
        "CostCenter": row.centre, "DeliveredQuantity": "1.00", "Description": row.text, "Discount": 0,
        "DiscountType": "PERCENT", "HouseWork": bool(invoice.work), "Price": kronor(shown),
        "PriceExcludingVAT": kronor(net), "Project": row.project, "RowId": place, "Total": kronor(shown),
        "TotalExcludingVAT": kronor(net), "Unit": "", "VAT": round(vat * 100 / net) if net else 0, "VATCode": "",
    }  # fmt: skip
