"""An entry out of a difference: the other side suggested, and for a ledger only where the books are at fault."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.checks.explainer import Explanation, explain
from lib.closing.entries import Draft, EntryRow
from lib.closing.offsets import OFFSETS, of_difference, of_ledger
from lib.core.periods import calendar_year
from lib.ledger import YearBooks
from lib.ledger.control_accounts import control
from lib.ledger.open_items import laid_against
from lib.ledger.sides import Side
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, sold, year_of
from tests.ledger.sie_texts import voucher

END, APRIL = date(2025, 12, 31), date(2025, 4, 10)
CHART = {*OFFSETS, *OFFSETS.values(), "1930", "6990"}
SALE = sold("B 1", DAY, 100_00)
SOLD = ledger([invoice("1", 100_00, ver="B 1")])


def explained(year: YearBooks, of: object = SOLD) -> Explanation:
    accounts = control([year], Side.RECEIVABLES)
    return explain(laid_against(of, accounts), accounts, END)  # type: ignore[arg-type]


@pytest.mark.parametrize(("account", "offset"), sorted(OFFSETS.items()))
def test_an_account_with_a_known_other_side_is_set_right_against_it(account: str, offset: str) -> None:
    found = of_difference(account, 7_00, CHART)
    assert found.rows == (EntryRow(account, -7_00), EntryRow(offset, 7_00))
    assert found.name("sv") == f"Avstämningsdifferens {account}"


def test_the_other_side_is_left_to_the_person_where_nothing_tells_it() -> None:
    assert of_difference("1930", 7_00, CHART).rows[1] == EntryRow("", 7_00)


def test_an_account_outside_the_chart_is_not_suggested() -> None:
    assert of_difference("2920", 7_00, {"2920"}).rows[1].account == ""


def test_what_was_done_last_time_goes_before_the_table() -> None:
    before = Draft("Semester", END, (EntryRow("2920", 1), EntryRow("6990", -1)))
    found = of_difference("2920", 7_00, CHART, [before])
    assert (found.rows[1].account, found.name("sv")) == ("6990", "Semester")


def test_an_earlier_entry_of_several_accounts_tells_no_other_side() -> None:
    before = Draft("x", END, (EntryRow("2920", 2), EntryRow("6990", -1), EntryRow("1930", -1)))
    assert of_difference("2920", 7_00, CHART, [before]).rows[1].account == "7090"


@given(st.sampled_from(sorted(CHART)), st.integers(-(10**14), 10**14))
def test_the_entry_balances_and_takes_just_the_difference_away(account: str, difference: int) -> None:
    found = of_difference(account, difference, CHART)
    assert sum(row.amount for row in found.rows) == 0
    assert sum(row.amount for row in found.rows if row.account == account) == -difference


def test_a_manual_voucher_is_taken_back_row_by_row() -> None:
    year = year_of(SALE + received("A 9", APRIL, 40_00))
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, year)
    assert sorted((row.account, row.amount) for row in found.rows) == [("1510", 40_00), ("1930", -40_00)]
    assert found.name("sv") == "Rättelse av verifikation A 9 på konto 1510"


def test_after_the_entry_account_and_ledger_agree() -> None:
    manual = received("A 9", APRIL, 40_00)
    why = explained(year_of(SALE + manual))
    rows = of_ledger(why, Side.RECEIVABLES, year_of(SALE + manual))[0].rows
    assert why.difference == sum(row.amount for row in rows if row.account == "1510")


def test_a_voucher_that_another_takes_back_needs_no_entry_more() -> None:
    corrected = voucher("A 10", APRIL, [("1510", 40_00), ("1930", -40_00)])
    year = year_of(SALE + received("A 9", APRIL, 40_00) + corrected + received("A 11", APRIL, 7_00))
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, year)
    assert found.name("sv") == "Rättelse av verifikation A 11 på konto 1510"


def test_an_edited_voucher_gives_the_account_back_what_was_struck() -> None:
    edited = (
        '#VER B 1 20250301 "Kundfaktura"\n{\n#BTRANS 1510 {} 100.00\n#RTRANS 1510 {} 90.00\n#TRANS 1510 {} 90.00\n'
        "#TRANS 3001 {} -90.00\n}\n"
    )
    year = year_of(edited)
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, year)
    assert [(row.account, row.amount) for row in found.rows] == [("1510", 10_00), ("3001", -10_00)]


def test_what_is_to_be_mended_in_the_ledger_gives_no_entry() -> None:
    unpaid_in_books = ledger([invoice("1", 100_00, ver="B 1")], [payment("1", "1", 100_00, APRIL)])
    year = year_of(SALE)
    why = explained(year, unpaid_in_books)
    assert why.difference == -100_00
    assert of_ledger(why, Side.RECEIVABLES, year) == ()


LATER = year_of("", {"1510": 60_00, "1930": 40_00}, calendar_year(2026))


def test_a_voucher_of_an_earlier_year_on_balance_accounts_alone_is_taken_back_and_called_by_its_year() -> None:
    year = year_of(SALE + received("A 9", APRIL, 40_00))
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, LATER, [year])
    assert sorted((row.account, row.amount) for row in found.rows) == [("1510", 40_00), ("1930", -40_00)]
    assert found.complete
    assert found.name("sv") == "Rättelse av verifikation A 9 (2025) på konto 1510"


def test_a_result_of_a_closed_year_leaves_the_other_side_to_the_person() -> None:
    year = year_of(SALE + voucher("A 9", APRIL, [("6351", 40_00), ("1510", -40_00)]))
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, LATER, [year])
    assert [(row.account, row.amount) for row in found.rows] == [("1510", 40_00), ("", -40_00)]
    assert not found.complete


def test_an_account_that_this_years_chart_lacks_is_left_to_the_person() -> None:
    year = year_of(SALE + voucher("A 9", APRIL, [("1931", 40_00), ("1510", -40_00)]))
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, LATER, [year])
    assert [(row.account, row.amount) for row in found.rows] == [("1510", 40_00), ("", -40_00)]


def test_a_voucher_of_a_year_that_is_not_at_hand_tells_no_other_side() -> None:
    year = year_of(SALE + received("A 9", APRIL, 40_00))
    (found,) = of_ledger(explained(year), Side.RECEIVABLES, LATER)
    assert [(row.account, row.amount) for row in found.rows] == [("1510", 40_00), ("", -40_00)]
