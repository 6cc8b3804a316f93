"""What stands in the note of an open item, and how old items are counted."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from lib.closing.appendices import AppendixView, ageing, appendix
from lib.closing.notes import note, voucher_label
from lib.fortnox.frames import Ledger
from lib.ledger import YearBooks
from lib.ledger.sides import Side
from tests.ledger.ledgers_by_hand import DAY, Row, invoice, ledger, payment, sold, write_off, year_of

APRIL, MAY, END = date(2025, 4, 10), date(2025, 5, 10), date(2025, 12, 31)


def view(of: Ledger, books: YearBooks, day: date = END) -> AppendixView:
    return appendix(of, [books], day, Side.RECEIVABLES)


def noted(of: Ledger, records: str = "", day: date = END) -> str:
    (row,) = view(of, year_of(records), day).items.to_dicts()
    return note(row, "sv")


def test_under_the_cash_method_no_invoice_is_told_to_lack_a_voucher() -> None:
    (row,) = view(ledger([invoice("1", 100_00)]), year_of("")).items.to_dicts()
    assert (note(row, "sv"), note(row, "sv", cash=True)) == ("utan verifikation", "")


SALE = sold("B 1", DAY, 100_00)
Case = tuple[Row, list[Row], list[Row], str, str]
CASES: dict[str, Callable[[], Case]] = {
    "an ordinary invoice": lambda: (invoice("1", 100_00, ver="B 1"), [], [], SALE, ""),
    "one without voucher": lambda: (invoice("1", 100_00), [], [], "", "utan verifikation"),
    "one whose voucher is missing": lambda: (
        invoice("1", 100_00, ver="B 9"),
        [],
        [],
        SALE,
        "verifikationen saknas i böckerna",
    ),
    "one of a year that is not here": lambda: (
        invoice("1", 100_00, ver="B 1", year_start=date(2020, 1, 1)),
        [],
        [],
        SALE,
        "verifikation i ett år som inte finns här",
    ),
    "a credit note": lambda: (
        invoice("1", -100_00, ver="B 1"),
        [],
        [],
        sold("B 1", DAY, -100_00),
        "kreditfaktura",
    ),
    "one with a share": lambda: (
        invoice("1", 100_00, ver="B 1"),
        [],
        [],
        sold("B 1", DAY, 100_00, share=30_00),
        "Skatteverkets del 30,00 avdragen",
    ),
    "one partly written off": lambda: (
        invoice("1", 100_00, ver="B 1"),
        [payment("1", "1", 50_00, APRIL)],
        [write_off("1", "1", 2_00, APRIL)],
        SALE,
        "2,00 avskrivet",
    ),
    "one paid before it was booked": lambda: (
        invoice("1", 100_00, ver="B 1"),
        [payment("1", "1", 50_00, DAY)],
        [],
        sold("B 1", MAY, 100_00),
        "betald före bokföringen; bokförd 2025-05-10",
    ),
    "one paid too much": lambda: (
        invoice("1", 100_00, ver="B 1"),
        [payment("1", "1", 150_00, APRIL)],
        [],
        SALE,
        "för mycket betalt",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_note_says_what_makes_an_item_unlike_others(name: str) -> None:
    of, paid, off, records, expected = CASES[name]()
    assert noted(ledger([of], paid, off), records) == expected


@pytest.mark.parametrize(
    ("series", "number", "label"), [("B", "7", "B 7"), (None, "7", "7"), ("B", None, ""), (None, None, "")]
)
def test_a_voucher_is_named_as_people_say_it(series: str | None, number: str | None, label: str) -> None:
    item: dict[str, Any] = {"series": series, "voucher_number": number}
    assert voucher_label(item) == label


@pytest.mark.parametrize(
    ("days", "bucket"),
    [(0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (400, 4)],
)
def test_an_item_is_as_old_as_it_is_overdue(days: int, bucket: int) -> None:
    of = ledger([invoice("1", 100_00, date(2024, 1, 1), due=END - timedelta(days=days))])
    ages = view(of, year_of("")).ageing
    assert ages["amount"].to_list() == [100_00 if place == bucket else 0 for place in range(5)]
    assert ages["items"].sum() == 1


def test_a_ledger_without_open_items_has_every_age_empty() -> None:
    empty = view(ledger([]), year_of(""))
    assert ageing(empty.items).equals(empty.ageing)
    assert empty.ageing["amount"].to_list() == [0] * 5
    assert (empty.total, empty.booked, empty.difference) == (0, 0, 0)


def test_settled_items_are_not_listed_and_the_oldest_due_stands_first() -> None:
    of = ledger(
        [invoice("1", 1, MAY), invoice("2", 2, APRIL), invoice("3", 3, due=None), invoice("4", 4)],
        [payment("1", "4", 4, MAY)],
    )
    assert view(of, year_of("")).items["number"].to_list() == ["2", "1", "3"]


def test_without_the_years_vouchers_nothing_is_compared() -> None:
    shown = view(ledger([invoice("1", 5_00, date(2026, 2, 2))]), year_of(""), date(2026, 3, 31))
    assert (shown.total, shown.booked, shown.difference) == (5_00, None, None)
    assert shown.explanation.causes == ()


def test_the_payments_of_open_items_come_with_the_vouchers_that_answer_to_them() -> None:
    from tests.ledger.ledgers_by_hand import received

    of = ledger([invoice("1", 100_00, ver="B 1")], [payment("1", "1", 40_00, APRIL), payment("2", "1", 10_00, MAY)])
    paid = view(of, year_of(SALE + received("C 5", APRIL, 40_00))).payments
    assert paid.select("payment", "series", "voucher_number").rows() == [("1", "C", "5"), ("2", None, None)]
