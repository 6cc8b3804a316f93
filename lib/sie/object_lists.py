"""The object lists of a file, each kept once and known by its number."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from lib.sie.frames import OBJECT_LISTS
from lib.sie.tokens import fields, pairs

Pairs = tuple[tuple[int, str], ...]


class ObjectLists:
    """Gives every different list of objects a number, from 0 in the order that they come."""

    def __init__(self) -> None:
        """Begin without lists."""
        self._numbers: dict[Pairs, int] = {}
        self._known: dict[str, int | None] = {}

    def number_of(self, text: str) -> int | None:
        """The number of the list written between braces; None for a list without objects."""
        if text not in self._known:
            found = pairs(text)
            self._known[text] = self._numbers.setdefault(found, len(self._numbers)) if found else None
        return self._known[text]

    def number_of_pairs(self, found: Pairs) -> int:
        """The number of a list of pairs of dimension and object."""
        return self._numbers.setdefault(found, len(self._numbers))

    def numbers_of(self, texts: Iterable[str]) -> npt.NDArray[np.int32]:
        """The numbers of many lists, -1 for those without objects."""
        numbers = (self.number_of(text) for text in texts)
        return np.array([-1 if number is None else number for number in numbers], np.int32)

    def frame(self) -> pl.DataFrame:
        """One row for each object of each list."""
        rows = [(number, *pair) for found, number in self._numbers.items() for pair in found]
        return pl.DataFrame(rows, schema=dict(OBJECT_LISTS), orient="row")


def is_whole(text: str) -> bool:
    """Whether this is what stands between the braces of one list, and no part of it."""
    found = fields(f"{{{text}}}")
    return len(found) == 1 and found[0].closed and found[0].text == text
