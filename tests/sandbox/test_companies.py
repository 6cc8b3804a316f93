"""The demo bureau's clients: sound where they should be, and their files say what the model says."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from lib.core.organisations import is_valid
from lib.sandbox.companies import DemoCompany, demo_companies
from tests.sandbox.sie_by_hand import ByHand, assert_sound, by_hand

TODAY = date(2026, 11, 21)
DAYS = [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2026, 7, 1), date(2026, 12, 31)]
SOUND = {"trade": 0, "consultancy": 1, "pottery": 2}
CHAIN = 3


@cache
def company(key: str, today: date) -> DemoCompany:
    return demo_companies(today)[SOUND[key]]


@cache
def files(key: str, today: date) -> list[ByHand]:
    return [by_hand(content) for _, content in company(key, today).files()]


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("key", SOUND)
def test_every_file_of_a_sound_client_agrees_with_itself_and_with_the_year_before(key: str, today: date) -> None:
    before: ByHand | None = None
    for read in files(key, today):
        assert_sound(read)
        if before:
            assert read.balances("IB", 0) == before.balances("UB", 0)
            assert read.balances("RES", -1) == before.balances("RES", 0)
            assert read.balances("IB", -1) == before.balances("IB", 0)
        before = read


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("key", SOUND)
def test_numbers_rise_by_one_and_no_day_lies_outside_the_year_or_after_today(key: str, today: date) -> None:
    for read in files(key, today):
        start, end = read.spans["0"]
        last: Counter[str] = Counter()
        for series, number, day, _, _ in read.vouchers:
            last[series] += 1
            assert int(number) == last[series]
            assert start <= day <= min(end, f"{today:%Y%m%d}")
        assert set(last) <= set("ABCDE")


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_years_follow_the_day_and_the_consultancy_has_a_broken_one(today: date) -> None:
    assert company("trade", today).books.years[-1].span.start == date(today.year, 1, 1)
    broken = company("consultancy", today).books.years[-1].span
    assert (broken.start.month, broken.start.day) == (7, 1)
    assert today in broken


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("key", ["trade", "consultancy"])
def test_what_customers_and_suppliers_owe_is_what_stands_on_the_accounts(key: str, today: date) -> None:
    books = company(key, today).books
    for year in books.years:
        assert sum(books.open_items(year.through).values()) == year.closing["1510"]
        assert sum(books.open_items(year.through, suppliers=True).values()) == -year.closing["2440"]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_cash_method_books_what_is_unpaid_at_the_year_end_only(today: date) -> None:
    *closed, current = company("pottery", today).books.years
    books = company("pottery", today).books
    for year in closed:
        assert sum(books.open_items(year.span.end).values()) == year.closing.get("1510", 0)
        assert sum(books.open_items(year.span.end, suppliers=True).values()) == -year.closing.get("2440", 0)
    assert current.closing["1510"] == 0
    assert current.closing["2440"] == 0


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("key", SOUND)
def test_the_bank_account_never_ends_a_year_overdrawn(key: str, today: date) -> None:
    assert all(year.closing["1930"] > 0 for year in company(key, today).books.years)


@pytest.mark.parametrize("key", SOUND)
def test_closed_years_carry_their_result_to_equity_and_the_current_one_does_not(key: str) -> None:
    *closed, current = company(key, TODAY).books.years
    for year in closed:
        assert sum(year.results.values()) == 0
        assert year.results["8999"] != 0
    assert "8999" not in current.results


@pytest.mark.parametrize("key", SOUND)
def test_a_later_day_adds_vouchers_and_changes_none(key: str) -> None:
    early, late = date(2026, 9, 1), date(2026, 11, 15)
    before, after = (company(key, day).books.years[-1] for day in (early, late))
    assert set(before.vouchers) < set(after.vouchers)
    assert before.opening == after.opening


def test_the_same_day_gives_the_same_bytes() -> None:
    first, again = (demo_companies(TODAY)[0].files() for _ in range(2))
    assert first == again


def test_the_organisation_numbers_are_valid_and_all_different() -> None:
    numbers = [client.org_number for client in demo_companies(TODAY)]
    assert all(map(is_valid, numbers))
    assert len(set(numbers)) == len(numbers)


def test_every_voucher_of_a_document_names_one_that_exists() -> None:
    books = company("trade", TODAY).books
    documents = {
        "INVOICE": {made.number for made in books.invoices},
        "INVOICEPAYMENT": {made.number for made in books.payments},
        "SUPPLIERINVOICE": {made.number for made in books.supplier_invoices},
        "SUPPLIERPAYMENT": {made.number for made in books.supplier_payments},
    }
    named: dict[str, list[str]] = {kind: [] for kind in documents}
    for year in books.years:
        for voucher in year.vouchers:
            if voucher.reference:
                named[voucher.kind].append(voucher.reference)
    assert all(sorted(named[kind]) == sorted(numbers) for kind, numbers in documents.items())


def test_the_trading_company_has_credit_notes_parts_paid_and_corrected_rows() -> None:
    books = company("trade", TODAY).books
    assert any(invoice.credits and invoice.total < 0 for invoice in books.invoices)
    assert max(Counter(payment.invoice for payment in books.payments).values()) > 1
    content = company("trade", TODAY).files()[-1][1]
    assert content.count(b"\r\n#RTRANS") == content.count(b"\r\n#BTRANS") > 0


@pytest.mark.slow
def test_the_chain_has_some_300_000_rows_and_700_objects_and_is_sound() -> None:
    read = [by_hand(content) for _, content in demo_companies(TODAY)[CHAIN].files()]
    assert all(one.objects == 700 for one in read)
    assert 230_000 < sum(len(rows) for one in read for *_, rows in one.vouchers) < 360_000
    for one in read:
        assert_sound(one)


def test_a_day_shortly_after_new_year_still_has_a_current_year() -> None:
    years = company("trade", date(2027, 1, 1)).books.years
    assert years[-1].through == date(2027, 1, 1)
    assert years[-1].span.start - timedelta(days=1) == years[-2].span.end
