"""A table as it is to stand in a workbook: a frame, and what each of its columns holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import polars as pl

from lib.core.languages import Language


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    """Shown as it is, never as a number or formula: accounts and voucher numbers too."""
    AMOUNT = "amount"
    """Öre (Int64); stands in the workbook as kronor with two decimals."""
    COUNT = "count"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the frame, its heading, and whether its sum stands below."""

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    summed: bool = False
    width: int = 0
    """In characters; 0 leaves it to the kind."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    `sums` says which rows of the frame are sums of others: row -> first and last row of each
    part, from 0; their amounts become formulas. They and the rows in `headings` are bold.
    """

    title: str
    frame: pl.DataFrame
    columns: Sequence[Column]
    total: str = ""
    """What stands before the sums below, if any column is `summed`."""
    sums: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    headings: frozenset[int] = frozenset()


class Origin(Protocol):
    """Where a workbook comes from: one client's books (`lib.reports.provenance`), or all clients at once."""

    @property
    def company(self) -> str:
        """Whose it is."""

    @property
    def made_at(self) -> datetime:
        """When it was made, with its time zone."""

    def lines(self, language: Language) -> Iterator[tuple[str, str]]:
        """Heading and value of each line of its last sheet."""
