"""Income analysis: the result accounts of a period beside the same period last year and an average period."""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from typing import Final

import polars as pl

from lib.closing.periods import Period
from lib.closing.returned import seen_from
from lib.closing.standings import NO_PAPERS, RECONCILIATION, Papers, stand
from lib.core.periods import MONTHS_A_YEAR
from lib.ledger.accounts import is_balance_account
from lib.ledger.balances import trial_balance
from lib.ledger.books import YearFrames
from lib.sie.frames import Schema

INCOME: Final[Schema] = {
    **RECONCILIATION,
    "last_year": pl.Int64(),
    "from_last_year": pl.Int64(),
    "average": pl.Int64(),
    "from_average": pl.Int64(),
}
"""`last_year` is the movement of the same period last year, `average` that of an average period of the
same length among the twelve months before; `from_` is the change less that. Null where not known."""


CARRIED: Final = "899"
"""The accounts that carry the result to equity: they are no part of it."""


class Against(StrEnum):
    """What a period is compared with: the column of `INCOME` that holds it."""

    LAST_YEAR = "last_year"
    AVERAGE = "average"

    @property
    def deviation(self) -> str:
        """The column with the change less that."""
        return f"from_{self.value}"

    @property
    def share(self) -> str:
        """The column that `with_shares` adds: by how many per cent the account has grown (−: shrunk)."""
        return f"share_of_{self.value}"


def analysis(
    books: YearFrames,
    period: Period,
    papers: Papers = NO_PAPERS,
    *,
    previous: YearFrames | None = None,
    returned: pl.Expr | None = None,
) -> pl.DataFrame:
    """The result accounts of a period as `INCOME`; `previous` are the books of the year before.

    All that moved in the year so far, or in the same period last year, or usually does. The average
    is of the months before the period, at most twelve, last year's included where `previous` ends
    just before; a year-end has none.
    """
    seen = seen_from(books, period, returned)
    before = previous and seen_from(previous, period, returned)
    trial = trial_balance(seen, period.first, period.last, previous=before)
    accounts = (
        trial.filter(~is_balance_account(pl.col("type")).fill_null(value=True))
        .rename({"period": "change"})
        .join(_average(seen, period, before), on="account", how="left", maintain_order="left")
    )
    if accounts["average"].len() > accounts["average"].null_count():
        # others have moved before, this one has not
        accounts = accounts.with_columns(pl.col("average").fill_null(0))
    amounts = pl.col("opening", "change", "closing", "last_year", "average")
    used = pl.any_horizontal(amounts.fill_null(0) != 0) | pl.col("account").is_in(papers.accounts)
    shown = accounts.filter(used | pl.col("closing").is_null())
    beside = shown.select(
        "last_year",
        (pl.col("change") - pl.col("last_year")).alias("from_last_year"),
        "average",
        (pl.col("change") - pl.col("average")).alias("from_average"),
    )
    own = stand(shown.select("account", "name", "opening", "change", "closing"), papers)
    return pl.concat([own, beside], how="horizontal").select(list(INCOME))


def with_shares(analysed: pl.DataFrame) -> pl.DataFrame:
    """An `INCOME` with each deviation in whole per cent too, of income and costs alike: more of either is positive.

    Null where it is from nothing, or not known.
    """
    return analysed.with_columns(_share(against).alias(against.share) for against in Against)


def deviating(analysed: pl.DataFrame, against: Against, least: int, percent: int = 0) -> pl.DataFrame:
    """The accounts that deviate by at least so many öre and so many per cent; from nothing is by any per cent."""
    size = pl.col(against.deviation).abs()
    base = pl.col(against.value).abs()
    return analysed.filter(size >= max(least, 1), size * 100 >= base * percent) if least or percent else analysed


def largest(analysed: pl.DataFrame, against: Against, count: int) -> pl.DataFrame:
    """The accounts whose deviation means most to the result, the largest first; only those that deviate."""
    size = pl.col(against.deviation).abs()
    return without_carried(analysed).filter(size > 0).sort(size, "account", descending=[True, False]).head(count)


def without_carried(analysed: pl.DataFrame) -> pl.DataFrame:
    """The accounts that make up the result, without those that carry it to equity."""
    return analysed.filter(~pl.col("account").str.starts_with(CARRIED))


def total(analysed: pl.DataFrame, column: str) -> int | None:
    """The sum of a column, debit positive; None where one of the amounts is not known."""
    amounts = analysed[column]
    return None if amounts.has_nulls() else int(amounts.sum())


def _share(against: Against) -> pl.Expr:
    base = pl.col(against.value)
    # of positive numbers alone, so that half a per cent is rounded the same way on either side
    growth = pl.col(against.deviation) * base.sign()
    return pl.when(base != 0).then((growth * 200 + base.abs()) // (2 * base.abs()))


def _average(books: YearFrames, period: Period, previous: YearFrames | None) -> pl.DataFrame:
    """The `average` movement of each account in as many months as the period has, rounded to whole öre."""
    nothing = pl.DataFrame(schema={"account": pl.String(), "average": pl.Int64()})
    if period.year_end:
        return nothing
    spans = list(_months_before(books, period, previous))
    sums = [(trial_balance(one, first, last), last - first + 1) for one, first, last in spans]
    known = [(trial, months) for trial, months in sums if not trial["period"].has_nulls()]
    months, length = sum(months for _, months in known), period.last - period.first + 1
    if not known:
        return nothing
    total = (
        pl.concat([trial.select("account", "period") for trial, _ in known])
        .group_by("account")
        .agg(pl.col("period").sum())
    )
    return total.select("account", average=(pl.col("period") * 2 * length + months) // (2 * months))


def _months_before(
    books: YearFrames, period: Period, previous: YearFrames | None
) -> Iterator[tuple[YearFrames, int, int]]:
    """The twelve months before a period, or as many as there are: books, and which of their months."""
    if period.first > 1:
        yield books, max(1, period.first - MONTHS_A_YEAR), period.first - 1
    left = MONTHS_A_YEAR - (period.first - 1)
    if left > 0 and previous and previous.year.end + timedelta(days=1) == books.year.start:
        yield previous, max(1, previous.year.months - left + 1), previous.year.months
