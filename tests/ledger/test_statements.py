"""The income statement and the balance sheet."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.accounts import AccountType
from lib.core.languages import catalogue
from lib.ledger.balances import TRIAL_BALANCE, trial_balance
from lib.ledger.layouts import (
    ASSETS,
    ASSETS_TOTAL,
    CALCULATED_RESULT,
    INCOME,
    LIABILITIES,
    LIABILITIES_TOTAL,
    NOT_BOOKED,
)
from lib.ledger.statements import STATEMENT, Row, balance_sheet, income_statement
from tests.ledger.sie_texts import books, voucher

SALE = voucher("A 1", "20250301", [("1930", 10_000), ("3001", -10_000)])
COST = voucher("A 2", "20250302", [("4010", 3_000), ("2440", -3_000)])


def _closing(statement: pl.DataFrame, text: str, row: Row = Row.TOTAL) -> int | None:
    (closing,) = statement.filter(pl.col("text") == text, pl.col("row") == row)["closing"].to_list()
    return None if closing is None else int(closing)


def test_income_is_positive_costs_negative_and_the_result_their_sum() -> None:
    shown = income_statement(trial_balance(books(SALE + COST)))
    assert dict(shown.schema) == dict(STATEMENT)
    assert shown.filter(pl.col("row") == Row.ACCOUNT).select("account", "closing").rows() == [
        ("3001", 10_000),
        ("4010", -3_000),
    ]
    assert _closing(shown, "Operating result") == 7_000
    assert _closing(shown, CALCULATED_RESULT) == 7_000
    assert shown["text"].to_list()[-1] == CALCULATED_RESULT


def test_each_group_has_its_heading_and_its_sum() -> None:
    shown = income_statement(trial_balance(books(SALE)))
    assert shown.select("row", "text").rows()[:4] == [
        (Row.HEADING, "Net sales"),
        (Row.ACCOUNT, ""),
        (Row.SUBTOTAL, "Net sales"),
        (Row.TOTAL, "Total operating income"),
    ]


def test_assets_stand_as_booked_and_liabilities_with_turned_sign() -> None:
    shown = balance_sheet(trial_balance(books(SALE + COST)))
    assert shown.filter(pl.col("row") == Row.ACCOUNT).select("account", "closing").rows() == [
        ("1930", 10_000),
        ("2440", 3_000),
    ]


def test_the_result_that_is_not_booked_makes_both_sides_agree() -> None:
    shown = balance_sheet(trial_balance(books(SALE + COST)))
    assert _closing(shown, NOT_BOOKED, Row.RESULT) == 7_000
    assert _closing(shown, ASSETS_TOTAL) == _closing(shown, LIABILITIES_TOTAL) == 10_000


def test_a_result_that_is_booked_is_not_counted_twice() -> None:
    carried = voucher("A 3", "20251231", [("8999", 7_000), ("2010", -7_000)])
    trial = trial_balance(books(SALE + COST + carried))
    income, balance = income_statement(trial), balance_sheet(trial)
    assert (_closing(income, CALCULATED_RESULT), _closing(income, NOT_BOOKED)) == (7_000, 0)
    assert _closing(balance, NOT_BOOKED, Row.RESULT) == 0
    assert _closing(balance, ASSETS_TOTAL) == _closing(balance, LIABILITIES_TOTAL) == 10_000


def test_books_that_do_not_sum_to_nought_show_by_how_much() -> None:
    trial = trial_balance(books("#IB 0 1930 50\n" + SALE))
    assert _closing(balance_sheet(trial), "Difference: the books do not sum to zero", Row.DIFFERENCE) == 5_000


def test_accounts_outside_the_groups_are_not_lost() -> None:
    odd = "#KONTO 0351 Maskiner\n#KTYP 0351 T\n#KONTO 9010 Internt\n#KTYP 9010 K\n#KONTO FEL Fel\n"
    trial = trial_balance(books(odd + voucher("A 1", "20250301", [("0351", 500), ("9010", 100), ("FEL", -600)])))
    balance, income = balance_sheet(trial), income_statement(trial)
    assert _closing(balance, "Other assets", Row.SUBTOTAL) == 500
    assert _closing(balance, "Other liabilities", Row.SUBTOTAL) == 600
    assert _closing(income, "Other result accounts", Row.SUBTOTAL) == -100
    assert _closing(balance, ASSETS_TOTAL) == _closing(balance, LIABILITIES_TOTAL)


def test_what_is_not_known_has_no_sum() -> None:
    year = books("#IB 0 1930 10\n#UB 0 1930 25\n#RES 0 3001 -15\n#UB 0 2010 -10\n#IB 0 2010 -10\n", kind="1")
    shown = income_statement(trial_balance(year, 2, 3))
    assert shown["period"].null_count() == shown.height


def test_accounts_without_amounts_are_shown_when_asked_for() -> None:
    trial = trial_balance(books(SALE))
    assert "4010" not in income_statement(trial)["account"].to_list()
    assert "4010" in income_statement(trial, zeros=True)["account"].to_list()


def test_every_word_of_the_statements_has_its_swedish() -> None:
    assert {part.text for layout in (INCOME, ASSETS, LIABILITIES) for part in layout} <= catalogue("sv").keys()


ROWS = st.lists(
    st.tuples(
        st.integers(1000, 9999).map(str),
        st.integers(-(10**10), 10**10),
        st.sampled_from([*(letter.value for letter in AccountType), None]),
    ),
    max_size=12,
    unique_by=lambda row: row[0],
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_both_sides_agree_whatever_the_accounts_and_none_is_shown_twice(
    rows: list[tuple[str, int, str | None]],
) -> None:
    rest = -sum(ore for _, ore, _ in rows)
    every = [*rows, ("0999", rest, "T")]
    zero = dict.fromkeys(("opening", "last_year", "last_closing"), 0)
    trial = pl.DataFrame(
        [{"account": a, "name": "", "period": ore, "closing": ore, "type": kind, **zero} for a, ore, kind in every],
        schema=dict(TRIAL_BALANCE),
    )
    balance, income = balance_sheet(trial), income_statement(trial)
    assert _closing(balance, ASSETS_TOTAL) == _closing(balance, LIABILITIES_TOTAL)
    shown = pl.concat([balance, income]).filter(pl.col("row") == Row.ACCOUNT)["account"].to_list()
    assert sorted(shown) == sorted(account for account, ore, _ in every if ore)
