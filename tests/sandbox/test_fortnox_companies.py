"""The local Fortnox's companies: SIE, vouchers, accounts and ledgers agree, but for what they are there to show."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from lib.core.organisations import is_valid
from lib.core.periods import month_end
from lib.sandbox.books import Draft
from lib.sandbox.companies import demo_companies
from lib.sandbox.fortnox.companies import anew, sandbox_companies
from lib.sandbox.sie import kronor
from tests.sandbox.sie_by_hand import ByHand, assert_sound, by_hand
from tests.sandbox.wire_records import (
    NOW,
    TODAY,
    Balances,
    OpenItems,
    Record,
    company,
    fresh,
    hundredths,
    in_kronor,
    item,
    listed,
    movements,
    sie,
    years,
)

pytestmark = pytest.mark.slow

SOUND, RECEIVABLES, SOLE_TRADER, LARGE, STRICT, CASH, NO_LICENCE, BOOKS_ONLY = range(990101, 990109)
SMALL = [SOUND, RECEIVABLES, SOLE_TRADER, STRICT, CASH, NO_LICENCE, BOOKS_ONLY]
DAYS = [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2026, 7, 1)]
SIDES = {"1510": False, "2440": True}


@cache
def files(tenant: int) -> list[tuple[Record, ByHand]]:
    us = company(tenant)
    return [(year, by_hand(sie(us, financialyear=year["Id"]))) for year in years(us)]


def month_ends(us_years: list[Record], today: date) -> list[date]:
    """The last day of each month that the books reach into, and today."""
    day, found = date.fromisoformat(us_years[0]["FromDate"]), []
    last = min(today, date.fromisoformat(us_years[-1]["ToDate"]))
    while month_end(day) < last:
        found.append(month_end(day))
        day = month_end(day) + timedelta(days=1)
    return [*found, last]


def test_a_company_made_anew_knows_nothing_of_what_was_added_to_the_other() -> None:
    first = anew(company(SOUND))
    second = anew(company(SOUND))
    before = len(listed(second, "vouchers", financialyear=first.live.years[-1].id))
    year = first.live.years[-1]
    first.live.add(year, Draft(year.span.start, "B", "Hyra", ()), NOW)
    assert len(listed(first, "vouchers", financialyear=year.id)) == before + 1
    assert len(listed(second, "vouchers", financialyear=year.id)) == before
    assert second.untouched is first.untouched


@pytest.mark.parametrize("tenant", SMALL)
def test_every_file_agrees_with_itself_and_with_the_year_before(tenant: int) -> None:
    before: ByHand | None = None
    for _, read in files(tenant):
        assert_sound(read)
        if before:
            assert read.balances("IB", 0) == before.balances("UB", 0)
            assert read.balances("RES", -1) == before.balances("RES", 0)
        before = read


@pytest.mark.parametrize("tenant", SMALL)
def test_every_file_holds_the_vouchers_that_the_list_and_the_items_tell_of(tenant: int) -> None:
    us = company(tenant)
    for year, read in files(tenant):
        told = []
        for line in listed(us, "vouchers", financialyear=year["Id"]):
            label = (line["VoucherSeries"], str(line["VoucherNumber"]))
            whole = item(us, "vouchers", *label, financialyear=year["Id"])
            assert {name: whole[name] for name in line} == line
            rows = [
                (str(row["Account"]), hundredths(row["Debit"]) - hundredths(row["Credit"]))
                for row in whole["VoucherRows"]
                if not row["Removed"]
            ]
            told.append((*label, line["TransactionDate"].replace("-", ""), line["Description"], rows))
        assert read.vouchers == told


@pytest.mark.parametrize("tenant", SMALL)
def test_every_file_holds_the_accounts_and_balances_that_the_chart_tells_of(tenant: int) -> None:
    us = company(tenant)
    for year, read in files(tenant):
        lines = listed(us, "accounts", financialyear=year["Id"])
        assert {str(line["Number"]) for line in lines} == read.accounts
        brought = {str(line["Number"]): hundredths(line["BalanceBroughtForward"]) for line in lines}
        assert {number: ore for number, ore in brought.items() if ore} == read.balances("IB", 0)
        for number, ore in read.balances("UB", 0).items():
            whole = item(us, "accounts", number, financialyear=year["Id"])
            assert hundredths(whole["BalanceCarriedForward"]) == ore


@pytest.mark.parametrize("account", SIDES)
@pytest.mark.parametrize("tenant", SMALL)
def test_what_is_open_is_what_stands_on_the_account_at_every_month_end_but_for_the_known_differences(
    tenant: int, account: str
) -> None:
    us = company(tenant)
    ledger, balances = OpenItems(us, suppliers=SIDES[account]), Balances(us, account)
    sign = -1 if SIDES[account] else 1
    for day in month_ends(years(us), us.today):
        known = sum(one.amount for one in us.truth if one.account == account and one.holds(day))
        assert sign * balances.on(account, day) - sum(ledger.on(day).values()) == known, day


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("tenant", [RECEIVABLES, SOLE_TRADER, CASH])
def test_the_differences_are_known_whatever_the_day(tenant: int, today: date) -> None:
    us = company(tenant, today)
    for account, suppliers in SIDES.items():
        ledger, balances = OpenItems(us, suppliers=suppliers), Balances(us, account)
        for day in (month_ends(years(us), today)[-1], date.fromisoformat(years(us)[-2]["ToDate"])):
            known = sum(one.amount for one in us.truth if one.account == account and one.holds(day))
            stands = balances.on(account, day) * (-1 if suppliers else 1)
            assert stands - sum(ledger.on(day).values()) == known, (account, day)


@pytest.mark.parametrize("suppliers", [False, True])
@pytest.mark.parametrize("tenant", SMALL)
def test_the_balance_of_an_invoice_is_what_is_open_of_it_today(tenant: int, suppliers: bool) -> None:
    ledger = OpenItems(company(tenant), suppliers=suppliers)
    left = ledger.on(date.max)
    for number, one in ledger.documents.items():
        if one["Booked"]:
            assert in_kronor(one["Balance"], one["CurrencyRate"], one["CurrencyUnit"]) == left[number], number
            assert (one["FinalPayDate"] is None) == (left[number] != 0)


def test_the_receivables_differ_by_a_manual_voucher_an_edited_one_and_the_earlier_system() -> None:
    us = company(RECEIVABLES)
    found = Counter(one.kind for one in us.truth if one.counts)
    assert found == {"manual-voucher": 2, "edited-voucher": 1, "earlier-system": 2}
    assert {one.account for one in us.truth} == {"1510"}
    for one in us.truth:
        if one.kind == "manual-voucher":
            year = us.live.year_of(one.day)
            assert year
            whole = item(us, "vouchers", *one.voucher.split(), financialyear=year.id)
            assert whole["ReferenceType"] == "MANUAL"
            assert any(row["Account"] == 1510 for row in whole["VoucherRows"])


def test_the_edited_voucher_has_a_struck_row_and_another_amount_than_its_invoice() -> None:
    us = company(RECEIVABLES)
    known = next(one for one in us.truth if one.kind == "edited-voucher")
    made = item(us, "invoices", known.invoice)
    year, series, number = made["VoucherYear"], made["VoucherSeries"], made["VoucherNumber"]
    assert known.voucher == f"{series} {number}"
    rows = item(us, "vouchers", series, str(number), financialyear=year)["VoucherRows"]
    struck, booked = (
        [hundredths(row["Debit"]) for row in rows if row["Account"] == 1510 and row["Removed"] is removed]
        for removed in (True, False)
    )
    assert struck == [hundredths(made["Total"])]
    assert booked == [hundredths(made["Total"]) + known.amount]
    content = sie(us, financialyear=year).decode("cp437")
    voucher = content[content.index(f"#VER {series} {number} ") :].split("}\r\n")[0]
    amounts = kronor(struck[0]), kronor(booked[0])
    assert f"#BTRANS 1510 {{}} {amounts[0]} " in voucher
    assert f"#RTRANS 1510 {{}} {amounts[1]} " in voucher
    assert f"#TRANS 1510 {{}} {amounts[1]} " in voucher


def test_rot_and_rut_shares_stand_on_1513_until_the_tax_agency_pays() -> None:
    us = company(RECEIVABLES)
    shared = [one for one in us.truth if one.kind == "tax-share"]
    types = set()
    for one in shared:
        made = item(us, "invoices", one.invoice)
        types.add(made["TaxReductionType"])
        assert made["TaxReduction"] * 100 == one.amount
        assert made["TotalToPay"] == made["Total"] - made["TaxReduction"]
        label = (made["VoucherSeries"], str(made["VoucherNumber"]))
        rows = item(us, "vouchers", *label, financialyear=made["VoucherYear"])["VoucherRows"]
        assert [row["Debit"] for row in rows if row["Account"] == 1513] == [made["TaxReduction"]]
        assert [row["Debit"] for row in rows if row["Account"] == 1510] == [made["TotalToPay"]]
    assert types == {"rot", "rut"}
    paid = 9_000_00 + 5_000_00  # two shares have come by now
    assert Balances(us, "1513").on("1513", TODAY) == sum(one.amount for one in shared) - paid


def test_foreign_invoices_are_paid_at_other_rates_and_the_difference_is_booked() -> None:
    us = company(RECEIVABLES)
    foreign = [one for one in listed(us, "invoices") if one["Currency"] != "SEK"]
    assert {one["Currency"] for one in foreign} == {"EUR", "USD", "JPY"}
    assert {one["CurrencyUnit"] for one in foreign} == {1, 100}
    assert any(0 < one["Balance"] < one["Total"] or one["Balance"] == one["Total"] for one in foreign)
    accounts = Counter(account for year in years(us) for _, account, _ in movements(us, year["Id"]))
    assert accounts["3960"] > 1
    assert accounts["7960"] > 1


def test_the_receivables_show_every_kind_of_document() -> None:
    us = company(RECEIVABLES)
    lines = listed(us, "invoices")
    assert [one["Balance"] for one in lines if one["Cancelled"]] == [0]
    assert [one for one in lines if not one["Booked"] and not one["Cancelled"]]
    migrated = [one for one in lines if one["Booked"] and one["VoucherNumber"] is None]
    assert len(migrated) == 4
    assert all(one["InvoiceDate"] < years(us)[0]["FromDate"] for one in migrated)
    notes = [item(us, "invoices", one["DocumentNumber"]) for one in lines if one["Total"] < 0]
    assert {note["Credit"] for note in notes} == {"true"}
    assert {note["CreditInvoiceReference"] for note in notes} <= {one["DocumentNumber"] for one in lines}
    paid = Counter(one["InvoiceNumber"] for one in listed(us, "invoicepayments"))
    assert max(paid.values()) > 1
    assert [one for one in listed(us, "invoicepayments") if not one["Booked"]]
    written_off = [one for one in listed(us, "invoicepayments") if one["WriteOffExist"]]
    accounts = {
        part["AccountNumber"] for one in written_off for part in item(us, "invoicepayments", one["Number"])["WriteOffs"]
    }
    assert accounts == {3740, 6351}


def test_an_invoice_of_december_booked_in_january_is_not_on_the_account_at_the_year_end() -> None:
    us = company(RECEIVABLES)
    ledger = OpenItems(us, suppliers=False)
    late = [one for one in ledger.documents.values() if one["Booked"] and ledger.booked_on(one) > one["InvoiceDate"]]
    assert [one["InvoiceDate"][5:] for one in late] == ["12-30"]


def test_the_sole_traders_payables_differ_and_the_year_that_runs_has_not_been_made() -> None:
    us = company(SOLE_TRADER)
    assert Counter(one.kind for one in us.truth if one.counts) == {
        "manual-voucher": 1,
        "edited-voucher": 1,
        "earlier-system": 1,
    }
    assert {one.account for one in us.truth} == {"2440"}
    assert years(us)[-1]["ToDate"] < TODAY.isoformat()
    assert listed(us, "financialyears", date=TODAY) == []


@pytest.mark.parametrize("tenant", [SOUND, STRICT, NO_LICENCE, BOOKS_ONLY])
def test_nothing_differs_where_nothing_should(tenant: int) -> None:
    assert company(tenant).truth == ()


def test_the_cash_method_books_invoices_when_they_are_paid() -> None:
    us = company(CASH)
    assert {year["AccountingMethod"] for year in years(us)} == {"CASH"}
    lines = listed(us, "invoices")
    assert {(one["Booked"], one["Balance"] == 0) for one in lines} == {(True, True), (False, False)}
    assert {one["VoucherSeries"] for one in lines if one["Booked"]} == {"C"}
    bills = listed(us, "supplierinvoices")
    assert {(one["Booked"], one["Balance"] == "0") for one in bills} == {(True, True), (False, False)}


@pytest.mark.parametrize("tenant", [SOUND, RECEIVABLES, SOLE_TRADER])
def test_the_same_day_gives_the_same_bytes(tenant: int) -> None:
    first, again = (
        [sie(us, financialyear=year["Id"]) for year in years(us)] + [listed(us, "invoices"), us.truth]
        for us in (fresh(tenant), fresh(tenant))
    )
    assert first == again


def test_tenants_and_organisation_numbers_are_valid_and_nobody_elses() -> None:
    companies = sandbox_companies(TODAY)
    assert [one.tenant for one in companies] == list(range(990101, 990109))
    numbers = [one.org_number for one in companies] + [one.org_number for one in demo_companies(TODAY)]
    assert all(map(is_valid, numbers))
    assert len(set(numbers)) == len(numbers)
    others = {one.company.database for one in demo_companies(TODAY)}
    assert others.isdisjoint(one.tenant for one in companies)


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("tenant", SMALL)
def test_the_bank_account_is_never_overdrawn_at_a_year_end(tenant: int, today: date) -> None:
    assert all(year.closing["1930"] > 0 for year in company(tenant, today).books.years)


def test_the_licences_are_what_the_companies_are_there_to_show() -> None:
    assert "api" not in company(NO_LICENCE).licences
    assert company(BOOKS_ONLY).licences == {"api", "bookkeeping"}
    assert company(SOUND).licences == {"api", "bookkeeping", "invoice", "supplierinvoice"}
