"""What has changed in a locked period since it was locked: the books it was locked on against other books."""

from typing import Final

import polars as pl

from lib.closing.periods import Period
from lib.closing.returned import seen_from
from lib.ledger.balances import trial_balance
from lib.ledger.books import YearFrames
from lib.sie.frames import Schema

CHANGES: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "locked": pl.Int64(),
    "now": pl.Int64(),
    "change": pl.Int64(),
}
"""Balances at the end of the period, öre, debit positive: as `locked`, and `now`. Null where not known."""


def changes(locked: YearFrames, now: YearFrames, period: Period, *, returned: pl.Expr | None = None) -> pl.DataFrame:
    """The accounts whose balance up to the period is another than when it was locked, as `CHANGES`, by account.

    `now` are the books in use, or those of an import that might be. Closing entries that came back
    (`returned`, over `lib.ledger.books.VOUCHERS`) change no month; the year-end counts them on both sides.
    """
    before, after = (_closing(books, period, returned) for books in (locked, now))
    both = before.join(after, on="account", how="full", coalesce=True, suffix="_now")
    # an account that one side does not have holds nothing there; one of unknown balance is unknown
    filled = both.with_columns(
        pl.when(pl.col("there").is_null()).then(0).otherwise("closing").alias("locked"),
        pl.when(pl.col("there_now").is_null()).then(0).otherwise("closing_now").alias("now"),
        name=pl.coalesce("name_now", "name"),
    )
    differs = pl.col("locked").ne_missing(pl.col("now"))
    return (
        filled.filter(differs)
        .with_columns(change=pl.col("now") - pl.col("locked"))
        .sort("account")
        .select(list(CHANGES))
    )


def _closing(books: YearFrames, period: Period, returned: pl.Expr | None) -> pl.DataFrame:
    last = min(period.last, books.year.months)
    trial = trial_balance(seen_from(books, period, returned), 1, last)
    return trial.select("account", "name", "closing", there=pl.lit(value=True))
