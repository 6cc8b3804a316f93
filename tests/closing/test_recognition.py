"""Closing entries are known again in an import by what is certain, and by nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.closing.entries import Draft, EntryRow
from lib.closing.file_entries import Company, FileEntry
from lib.closing.recognition import Sent, alike, returned_expr, seen_in
from lib.closing.returned import WithoutVouchers
from lib.closing.si_files import si_file
from lib.ledger import YearBooks, books_of
from lib.sie import read
from tests.closing.years_by_hand import whole_year
from tests.ledger.sie_texts import books, voucher

MARKER, OTHER = "brygga:0123456789abcdef", "brygga:fedcba9876543210"
LAST = date(2025, 12, 31)
DRAFT = Draft("Hyra", LAST, (EntryRow("4010", 5_00), EntryRow("2440", -5_00)))
ROWS = [("4010", 5_00), ("2440", -5_00)]
BY_NUMBER = Sent(1, MARKER, DRAFT, "A", "17")
BY_MARKER = Sent(1, MARKER, DRAFT)


def year_with(*vouchers: str) -> YearBooks:
    return whole_year("".join(vouchers))


def seen(books_: YearBooks, *sent: Sent, from_fortnox: bool = True) -> dict[int, tuple[str, str]]:
    return seen_in(books_, sent, from_fortnox=from_fortnox)


def test_an_entry_sent_to_fortnox_is_known_by_series_and_number() -> None:
    assert seen(year_with(voucher("A 17", LAST, ROWS)), BY_NUMBER) == {1: ("A", "17")}


@pytest.mark.parametrize("label", ["A 18", "B 17", "A 1", "A1 7"])
def test_another_series_or_number_is_another_voucher(label: str) -> None:
    assert seen(year_with(voucher(label, LAST, ROWS)), BY_NUMBER) == {}


def test_in_fortnoxs_books_the_number_is_enough_also_when_rows_were_struck_there() -> None:
    changed = voucher("A 17", LAST, [("4010", 4_00), ("2440", -4_00)])
    assert seen(year_with(changed), BY_NUMBER) == {1: ("A", "17")}


def test_in_other_books_a_number_alone_is_no_proof() -> None:
    another = voucher("A 17", LAST, [("4010", 4_00), ("2440", -4_00)])
    assert seen(year_with(another), BY_NUMBER, from_fortnox=False) == {}


def test_in_other_books_number_day_and_sum_together_are() -> None:
    assert seen(year_with(voucher("A 17", LAST, ROWS)), BY_NUMBER, from_fortnox=False) == {1: ("A", "17")}


def test_an_entry_that_looks_the_same_and_was_never_marked_is_not_ours() -> None:
    assert seen(year_with(voucher("A 17", LAST, ROWS, "Hyra")), BY_MARKER) == {}


@pytest.mark.parametrize("text", [f"Hyra {MARKER}", MARKER, f"{MARKER} (inläst)", f"HYRA{MARKER}"])
def test_an_entry_that_went_out_as_a_file_is_known_by_the_marker_in_the_text(text: str) -> None:
    assert seen(year_with(voucher("X 4", LAST, ROWS, text)), BY_MARKER, from_fortnox=False) == {1: ("X", "4")}


@pytest.mark.parametrize("text", [f"Hyra {OTHER}", f"Hyra {MARKER[:-1]}", f"Hyra {MARKER.upper()}", ""])
def test_another_marker_and_half_a_marker_are_not_ours(text: str) -> None:
    assert seen(year_with(voucher("X 4", LAST, ROWS, text)), BY_MARKER) == {}


def test_a_voucher_that_takes_ours_back_and_quotes_it_is_another_one() -> None:
    reversal = voucher("A 9", LAST, [("2440", 5_00), ("4010", -5_00)], f"Vändning av X 4: Hyra {MARKER}")
    found = year_with(reversal, voucher("X 4", LAST, ROWS, f"Hyra {MARKER}"))
    assert seen(found, BY_MARKER) == {1: ("X", "4")}


def test_a_file_that_was_read_in_twice_is_our_entry_once() -> None:
    twice = [voucher(f"X {number}", LAST, ROWS, f"Hyra {MARKER}") for number in (4, 5)]
    assert (
        year_with(*twice).frame("vouchers").filter(returned_expr([BY_MARKER], from_fortnox=True)).collect().height == 1
    )


def test_a_voucher_that_a_person_named_is_ours_in_any_books() -> None:
    said = replace(BY_NUMBER, series="K", number="3", confirmed=True)
    found = year_with(voucher("K 3", date(2025, 11, 30), [("4010", 1), ("2440", -1)]))
    assert seen(found, said, from_fortnox=False) == {1: ("K", "3")}


def test_books_without_vouchers_tell_of_none() -> None:
    assert seen(books("#UB 0 1930 5\n", kind="1"), BY_NUMBER, BY_MARKER) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=6), st.randoms())
def test_every_entry_of_a_file_is_known_again_and_the_books_without_them_are_those_before(
    marked: list[bool], random: object
) -> None:
    sent = [
        Sent(place, f"brygga:{place:016x}", replace(DRAFT, name=f"Post {place}")) for place in range(1, len(marked) + 1)
    ]
    listed = [FileEntry(one.draft, one.marker, "V") for one, own in zip(sent, marked, strict=True) if own]
    random.shuffle(listed)  # type: ignore[attr-defined]
    made = si_file(Company("Bolaget AB"), whole_year(), listed, LAST)
    (loose,), _ = books_of(read(made.content, name=made.name))
    wanted = {one.entry_id for one, own in zip(sent, marked, strict=True) if own}
    assert set(seen(loose, *sent, from_fortnox=False)) == wanted
    without = WithoutVouchers(loose, returned_expr(sent, from_fortnox=False))
    assert without.frame("months").collect().is_empty()


def test_vouchers_that_book_the_same_on_the_same_day_are_offered_for_choice() -> None:
    same = voucher("A 20", LAST, [("4010", 2_00), ("4010", 3_00), ("2440", -5_00)], "Samma")
    others = [
        voucher("A 21", date(2025, 12, 30), ROWS),
        voucher("A 22", LAST, [("4010", 5_00), ("1930", -5_00)]),
        voucher("A 23", LAST, [("4010", 5_00), ("2440", -5_00), ("1510", 1), ("1510", -1), ("1930", 0)]),
    ]
    found = alike(year_with(same, *others), DRAFT)
    assert found.rows() == [("A", "20", LAST, 5_00, "Samma")]
