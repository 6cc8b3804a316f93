"""Which of many amounts are far above what their group uses to have: robust scores of their logarithms, by counting."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.checks.analysis.rows import Figures, Flags

_BINS: Final = 32
"""Parts of a factor of e that amounts are sorted into: each is 3 % wide, and a median is known as near."""
_MAD: Final = 1.4826
"""Makes the median absolute deviation a standard deviation for normal figures (Iglewicz and Hoaglin)."""
_SPREAD_AT_LEAST: Final = 0.23 * _BINS
"""Where all amounts are but equal the least change would be a great one: a tenth of log10 is spread enough."""


@dataclass(frozen=True, slots=True)
class Spreads:
    """Groups of amounts by their logarithms: the median bin of each, the spread around it, and how many they are."""

    group: Figures
    bins: Figures
    middle: Figures
    spread: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    count: Figures
    least: int

    def beyond(self, score: int) -> Flags:
        """Whether each amount is more than so many hundredths of a deviation above the median of a group known well."""
        most = self.middle + self.spread * score / 100
        most[self.count < self.least] = np.inf
        return np.asarray(self.bins > most[self.group])

    def of(self, group: int) -> tuple[int, int]:
        """The median of a group, to 3 %, and how many amounts it has."""
        return int(np.exp((self.middle[group] + 0.5) / _BINS)), int(self.count[group])


def spreads(group: Figures, amounts: Figures, least: int) -> Spreads:
    """Sort positive amounts into bins and count them; groups are small whole numbers, known from `least` amounts on."""
    group = group.astype(np.int64)
    bins = (np.log(amounts.astype(np.float64)) * _BINS).astype(np.int64)
    groups, width = int(group.max(initial=0)) + 1, int(bins.max(initial=0)) + 1
    count = np.bincount(group, minlength=groups)
    middle, spread = np.zeros(groups, np.int64), np.zeros(groups)
    known = np.flatnonzero(count >= max(least, 1))
    row_of = np.full(groups, -1, np.int64)
    row_of[known] = np.arange(known.size)
    kept = row_of[group] >= 0
    table = np.bincount(row_of[group[kept]] * width + bins[kept], minlength=known.size * width).reshape(-1, width)
    for row, number in zip(table, known, strict=True):
        middle[number] = _median(row)
        off = np.bincount(np.abs(np.arange(width) - middle[number]), weights=row)
        spread[number] = max(_median(off) * _MAD, _SPREAD_AT_LEAST)
    return Spreads(group, bins, middle, spread, count, least)


def _median(
    counts: np.ndarray[tuple[int, ...], np.dtype[np.int64]] | np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> int:
    """The lower median of the values 0, 1, ... that are counted."""
    running = np.cumsum(counts)
    return int(np.searchsorted(running * 2, running[-1]))
