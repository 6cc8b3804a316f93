"""Why a ledger differs from its account: each cause on its own, and all of them together."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks import first_day
from lib.checks.causes import Cause
from lib.checks.explainer import LISTED_AT_MOST, Explanation, explain
from lib.checks.matching import matched
from lib.checks.remarks import remarks
from lib.core.findings import Finding
from lib.core.periods import calendar_year
from lib.fortnox.frames import Ledger
from lib.ledger import YearBooks
from lib.ledger.control_accounts import control
from lib.ledger.open_items import laid_against
from lib.ledger.sides import Side
from tests.ledger.ledgers_by_hand import DAY, invoice, ledger, payment, received, sold, year_of
from tests.ledger.sie_texts import voucher

END, APRIL, MAY = date(2025, 12, 31), date(2025, 4, 10), date(2025, 5, 10)
CUSTOMERS, SUPPLIERS = Side.RECEIVABLES, Side.PAYABLES
Books = YearBooks | Iterable[YearBooks]


def explained(of: Ledger, books: Books, day: date = END, side: Side = CUSTOMERS, *, cash: bool = False) -> Explanation:
    accounts = control([books] if isinstance(books, YearBooks) else books, side)
    found = explain(laid_against(of, accounts, cash=cash), accounts, day)
    assert sum(cause.amount for cause in found.causes) == found.difference
    return found


def only(found: Explanation) -> Cause:
    (cause,) = found.causes
    return cause


def kinds(found: Explanation) -> list[str]:
    return [cause.finding.check for cause in found.causes]


def remarked(of: Ledger, books: YearBooks, day: date = END, side: Side = CUSTOMERS) -> dict[str, Finding]:
    accounts = control([books], side)
    laid = laid_against(of, accounts)
    return {found.check: found for found in remarks(laid, accounts, day, explain(laid, accounts, day))}


SALE = sold("B 1", DAY, 100_00)
SOLD = ledger([invoice("1", 100_00, ver="B 1")])
PAID = ledger([invoice("1", 100_00, ver="B 1")], [payment("1", "1", 100_00, APRIL)])


def test_a_ledger_that_agrees_needs_no_explanation() -> None:
    assert explained(PAID, year_of(SALE + received("C 1", APRIL, 100_00))) == Explanation()


def test_a_day_outside_the_books_is_not_explained() -> None:
    assert explained(SOLD, year_of(""), date(2027, 1, 1)) == Explanation()


def test_a_manual_voucher_is_named() -> None:
    cause = only(explained(SOLD, year_of(SALE + received("A 9", APRIL, 40_00))))
    assert (cause.finding.check, cause.finding.voucher, cause.amount) == ("manual-voucher", "A 9", 40_00)
    assert cause.year_start == date(2025, 1, 1)


def test_a_series_that_the_invoices_use_is_the_ledgers_own() -> None:
    of = ledger([invoice("1", 100_00, ver="A 1")])
    found = explained(of, year_of(sold("A 1", DAY, 100_00) + received("A 2", APRIL, 40_00)))
    assert kinds(found) == ["voucher-alone"]


EDITED = (
    '#VER B 1 20250301 "Kundfaktura"\n{\n#BTRANS 1510 {} 100.00\n#RTRANS 1510 {} 90.00\n#TRANS 1510 {} 90.00\n'
    "#TRANS 3001 {} -90.00\n}\n"
)


def test_an_edited_voucher_says_what_was_changed() -> None:
    cause = only(explained(SOLD, year_of(EDITED)))
    assert (cause.finding.check, cause.finding.voucher, cause.amount) == ("edited-voucher", "B 1", 10_00)
    facts = cause.finding.facts
    assert [facts[name] for name in ("struck", "added", "booked", "ledger")] == [100_00, 90_00, 90_00, 100_00]


def test_a_payment_whose_voucher_was_emptied_afterwards_is_found_by_its_first_amount() -> None:
    emptied = '#VER C 1 20250410 ""\n{\n#BTRANS 1510 {} -100.00\n#TRANS 1930 {} 100.00\n#TRANS 3001 {} -100.00\n}\n'
    cause = only(explained(PAID, year_of(SALE + emptied)))
    assert (cause.finding.check, cause.finding.voucher, cause.amount) == ("edited-voucher", "C 1", -100_00)


def test_an_invoice_whose_voucher_has_another_amount_is_named() -> None:
    cause = only(explained(SOLD, year_of(sold("B 1", DAY, 120_00))))
    assert (cause.finding.check, cause.finding.facts["invoice"], cause.amount) == ("invoice-differs", "1", -20_00)


def test_a_cancelled_invoice_that_is_still_booked_is_named() -> None:
    of = ledger([invoice("1", 100_00, ver="B 1", cancelled=True)])
    assert (only(explained(of, year_of(SALE))).finding.check, explained(of, year_of(SALE)).difference) == (
        "cancelled-booked",
        -100_00,
    )


def test_an_invoice_whose_voucher_is_not_in_the_books_is_named() -> None:
    cause = only(explained(SOLD, year_of("")))
    assert (cause.finding.check, cause.finding.voucher, cause.amount) == ("invoice-voucher-missing", "B 1", 100_00)


def test_a_payment_booked_before_its_invoice_is_named_until_the_invoice_is_booked() -> None:
    books = year_of(sold("B 1", MAY, 100_00) + received("C 1", APRIL, 100_00))
    cause = only(explained(PAID, books, APRIL))
    assert (cause.finding.check, cause.amount, cause.finding.facts["from"]) == (
        "payment-before-invoice",
        100_00,
        MAY.isoformat(),
    )
    assert explained(PAID, books, MAY).difference == 0


def test_a_payment_of_an_invoice_that_is_not_booked_is_named() -> None:
    of = ledger([invoice("1", 100_00, booked=False)], [payment("1", "1", 100_00, APRIL)])
    assert kinds(explained(of, year_of(received("C 1", APRIL, 100_00)))) == ["payment-unbooked-invoice"]


def test_a_payment_booked_on_another_day_is_named_in_between_only() -> None:
    books = year_of(SALE + received("C 1", APRIL + timedelta(3), 100_00))
    assert kinds(explained(PAID, books, APRIL)) == ["payment-other-day"]
    assert explained(PAID, books).difference == 0


def test_a_payment_that_no_voucher_answers_to_is_named() -> None:
    cause = only(explained(PAID, year_of(SALE)))
    assert (cause.finding.check, cause.finding.facts["payment"], cause.amount) == ("payment-alone", "1", -100_00)


def test_a_payment_whose_voucher_has_another_amount_is_named() -> None:
    cause = only(explained(PAID, year_of(SALE + received("C 1", APRIL, 90_00))))
    assert (cause.finding.check, cause.finding.voucher, cause.amount) == ("payment-differs", "C 1", -10_00)


def test_payments_of_a_day_booked_together_agree() -> None:
    of = ledger(
        [invoice("1", 100_00, ver="B 1"), invoice("2", 50_00, ver="B 2")],
        [payment("1", "1", 100_00, APRIL), payment("2", "2", 50_00, APRIL)],
    )
    books = year_of(SALE + sold("B 2", DAY, 50_00) + received("C 1", APRIL, 150_00) + received("A 1", MAY, 1_00))
    assert kinds(explained(of, books)) == ["manual-voucher"]


def test_a_year_that_does_not_open_with_what_the_one_before_closed_with_is_named() -> None:
    next_year = year_of("", {"1510": 70_00, "2010": -70_00}, calendar_year(2026))
    cause = only(explained(SOLD, [year_of(SALE), next_year], date(2026, 1, 1)))
    assert (cause.finding.check, cause.amount) == ("opening-moved", 30_00)


MIGRATED = ledger([invoice("m1", 60_00, date(2024, 11, 2)), invoice("m2", 40_00, date(2024, 12, 2))])


@pytest.mark.parametrize("opening", [{"1510": 100_00, "2010": -100_00}])
def test_migrated_invoices_that_the_opening_balance_holds_are_no_difference(opening: dict[str, int]) -> None:
    books = year_of("", opening)
    assert explained(MIGRATED, books) == Explanation()
    assert remarked(MIGRATED, books)["migrated-agree"].facts == {"invoices": 2, "total": 100_00}


def test_migrated_invoices_on_the_earlier_systems_account_are_shown_apart_and_not_called_wrong() -> None:
    found = explained(MIGRATED, year_of("", {"1510": 40_00, "1518": 60_00, "2010": -100_00}))
    cause = only(found)
    assert (cause.finding.check, cause.finding.account, cause.amount) == ("earlier-system", "1518", 60_00)
    assert found.unexplained == 0


def test_what_is_carried_from_the_earlier_systems_account_is_no_manual_voucher() -> None:
    carried = voucher("A 1", APRIL, [("1510", 60_00), ("1518", -60_00)])
    assert explained(MIGRATED, year_of(carried, {"1510": 40_00, "1518": 60_00, "2010": -100_00})) == Explanation()
    part = voucher("A 1", APRIL, [("1510", 20_00), ("1518", -20_00)])
    found = explained(MIGRATED, year_of(part, {"1510": 40_00, "1518": 60_00, "2010": -100_00}))
    assert [(cause.finding.check, cause.amount) for cause in found.causes] == [("earlier-system", 40_00)]


def test_a_payment_booked_against_the_earlier_systems_account_is_no_cause_of_its_own() -> None:
    of = Ledger(MIGRATED.invoices, ledger([], [payment("1", "m1", 60_00, APRIL)]).payments, MIGRATED.write_offs)
    books = year_of(received("C 1", APRIL, 60_00, "1518"), {"1518": 100_00, "2010": -100_00})
    found = explained(of, books)
    assert [(cause.finding.check, cause.amount) for cause in found.causes] == [("earlier-system", 40_00)]


def test_migrated_invoices_that_the_opening_balance_does_not_hold_are_a_cause() -> None:
    cause = only(explained(MIGRATED, year_of("", {"1510": 70_00, "2010": -70_00})))
    assert (cause.finding.check, cause.amount) == ("migrated-differs", 30_00)


def test_what_was_there_before_the_books_is_said_to_be_unexplained() -> None:
    found = explained(ledger([]), year_of("", {"1510": 5_00, "2010": -5_00}))
    assert (kinds(found), found.unexplained) == (["unexplained"], -5_00)


def test_an_amount_of_the_other_sign_on_the_earlier_systems_account_explains_nothing() -> None:
    books = year_of("", {"1510": 130_00, "1518": 60_00, "2010": -190_00})
    assert kinds(explained(MIGRATED, books)) == ["migrated-differs"]
    assert remarked(MIGRATED, books)["stands-apart"].facts == {"part": 60_00}


def test_under_the_cash_method_the_unpaid_are_listed_and_nothing_is_wrong() -> None:
    of = ledger([invoice("1", 100_00), invoice("2", 50_00)], [payment("1", "1", 100_00, APRIL)])
    cause = only(explained(of, year_of(""), cash=True))
    assert (cause.finding.check, cause.amount, cause.finding.facts["invoices"]) == ("cash-method", 50_00, 1)


def test_under_the_cash_method_what_is_booked_at_the_end_of_the_year_makes_it_agree() -> None:
    of = ledger([invoice("1", 100_00)])
    books = year_of(sold("A 1", END, 100_00))
    assert explained(of, books, cash=True) == Explanation()
    assert kinds(explained(of, books, END - timedelta(1), cash=True)) == ["cash-method"]


def test_under_the_cash_method_other_vouchers_on_the_account_are_named() -> None:
    found = explained(ledger([invoice("1", 100_00)]), year_of(received("A 1", MAY, 5_00)), cash=True)
    assert [(cause.finding.check, cause.amount) for cause in found.causes] == [
        ("cash-method", 100_00),
        ("manual-voucher", 5_00),
    ]


def test_what_is_owed_to_suppliers_is_explained_with_turned_signs() -> None:
    books = year_of(
        voucher("D 1", DAY, [("4010", 100_00), ("2440", -100_00)])
        + voucher("A 1", MAY, [("2440", 30_00), ("1930", -30_00)])
    )
    cause = only(explained(ledger([invoice("1", 100_00, ver="D 1")]), books, side=SUPPLIERS))
    assert (cause.finding.check, cause.amount, cause.finding.facts["booked"]) == ("manual-voucher", 30_00, -30_00)


def test_more_causes_of_a_kind_than_are_listed_are_summed() -> None:
    rows = "".join(received(f"A {number}", APRIL, number * 100) for number in range(1, LISTED_AT_MOST + 4))
    found = explained(SOLD, year_of(SALE + rows))
    assert kinds(found).count("manual-voucher") == LISTED_AT_MOST
    assert found.causes[-1].finding.facts["number"] == 3
    assert found.causes[-1].amount == 100 + 200 + 300


def began(found: Explanation) -> dict[str, object]:
    (cause,) = found.began
    return {"check": cause.finding.check} | dict(cause.finding.facts)


def test_the_first_day_is_the_one_after_which_they_never_agreed_again() -> None:
    passing = received("A 1", DAY + timedelta(5), 10_00) + sold("A 2", DAY + timedelta(9), 10_00)
    books = year_of(SALE + passing + received("A 3", APRIL, 40_00) + received("A 4", MAY, 5_00))
    assert began(explained(SOLD, books)) == {
        "check": "difference-arose",
        "before": (APRIL - timedelta(1)).isoformat(),
        "since": APRIL.isoformat(),
        "steady": MAY.isoformat(),
        "changes": 2,
        "difference": 45_00,
        "part": 0,
    }


def test_a_difference_that_was_always_there_has_no_first_day() -> None:
    facts = began(explained(SOLD, year_of(SALE, {"1510": 5_00, "2010": -5_00})))
    assert (facts["check"], facts["start"]) == ("difference-from-start", "2025-01-01")


def test_beside_an_earlier_systems_amount_the_first_day_is_that_of_the_rest() -> None:
    opening = {"1510": 40_00, "1518": 60_00, "2010": -100_00}
    facts = began(explained(MIGRATED, year_of(received("A 1", APRIL, 5_00), opening)))
    assert (facts["check"], facts["since"], facts["difference"]) == ("difference-beside", APRIL.isoformat(), 5_00)
    assert explained(MIGRATED, year_of("", opening)).began == ()


def hinted(found: Explanation) -> list[tuple[str, str | None]]:
    return [(hint.finding.check, hint.finding.voucher) for hint in found.hints]


def test_a_voucher_of_just_the_amount_is_pointed_at() -> None:
    assert hinted(explained(SOLD, year_of(SALE + received("A 9", APRIL, 40_00)))) == [("same-amount", "A 9")]


def test_two_vouchers_that_come_to_the_amount_are_pointed_at() -> None:
    books = year_of(SALE + received("A 1", APRIL, 40_00) + received("A 2", MAY, 5_00))
    found = explained(SOLD, books)
    assert [(hint.finding.check, {hint.finding.voucher, hint.finding.facts["other"]}) for hint in found.hints] == [
        ("two-vouchers", {"A 1", "A 2"})
    ]


def test_a_voucher_of_just_the_amount_on_other_accounts_is_pointed_at() -> None:
    elsewhere = voucher("A 5", APRIL, [("1930", 100_00), ("3001", -100_00)])
    assert hinted(explained(PAID, year_of(SALE + elsewhere))) == [("same-amount-elsewhere", "A 5")]


def test_a_voucher_told_as_a_cause_is_not_pointed_at_again() -> None:
    one = SALE + received("A 9", APRIL, 40_00)
    for records in (one, one + received("A 10", MAY, 5_00)):
        found = explained(SOLD, year_of(records))
        assert (bool(found.hints), found.pointers) == (True, ())


def test_two_of_more_vouchers_that_come_to_the_amount_are_pointed_at_still() -> None:
    records = SALE + "".join(
        received(f"A {number}", APRIL, amount) for number, amount in enumerate([40_00, 5_00, -70_00, 70_00], 1)
    )
    found = explained(SOLD, year_of(records))
    assert len(found.causes) == 4
    assert [hint.finding.check for hint in found.pointers] == ["two-vouchers"]


def test_a_cause_that_is_the_whole_difference_stands_before_larger_ones() -> None:
    amounts = [70_00, 40_00, -90_00, 20_00]
    found = explained(
        SOLD, year_of(SALE + "".join(received(f"A {number}", APRIL, amount) for number, amount in enumerate(amounts)))
    )
    assert found.difference == 40_00
    assert [cause.amount for cause in found.causes] == [40_00, -90_00, 70_00, 20_00]


def test_the_tax_agencys_share_is_remarked_on() -> None:
    of = ledger([invoice("1", 100_00, ver="B 1")])
    found = remarked(of, year_of(sold("B 1", DAY, 100_00, share=30_00)))
    assert found["tax-share"].facts == {"invoices": 1, "share": 30_00, "balance": 30_00}
    assert found["tax-share"].account == "1513"


def test_what_is_not_booked_is_remarked_on() -> None:
    of = ledger(
        [invoice("1", 100_00, ver="B 1", balance=100_00), invoice("2", 7_00, booked=False)],
        [payment("1", "1", 3_00, APRIL, booked=False)],
    )
    found = remarked(of, year_of(SALE))
    assert found["unbooked-invoices"].facts == {"invoices": 1, "total": 7_00}
    assert found["unbooked-payments"].facts == {"payments": 1, "total": 3_00}


def test_a_balance_that_the_payments_do_not_add_up_to_is_remarked_on() -> None:
    of = ledger([invoice("1", 100_00, ver="B 1", balance=25_00)], [payment("1", "1", 100_00, APRIL)])
    found = remarked(of, year_of(SALE + received("C 1", APRIL, 100_00)))
    assert found["balance-today"].facts == {"invoices": 1, "gap": 25_00, "invoice": "1"}


def test_a_ledger_without_anything_odd_is_not_remarked_on() -> None:
    assert remarked(PAID, year_of(SALE + received("C 1", APRIL, 100_00))) == {}


AMOUNTS = st.integers(1, 5).map(lambda size: size * 10_00)
DAYS = st.dates(date(2025, 1, 1), date(2026, 2, 28))
LABELS = st.sampled_from(["A", "B", "C", "F"])


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[Ledger, list[YearBooks]]:
    """Any ledger beside any books: some of it agrees by chance, most does not."""
    invoices, payments, records = [], [], {2025: "", 2026: ""}
    for number in range(draw(st.integers(0, 5))):
        day, total = draw(DAYS), draw(AMOUNTS) * draw(st.sampled_from([1, 1, 1, -1]))
        named = draw(st.booleans())
        more = {"year_start": date(day.year, 1, 1)} if named else {}
        booked, cancelled = draw(st.booleans()), draw(st.booleans())
        invoices.append(
            invoice(
                str(number),
                total,
                day,
                ver=f"B {number}" if named else None,
                booked=booked,
                cancelled=cancelled,
                **more,
            )
        )
        if draw(st.booleans()):
            records[day.year] += sold(f"B {number}", day, draw(st.sampled_from([total, total, total + 1_00])))
    for number in range(draw(st.integers(0, 6))):
        day, amount = draw(DAYS), draw(AMOUNTS)
        payments.append(payment(str(number), str(draw(st.integers(0, 5))), amount, day, booked=draw(st.booleans())))
        if draw(st.booleans()):
            records[day.year] += received(f"C {number}", day, amount)
    for number in range(draw(st.integers(0, 4))):
        day = draw(DAYS)
        rows = [("1510", draw(AMOUNTS)), ("1518", draw(AMOUNTS) * draw(st.sampled_from([0, -1])))]
        records[day.year] += voucher(f"{draw(LABELS)} 9{number}", day, [*rows, ("3001", -sum(ore for _, ore in rows))])
    openings = [{"1510": draw(AMOUNTS), "1518": draw(AMOUNTS)} for _ in records]
    books = [year_of(records[year], openings[year - 2025], calendar_year(year)) for year in records]
    return ledger(invoices, payments), books


@settings(max_examples=150, deadline=None)
@given(_worlds(), DAYS, st.booleans())
def test_explained_and_unexplained_are_always_the_whole_difference(
    world: tuple[Ledger, list[YearBooks]], day: date, cash: bool
) -> None:
    of, books = world
    accounts = control(books, CUSTOMERS)
    laid = laid_against(of, accounts, cash=cash)
    found = explain(laid, accounts, day)
    assert found.difference == int(laid.at(day)["remaining"].sum()) - (accounts.balance(day) or 0)
    assert sum(cause.amount for cause in found.causes) == found.difference


@settings(max_examples=60, deadline=None)
@given(_worlds(), DAYS)
def test_the_daily_difference_is_the_difference_of_the_day(world: tuple[Ledger, list[YearBooks]], day: date) -> None:
    of, books = world
    accounts = control(books, CUSTOMERS)
    laid = laid_against(of, accounts)
    runs = first_day.series(matched(laid, accounts), accounts)
    until = runs.filter(runs["day"] <= day)["difference"]
    expected = int(laid.at(day)["remaining"].sum()) - (accounts.balance(day) or 0)
    assert (int(until[-1]) if until.len() else 0) == expected
