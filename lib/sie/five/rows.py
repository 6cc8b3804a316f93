"""Rows on their way into a frame: packed by the thousand, so that a large file does not stand in memory row by row."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from lib.sie.frames import Schema

PACK: Final = 20_000


class Rows:
    """Rows of one schema in the order that they come."""

    def __init__(self, schema: Schema) -> None:
        """Begin without rows."""
        self.schema = schema
        self._rows: list[tuple[Any, ...]] = []
        self._packs: list[pl.DataFrame] = []

    def add(self, *row: Any) -> None:  # noqa: ANN401 - a row's values are of many kinds
        """Add a row: its values in the schema's order."""
        self._rows.append(row)
        if len(self._rows) == PACK:
            self._pack()

    def frame(self) -> pl.DataFrame:
        """All rows."""
        self._pack()
        return pl.concat(self._packs)

    def _pack(self) -> None:
        columns: Sequence[Sequence[Any]] = [*zip(*self._rows, strict=True)] or [()] * len(self.schema)
        self._packs.append(
            pl.DataFrame(
                [
                    pl.Series(name, column, dtype=kind, strict=False)
                    for (name, kind), column in zip(self.schema.items(), columns, strict=True)
                ]
            )
        )
        self._rows = []
