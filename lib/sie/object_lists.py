"""The object lists of a file, each kept once and known by its number."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from lib.sie.frames import OBJECT_LISTS
from lib.sie.tokens import fields, pairs

Pairs = tuple[tuple[int, str], ...]

_pairs = lru_cache(maxsize=20_000)(pairs)


class ObjectLists:
    """Gives every different list of objects a number, from 0 in the order that they come."""

    def __init__(self) -> None:
        """Begin without lists."""
        self._numbers: dict[Pairs, int] = {}

    def number_of(self, text: str) -> int | None:
        """The number of the list written between braces; None for a list without objects."""
        found = _pairs(text)
        return self._numbers.setdefault(found, len(self._numbers)) if found else None

    def take_over(self, others: "ObjectLists") -> npt.NDArray[np.uint32]:
        """Add the lists of a later part of the file; gives the number here for each number there."""
        numbers = [self._numbers.setdefault(found, len(self._numbers)) for found in others._numbers]  # noqa: SLF001
        return np.array(numbers, np.uint32)

    def frame(self) -> pl.DataFrame:
        """One row for each object of each list."""
        rows = [(number, *pair) for found, number in self._numbers.items() for pair in found]
        return pl.DataFrame(rows, schema=dict(OBJECT_LISTS), orient="row")


@lru_cache(maxsize=20_000)
def is_whole(text: str) -> bool:
    """Whether this is what stands between the braces of one list, and no part of it."""
    found = fields(f"{{{text}}}")
    return len(found) == 1 and found[0].closed and found[0].text == text
