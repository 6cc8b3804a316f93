"""The faulty client: each fault is there, once, and nothing else is wrong."""

from collections import Counter
from datetime import date

import pytest

from lib.sandbox.companies import DemoCompany, demo_companies
from lib.sandbox.faults import CARRIED_WRONG, TOO_HIGH, UNKNOWN_ACCOUNT
from tests.sandbox.sie_by_hand import ByHand, by_hand

CAFE = 4
DAYS = [date(2026, 11, 21), date(2027, 1, 5), date(2027, 1, 20), date(2027, 3, 2), date(2026, 12, 31)]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def cafe(request: pytest.FixtureRequest) -> DemoCompany:
    return demo_companies(request.param)[CAFE]


@pytest.fixture(scope="module")
def faulty(cafe: DemoCompany) -> tuple[ByHand, ByHand]:
    """The year before, and the year with the faults: the one where a voucher lacks its series."""
    read = [by_hand(content) for _, content in cafe.files()]
    place = next(i for i, one in enumerate(read) if any(not series for series, *_ in one.vouchers))
    return read[place - 1], read[place]


def test_one_voucher_does_not_balance(faulty: tuple[ByHand, ByHand]) -> None:
    differences = [sum(amount for _, amount in rows) for *_, rows in faulty[1].vouchers]
    assert [difference for difference in differences if difference] == [TOO_HIGH]


def test_two_opening_balances_differ_from_last_years_closing(faulty: tuple[ByHand, ByHand]) -> None:
    before, year = faulty
    opening, closing = Counter(year.balances("IB", 0)), Counter(before.balances("UB", 0))
    differ = {account: opening[account] - closing[account] for account in {*opening, *closing}}
    assert {a: d for a, d in differ.items() if d} == {"1930": CARRIED_WRONG, "2091": -CARRIED_WRONG}
    assert year.balances("UB", -1) == before.balances("UB", 0)


def test_closing_balances_follow_the_rows_all_the_same(faulty: tuple[ByHand, ByHand]) -> None:
    year = faulty[1]
    opening, moved, closing = Counter(year.balances("IB", 0)), year.moved, Counter(year.balances("UB", 0))
    assert all(opening[a] + moved[a] == closing[a] for a in {*opening, *closing} if a[0] in "12")
    assert all(moved[a] == amount for a, amount in year.balances("RES", 0).items())


def test_three_vouchers_lack_their_series_and_would_continue_series_a(faulty: tuple[ByHand, ByHand]) -> None:
    vouchers = faulty[1].vouchers
    loose = [day for series, number, day, *_ in vouchers if not series and not number]
    in_a = [day for series, _, day, *_ in vouchers if series == "A"]
    assert len(loose) == 3
    assert [int(number) for series, number, *_ in vouchers if series == "A"] == list(range(1, len(in_a) + 1))


def test_one_number_falls(faulty: tuple[ByHand, ByHand]) -> None:
    last: Counter[str] = Counter()
    falling = []
    for series, number, *_ in faulty[1].vouchers:
        if number:
            falling += [(series, number)] if int(number) < last[series] else []
            last[series] = int(number)
    assert [series for series, _ in falling] == ["C"]


def test_one_account_is_not_in_the_chart(faulty: tuple[ByHand, ByHand]) -> None:
    assert set(faulty[1].moved) - faulty[1].accounts == {UNKNOWN_ACCOUNT}


def test_two_texts_are_damaged_each_in_its_own_way(faulty: tuple[ByHand, ByHand]) -> None:
    texts = [text for _, _, _, text, _ in faulty[1].vouchers]
    lost = "\ufffd".encode().decode("cp437")
    assert sum(text.endswith(f"best{lost}llning till br{lost}llop") for text in texts) == 1
    assert sum(text.endswith("bestÑllning till brîllop") for text in texts) == 1
