"""The large ledgers for measuring: as many rows as asked for, in the shape of the lists."""

from collections import Counter

import pytest

from lib.sandbox.fortnox.bulk import ledger_rows
from tests.sandbox.wire_records import company, hundredths, item, listed

RECEIVABLES = 990102


@pytest.mark.parametrize("suppliers", [False, True])
def test_the_rows_look_like_those_of_a_company(suppliers: bool) -> None:
    us, side = company(RECEIVABLES), "supplier" if suppliers else ""
    made = ledger_rows(200, 200, suppliers=suppliers)
    assert list(made.invoices[0]) == list(listed(us, f"{side}invoices")[0])
    assert list(made.payments[0]) == list(listed(us, f"{side}invoicepayments")[0])
    number, whole = next(iter(made.items.items()))
    assert set(whole) <= set(item(us, f"{side}invoicepayments", "1"))
    assert str(whole["Number"]) == number


@pytest.mark.parametrize(("invoices", "payments"), [(300, 300), (300, 350), (300, 120)])
def test_there_are_as_many_as_asked_for_and_balances_are_what_is_left(invoices: int, payments: int) -> None:
    made = ledger_rows(invoices, payments)
    assert (len(made.invoices), len(made.payments)) == (invoices, payments)
    left = {one["DocumentNumber"]: hundredths(one["Total"]) for one in made.invoices if one["Currency"] == "SEK"}
    for paid in made.payments:
        if (number := str(paid["InvoiceNumber"])) in left:
            left[number] -= hundredths(paid["Amount"])
            if paid["WriteOffExist"]:
                left[number] -= sum(hundredths(part["Amount"]) for part in made.items[paid["Number"]]["WriteOffs"])
    assert left == {
        one["DocumentNumber"]: hundredths(one["Balance"]) for one in made.invoices if one["Currency"] == "SEK"
    }
    assert sum(map(bool, left.values())) == sum(
        one["FinalPayDate"] is None for one in made.invoices if one["Currency"] == "SEK"
    )


def test_credit_notes_and_euro_are_among_them() -> None:
    made = ledger_rows(1_000, 1_000)
    assert Counter(one["Currency"] for one in made.invoices) == {"SEK": 950, "EUR": 50}
    assert sum(hundredths(one["Total"]) < 0 for one in made.invoices) == 20
