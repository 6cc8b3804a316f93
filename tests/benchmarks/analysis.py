"""All checks of the analysis on a million rows beside one sum by voucher, and how they grow."""

from datetime import date
from functools import cache
from time import perf_counter
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.registry import every, run_analysis
from lib.core.findings import Status
from lib.ledger import YearBooks, books_of
from lib.sie import read
from tests.benchmarks.figures import MILLISECONDS, Figure, large_path, median_ms

RATIO_BAR: Final = 8.0
NORMAL_BAR: Final = 100.0
BYTES_A_ROW: Final = 77.7
TODAY: Final = date(2026, 11, 21)
_TIMES: Final = 7


def run() -> list[Figure]:
    """Ratios in one run."""
    taken, ground = _beside_sum(_books(1_000_000))
    large = _books(1_000_000).entries.height
    figures = [
        Figure(
            f"{len(every())} checks, {large} rows", taken / ground, RATIO_BAR, "x one sum", f"{taken * 1000:.0f} ms"
        ),
        Figure("20 000 rows", median_ms(lambda: _run(_books(20_000))), NORMAL_BAR, MILLISECONDS),
    ]
    for few, many in ((10_000, 100_000), (100_000, 1_000_000)):
        less, more = _books(few), _books(many)
        growth = _best(more) / _best(less)
        rows = more.entries.height / less.entries.height
        figures.append(Figure(f"growth {few} to {many} rows", growth / rows, 1.0, "x rows"))
    return figures


@cache
def _books(rows: int) -> YearBooks:
    path = large_path(int(rows * BYTES_A_ROW))
    return books_of(read(path))[0][0]


def _run(books: YearBooks) -> None:
    outcomes = run_analysis(Case(books, TODAY), every())
    if outcomes[-1].result.status is not Status.CLEAN:
        raise RuntimeError(outcomes[-1].result.findings)


def _seconds(books: YearBooks) -> float:
    start = perf_counter()
    _run(books)
    return perf_counter() - start


def _best(books: YearBooks) -> float:
    return min(_seconds(books) for _ in range(_TIMES))


def _beside_sum(books: YearBooks) -> tuple[float, float]:
    """The shortest of some runs of all checks and of one sum of all rows by voucher, in seconds, taken in turns."""
    runs = [(_seconds(books), _sum(books)) for _ in range(_TIMES)]
    return min(taken for taken, _ in runs), min(ground for _, ground in runs)


def _sum(books: YearBooks) -> float:
    start = perf_counter()
    books.entries.group_by("voucher").agg(pl.col("amount").sum())
    return perf_counter() - start
