"""Fortnox's rows -> frames: exact öre, both ways of writing numbers, foreign currency, vouchers and years."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.fortnox import payloads
from lib.fortnox.addresses import Address
from lib.fortnox.bearers import FreshBearer
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import AnswerUnreadable
from lib.fortnox.fields import Row
from lib.fortnox.frames import INVOICES, PAYMENTS, WRITE_OFFS, Ledger
from lib.fortnox.paging import whole_list
from lib.fortnox.registers import Year
from lib.fortnox.resources import LEDGERS, Kind
from lib.sandbox.fortnox.world import World
from tests.fortnox.conftest import DIFFERS, connected

YEARS = (
    Year(4, date(2026, 5, 1), date(2027, 4, 30), "ACCRUAL"),
    Year(9, date(2025, 5, 1), date(2026, 4, 30), "ACCRUAL"),
)


def invoice(**fields: object) -> Row:
    return {
        "DocumentNumber": "101",
        "CustomerNumber": "7",
        "CustomerName": "Kund AB",
        "InvoiceDate": "2026-01-15",
        "DueDate": "2026-02-14",
        "Currency": "SEK",
        "CurrencyRate": "1",
        "CurrencyUnit": 1,
        "Total": 1250,
        "Balance": Decimal("250.50"),
        "Booked": True,
        "Cancelled": False,
        "InvoiceType": "INVOICE",
        "VoucherSeries": "B",
        "VoucherNumber": 7,
        "VoucherYear": 9,
        "FinalPayDate": None,
        **fields,
    }


def supplier_invoice(**fields: object) -> Row:
    return {
        "GivenNumber": "12",
        "InvoiceNumber": "F-77",
        "SupplierNumber": "3",
        "SupplierName": "Lev AB",
        "InvoiceDate": "2026-01-15",
        "DueDate": "",
        "Currency": "SEK",
        "CurrencyRate": "1",
        "CurrencyUnit": 1,
        "Total": "1250.5",
        "Balance": "0",
        "Booked": True,
        "Cancel": False,
        "Credit": False,
        "FinalPayDate": "2026-02-14",
        "Vouchers": [
            {"Number": 3, "ReferenceType": "SUPPLIERPAYMENT", "Series": "E", "Year": 9},
            {"Number": 8, "ReferenceType": "SUPPLIERINVOICE", "Series": "D", "Year": 4},
        ],
        **fields,
    }


def payment(**fields: object) -> Row:
    return {
        "Number": "1",
        "InvoiceNumber": 101,
        "PaymentDate": "2026-02-01",
        "Amount": Decimal("999.5"),
        "Booked": True,
        "Currency": "SEK",
        "CurrencyRate": 1,
        "CurrencyUnit": 1,
        "Source": "manual",
        "WriteOffExist": False,
        **fields,
    }


def customers(invoices: list[Row], payments: list[Row] | None = None, items: list[Row] | None = None) -> Ledger:
    return payloads.receivables(invoices, payments or [], items or [], YEARS)


def test_an_invoice_becomes_a_row() -> None:
    (row,) = customers([invoice()]).invoices.rows(named=True)
    assert row == {
        "number": "101",
        "external": "",
        "party_number": "7",
        "party": "Kund AB",
        "date": date(2026, 1, 15),
        "due": date(2026, 2, 14),
        "currency": "SEK",
        "rate": Decimal("1.000000"),
        "total": 125_000,
        "total_currency": 125_000,
        "balance": 25_050,
        "tax_reduction": None,
        "booked": True,
        "cancelled": False,
        "kind": "INVOICE",
        "series": "B",
        "voucher_number": "7",
        "year_start": date(2025, 5, 1),
        "final_pay_date": None,
    }


def test_a_supplier_invoice_has_its_voucher_in_a_list_and_its_amounts_as_text() -> None:
    (row,) = payloads.payables([supplier_invoice()], [], [], YEARS).invoices.rows(named=True)
    assert (row["number"], row["external"], row["party"]) == ("12", "F-77", "Lev AB")
    assert (row["total"], row["balance"], row["due"]) == (125_050, 0, None)
    assert (row["series"], row["voucher_number"], row["year_start"]) == ("D", "8", date(2026, 5, 1))
    assert (row["kind"], row["final_pay_date"]) == ("INVOICE", date(2026, 2, 14))


@pytest.mark.parametrize("name", ["Cancel", "Cancelled"])
def test_a_cancelled_supplier_invoice_is_known_by_either_name(name: str) -> None:
    row = {key: value for key, value in supplier_invoice().items() if key != "Cancel"} | {name: True}
    assert payloads.payables([row], [], [], YEARS).invoices["cancelled"].to_list() == [True]


def test_credit_notes_are_negative() -> None:
    ledger = payloads.payables([supplier_invoice(Credit="true", Total="-10.01")], [], [], YEARS)
    assert ledger.invoices.select("kind", "total").rows() == [("CREDIT", -1_001)]


@pytest.mark.parametrize("voucher", [None, 0, ""])
def test_without_a_voucher_there_is_no_series_either(voucher: object) -> None:
    row = invoice(VoucherNumber=voucher, VoucherSeries="B", VoucherYear=None)
    frame = customers([row]).invoices
    assert frame.select("series", "voucher_number", "year_start").rows() == [(None, None, None)]


def test_foreign_amounts_are_sek_at_the_documents_rate() -> None:
    row = invoice(Currency="EUR", CurrencyRate="11.2345", Total=100, Balance=Decimal("33.33"))
    (found,) = customers([row]).invoices.select("rate", "total", "total_currency", "balance").rows()
    assert found == (Decimal("11.234500"), 112_345, 10_000, 37_445)


def test_a_rate_may_be_for_many_units() -> None:
    row = invoice(Currency="JPY", CurrencyRate="6.85", CurrencyUnit=100, Total=20_000)
    assert customers([row]).invoices.select("rate", "total").rows() == [(Decimal("0.068500"), 137_000)]


def test_a_foreign_payment_takes_off_what_it_paid_at_the_documents_rate() -> None:
    bill = invoice(Currency="EUR", CurrencyRate="11", Total=100, Balance=0)
    paid = payment(Currency="EUR", CurrencyRate=Decimal("11.5"), Amount=1150)
    (row,) = customers([bill], [paid]).payments.select("invoice", "amount", "settled").rows()
    assert row == ("101", 115_000, 110_000)


def test_the_item_tells_what_was_paid_in_the_currency() -> None:
    bill = invoice(Currency="EUR", CurrencyRate="11", Total=100)
    paid = payment(Currency="EUR", CurrencyRate=Decimal("11.5"), Amount=Decimal("1149.99"), WriteOffExist=True)
    item = {**paid, "AmountCurrency": 100, "VoucherSeries": "C", "VoucherNumber": 3, "VoucherYear": 4, "WriteOffs": []}
    (row,) = customers([bill], [paid], [item]).payments.rows(named=True)
    assert (row["settled"], row["series"], row["voucher_number"]) == (110_000, "C", "3")
    assert row["year_start"] == date(2026, 5, 1)


@given(
    rate=st.decimals("0.05", "20", places=4),
    parts=st.lists(st.integers(1, 1_000_000), min_size=1, max_size=6),
)
def test_payments_that_make_up_the_whole_settle_it_to_the_ore(rate: Decimal, parts: list[int]) -> None:
    foreign = {"Currency": "EUR", "CurrencyRate": str(rate)}
    bill = invoice(**foreign, Total=Decimal(sum(parts)) / 100, Balance=0)
    items = [
        payment(**foreign, Number=str(number), Amount=0, AmountCurrency=Decimal(part) / 100)
        for number, part in enumerate(parts)
    ]
    ledger = customers([bill], items, items)
    assert ledger.payments["settled"].sum() == ledger.invoices["total"].item()


def test_an_unbooked_payment_does_not_shift_the_others() -> None:
    bill = invoice(Currency="EUR", CurrencyRate="10.333", Total=Decimal("0.02"), Balance=0)
    foreign = {"Currency": "EUR", "CurrencyRate": "10.333", "Amount": 0, "AmountCurrency": Decimal("0.01")}
    items = [payment(Number=str(number), Booked=number != 1, **foreign) for number in range(3)]
    ledger = customers([bill], items, items)
    assert ledger.payments.filter("booked")["settled"].sum() == ledger.invoices["total"].item()


def test_write_offs_come_from_the_items() -> None:
    off = {"AccountNumber": 3740, "Amount": Decimal("0.40"), "Currency": "SEK"}
    paid = payment(WriteOffExist=True)
    assert payloads.with_write_offs([paid, payment(Number="2")]) == ("1",)
    ledger = customers([invoice()], [paid], [{**paid, "WriteOffs": [off]}])
    assert ledger.write_offs.rows() == [("1", "101", date(2026, 2, 1), "3740", 40)]


def test_tax_reductions_come_from_the_invoices_own_items() -> None:
    bill = invoice(Total=1000, Balance=500)
    ledger = payloads.receivables([bill], [], [], YEARS)
    assert payloads.unexplained(ledger) == ("101",)
    item = {**bill, "TaxReduction": 500}
    assert payloads.receivables([bill], [], [], YEARS, [item]).invoices["tax_reduction"].to_list() == [50_000]


def test_an_invoice_whose_payments_explain_its_balance_is_not_asked_for() -> None:
    bills = [
        invoice(Total=1000, Balance=400),
        invoice(DocumentNumber="102", Total=1000, Balance=0, Cancelled=True),
        invoice(DocumentNumber="103", Total=1000, Balance=0, Booked=False),
    ]
    ledger = customers(bills, [payment(Amount=600)])
    assert payloads.unexplained(ledger) == ()


def test_an_empty_ledger_has_its_columns() -> None:
    ledger = customers([])
    assert dict(ledger.invoices.schema) == dict(INVOICES)
    assert dict(ledger.payments.schema) == dict(PAYMENTS)
    assert dict(ledger.write_offs.schema) == dict(WRITE_OFFS)


@pytest.mark.parametrize(
    "broken",
    [
        {"Total": "tusen"},
        {"Total": "NaN"},
        {"Total": "1e30"},
        {"InvoiceDate": None},
        {"InvoiceDate": "15/1"},
        {"CurrencyRate": "0"},
        {"CurrencyRate": "1e13"},
    ],
)
def test_a_row_that_cannot_be_read_is_told_of_its_register(broken: dict[str, object]) -> None:
    with pytest.raises(AnswerUnreadable) as failure:
        customers([invoice(**broken)])
    assert "kundfakturorna" in failure.value.sentence("sv")
    assert failure.value.__cause__ is None


def test_a_payment_that_is_too_large_for_its_column_is_told_of_its_register() -> None:
    with pytest.raises(AnswerUnreadable) as failure:
        customers([invoice()], [payment(Amount="1e30")])
    assert "betalningar" in failure.value.sentence("sv")


def test_a_float_is_never_taken_for_an_amount() -> None:
    with pytest.raises(AnswerUnreadable):
        customers([invoice(Total=0.1)])


def test_the_sandboxs_ledgers_settle_to_todays_balances(world: World, address: Address) -> None:
    with Fortnox(address, FreshBearer(connected(world, address, DIFFERS))) as fortnox:
        years = fortnox.years()

        def rows(kind: Kind) -> tuple[Row, ...]:
            return whole_list(lambda number: fortnox.page(kind, number), LEDGERS[kind].key)

        invoices, payments = rows(Kind.INVOICES), rows(Kind.INVOICE_PAYMENTS)
        items = [fortnox.item(Kind.INVOICE_PAYMENTS, one) for one in payloads.with_write_offs(payments)]
        shared = payloads.unexplained(payloads.receivables(invoices, payments, items, years))
        own = [fortnox.item(Kind.INVOICES, number) for number in shared]
    ledger = payloads.receivables(invoices, payments, items, years, own)
    assert ledger.invoices.filter(pl.col("currency") != "SEK").height
    reduced = ledger.invoices.filter(pl.col("tax_reduction") > 0)
    assert set(reduced["number"]) == set(shared)
    left = ledger.invoices.with_columns(pl.col("total") - pl.col("tax_reduction").fill_null(0))
    assert payloads.unexplained(Ledger(left, ledger.payments, ledger.write_offs)) == ()
