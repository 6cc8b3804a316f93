"""What is told of the company itself, and the small registers: years, currencies, ways and terms of payment."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from lib.sandbox.books import BANK
from lib.sandbox.documents import KRONOR, Rate
from lib.sandbox.fortnox.amounts import number
from lib.sandbox.fortnox.asked import exists, whole_number, year_by_id
from lib.sandbox.fortnox.companies import FortnoxCompany, ours
from lib.sandbox.fortnox.errors import not_found
from lib.sandbox.fortnox.live_books import Year
from lib.sandbox.fortnox.resources import Key, Listed, Query, Record, SandboxCompany

RATES: Final = (Rate("EUR", Decimal("11.23")), Rate("JPY", Decimal("6.4"), 100), KRONOR, Rate("USD", Decimal("9.68")))
"""What currencies cost today; invoices carry the rate of their own day."""
_CURRENCY: Final = {"EUR": "Euro", "JPY": "Japanska yen", "SEK": "Svenska kronor", "USD": "Amerikanska dollar"}
_WAYS: Final = {"BG": ("Bankgiro", BANK), "BK": ("Bank", BANK), "KASSA": ("Kontant", "1910")}
_TERMS: Final = {
    "0": "0 dagar", "10": "10 dagar", "15": "15 dagar", "20": "20 dagar", "30": "30 dagar", "AG": "Autogiro",
    "K": "Kontant", "PF": "Postförskott",
}  # fmt: skip


def always(records: Iterable[Record], day: date) -> list[Listed]:
    """Records that were made on a day and never changed."""
    moment = datetime.combine(day, time())
    return [Listed(lambda record=record: record, moment) for record in records]  # type: ignore[misc]


def information(company: SandboxCompany, _key: Key, _query: Query) -> Record:
    """The company as every app may see it."""
    us = ours(company)
    zip_code, city = _place(us)
    return {
        "Address": us.street, "City": city, "CountryCode": "SE", "DatabaseNumber": us.tenant,
        "CompanyName": us.name, "OrganizationNumber": us.org_number, "VisitAddress": None, "VisitCity": None,
        "VisitCountryCode": None, "VisitZipCode": None, "ZipCode": zip_code,
    }  # fmt: skip


def settings(company: SandboxCompany, _key: Key, _query: Query) -> Record:
    """The company's own settings."""
    us = ours(company)
    zip_code, city = _place(us)
    first, _, last = us.contact.partition(" ")
    digits = us.org_number.replace("-", "")
    return {
        "Address": us.street, "BG": "", "BIC": "", "BranchCode": "", "City": city, "ContactFirstName": first,
        "ContactLastName": last, "Country": "Sverige", "CountryCode": "SE", "DatabaseNumber": us.tenant,
        "Domicile": city, "Email": "", "Fax": "", "IBAN": "", "Name": us.name, "OrganizationNumber": us.org_number,
        "PG": "", "Phone1": "", "Phone2": "", "TaxEnabled": True, "VATNumber": f"SE{digits}01", "VisitAddress": "",
        "VisitCity": "", "VisitCountry": "", "VisitCountryCode": "", "VisitName": "", "VisitZipCode": "", "WWW": "",
        "ZipCode": zip_code,
    }  # fmt: skip


def _place(company: FortnoxCompany) -> tuple[str, str]:
    digits, place, city = company.town.split(" ", 2)
    return f"{digits} {place}", city


def locked_period(company: SandboxCompany, _key: Key, _query: Query) -> Record:
    """The day until which the books are locked, or none."""
    return {"EndDate": ours(company).setup.locked_until}


def years(company: SandboxCompany, _key: Key, query: Query) -> Sequence[Listed]:
    """The financial years, newest first, or the one of `date`."""
    us, day = ours(company), query.day("date")
    wanted = [year for year in reversed(us.live.years) if day is None or day in year.span]
    return [listed for year in wanted for listed in always([_year(us, year)], year.span.start)]


def year(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One financial year."""
    us = ours(company)
    return _year(us, year_by_id(us, whole_number(key[0])))


def _year(company: FortnoxCompany, year: Year) -> Record:
    chart = f"Bas {year.span.end.year}"
    return {
        "@url": f"financialyears/{year.id}",
        "Id": year.id,
        "FromDate": year.span.start,
        "ToDate": year.span.end,
        "accountCharts": chart,
        "AccountChartType": chart,
        "AccountingMethod": "CASH" if company.cash else "ACCRUAL",
    }


def charts(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """The charts of accounts that a year may be made with."""
    newest = ours(company).live.years[-1].span.end
    return always([{"Name": f"Bas {newest.year - ago}"} for ago in range(5)], newest)


def currencies(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """The currencies that the company uses."""
    day = ours(company).today
    return always([_currency(rate, day) for rate in RATES], day)


def currency(company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One currency, by its code."""
    found = next((rate for rate in RATES if (rate.currency,) == key), None)
    return _currency(exists(found, not_found(2000427, "valutan")), ours(company).today)


def _currency(rate: Rate, day: date) -> Record:
    return {
        "@url": f"currencies/{rate.currency}",
        "BuyRate": number(rate.kronor),
        "Code": rate.currency,
        "Date": day,
        "Description": _CURRENCY[rate.currency],
        "IsAutomatic": rate != KRONOR,
        "SellRate": number(rate.kronor),
        "Unit": rate.unit,
    }


def ways_of_payment(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """The ways in which money moves, each with its account."""
    return always(map(_way, _WAYS), ours(company).live.years[0].span.start)


def way_of_payment(_company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One way of payment, by its code."""
    return _way(exists(next((code for code in _WAYS if (code,) == key), None), not_found(2999105, "betalningssättet")))


def _way(code: str) -> Record:
    name, account = _WAYS[code]
    return {"@url": f"modesofpayments/{code}", "AccountNumber": account, "Code": code, "Description": name}


def terms_of_payment(company: SandboxCompany, _key: Key, _query: Query) -> Sequence[Listed]:
    """The terms that an invoice may be paid on."""
    return always(map(_term, _TERMS), ours(company).live.years[0].span.start)


def term_of_payment(_company: SandboxCompany, key: Key, _query: Query) -> Record:
    """One term of payment, by its code."""
    return _term(
        exists(next((code for code in _TERMS if (code,) == key), None), not_found(2000429, "betalningsvillkoret"))
    )


def _term(code: str) -> Record:
    return {"@url": f"termsofpayments/{code}", "Code": code, "Description": _TERMS[code]}
