"""Settled VAT, invoices of another year, a supplier's largest invoice, old statements: what is told and what is not."""

from dataclasses import replace
from datetime import date

from lib.checks.analysis.client import Client, Statement
from lib.checks.analysis.registry import Choice, run_analysis
from tests.checks.analysis.ledgers import THIS, Written, sound


def told(books: Written, rule: str, kind: str) -> int:
    outcome, _crashed = run_analysis(books.case(), [Choice(rule, rule)])
    return sum(one.check == f"{rule}:{kind}" for one in outcome.result.findings)


def test_vat_paid_late_but_in_three_months_is_let_be() -> None:
    books = sound()
    books.find("Moms betald", 5).day = date(THIS, 7, 20)
    assert told(books, "period-vat", "unpaid") == 0


def test_vat_that_nobody_pays_is_told_once() -> None:
    books = sound()
    for month in range(3, 13):
        books.drop("Moms betald", month)
    assert told(books, "period-vat", "unpaid") == 1


def test_vat_settled_a_short_while_ago_is_waited_for() -> None:
    books = sound()
    for month in (11, 12):
        books.drop("Moms betald", month)
    assert told(books, "period-vat", "unpaid") == 0


def test_vat_that_is_settled_once_a_year_has_other_days_to_pay() -> None:
    books = sound()
    books.client = replace(books.client, vat_period="year")
    for month in range(1, 13):
        books.drop("Moms betald", month)
        if month != 6:  # the one settlement of the year
            books.drop("Momsredovisning", month)
    assert told(books, "period-vat", "unpaid") == 0


def test_a_settlement_that_is_paid_at_once_moves_what_it_likes() -> None:
    books = sound()
    books.find(f"Momsredovisning {THIS}-06").rows += [("1930", -120), ("2650", 120)]
    assert told(books, "period-vat", "settlement") == 0


def test_a_settlement_is_rounded_by_a_few_kronor() -> None:
    books = sound()
    books.names["3740"] = "Öresutjämning"
    books.find(f"Momsredovisning {THIS}-06").rows += [("3740", 5), ("2650", -5)]
    assert told(books, "period-vat", "settlement") == 0


def late(books: Written, *, accrued: bool = False) -> None:
    """A supplier's invoice of December, booked in January."""
    books.ledgers = True
    made = books.buy(date(THIS, 1, 18), "6110", 8_000, "9031", "Papper AB")
    books.bills[-1]["date"] = date(THIS - 1, 12, 20)
    if accrued:
        made.rows += [("1710", 8_000), ("6110", -8_000)]


def test_an_invoice_of_the_year_before_is_told() -> None:
    books = sound()
    late(books)
    assert told(books, "cut-off", "invoice") == 1


def test_an_invoice_of_the_year_before_that_is_accrued_is_let_be() -> None:
    books = sound()
    late(books, accrued=True)
    assert told(books, "cut-off", "invoice") == 0


def test_with_the_cash_method_an_invoice_belongs_where_it_is_paid() -> None:
    books = sound()
    late(books)
    books.client = replace(books.client, accounting_method="cash")
    assert told(books, "cut-off", "invoice") == 0


def test_a_supplier_of_few_invoices_has_no_usual_size() -> None:
    books = sound()
    books.ledgers = True
    for number, net in enumerate((1_000, 1_200, 900, 18_000)):
        books.buy(date(THIS, 3 + number, 10), "1220", net, f"905{number}", "Papper AB")
    assert told(books, "unusual-amount", "supplier") == 0


def test_a_statement_that_nothing_is_booked_after_is_never_old() -> None:
    books = sound()
    books.client = Client("AB", "invoice", "month", statements={"2081": Statement(date(THIS, 1, 31), -50_000_00)})
    assert told(books, "bank-statement", "old") == 0
