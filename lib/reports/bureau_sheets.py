"""All clients as a sheet: what each needs, and how its connection, imports, ledgers, periods and entries stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import polars as pl

from lib.core.languages import Language, mark, translate
from lib.reports.provenance import filter_lines, made_lines
from lib.reports.sheets import Column, Kind, Sheet
from lib.reports.tables import table

TITLE: Final = mark("Clients")
COLUMNS: Final = (
    Column("name", mark("Client"), width=32),
    Column("number", mark("Org. number"), width=13),
    Column("next", mark("What it needs"), width=36),
    Column("source", mark("Data source"), width=14),
    Column("connection", mark("Connection"), width=30),
    Column("days", mark("Days left"), Kind.COUNT),
    Column("imported_on", mark("Last import"), Kind.DAY),
    Column("errors", mark("Errors"), Kind.COUNT),
    Column("warnings", mark("Warnings"), Kind.COUNT),
    Column("receivables", mark("1510 against the books"), Kind.AMOUNT, width=18),
    Column("payables", mark("2440 against the books"), Kind.AMOUNT, width=18),
    Column("period", mark("Period"), width=30),
    Column("stale", mark("Stale marks"), Kind.COUNT),
    Column("unsent", mark("To transfer"), Kind.COUNT),
    Column("unknown", mark("Unknown fate"), Kind.COUNT),
    Column("years", mark("Financial years"), width=18),
)


@dataclass(frozen=True, slots=True)
class ManyClients:
    """Where the sheet comes from: who made it when, and which clients were asked for (heading -> value)."""

    clients: int
    made_at: datetime
    made_by: str
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def company(self) -> str:
        """No company of its own: it is of many."""
        return ""

    def lines(self, language: Language) -> Iterator[tuple[str, str]]:
        """Heading and value of each line."""
        yield translate(mark("Clients"), language), str(self.clients)
        yield from filter_lines(self.filters, language)
        yield from made_lines(self.made_at, self.made_by, language)


def sheet(found: pl.DataFrame, language: Language) -> Sheet:
    """The clients of the view, as they stand in it."""
    return table(TITLE, found, COLUMNS, language)
