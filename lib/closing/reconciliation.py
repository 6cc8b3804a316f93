"""The reconciliation of a period: its balance accounts or its result accounts, and the result that is not booked."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from lib.closing.periods import Period
from lib.closing.returned import seen_from
from lib.closing.standings import NO_PAPERS, RECONCILIATION, Papers, Standing, stand
from lib.ledger.accounts import bas_type_of, is_balance_account
from lib.ledger.balances import period_number, sum_if_known, trial_balance
from lib.ledger.books import YearFrames
from lib.ledger.layouts import NOT_BOOKED
from lib.sie.frames import Schema

MATRIX: Final[Schema] = {"period": pl.String(), **RECONCILIATION}
"""`RECONCILIATION` of several periods, each named by its key."""
FIGURES: Final[Schema] = {
    "account": pl.String(),
    "name": pl.String(),
    "opening": pl.Int64(),
    "change": pl.Int64(),
    "closing": pl.Int64(),
    "balance": pl.Boolean(),
    "shown": pl.Boolean(),
}
"""Every account of a year in one period, öre, debit positive, null where not known. `balance`: whether it is a
balance account. `shown`: whether it holds anything, or moved until the period's end."""
_AMOUNTS: Final = ("opening", "change", "closing")


def balances(
    books: YearFrames, period: Period, papers: Papers = NO_PAPERS, *, returned: pl.Expr | None = None
) -> pl.DataFrame:
    """The balance accounts of a period as `RECONCILIATION`: all that moved or held anything until its end.

    Accounts that are held against something or marked are there too. `returned` tells by
    `lib.ledger.books.VOUCHERS` which vouchers are closing entries come back: only the year-end has them.
    """
    return balances_of(figures(books, period, returned=returned), papers)


def results(
    books: YearFrames, period: Period, papers: Papers = NO_PAPERS, *, returned: pl.Expr | None = None
) -> pl.DataFrame:
    """The result accounts of a period, likewise."""
    found = _with_papers(figures(books, period, returned=returned), papers)
    return stand(found.filter(~pl.col("balance")), papers)


def figures(books: YearFrames, period: Period, *, returned: pl.Expr | None = None) -> pl.DataFrame:
    """What the books alone say of the accounts in a period, as `FIGURES`: it changes when they do, and not before."""
    seen = seen_from(books, period, returned)
    last = min(period.last, books.year.months)
    trial = trial_balance(seen, min(period.first, last), last).rename({"period": "change"})
    until = period_number(pl.col("month"), books.year) <= period.last
    moved = seen.frame("months").filter(until).select("account").unique().collect()["account"]
    holds = pl.any_horizontal(pl.col(_AMOUNTS).fill_null(0) != 0) | pl.col("closing").is_null()
    return trial.with_columns(balance=_is_balance(), shown=holds | pl.col("account").is_in(moved.implode())).select(
        list(FIGURES)
    )


def balances_of(found: pl.DataFrame, papers: Papers = NO_PAPERS) -> pl.DataFrame:
    """`balances` out of `FIGURES`."""
    return stand(_with_papers(found, papers).filter("balance"), papers)


def unbooked_result(books: YearFrames, period: Period, *, returned: pl.Expr | None = None) -> pl.DataFrame:
    """One row of `RECONCILIATION`, without account: the result that no voucher has carried to equity.

    Öre, a profit negative: together with the balance accounts it sums to nought in sound books, so
    that both sides agree.
    """
    return unbooked_of(figures(books, period, returned=returned))


def unbooked_of(found: pl.DataFrame) -> pl.DataFrame:
    """`unbooked_result` out of `FIGURES`."""
    sums = found.filter(~pl.col("balance")).select(sum_if_known(name) for name in _AMOUNTS)
    return stand(sums.with_columns(account=pl.lit(""), name=pl.lit(NOT_BOOKED)), NO_PAPERS)


def matrix(views: Sequence[tuple[Period, YearFrames, Papers]], *, returned: pl.Expr | None = None) -> pl.DataFrame:
    """The balance accounts of several periods as `MATRIX`, each seen in the books that the period goes by."""
    parts = [(period, balances(books, period, papers, returned=returned)) for period, books, papers in views]
    return matrix_of(parts)


def matrix_of(parts: Sequence[tuple[Period, pl.DataFrame]]) -> pl.DataFrame:
    """The `RECONCILIATION` of each period as `MATRIX`."""
    empty = pl.DataFrame(schema=dict(MATRIX))
    named = [found.select(pl.lit(period.key).alias("period"), *RECONCILIATION) for period, found in parts]
    return pl.concat([empty, *named])


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


def _with_papers(found: pl.DataFrame, papers: Papers) -> pl.DataFrame:
    """The accounts of `FIGURES` that are shown, and those with papers alone, which hold nothing."""
    named = pl.DataFrame({"account": papers.accounts}, schema={"account": pl.String()})
    alone = named.join(found, on="account", how="anti").select(
        "account",
        name=pl.lit(""),
        **dict.fromkeys(_AMOUNTS, pl.lit(0, dtype=pl.Int64)),
        balance=is_balance_account(bas_type_of(pl.col("account"))).fill_null(value=True),
        shown=pl.lit(value=True),
    )
    kept = found.filter(pl.col("shown") | pl.col("account").is_in(papers.accounts))
    return pl.concat([kept, alone])


def _is_balance() -> pl.Expr:
    """Whether a row of a trial balance is on a balance account; what cannot be told counts as one."""
    return is_balance_account(pl.col("type")).fill_null(value=True)
