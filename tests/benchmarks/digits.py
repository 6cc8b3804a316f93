"""The digit tests on a million amounts, beside the quickest Benford library that is published, on the same rows."""

from time import perf_counter
from typing import Final

import polars as pl
from pybenford import BenfordAnalysis

from lib.checks.analysis.digits import Amounts, DigitTest, digits
from lib.ledger import books_of
from lib.sie import read
from tests.benchmarks.analysis import BYTES_A_ROW
from tests.benchmarks.figures import Figure, large_path

BAR: Final = 1 / 3
_TIMES: Final = 7
_ROWS: Final = 1_000_000
_TESTS: Final = (DigitTest.FIRST, DigitTest.SECOND, DigitTest.FIRST_TWO, DigitTest.FIRST_THREE)


def run() -> list[Figure]:
    """First, second, first-two and first-three digits; and first-two alone. In turns, the shortest of some runs."""
    amounts = books_of(read(large_path(int(_ROWS * BYTES_A_ROW))))[0][0].entries["amount"]
    return [_figure(amounts, "four digit tests", _TESTS), _figure(amounts, "first two digits", (DigitTest.FIRST_TWO,))]


def _figure(amounts: pl.Series, name: str, tests: tuple[DigitTest, ...]) -> Figure:
    runs = [(_ours(amounts, tests), _theirs(amounts, tests)) for _ in range(_TIMES)]
    own, other = min(taken for taken, _ in runs), min(taken for _, taken in runs)
    note = f"{own * 1000:.0f} ms beside {other * 1000:.0f} ms, {amounts.len()} rows"
    return Figure(name, own / other, BAR, "x pybenf.", note)


def _ours(amounts: pl.Series, tests: tuple[DigitTest, ...]) -> float:
    start = perf_counter()
    ordered = Amounts.of(amounts)
    for test in tests:
        digits(ordered, test)
    return perf_counter() - start


def _theirs(amounts: pl.Series, tests: tuple[DigitTest, ...]) -> float:
    start = perf_counter()
    analysis = BenfordAnalysis(amounts)
    asked = {
        DigitTest.FIRST: analysis.first_digit,
        DigitTest.SECOND: analysis.second_digit,
        DigitTest.FIRST_TWO: analysis.first_two_digits,
        DigitTest.FIRST_THREE: analysis.first_three_digits,
    }
    for test in tests:
        asked[test]()
    return perf_counter() - start
