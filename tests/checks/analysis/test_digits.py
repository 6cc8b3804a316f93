"""Digit tests: exact on integer öre, as Benford's law has it, and silent on few."""

from math import log10

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.checks.analysis.digits import LAWS, DigitTest, Fit, behind, digits

ORE = st.integers(-(10**18), 10**18) | st.integers(-20_000, 20_000)
GOLDEN = (5**0.5 - 1) / 2


def by_hand(ore: int, test: DigitTest) -> int | None:
    """The digits of one amount, from its figures as text."""
    text = str(abs(ore))
    match test:
        case DigitTest.FIRST:
            return int(text[0]) if ore else None
        case DigitTest.SECOND:
            return int(text[1]) if len(text) > 1 else None
        case DigitTest.FIRST_TWO:
            return int(text[:2]) if len(text) > 1 else None
        case DigitTest.FIRST_THREE:
            return int(text[:3]) if len(text) > 2 else None
        case DigitTest.LAST_TWO:
            return int(text[-2:]) if len(text) > 3 else None


def true_benford(n: int) -> pl.Series:
    """Amounts whose logarithms are spread evenly over three powers of ten."""
    return pl.Series([int(10 ** (4 + 3 * ((index * GOLDEN) % 1))) for index in range(n)], dtype=pl.Int64)


@settings(max_examples=40, deadline=None)
@given(st.lists(ORE, max_size=80))
def test_the_bars_count_every_amount_once(amounts: list[int]) -> None:
    series = pl.Series(amounts, dtype=pl.Int64)
    for test in DigitTest:
        outcome = digits(series, test)
        expected = [own for ore in amounts if (own := by_hand(ore, test)) is not None]
        counted = dict(outcome.bars.select("digits", "count").iter_rows())
        assert counted == {group: expected.count(group) for group in counted}
        assert outcome.n == len(expected)


@pytest.mark.parametrize("edge", [10**power + off for power in range(1, 18) for off in (-1, 0, 1)])
def test_no_amount_slips_into_the_group_beside(edge: int) -> None:
    counted = digits(pl.Series([edge]), DigitTest.FIRST_TWO).bars.filter(pl.col("count") > 0)["digits"]
    assert counted.to_list() == ([int(str(edge)[:2])] if edge > 9 else [])


@settings(max_examples=30, deadline=None)
@given(st.lists(ORE, min_size=1, max_size=60))
def test_behind_each_bar_stand_just_its_amounts(amounts: list[int]) -> None:
    series = pl.Series(amounts, dtype=pl.Int64)
    for test in DigitTest:
        for group, count in digits(series, test).bars.filter(pl.col("count") > 0).select("digits", "count").iter_rows():
            own = behind(series, test, group, 100)
            assert own["count"].sum() == count
            assert {by_hand(ore, test) for ore in own["amount"]} == {group}


def test_what_is_expected_is_the_law() -> None:
    bars = digits(true_benford(10), DigitTest.FIRST_TWO).bars
    assert bars["digits"].to_list() == list(range(10, 100))
    assert bars["expected"].sum() == pytest.approx(1)
    assert bars["expected"][0] == pytest.approx(log10(11 / 10))
    second = digits(true_benford(10), DigitTest.SECOND).bars["expected"]
    assert second[0] == pytest.approx(0.11968, abs=1e-5)  # Nigrini 2012, table 1.1
    assert second[9] == pytest.approx(0.08500, abs=1e-5)


@pytest.mark.parametrize("test", [test for test in DigitTest if LAWS[test].limits])
def test_true_figures_are_close_and_one_too_few_says_nothing(test: DigitTest) -> None:
    least = LAWS[test].least
    assert digits(true_benford(least), test).fit is Fit.CLOSE
    assert digits(true_benford(least - 1), test).fit is None


def test_one_amount_too_often_is_a_spike_with_that_amount_behind_it() -> None:
    amounts = pl.concat([true_benford(9_000), pl.Series([50_00] * 600, dtype=pl.Int64)])
    outcome = digits(amounts, DigitTest.FIRST_TWO)
    assert outcome.spikes(1)["digits"].to_list() == [50]
    assert behind(amounts, DigitTest.FIRST_TWO, 50, 1).row(0) == (50_00, 600)
    assert outcome.excess > 0


def test_the_band_holds_95_of_100_true_samples() -> None:
    draw = np.random.default_rng(3)
    inside = total = 0
    for _ in range(60):
        amounts = pl.Series((10 ** (4 + 3 * draw.random(2_000))).astype(np.int64))
        bars = digits(amounts, DigitTest.FIRST).bars
        inside += bars.filter(pl.col("share").is_between("low", "high")).height
        total += bars.height
    assert 0.92 < inside / total < 0.98


def test_chance_alone_is_told_apart_from_the_deviation() -> None:
    draw = np.random.default_rng(4)
    deviations = []
    for _ in range(40):
        amounts = pl.Series((10 ** (4 + 3 * draw.random(1_000))).astype(np.int64))
        outcome = digits(amounts, DigitTest.FIRST_TWO)
        deviations.append(outcome.deviation)
        assert outcome.fit is None
    assert np.mean(deviations) == pytest.approx(digits(true_benford(1_000), DigitTest.FIRST_TWO).by_chance, rel=0.05)


def test_of_nothing_nothing_is_said() -> None:
    outcome = digits(pl.Series([], dtype=pl.Int64), DigitTest.FIRST_TWO)
    assert (outcome.n, outcome.fit, outcome.bars["count"].sum()) == (0, None, 0)
