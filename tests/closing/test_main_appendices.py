"""Main appendices: one a group, the sums of what is in them."""

from hypothesis import given, settings

from lib.closing.holdings import of_amounts
from lib.closing.main_appendices import GROUPS, MAIN_APPENDICES, main_appendices
from lib.closing.reconciliation import balances
from lib.closing.standings import Papers
from lib.ledger import YearBooks
from tests.closing.years_by_hand import MARCH, MONTHS, any_period, sound_years, whole_year
from tests.ledger.sie_texts import books, voucher


def test_every_group_with_an_account_has_its_appendix() -> None:
    found = main_appendices(balances(whole_year(), MONTHS[11]))
    assert dict(found.schema) == dict(MAIN_APPENDICES)
    assert found.select("group", "text", "closing").rows() == [
        ("15", "Trade receivables", 700),
        ("19", "Cash and bank", 15_000),
        ("20", "Equity", -10_000),
        ("24", "Short-term liabilities to lenders, customers and suppliers", -900),
    ]


def test_it_sums_its_sub_appendices_and_says_nothing_where_there_are_none() -> None:
    rows = [("1510", 100), ("1580", 50), ("1930", -150)]
    year = books(voucher("A 1", "20250301", rows))
    found = main_appendices(balances(year, MARCH, Papers(held=of_amounts({"1510": 90, "1580": 50}))))
    assert found.select("group", "amount", "difference", "standing").rows() == [
        ("15", 140, 10, "differs"),
        ("19", None, None, "open"),
    ]


def test_balance_accounts_outside_the_chart_stand_last() -> None:
    year = books(voucher("A 1", "20250301", [("0351", 100), ("1930", -100)]))
    found = main_appendices(balances(year, MARCH))
    assert found.select("group", "text").rows()[-1] == ("", "Other balance accounts")
    assert set(found["group"]) - {""} <= set(GROUPS)


@settings(max_examples=30, deadline=None)
@given(sound_years(), any_period)
def test_the_groups_sum_to_what_their_accounts_do(year: YearBooks, period: object) -> None:
    accounts = balances(year, period, Papers(held=of_amounts({"1930": 5, "2440": 7})))  # type: ignore[arg-type]
    found = main_appendices(accounts)
    for name in ("opening", "change", "closing", "amount", "difference", "checks"):
        assert found[name].sum() == accounts[name].sum()
    assert found["accounts"].sum() == accounts.height
    assert (found["opening"] + found["change"] == found["closing"]).all()
