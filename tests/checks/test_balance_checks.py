"""Balances against rows, against last year, and against each other."""

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks.registry import Intake, run_intake
from lib.core.findings import Status
from lib.ledger.books import BALANCES, Extent, YearBooks
from lib.ledger.intake import books_of
from lib.sie import read
from tests.checks.conftest import HEAD, YEAR, Results, found

Run = Callable[..., Results]

RENT = "#VER A 1 20260131\n{\n#TRANS 5010 {} 100.00\n#TRANS 1930 {} -100.00\n}\n"
LAST_YEAR = pl.DataFrame({"account": ["1930", "2081", "3041"], "closing": [500_00, -500_00, -70_00]})


def test_opening_and_movement_that_give_the_closing_balance_are_clean(results_of: Run) -> None:
    results = results_of("#IB 0 1930 500\n#UB 0 1930 400\n#RES 0 5010 100\n" + RENT)
    assert results["closing-differs"].status is Status.CLEAN
    assert results["result-differs"].status is Status.CLEAN


def test_a_difference_of_one_ore_is_found(results_of: Run) -> None:
    (finding,) = found(results_of("#IB 0 1930 500\n#UB 0 1930 400.01\n" + RENT), "closing-differs")
    assert finding.facts["difference"] == 1


def test_an_account_that_moved_but_is_stated_nowhere_closes_at_nought(results_of: Run) -> None:
    (finding,) = found(results_of("#UB 0 1510 0\n" + RENT), "closing-differs")
    assert (finding.account, finding.facts["closing"]) == ("1930", 0)


def test_the_type_that_the_file_states_goes_before_the_bas_class(results_of: Run) -> None:
    text = "#KONTO 5010 Hyra\n#KTYP 5010 T\n#UB 0 1930 -100\n#UB 0 5010 100\n#RES 0 3041 0\n" + RENT
    results = results_of(text)
    assert results["closing-differs"].status is Status.CLEAN
    assert results["result-differs"].status is Status.CLEAN


@pytest.mark.parametrize("account", ["9010", "FEL", "0351"])
def test_an_account_of_no_known_type_goes_by_the_record_that_states_it(account: str, results_of: Run) -> None:
    rows = f"#VER A 1 20260131\n{{\n#TRANS {account} {{}} 100\n#TRANS 1930 {{}} -100\n}}\n"
    as_balance = results_of(f"#UB 0 {account} 90\n#UB 0 1930 -100\n#RES 0 3041 0\n" + rows)
    as_result = results_of(f"#RES 0 {account} 90\n#UB 0 1930 -100\n" + rows)
    assert [finding.account for finding in found(as_balance, "closing-differs")] == [account]
    assert [finding.account for finding in found(as_result, "result-differs")] == [account]


def test_struck_and_added_rows_are_in_no_sum(results_of: Run) -> None:
    history = '#BTRANS 1930 {} -7 20260131 "" 0 Eva\n#RTRANS 1930 {} -100\n'
    rent = RENT.replace("#TRANS 1930", history + "#TRANS 1930")
    results = results_of("#UB 0 1930 -100\n#RES 0 5010 100\n" + rent)
    assert results["closing-differs"].status is Status.CLEAN
    assert results["unbalanced-voucher"].status is Status.CLEAN


def test_a_file_without_vouchers_that_promises_them_is_held_to_its_word(results_of: Run) -> None:
    (finding,) = found(results_of("#IB 0 1930 500\n#UB 0 1930 400\n"), "closing-differs")
    assert finding.facts["movement"] == 0


@pytest.mark.parametrize("sie_type", ["1", "2", "3"])
def test_balances_without_vouchers_are_not_held_against_rows(sie_type: str, results_of: Run) -> None:
    head = HEAD.replace("#SIETYP 4", f"#SIETYP {sie_type}")
    results = results_of("#IB 0 1930 500\n#UB 0 1930 400\n#RES 0 5010 100\n", head=head)
    for check in ("closing-differs", "result-differs", "unbalanced-voucher"):
        assert results[check].status is Status.NOT_RUN
        assert results[check].reason == "the file has no vouchers"


