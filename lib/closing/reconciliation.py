"""The reconciliation of a period: its balance accounts or its result accounts, and the result that is not booked."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from lib.closing.periods import Period
from lib.closing.returned import seen_from
from lib.closing.standings import NO_PAPERS, RECONCILIATION, Papers, Standing, stand
from lib.ledger.accounts import bas_type_of, is_balance_account
from lib.ledger.balances import period_number, trial_balance
from lib.ledger.books import YearFrames
from lib.ledger.layouts import NOT_BOOKED
from lib.sie.frames import Schema

MATRIX: Final[Schema] = {"period": pl.String(), **RECONCILIATION}
"""`RECONCILIATION` of several periods, each named by its key."""
_AMOUNTS: Final = ("opening", "change", "closing")


def balances(
    books: YearFrames, period: Period, papers: Papers = NO_PAPERS, *, returned: pl.Expr | None = None
) -> pl.DataFrame:
    """The balance accounts of a period as `RECONCILIATION`: all that moved or held anything until its end.

    Accounts that are held against something or marked are there too. `returned` tells by
    `lib.ledger.books.VOUCHERS` which vouchers are closing entries come back: only the year-end has them.
    """
    seen = seen_from(books, period, returned)
    return stand(_shown(_trial(seen, period, papers).filter(_is_balance()), seen, period, papers), papers)


def results(
    books: YearFrames, period: Period, papers: Papers = NO_PAPERS, *, returned: pl.Expr | None = None
) -> pl.DataFrame:
    """The result accounts of a period, likewise."""
    seen = seen_from(books, period, returned)
    return stand(_shown(_trial(seen, period, papers).filter(~_is_balance()), seen, period, papers), papers)


def unbooked_result(books: YearFrames, period: Period, *, returned: pl.Expr | None = None) -> pl.DataFrame:
    """One row of `RECONCILIATION`, without account: the result that no voucher has carried to equity.

    Öre, a profit negative: together with the balance accounts it sums to nought in sound books, so
    that both sides agree.
    """
    trial = _trial(seen_from(books, period, returned), period, NO_PAPERS).filter(~_is_balance())
    sums = {name: pl.when(~pl.col(name).has_nulls()).then(pl.col(name).sum()) for name in _AMOUNTS}
    row = trial.select(**sums).with_columns(account=pl.lit(""), name=pl.lit(NOT_BOOKED))
    return stand(row, NO_PAPERS)


def matrix(views: Sequence[tuple[Period, YearFrames, Papers]], *, returned: pl.Expr | None = None) -> pl.DataFrame:
    """The balance accounts of several periods as `MATRIX`, each seen in the books that the period goes by."""
    empty = pl.DataFrame(schema=dict(MATRIX))
    parts = [
        balances(books, period, papers, returned=returned).select(pl.lit(period.key).alias("period"), *RECONCILIATION)
        for period, books, papers in views
    ]
    return pl.concat([empty, *parts])


def glance(found: pl.DataFrame, periods: Sequence[Period], column: str = "standing") -> pl.DataFrame:
    """A `MATRIX` at one glance: a row for each account, and for each of `periods` a column (its key) with `column`.

    Null where the account did not exist yet.
    """
    names = found.group_by("account").agg(pl.col("name").last())
    wide = found.pivot("period", index="account", values=column).join(names, on="account", how="left")
    blank = pl.lit(None, dtype=found.schema[column])
    columns = [pl.col(one.key) if one.key in wide.columns else blank.alias(one.key) for one in periods]
    return wide.sort("account").select("account", "name", *columns)


def undone(found: pl.DataFrame) -> pl.DataFrame:
    """The accounts of a `RECONCILIATION` that wait for somebody: all but those marked done of these figures."""
    return found.filter(pl.col("standing") != Standing.DONE.value)


def _trial(books: YearFrames, period: Period, papers: Papers) -> pl.DataFrame:
    """The trial balance of a period; accounts with papers alone hold nothing in it."""
    last = min(period.last, books.year.months)
    trial = trial_balance(books, min(period.first, last), last)
    named = pl.DataFrame({"account": papers.accounts}, schema={"account": pl.String()})
    nothing = pl.lit(0, dtype=pl.Int64)
    kind = bas_type_of(pl.col("account"))
    alone = named.join(trial, on="account", how="anti").select(
        "account", name=pl.lit(""), opening=nothing, change=nothing, closing=nothing, type=kind
    )
    return pl.concat([trial.rename({"period": "change"}).select(alone.columns), alone])


def _is_balance() -> pl.Expr:
    """Whether a row of a trial balance is on a balance account; what cannot be told counts as one."""
    return is_balance_account(pl.col("type")).fill_null(value=True)


def _shown(trial: pl.DataFrame, books: YearFrames, period: Period, papers: Papers) -> pl.DataFrame:
    until = period_number(pl.col("month"), books.year) <= period.last
    moved = books.frame("months").filter(until).select("account").unique().collect()["account"]
    amounts = pl.col(_AMOUNTS)
    shown = pl.any_horizontal(amounts.fill_null(0) != 0) | pl.col("closing").is_null()
    used = pl.col("account").is_in(moved.implode()) | pl.col("account").is_in(papers.accounts)
    return trial.filter(shown | used).select("account", "name", *_AMOUNTS)
