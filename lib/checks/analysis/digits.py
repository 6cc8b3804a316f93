"""Digit tests on integer öre: how often each leading digit comes, against Benford's law; exact, and silent on few.

Minimum numbers and limits are Nigrini's (*Benford's Law*, 2012, table 7.1); with fewer amounts than
`least` even true Benford figures are called deviating more often than not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import log10, sqrt
from typing import Final

import numpy as np
import polars as pl

from lib.sie.frames import Schema

BAND: Final = 1.96
"""Standard deviations within which 95 % of true Benford figures lie."""
UNIFORM: Final = 0.01
BARS: Final[Schema] = {
    "digits": pl.Int64(),
    "count": pl.Int64(),
    "share": pl.Float64(),
    "expected": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "score": pl.Float64(),
}
"""One row a group of digits: the count, shares of all (0-1) with the band, and how many standard deviations off."""
SPIKE: Final[Schema] = {"amount": pl.Int64(), "count": pl.Int64()}
"""The amounts (öre, without sign) that a bar is made of, the most frequent first."""


class DigitTest(StrEnum):
    """Which digits are counted."""

    FIRST = "first"
    SECOND = "second"
    FIRST_TWO = "first-two"
    FIRST_THREE = "first-three"
    LAST_TWO = "last-two"


class Fit(StrEnum):
    """How near the digits are to the law, by Nigrini's limits for the mean absolute deviation."""

    CLOSE = "close"
    ACCEPTABLE = "acceptable"
    MARGINAL = "marginal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Law:
    """What a test expects: its digits, the fewest amounts, the limits of its classes; E[MAD] is 1/sqrt(chance n)."""

    first: int
    groups: int
    least: int
    limits: tuple[float, float, float] | None
    chance: float


LAWS: Final = {
    DigitTest.FIRST: Law(1, 9, 1_000, (0.006, 0.012, 0.015), 18.13),
    DigitTest.SECOND: Law(0, 10, 1_000, (0.008, 0.010, 0.012), 17.52),
    DigitTest.FIRST_TWO: Law(10, 90, 5_000, (0.0012, 0.0018, 0.0022), 158.83),
    DigitTest.FIRST_THREE: Law(100, 900, 10_000, (0.00036, 0.00044, 0.00050), 1_568.7),
    DigitTest.LAST_TWO: Law(0, 100, 1_000, None, 0.0),
}
_LONGEST: Final = 19
_TENS: Final = np.array([10**power for power in range(_LONGEST)], np.int64)
_WHOLE: Final = 100
_CORRECTION: Final = 2
Figures = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Digits:
    """One test on some amounts: `n` of them counted, `bars` as `BARS`, the deviation and what chance alone gives.

    `fit` is None where too few amounts were counted to say anything, or the test has no limits.
    """

    test: DigitTest
    n: int
    bars: pl.DataFrame
    deviation: float
    by_chance: float
    fit: Fit | None

    @property
    def excess(self) -> float:
        """How much the deviation is above what chance gives."""
        return self.deviation - self.by_chance

    def spikes(self, most: int = 5) -> pl.DataFrame:
        """The bars that stand highest above their band, the furthest first."""
        above = self.bars.filter(pl.col("share") > pl.col("high"))
        return above.sort("score", "digits", descending=[True, False]).head(most)


def digits(amounts: pl.Series, test: DigitTest) -> Digits:
    """Count the digits of amounts in öre, whatever their sign; those too short to have them are passed over."""
    law, groups = LAWS[test], leading(amounts, test)
    counts = np.bincount(groups[groups >= 0] - law.first, minlength=law.groups)
    n = int(counts.sum())
    expected = _expected(test)
    share = counts / n if n else np.zeros(law.groups)
    bars = _bars(law, counts.astype(np.int64), share, expected, n)
    deviation = float(np.abs(share - expected).mean())
    chance = 1 / sqrt(law.chance * n) if n and law.chance else 0.0
    fit = next(_classes(law, deviation)) if n >= law.least and law.limits else None
    return Digits(test, n, bars, deviation, chance, fit)


def leading(amounts: pl.Series, test: DigitTest) -> Figures:
    """The digits that a test counts, of each amount; -1 where the amount is too short to have them."""
    size = np.abs(amounts.to_numpy())
    if test is DigitTest.LAST_TWO:
        # from ten kronor on: below that the last two digits are most of the amount
        return np.where(size >= _TENS[3], size % _WHOLE, -1)
    wanted = {DigitTest.FIRST: 1, DigitTest.SECOND: 2, DigitTest.FIRST_TWO: 2, DigitTest.FIRST_THREE: 3}[test]
    first = _first(size, wanted)
    return np.where(first >= 0, first % 10, -1) if test is DigitTest.SECOND else first


def _first(size: Figures, wanted: int) -> Figures:
    """The first `wanted` digits of each figure; -1 where it has fewer."""
    found = np.full(size.size, -1, np.int64)
    longest = int(size.max()) if size.size else 0
    for length in range(wanted, len(str(longest)) + 1):
        whole = size // _TENS[length - wanted]
        low, high = _TENS[wanted - 1], _TENS[wanted - 1] * 10
        np.copyto(found, whole, where=(whole >= low) & (whole < high))
    return found


def behind(amounts: pl.Series, test: DigitTest, group: int, most: int = 20) -> pl.DataFrame:
    """The amounts that one bar is made of, as `SPIKE`."""
    own = amounts.abs().filter(pl.Series(leading(amounts, test) == group))
    counted = own.alias("amount").value_counts(name="count").with_columns(pl.col("count").cast(pl.Int64))
    return counted.sort("count", "amount", descending=[True, False]).head(most)


def _expected(test: DigitTest) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    law = LAWS[test]
    if test is DigitTest.LAST_TWO:
        return np.full(law.groups, UNIFORM)
    if test is DigitTest.SECOND:
        return np.array([sum(log10(1 + 1 / (10 * first + second)) for first in range(1, 10)) for second in range(10)])
    return np.array([log10(1 + 1 / group) for group in range(law.first, law.first + law.groups)])


def _bars(
    law: Law,
    counts: Figures,
    share: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    expected: np.ndarray[tuple[int], np.dtype[np.float64]],
    n: int,
) -> pl.DataFrame:
    spread = np.sqrt(expected * (1 - expected) / n) if n else np.zeros(law.groups)
    off = np.abs(share - expected)
    # Nigrini's correction for continuity, where it is smaller than the difference itself
    corrected = np.where(off > 1 / (_CORRECTION * max(n, 1)), off - 1 / (_CORRECTION * max(n, 1)), off)
    score = np.divide(corrected, spread, out=np.zeros(law.groups), where=spread > 0)
    made = {
        "digits": np.arange(law.first, law.first + law.groups),
        "count": counts,
        "share": share,
        "expected": expected,
        "low": np.clip(expected - BAND * spread, 0, None),
        "high": expected + BAND * spread,
        "score": score,
    }
    return pl.DataFrame(made, schema=dict(BARS))


def _classes(law: Law, deviation: float) -> Iterator[Fit]:
    """The class of a deviation, the nearest first."""
    for limit, fit in zip(law.limits or (), Fit, strict=False):
        if deviation <= limit:
            yield fit
    yield Fit.NONE
