"""The records of the local Fortnox: their fields in order, their types, what filters and searches choose."""

from decimal import Decimal

import pytest

from lib.sandbox.fortnox.errors import Refused
from lib.sandbox.fortnox.registers import RESOURCES
from tests.sandbox.wire_records import Record, company, hundredths, item, listed, query, years

SOUND, RECEIVABLES, STRICT = 990101, 990102, 990105
LISTED = {
    "financialyears": "@url Id FromDate ToDate accountCharts AccountChartType AccountingMethod",
    "accounts": "@url Active BalanceBroughtForward CostCenter CostCenterSettings Description Number Project "
    "ProjectSettings SRU VATCode Year",
    "costcenters": "@url Active Code Description Note",
    "projects": "@url Description EndDate ProjectLeader ProjectNumber Status StartDate",
    "voucherseries": "@url Approver Code Description Manual Year",
    "vouchers": "@url ApprovalState Comments Description ReferenceNumber ReferenceType TransactionDate VoucherNumber "
    "VoucherSeries Year",
    "invoices": "@url Balance Booked Cancelled CostCenter Currency CurrencyRate CurrencyUnit CustomerName "
    "CustomerNumber DocumentNumber DueDate ExternalInvoiceReference1 ExternalInvoiceReference2 InvoiceDate InvoiceType "
    "NoxFinans OCR VoucherNumber VoucherSeries VoucherYear WayOfDelivery TermsOfPayment Project Sent Total "
    "FinalPayDate",
    "invoicepayments": "@url Amount Booked Currency CurrencyRate CurrencyUnit InvoiceNumber Number PaymentDate Source "
    "WriteOffExist",
    "supplierinvoices": "@url AuthorizerName Balance Booked Cancel CostCenter Credit Currency CurrencyRate "
    "CurrencyUnit DueDate ExternalInvoiceNumber ExternalInvoiceSeries FinalPayDate GivenNumber InvoiceDate "
    "InvoiceNumber Project SupplierName SupplierNumber Total Vouchers",
    "supplierinvoicepayments": "@url Amount Booked Currency CurrencyRate CurrencyUnit InvoiceNumber Number "
    "PaymentDate Source WriteOffExist",
    "customers": "@url Address1 Address2 City CustomerNumber Email Name OrganisationNumber Phone ZipCode",
    "suppliers": "@url Active Address1 Address2 BG BIC BankAccountNumber City CostCenter CountryCode Currency "
    "DisablePaymentFile Email IBAN Name OrganisationNumber PG Phone PreDefinedAccount Project SupplierNumber "
    "TermsOfPayment ZipCode",
    "currencies": "@url BuyRate Code Date Description IsAutomatic SellRate Unit",
    "modesofpayments": "@url AccountNumber Code Description",
    "termsofpayments": "@url Code Description",
    "predefinedvoucherseries": "@url Name VoucherSeries",
}
INVOICE = (
    "@url @urlTaxReductionList AdministrationFee AdministrationFeeVAT Address1 Address2 Balance BasisTaxReduction "
    "Booked Cancelled City Comments ContractReference ContributionPercent ContributionValue Country CostCenter Credit "
    "CreditInvoiceReference Currency CurrencyRate CurrencyUnit CustomerName CustomerNumber DeliveryAddress1 "
    "DeliveryAddress2 DeliveryCity DeliveryCountry DeliveryDate DeliveryName DeliveryZipCode DocumentNumber DueDate "
    "EDIInformation EmailInformation EUQuarterlyReport ExternalInvoiceReference1 ExternalInvoiceReference2 Freight "
    "FreightVAT Gross HouseWork InvoiceDate InvoicePeriodStart InvoicePeriodEnd InvoiceReference InvoiceRows "
    "InvoiceType Labels Language LastRemindDate Net NotCompleted NoxFinans OCR OfferReference OrderReference "
    "OrganisationNumber OurReference PaymentWay Phone1 Phone2 PriceList PrintTemplate Project WarehouseReady "
    "OutboundDate Remarks Reminders RoundOff Sent TaxReduction TermsOfDelivery TermsOfPayment TimeBasisReference Total "
    "TotalToPay TotalVAT VATIncluded VoucherNumber VoucherSeries VoucherYear WayOfDelivery YourOrderNumber "
    "YourReference ZipCode AccountingMethod FinalPayDate TaxReductionType"
)
NAMED = {
    "accounts": "Number", "costcenters": "Code", "projects": "ProjectNumber", "voucherseries": "Code",
    "invoices": "DocumentNumber", "invoicepayments": "Number", "supplierinvoices": "GivenNumber",
    "supplierinvoicepayments": "Number", "customers": "CustomerNumber", "suppliers": "SupplierNumber",
    "currencies": "Code", "modesofpayments": "Code", "termsofpayments": "Code", "predefinedvoucherseries": "Name",
    "financialyears": "Id",
}  # fmt: skip


