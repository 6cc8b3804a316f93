"""Some of a year's booked rows, in voucher order, as plain arrays: what a check sums over vouchers in one go."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.integer[Any]]]
Figures = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Rows:
    """Rows by their `index` among all, with the `place` of each one's voucher, its account's `code`, and öre."""

    index: Numbers
    place: Numbers
    code: Numbers
    amount: Figures

    @cached_property
    def firsts(self) -> Numbers:
        """Where the rows of each voucher begin."""
        fresh = np.ones(self.place.size, np.bool_)
        np.not_equal(self.place[1:], self.place[:-1], out=fresh[1:])
        return np.flatnonzero(fresh)

    @property
    def vouchers(self) -> Numbers:
        """The places of the vouchers that have any of the rows, rising."""
        return self.place[self.firsts]

    def sums(self, figures: Figures) -> Figures:
        """A figure of each row summed over each of `vouchers`."""
        return np.add.reduceat(figures, self.firsts) if figures.size else figures

    def largest(self) -> Numbers:
        """The number, among these, of the first row with the largest amount of each of `vouchers`."""
        if not self.place.size:
            return self.index
        most = np.maximum.reduceat(self.amount, self.firsts)
        counts = np.diff(np.append(self.firsts, self.place.size))
        tops = np.flatnonzero(self.amount == np.repeat(most, counts))
        fresh = np.ones(tops.size, np.bool_)
        np.not_equal(self.place[tops[1:]], self.place[tops[:-1]], out=fresh[1:])
        return tops[fresh]

    def where(self, kept: Flags) -> "Rows":
        """Those of the rows that are kept."""
        return Rows(self.index[kept], self.place[kept], self.code[kept], self.amount[kept])


def repeated(keys: Figures) -> Flags:
    """Whether each key is there more than once."""
    # to sort is quick, and mostly tells that there is nothing to look for
    ordered = np.sort(keys)
    if not (ordered[1:] == ordered[:-1]).any():
        return np.zeros(keys.size, np.bool_)
    return pl.Series(keys).is_duplicated().to_numpy()
