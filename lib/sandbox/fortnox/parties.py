"""Customers and suppliers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from stdnum import luhn

from lib.sandbox.documents import Party
from lib.sandbox.fortnox.asked import exists, first_of, matches
from lib.sandbox.fortnox.companies import ours
from lib.sandbox.fortnox.errors import not_found
from lib.sandbox.fortnox.general import always
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany

SORTS: Final = {"customernumber": "CustomerNumber", "name": "Name"}
FILTERS: Final = frozenset({"active", "inactive"})
_RUN: Final = 559_997
"""A run of organisation numbers that has not been given out."""
_UNSET: Final = (
    "DeliveryAddress1", "DeliveryAddress2", "DeliveryCity", "DeliveryCountry", "DeliveryCountryCode", "DeliveryFax",
    "DeliveryName", "DeliveryPhone1", "DeliveryPhone2", "DeliveryZipCode",
)  # fmt: skip
_SUPPLIER_ONLY: Final = (
    "Bank", "BranchCode", "ClearingNumber", "Comments", "Country", "Fax", "OurCustomerNumber", "OurReference",
    "Phone1", "Phone2", "VATNumber", "VATType", "VisitingAddress", "VisitingCity", "VisitingCountry",
    "VisitingCountryCode", "VisitingZipCode", "WWW", "WorkPlace", "YourReference",
)  # fmt: skip


def address(party: Party) -> tuple[str, str, str]:
    """Where the party lives: street, zip code and town; all made up from its number."""
    place = sum(map(ord, party.name))
    return f"Storgatan {place % 90 + 1}", f"{100 + place % 880} {10 + place % 89}", party.town


def organisation_number(party: Party) -> str:
    """A Swedish company's organisation number with its check digit; a person's and a foreigner's is not told."""
    if party.private or party.country != "SE":
        return ""
    digits = f"{_RUN}{sum(map(ord, party.name)) % 1000:03}"
    return f"{_RUN}-{digits[6:]}{luhn.calc_check_digit(digits)}"


_SEARCHED: Final[Mapping[str, Callable[[Party], str]]] = {
    "customernumber": lambda party: party.number,
    "name": lambda party: party.name,
    "zipcode": lambda party: address(party)[1],
    "city": lambda party: party.town,
    "email": lambda _: "",
    "phone": lambda _: "",
    "organisationnumber": organisation_number,
    "gln": lambda _: "",
    "glndelivery": lambda _: "",
}


def customers(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The customers, by number; all are active."""
    us = ours(company)
    wanted = matches(query, _SEARCHED)
    known = [] if query.get("filter", "").lower() == "inactive" else filter(wanted, us.books.customers)
    return always(map(_customer, known), us.live.years[0].span.start)


def customer(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One customer, by number; raises Refused 2000433."""
    return _whole_customer(_known(ours(company).books.customers, key, 2000433, "kunden"))


def suppliers(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """The suppliers, by number."""
    us = ours(company)
    return always(map(_supplier, us.books.suppliers), us.live.years[0].span.start)


def supplier(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One supplier, by number; raises Refused 2999106 (our code)."""
    brief = dict(_supplier(_known(ours(company).books.suppliers, key, 2999106, "leverantören")))
    url, _ = brief.pop("@url"), brief.pop("Phone")
    return {"@url": url, **dict(sorted((brief | dict.fromkeys(_SUPPLIER_ONLY)).items()))}


def _known(parties: Sequence[Party], key: Key, code: int, what: str) -> Party:
    return exists(first_of(parties, lambda party: (party.number,) == key), not_found(code, what))


def _customer(party: Party) -> Record:
    street, zip_code, city = address(party)
    return {
        "@url": f"customers/{party.number}", "Address1": street, "Address2": "", "City": city,
        "CustomerNumber": party.number, "Email": "", "Name": party.name,
        "OrganisationNumber": organisation_number(party), "Phone": "", "ZipCode": zip_code,
    }  # fmt: skip


def _whole_customer(party: Party) -> Record:
    street, zip_code, city = address(party)
    at_home = party.country == "SE"
    return {
        "@url": f"customers/{party.number}", "Active": True, "Address1": street, "Address2": None, "City": city,
        "Comments": None, "CostCenter": None, "Country": "Sverige" if at_home else None, "CountryCode": party.country,
        "Currency": "SEK", "CustomerNumber": party.number,
        "DefaultDeliveryTypes": dict.fromkeys(("Invoice", "Offer", "Order"), "PRINT"),
        "DefaultTemplates": {"CashInvoice": "DEFAULTTEMPLATE", "Invoice": "DEFAULTTEMPLATE",
                             "Offer": "DEFAULTTEMPLATE", "Order": "DEFAULTTEMPLATE"},
        **dict.fromkeys(_UNSET), "Email": None, "EmailInvoice": "", "EmailInvoiceBCC": "", "EmailInvoiceCC": "",
        "EmailOffer": "", "EmailOfferBCC": "", "EmailOfferCC": "", "EmailOrder": "", "EmailOrderBCC": "",
        "EmailOrderCC": "", "ExternalReference": None, "Fax": None, "GLN": None, "GLNDelivery": None,
        "InvoiceAdministrationFee": None, "InvoiceDiscount": None, "InvoiceFreight": None, "InvoiceRemark": "",
        "Name": party.name, "OrganisationNumber": organisation_number(party), "OurReference": "", "Phone1": None,
        "Phone2": None, "PriceList": "A", "Project": "", "SalesAccount": None,
        "ShowPriceVATIncluded": party.private, "TermsOfDelivery": "", "TermsOfPayment": "30",
        "Type": "PRIVATE" if party.private else "COMPANY", "VATNumber": "",
        "VATType": "SEVAT" if at_home else "EUREVERSEDVAT", "VisitingAddress": None, "VisitingCity": None,
        "VisitingCountry": None, "VisitingCountryCode": None, "VisitingZipCode": None, "WWW": "",
        "WayOfDelivery": "", "YourReference": "", "ZipCode": zip_code,
    }  # fmt: skip


def _supplier(party: Party) -> Record:
    street, zip_code, city = address(party)
    return {
        "@url": f"suppliers/{party.number}", "Active": True, "Address1": street, "Address2": None, "BG": None,
        "BIC": None, "BankAccountNumber": None, "City": city, "CostCenter": None, "CountryCode": party.country,
        "Currency": "SEK", "DisablePaymentFile": False, "Email": None, "IBAN": None, "Name": party.name,
        "OrganisationNumber": organisation_number(party), "PG": None, "Phone": None, "PreDefinedAccount": None,
        "Project": None, "SupplierNumber": party.number, "TermsOfPayment": "30", "ZipCode": zip_code,
    }  # fmt: skip