def numbers(lines: list[Record], name: str = "DocumentNumber") -> set[str]:
    return {line[name] for line in lines}


@pytest.mark.parametrize("path", LISTED)
def test_every_line_of_a_list_has_its_fields_in_order(path: str) -> None:
    assert {" ".join(line) for line in listed(company(RECEIVABLES), path)} == {LISTED[path]}


def test_an_invoice_has_its_fields_in_the_order_that_was_recorded() -> None:
    us = company(RECEIVABLES)
    found = {" ".join(item(us, "invoices", line["DocumentNumber"])) for line in listed(us, "invoices")}
    assert found == {INVOICE}


@pytest.mark.parametrize("path", NAMED)
def test_what_a_list_names_can_be_read_one_by_one_and_says_the_same(path: str) -> None:
    us = company(RECEIVABLES)
    for line in listed(us, path)[-50:]:
        whole = item(us, path, str(line[NAMED[path]]))
        differ = {"Cancel", "CurrencyRate", "Phone", "AuthorizerName", "ExternalInvoiceNumber", "ExternalInvoiceSeries"}
        shared = [name for name in line if name in whole and name not in differ and line[name] not in (None, "")]
        assert {name: whole[name] for name in shared} == {name: line[name] for name in shared}


@pytest.mark.parametrize("path", [*NAMED, "vouchers"])
def test_what_there_is_not_is_not_found(path: str) -> None:
    handler = RESOURCES[path]
    key = ("A", "9999999") if path == "vouchers" else ("99999999999",)
    with pytest.raises(Refused) as refused:
        item(company(SOUND), path, *key)
    assert refused.value.status == 404
    assert handler.item_depth == len(key)


def test_rates_are_text_in_lists_and_numbers_in_items() -> None:
    us = company(RECEIVABLES)
    foreign = next(line for line in listed(us, "invoices") if line["Currency"] == "EUR")
    whole = item(us, "invoices", foreign["DocumentNumber"])
    assert (foreign["CurrencyRate"], whole["CurrencyRate"]) == ("11.42", Decimal("11.42"))
    assert (whole["Credit"], whole["CreditInvoiceReference"]) == ("false", "0")


def test_suppliers_amounts_are_text_and_the_booking_stands_among_the_vouchers() -> None:
    us = company(RECEIVABLES)
    for line in listed(us, "supplierinvoices"):
        assert isinstance(line["Total"], str)
        assert isinstance(line["Balance"], str)
        assert line["Vouchers"][0]["ReferenceType"] == "SUPPLIERINVOICE"
        assert item(us, "supplierinvoices", line["GivenNumber"])["VoucherNumber"] is None or line["Vouchers"] == []


def test_the_filters_divide_the_invoices() -> None:
    us = company(RECEIVABLES)
    found = {name: numbers(listed(us, "invoices", filter=name)) for name in RESOURCES["invoices"].filters}
    everything = numbers(listed(us, "invoices"))
    assert found["fullypaid"] | found["unpaid"] | found["unbooked"] | found["cancelled"] == everything
    assert found["unpaidoverdue"] < found["unpaid"]
    assert len(found["cancelled"]) == len(found["unbooked"]) == 1
    assert found["fullypaid"].isdisjoint(found["unpaid"])


def test_days_and_words_choose_invoices() -> None:
    us = company(RECEIVABLES)
    year = years(us)[-2]
    chosen = listed(us, "invoices", fromdate=year["FromDate"], todate=year["ToDate"])
    assert {line["InvoiceDate"][:4] for line in chosen} == {year["FromDate"][:4]}
    late = listed(us, "invoices", fromfinalpaydate="2026-01-01", tofinalpaydate="2026-01-31")
    assert {line["FinalPayDate"][:7] for line in late} == {"2026-01"}
    assert {line["CustomerName"] for line in listed(us, "invoices", customername="elbtal")} == {"Elbtal Fassaden GmbH"}
    assert len(listed(us, "invoices", CustomerName="ELBTAL")) == 2


