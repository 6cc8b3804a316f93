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
_WANTED: Final = {DigitTest.FIRST: 1, DigitTest.SECOND: 2, DigitTest.FIRST_TWO: 2, DigitTest.FIRST_THREE: 3}
_WHOLE: Final = np.uint64(100)
_LAST_FROM: Final = np.uint64(1_000)
_CORRECTION: Final = 2
Figures = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Sizes = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]


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


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts in öre without sign, in order: sorted once, every test reads its counts off them."""

    sizes: Sizes

    @classmethod
    def of(cls, amounts: pl.Series) -> "Amounts":
        """Put amounts in order, whatever their sign."""
        return cls(np.sort(np.abs(amounts.to_numpy()).astype(np.uint64)))


def digits(amounts: pl.Series | Amounts, test: DigitTest) -> Digits:
    """Count the digits of amounts in öre, whatever their sign; those too short to have them are passed over."""
    law, own = LAWS[test], amounts if isinstance(amounts, Amounts) else Amounts.of(amounts)
    counts = _last_two(own) if test is DigitTest.LAST_TWO else _leading(own, test)
    n = int(counts.sum())
    expected = _expected(test)
    share = counts / n if n else np.zeros(law.groups)
    bars = _bars(law, counts, share, expected, n)
    deviation = float(np.abs(share - expected).mean())
    chance = 1 / sqrt(law.chance * n) if n and law.chance else 0.0
    fit = next(_classes(law, deviation)) if n >= law.least and law.limits else None
    return Digits(test, n, bars, deviation, chance, fit)


def behind(amounts: pl.Series | Amounts, test: DigitTest, group: int, most: int = 20) -> pl.DataFrame:
    """The amounts that one bar is made of, as `SPIKE`."""
    sizes = (amounts if isinstance(amounts, Amounts) else Amounts.of(amounts)).sizes
    if test is DigitTest.LAST_TWO:
        own = sizes[(sizes >= _LAST_FROM) & (sizes % _WHOLE == group)]
    else:
        heads = range(10 + group, 100, 10) if test is DigitTest.SECOND else (group,)
        low = np.array([head for head in heads for _ in _powers(sizes, test)], np.uint64)
        scale = np.array([power for _ in heads for power in _powers(sizes, test)], np.uint64)
        spans = np.searchsorted(sizes, low * scale), np.searchsorted(sizes, (low + np.uint64(1)) * scale)
        own = np.concatenate([sizes[:0], *(sizes[first:last] for first, last in zip(*spans, strict=True))])
    counted = pl.Series("amount", own.astype(np.int64)).value_counts(name="count")
    return (
        counted.with_columns(pl.col("count").cast(pl.Int64))
        .sort("count", "amount", descending=[True, False])
        .head(most)
    )


def _leading(own: Amounts, test: DigitTest) -> Figures:
    """How many amounts begin with each group of digits: those between its edges, for each length of an amount."""
    first = 10 ** (_WANTED[test] - 1)
    edges = np.arange(first, first * 10 + 1, dtype=np.uint64)
    counts = np.zeros(first * 9, np.int64)
    for power in _powers(own.sizes, test):
        counts += np.diff(np.searchsorted(own.sizes, edges * np.uint64(power)))
    return counts.reshape(9, 10).sum(axis=0) if test is DigitTest.SECOND else counts


def _powers(sizes: Sizes, test: DigitTest) -> list[int]:
    """What groups of digits are multiplied by, for each length that an amount has."""
    longest = len(str(sizes[-1])) if sizes.size else 0
    return [10**more for more in range(longest - _WANTED[test] + 1)]


def _last_two(own: Amounts) -> Figures:
    # from ten kronor on: below that the last two digits are most of the amount
    return np.bincount((own.sizes[own.sizes >= _LAST_FROM] % _WHOLE).astype(np.int64), minlength=100)


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
