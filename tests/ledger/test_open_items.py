"""A ledger rebuilt as of a day: what counts, what is paid by then, and what is told apart."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.periods import calendar_year
from lib.fortnox.frames import Ledger
from lib.ledger import YearBooks
from lib.ledger.control_accounts import control
from lib.ledger.open_items import ITEMS, Trace, laid_against
from lib.ledger.sides import Side
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, sold, write_off, year_of
from tests.ledger.sie_texts import voucher

CUSTOMERS, SUPPLIERS = Side.RECEIVABLES, Side.PAYABLES
APRIL, MAY, JUNE, END = date(2025, 4, 10), date(2025, 5, 10), date(2025, 6, 30), date(2025, 12, 31)
NOTHING = year_of("")


def at(
    of: Ledger, day: date, books: YearBooks = NOTHING, side: Side = CUSTOMERS, *, cash: bool = False
) -> pl.DataFrame:
    return laid_against(of, control([books], side), cash=cash).at(day)


def remaining(of: Ledger, day: date, books: YearBooks = NOTHING) -> dict[str, int]:
    return dict(at(of, day, books).select("number", "remaining").rows())


def test_a_payment_takes_off_from_its_own_day() -> None:
    of = ledger([invoice("1", 100_00)], [payment("1", "1", 30_00, APRIL), payment("2", "1", 70_00, MAY)])
    assert [remaining(of, day)["1"] for day in (DAY, APRIL - timedelta(1), APRIL, MAY)] == [100_00, 100_00, 70_00, 0]


def test_what_is_paid_after_the_day_is_said_with_its_last_day() -> None:
    of = ledger([invoice("1", 100_00)], [payment("1", "1", 30_00, MAY), payment("2", "1", 20_00, JUNE)])
    assert at(of, APRIL).select("paid_later", "paid_later_on").row(0) == (50_00, JUNE)


def test_what_is_written_off_with_a_payment_takes_off_as_well() -> None:
    of = ledger([invoice("1", 100_00)], [payment("1", "1", 99_00, APRIL)], [write_off("1", "1", 1_00, APRIL)])
    assert at(of, APRIL).select("settled", "written_off", "paid", "remaining").row(0) == (99_00, 1_00, 100_00, 0)


def test_a_payment_that_is_not_booked_takes_nothing_off() -> None:
    of = ledger([invoice("1", 100_00)], [payment("1", "1", 100_00, APRIL, booked=False)])
    assert remaining(of, APRIL) == {"1": 100_00}


def test_an_invoice_counts_from_the_day_of_its_voucher() -> None:
    of = ledger([invoice("1", 100_00, DAY, ver="B 1")])
    books = year_of(sold("B 1", APRIL, 100_00))
    assert remaining(of, APRIL - timedelta(1), books) == {}
    assert remaining(of, APRIL, books) == {"1": 100_00}


def test_the_voucher_is_that_of_the_year_named() -> None:
    last = year_of(sold("B 1", date(2024, 2, 2), 100_00), year=calendar_year(2024))
    of = ledger([invoice("1", 100_00, DAY, ver="B 1")])
    found = laid_against(of, control([last, year_of(sold("B 1", APRIL, 100_00))], CUSTOMERS)).documents
    assert found.select("trace", "booked_on").row(0) == (Trace.FOUND, APRIL)


def test_invoices_are_told_apart_by_where_their_voucher_is() -> None:
    of = ledger(
        [
            invoice("1", 1, ver="B 1"),
            invoice("2", 1),
            invoice("3", 1, ver="B 9"),
            invoice("4", 1, ver="B 1", year_start=date(2019, 1, 1)),
        ]
    )
    found = laid_against(of, control([year_of(sold("B 1", DAY, 1))], CUSTOMERS)).documents
    assert found["trace"].to_list() == [Trace.FOUND, Trace.NONE, Trace.MISSING, Trace.ELSEWHERE]
    assert found["booked_on"].to_list() == [DAY] * 4


def test_cancelled_and_unbooked_invoices_are_in_no_sum() -> None:
    of = ledger([invoice("1", 1, cancelled=True), invoice("2", 2, booked=False), invoice("3", 4)])
    laid = laid_against(of, control([NOTHING], CUSTOMERS))
    assert laid.at(END)["number"].to_list() == ["3"]
    assert laid.unbooked(END)["number"].to_list() == ["2"]
    assert laid.unbooked(DAY - timedelta(1)).is_empty()


def test_a_credit_note_is_negative_until_it_is_set_off() -> None:
    of = ledger([invoice("1", -100_00)], [payment("1", "1", -100_00, APRIL)])
    assert (remaining(of, DAY), remaining(of, APRIL)) == ({"1": -100_00}, {"1": 0})


def test_the_tax_agencys_share_is_what_the_voucher_books_for_it() -> None:
    of = ledger([invoice("1", 100_00, ver="B 1", tax_reduction=29_00)])
    books = year_of(sold("B 1", DAY, 100_00, share=30_00))
    assert at(of, DAY, books).select("share", "amount", "remaining").row(0) == (30_00, 70_00, 70_00)


def test_without_such_a_voucher_the_share_is_what_the_invoice_says() -> None:
    of = ledger([invoice("1", 100_00, tax_reduction=30_00), invoice("2", -100_00, tax_reduction=30_00)])
    assert at(of, DAY)["remaining"].to_list() == [70_00, -70_00]


def test_a_voucher_of_several_invoices_tells_no_share_of_each() -> None:
    of = ledger([invoice("1", 100_00, ver="B 1", tax_reduction=30_00), invoice("2", 50_00, ver="B 1")])
    books = year_of(sold("B 1", DAY, 150_00, share=30_00))
    assert at(of, DAY, books)["remaining"].to_list() == [70_00, 50_00]


def test_a_suppliers_invoice_has_no_such_share() -> None:
    of = ledger([invoice("1", 100_00, tax_reduction=30_00)])
    assert at(of, DAY, side=SUPPLIERS)["remaining"].to_list() == [100_00]


def test_a_foreign_invoice_is_in_kronor_and_what_remains_in_its_currency_too() -> None:
    euro = invoice("1", 1_123_45, currency="EUR", rate=Decimal("11.2345"), total_currency=100_00)
    of = ledger([euro], [payment("1", "1", 570_00, APRIL, settled=561_73, currency="EUR")])
    assert at(of, DAY).select("remaining", "remaining_currency").row(0) == (1_123_45, 100_00)
    assert at(of, APRIL).select("remaining", "remaining_currency").row(0) == (561_72, 50_00)


def test_kronor_have_no_foreign_amount() -> None:
    assert at(ledger([invoice("1", 100)]), DAY)["remaining_currency"].to_list() == [None]


def test_days_overdue_are_counted_from_the_due_day() -> None:
    of = ledger([invoice("1", 100), invoice("2", 100, due=None)])
    due = DAY + timedelta(days=30)
    assert [at(of, due + timedelta(days))["overdue"].to_list() for days in (-1, 0, 1)] == [[0, 0], [0, 0], [1, 0]]


def test_a_payment_before_the_invoice_was_booked_waits_for_it() -> None:
    of = ledger([invoice("1", 100_00, ver="B 1")], [payment("1", "1", 40_00, APRIL)])
    books = year_of(sold("B 1", MAY, 100_00))
    laid = laid_against(of, control([books], CUSTOMERS))
    assert laid.settlements.select("paid_on", "counts_from").row(0) == (APRIL, MAY)
    assert laid.at(MAY).select("paid", "paid_early", "remaining").row(0) == (40_00, 40_00, 60_00)


def test_a_payment_whose_voucher_is_known_counts_from_its_day() -> None:
    of = ledger([invoice("1", 100_00)], [payment("1", "1", 40_00, APRIL, ver="C 1")])
    assert remaining(of, APRIL, year_of(received("C 1", MAY, 40_00))) == {"1": 100_00}


def test_under_the_cash_method_every_invoice_counts_from_its_date() -> None:
    of = ledger([invoice("1", 100_00, booked=False)], [payment("1", "1", 40_00, APRIL)])
    assert at(of, APRIL, cash=True).select("remaining").row(0) == (60_00,)


def test_an_invoice_paid_in_cash_when_it_was_made_is_never_open() -> None:
    of = ledger([invoice("1", 100_00, kind="CASHINVOICE"), invoice("2", 5, kind="CASHINVOICE", balance=5)])
    assert remaining(of, END) == {"2": 5}


def test_an_empty_ledger_gives_no_items() -> None:
    found = at(ledger([]), END)
    assert (found.height, dict(found.schema)) == (0, dict(ITEMS))


def test_balances_are_of_the_accounts_that_the_books_use_for_the_ledger() -> None:
    opening = {"1510": 500, "1516": 30, "1513": 7, "1518": 90, "2010": -627}
    found = control(
        [year_of(received("A 1", APRIL, 100, "1516") + received("A 2", MAY, 20, "1518"), opening)], CUSTOMERS
    )
    assert found.accounts == ("1510", "1516")
    assert [found.balance(day) for day in (DAY, APRIL, END)] == [530, 430, 430]
    assert (found.apart("share", END), found.apart("earlier", APRIL), found.apart("earlier", END)) == (7, 90, 70)
    assert found.balance(date(2026, 1, 1)) is None


def test_what_is_owed_to_suppliers_is_positive() -> None:
    found = control(
        [year_of(voucher("D 1", DAY, [("4010", 100), ("2440", -100)]), {"2440": -40, "1930": 40})], SUPPLIERS
    )
    assert found.balance(END) == 140


AMOUNTS = st.integers(-(10**9), 10**9)
DAYS = st.dates(date(2025, 1, 1), END)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(AMOUNTS, DAYS), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), AMOUNTS, DAYS, AMOUNTS), max_size=8),
    DAYS,
)
def test_what_remains_is_what_was_invoiced_less_all_that_was_paid_by_then(
    invoices: list[tuple[int, date]], payments: list[tuple[int, int, date, int]], day: date
) -> None:
    of = ledger(
        [invoice(str(number), total, when) for number, (total, when) in enumerate(invoices)],
        [payment(str(n), str(i), amount, when) for n, (i, amount, when, _) in enumerate(payments)],
        [write_off(str(n), str(i), off, when) for n, (i, _, when, off) in enumerate(payments)],
    )
    expected = {
        str(number): total - sum(amount + off for i, amount, paid, off in payments if i == number and paid <= day)
        for number, (total, when) in enumerate(invoices)
        if when <= day
    }
    assert remaining(of, day) == expected