def test_payments_can_be_asked_for_by_invoice() -> None:
    us = company(RECEIVABLES)
    number = str(listed(us, "invoicepayments")[7]["InvoiceNumber"])
    assert {line["InvoiceNumber"] for line in listed(us, "invoicepayments", invoicenumber=number)} == {int(number)}


def test_vouchers_can_be_asked_for_by_year_days_series_and_cost_centre() -> None:
    us = company(SOUND)
    year = years(us)[-2]
    march = listed(us, "vouchers", financialyear=year["Id"], fromdate="2025-03-01", todate="2025-03-31")
    assert {line["TransactionDate"][:7] for line in march} == {"2025-03"}
    assert march == [
        line
        for line in listed(us, "vouchers", financialyeardate="2025-07-01")
        if line["TransactionDate"].startswith("2025-03")
    ]
    assert {line["VoucherSeries"] for line in listed(us, "vouchers", voucherseries="B")} == {"B"}
    assert listed(us, "vouchers/sublist", "B") == listed(us, "vouchers", voucherseries="B")
    workshop = listed(us, "vouchers", costcenter="VRK")
    assert 0 < len(workshop) < len(listed(us, "vouchers"))


def test_a_first_day_outside_the_year_is_refused() -> None:
    us = company(SOUND)
    with pytest.raises(Refused) as refused:
        listed(us, "vouchers", fromdate="2025-12-31")
    assert (refused.value.status, refused.value.code) == (400, 2002363)


def test_the_newest_year_comes_first_and_a_day_finds_its_own() -> None:
    us = company(SOUND)
    starts = [year["FromDate"] for year in listed(us, "financialyears")]
    assert starts == sorted(starts, reverse=True)
    assert [year["FromDate"] for year in listed(us, "financialyears", Date="2025-06-30")] == ["2025-01-01"]
    ids = [year["Id"] for year in years(us)]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert not set(ids) & {2024, 2025, 2026}


def test_what_is_set_up_in_the_strict_company_can_be_read() -> None:
    us = company(STRICT)
    accounts = {line["Number"]: line for line in listed(us, "accounts")}
    assert {number for number, line in accounts.items() if not line["Active"]} == {1920, 6970}
    assert accounts[6071]["CostCenterSettings"] == "MANDATORY"
    assert accounts[5831]["ProjectSettings"] == "MANDATORY"
    assert {line["Code"] for line in listed(us, "costcenters") if not line["Active"]} == {"GML"}
    assert {line["ProjectNumber"] for line in listed(us, "projects") if line["Status"] == "COMPLETED"} == {"2001"}


def test_the_settings_name_the_company_as_its_information_does() -> None:
    us = company(SOUND)
    information, settings = item(us, "companyinformation"), item(us, "settings/company")
    assert settings["Name"] == information["CompanyName"] == us.name
    assert settings["DatabaseNumber"] == information["DatabaseNumber"] == SOUND
    assert settings["OrganizationNumber"] == information["OrganizationNumber"] == us.org_number
    assert item(us, "settings/lockedperiod") == {"EndDate": None}


def test_the_rows_of_an_invoice_add_up_to_its_total() -> None:
    us = company(RECEIVABLES)
    for line in listed(us, "invoices"):
        whole = item(us, "invoices", line["DocumentNumber"])
        net = sum(hundredths(row["TotalExcludingVAT"]) for row in whole["InvoiceRows"])
        assert net == hundredths(whole["Net"])
        assert net + hundredths(whole["TotalVAT"]) == hundredths(whole["Total"])


def test_the_rows_of_a_suppliers_invoice_balance() -> None:
    us = company(RECEIVABLES)
    for line in listed(us, "supplierinvoices"):
        rows = item(us, "supplierinvoices", line["GivenNumber"])["SupplierInvoiceRows"]
        assert rows[0]["Code"] == "TOT"
        assert sum(hundredths(row["Debit"]) - hundredths(row["Credit"]) for row in rows) == 0


def test_no_amount_is_a_binary_fraction_until_it_is_written() -> None:
    handler = RESOURCES["invoices"].list
    assert handler
    records = [one.record() for one in handler(company(SOUND), (), query())]
    assert not [value for record in records for value in record.values() if isinstance(value, float)]
