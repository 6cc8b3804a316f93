"""What a year's books say of an entry: its accounts and objects, and whether it is ready."""

import polars as pl

from lib.closing.entries import Draft, Problem, problems
from lib.closing.periods import Period
from lib.ledger.books import YearFrames


def accounts_of(books: YearFrames) -> set[str]:
    """The accounts of a year's chart: those that an entry may be booked on."""
    return set(books.frame("accounts").select("account").collect()["account"])


def objects_of(books: YearFrames) -> set[tuple[str, str]]:
    """Dimension numbers and codes of a year's objects."""
    found = books.frame("objects").select(pl.col("dimension").cast(pl.String), "object").collect()
    return set(found.iter_rows())


def problems_in(books: YearFrames, draft: Draft, period: Period) -> tuple[Problem, ...]:
    """All that keeps an entry from being ready in these books; none when it is."""
    return problems(draft, period, accounts_of(books), objects_of(books))