def test_loose_vouchers_are_not_held_against_balances(results_of: Run) -> None:
    results = results_of(RENT, name="prov.si", previous=LAST_YEAR)
    for check in ("closing-differs", "result-differs", "opening-differs", "opening-not-zero"):
        assert results[check].status is Status.NOT_RUN, check
        assert "4I" in results[check].reason


@pytest.mark.parametrize(
    ("text", "check", "reason"),
    [
        ("#IB 0 1930 500\n", "closing-differs", "the file states no closing balances"),
        ("#UB 0 1930 -100\n", "result-differs", "the file states no results (#RES)"),
        ("#UB 0 1930 -100\n", "opening-not-zero", "the file states no opening balances"),
        ("#IB 0 1930 0\n", "opening-differs", "last year is neither in the file nor in the client's books"),
    ],
)
def test_what_the_file_does_not_state_is_not_checked_and_said(
    text: str, check: str, reason: str, results_of: Run
) -> None:
    result = results_of(text + RENT)[check]
    assert (result.status, result.reason) == (Status.NOT_RUN, reason)


def test_last_year_in_the_file_goes_before_the_clients_books(results_of: Run) -> None:
    text = "#IB 0 1930 300\n#IB 0 2081 -300\n#UB -1 1930 300\n#UB -1 2081 -300\n"
    assert found(results_of(text, previous=LAST_YEAR), "opening-differs") == ()


def test_the_clients_books_tell_of_last_year_when_the_file_does_not(results_of: Run) -> None:
    findings = found(results_of("#IB 0 1930 300\n#IB 0 2081 -500\n", previous=LAST_YEAR), "opening-differs")
    assert [(f.account, f.facts["difference"]) for f in findings] == [("1930", 200_00)]


def test_balances_that_were_not_carried_forward_are_found_account_by_account(results_of: Run) -> None:
    findings = found(results_of("#UB 0 1930 -100\n" + RENT, previous=LAST_YEAR), "opening-differs")
    assert [finding.account for finding in findings] == ["1930", "2081"]


def test_last_years_results_are_not_carried_forward(results_of: Run) -> None:
    findings = found(results_of("#IB 0 1930 500\n#IB 0 2081 -500\n", previous=LAST_YEAR), "opening-differs")
    assert findings == ()


def test_an_account_of_unknown_type_is_held_against_last_year_only_if_it_opens(results_of: Run) -> None:
    text = "#IB 0 9010 5\n#UB -1 9010 4\n#UB -1 9020 3\n"
    assert [finding.account for finding in found(results_of(text), "opening-differs")] == ["9010"]


def _typed(opening: list[int]) -> YearBooks:
    rows = {"account": ["1930", "2081"], "opening": opening, "closing": [700_00, -700_00]}
    accounts = pl.DataFrame({"account": ["1930", "2081"], "type": ["T", "S"]})
    frames = {"balances": pl.DataFrame(rows, schema=dict(BALANCES)), "accounts": accounts}
    return YearBooks.of(YEAR, Extent.BALANCES, frames)


def _run_typed(opening: list[int]) -> Results:
    return {result.check: result for result in run_intake(Intake(None, [_typed(opening)], previous=LAST_YEAR))}


def test_balances_without_a_file_are_checked_as_far_as_they_go() -> None:
    results = _run_typed([400_00, -500_00])
    (differs,) = found(results, "opening-differs")
    assert (differs.account, differs.facts["difference"], differs.location) == ("1930", 100_00, None)
    (left,) = found(results, "opening-not-zero")
    assert left.facts["difference"] == -100_00
    assert results["unbalanced-voucher"].status is Status.NOT_RUN


def test_a_list_without_a_column_of_opening_balances_is_not_said_to_differ() -> None:
    result = _run_typed([0, 0])["opening-differs"]
    assert (result.status, result.reason) == (Status.NOT_RUN, "the file states no opening balances")


