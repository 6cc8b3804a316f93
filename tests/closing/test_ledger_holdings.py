"""An account is held against its ledger, whose debts turn to credits as in the books."""

from datetime import date

import pytest

from lib.closing.appendices import appendix, totals
from lib.closing.holdings import Held, of_ledgers
from lib.closing.reconciliation import balances
from lib.closing.standings import Papers
from lib.ledger.sides import Side
from tests.closing.years_by_hand import MONTHS
from tests.ledger.ledgers_by_hand import invoice, ledger, year_of
from tests.ledger.sie_texts import voucher

DAY = date(2025, 3, 31)
MARCH = MONTHS[2]


@pytest.mark.parametrize(
    ("side", "account", "booked"),
    [(Side.RECEIVABLES, "1510", 1_000), (Side.PAYABLES, "2440", -1_000)],
)
def test_a_ledger_stands_beside_its_account_with_the_accounts_sign(side: Side, account: str, booked: int) -> None:
    year = year_of(voucher("B 1", date(2025, 3, 1), [(account, booked), ("3001", -booked)]))
    shown = appendix(ledger([invoice("1", 900, ver="B 1", balance=900)]), [year], DAY, side)
    held = of_ledgers([shown])
    assert held == {account: Held(900 * (1 if booked > 0 else -1), DAY, booked)}
    row = balances(year, MARCH, Papers(held=held)).to_dicts()[0]
    assert (row["account"], row["difference"], row["standing"]) == (account, booked // 10, "differs")


def test_a_ledger_beside_books_that_lack_the_day_is_not_compared() -> None:
    shown = appendix(ledger([invoice("1", 900)]), [], DAY, Side.RECEIVABLES)
    assert of_ledgers([shown]) == {"1510": Held(900, DAY, None)}


def test_the_sums_of_several_days_are_those_of_each_days_appendix() -> None:
    days = [date(2025, month, 28) for month in (2, 3, 4)]
    year = year_of(voucher("B 1", date(2025, 3, 1), [("1510", 1_000), ("3001", -1_000)]))
    items = ledger([invoice("1", 900, ver="B 1", balance=900)])
    sums = totals(items, [year], days, Side.RECEIVABLES)
    shown = [appendix(items, [year], day, Side.RECEIVABLES) for day in days]
    assert [(one.day, one.total, one.booked) for one in sums] == [(one.day, one.total, one.booked) for one in shown]
    assert [one.total for one in sums] == [0, 900, 900]
    assert of_ledgers([sums[1]]) == of_ledgers([shown[1]])