def test_checks_of_a_sie_file_are_left_out_for_a_list_of_balances() -> None:
    assert not {"checksum-damaged", "cut-off", "missing-series"} & set(_run_typed([0, 0]))
    assert "balances-read" in _run_typed([0, 0])


AMOUNTS = st.integers(min_value=-(10**11), max_value=10**11)
ACCOUNTS = st.sampled_from(["1510", "1930", "2081", "2440", "3041", "5010", "6110"])


def _ore(amount: int) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02}"


@st.composite
def sound_books(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, int], list[list[tuple[str, int]]]]:
    """Opening balances, the movement of each account, and vouchers that balance."""
    opening = draw(st.dictionaries(st.sampled_from(["1510", "1930", "2440"]), AMOUNTS, max_size=3))
    opening["2081"] = -sum(opening.values())
    vouchers = []
    movement: dict[str, int] = {}
    for rows in draw(st.lists(st.lists(st.tuples(ACCOUNTS, AMOUNTS), min_size=1, max_size=4), max_size=5)):
        whole = [*rows, ("2081", -sum(amount for _, amount in rows))]
        vouchers.append(whole)
        for account, amount in whole:
            movement[account] = movement.get(account, 0) + amount
    return opening, movement, vouchers


def _written(opening: dict[str, int], closing: dict[str, int], vouchers: list[list[tuple[str, int]]]) -> bytes:
    lines = [HEAD.rstrip()]
    lines += [f"#IB 0 {account} {_ore(amount)}" for account, amount in opening.items()]
    lines += [f"#UB -1 {account} {_ore(amount)}" for account, amount in opening.items()]
    for account, amount in closing.items():
        lines.append(f"#{'UB' if account < '3' else 'RES'} 0 {account} {_ore(amount)}")
    for number, rows in enumerate(vouchers, 1):
        lines += [f"#VER A {number} 20260115", "{"]
        lines += [f"#TRANS {account} {{}} {_ore(amount)}" for account, amount in rows]
        lines.append("}")
    return "\r\n".join([*lines, ""]).encode()


def _all_found(content: bytes) -> dict[str, list[str | None]]:
    sie = read(content, name="prov.se")
    books, findings = books_of(sie)
    results = run_intake(Intake(sie, books, (*sie.findings, *findings)))
    return {result.check: [finding.account for finding in result.findings] for result in results if result.total}


@settings(max_examples=40)
@given(sound_books())
def test_sound_books_are_found_sound(
    drawn: tuple[dict[str, int], dict[str, int], list[list[tuple[str, int]]]],
) -> None:
    opening, movement, vouchers = drawn
    closing = {account: opening.get(account, 0) + movement.get(account, 0) for account in {*opening, *movement}}
    assert _all_found(_written(opening, closing, vouchers)) == {}


@settings(max_examples=40)
@given(sound_books(), ACCOUNTS, AMOUNTS.filter(bool))
def test_one_wrong_closing_balance_is_found_and_nothing_else(
    drawn: tuple[dict[str, int], dict[str, int], list[list[tuple[str, int]]]], account: str, gap: int
) -> None:
    opening, movement, vouchers = drawn
    stated = {"2081": 0, "3041": 0} | opening | movement
    closing = {name: opening.get(name, 0) + movement.get(name, 0) for name in {*stated, account}}
    closing[account] += gap
    check = "closing-differs" if account < "3" else "result-differs"
    assert _all_found(_written(opening, closing, vouchers)) == {check: [account]}


def test_the_year_before_may_be_in_the_same_file(results_of: Run) -> None:
    both = (
        "#IB -1 1930 0\n#UB -1 1930 -100\n#RES -1 5010 100\n#IB 0 1930 -100\n#UB 0 1930 -200\n#RES 0 5010 100\n"
        + RENT.replace("2026", "2025")
        + RENT
    )
    results = results_of(both)
    for check in ("closing-differs", "result-differs", "date-outside-year", "duplicate-voucher-number"):
        assert results[check].status is Status.CLEAN, check
