"""Whether balances agree with the rows, with last year, and with each other: to the öre, a missing record being 0."""

from typing import Any, Final

import polars as pl

from lib.checks.needs import (
    all_vouchers,
    closing_balances,
    financial_year,
    last_year,
    opening_balances,
    opening_balances_if_left_out,
    results,
    sie_file,
    whole_year,
)
from lib.checks.registry import Found, Intake, check
from lib.core.catalogue import finding
from lib.core.findings import Finding
from lib.ledger.accounts import bas_type_of, is_balance_account

_KINDS: Final = ("IB", "UB", "RES")


@check("closing-differs", needs=(sie_file, financial_year, whole_year, all_vouchers, closing_balances))
def closing_differs(intake: Intake) -> Found:
    """Balance accounts where opening and movement do not give the closing balance."""
    accounts = _reckoned(intake).filter("is_balance").with_columns(closing="UB")
    gap = pl.col("opening") + pl.col("movement") - pl.col("closing")
    return _differences(intake, "closing-differs", accounts.with_columns(difference=gap))


@check("result-differs", needs=(sie_file, financial_year, whole_year, all_vouchers, results))
def result_differs(intake: Intake) -> Found:
    """Result accounts whose stated result is not the sum of their rows."""
    accounts = _reckoned(intake).filter(~pl.col("is_balance")).with_columns(closing="RES")
    gap = pl.col("movement") - pl.col("closing")
    return _differences(intake, "result-differs", accounts.with_columns(difference=gap))


@check("opening-differs", needs=(financial_year, whole_year, last_year, opening_balances_if_left_out))
def opening_differs(intake: Intake) -> Found:
    """Balance accounts that do not open where last year closed.

    Last year is the file's own `#UB -1`; where it states none, the client's books in use.
    """
    opening = _opening(intake)
    both = opening.join(_closed(intake), on="account", how="full", coalesce=True)
    balances = _typed(intake, both.with_columns(pl.col("opening", "closing").fill_null(0)))
    gap = pl.col("opening") - pl.col("closing")
    stated = pl.col("account").is_in(opening["account"].implode())
    accounts = balances.filter(pl.col("is_balance").fill_null(stated)).with_columns(difference=gap)
    return _differences(intake, "opening-differs", accounts)


@check("opening-not-zero", needs=(financial_year, whole_year, opening_balances))
def opening_not_zero(intake: Intake) -> Found:
    """Opening balances that leave something over."""
    left = int(_opening(intake)["opening"].sum())
    return Found.of([finding("opening-not-zero", location=intake.place(), difference=left)] if left else [])


def _reckoned(intake: Intake) -> pl.DataFrame:
    """Each account of the file's own year: `opening`, `movement`, `UB`, `RES`, `line`, `is_balance`.

    An account whose type nobody tells is a balance account if the file states a balance of it.
    """
    movement = intake.books[0].months.group_by("account").agg(pl.col("movement").sum())
    accounts = _stated(intake, 0).join(movement, on="account", how="full", coalesce=True)
    stated = pl.col("IB").is_not_null() | pl.col("UB").is_not_null()
    return _typed(intake, accounts).with_columns(
        pl.col("is_balance").fill_null(stated),
        pl.col("UB", "RES", "movement").fill_null(0),
        opening=pl.col("IB").fill_null(0),
    )


def _stated(intake: Intake, year_index: int) -> pl.DataFrame:
    """What the file states of each account in one year: `IB`, `UB`, `RES` (null: nothing) and `line`.

    A record that is stated twice counts as it was stated last. The line is that of the closing
    balance, else of the result, else of the opening balance.
    """
    records = intake.sie.balances if intake.sie else None
    if records is None:
        return pl.DataFrame(schema={"account": pl.String, **dict.fromkeys(_KINDS, pl.Int64), "line": pl.UInt32})
    of_kind = {kind: pl.col("amount").filter(pl.col("kind") == kind).last() for kind in _KINDS}
    line_of = [pl.col("line").filter(pl.col("kind") == kind).last() for kind in ("UB", "RES", "IB")]
    own = records.filter(pl.col("year_index") == year_index, pl.col("kind").is_in(_KINDS))
    return own.group_by("account").agg(**of_kind, line=pl.coalesce(line_of))


def _opening(intake: Intake) -> pl.DataFrame:
    """The opening balances that the source states: `account`, `opening`, `line`."""
    if intake.sie is None:
        balances = intake.books[0].balances
        return balances.select("account", "opening", line=pl.lit(None, dtype=pl.UInt32))
    records = intake.sie.balances.filter(pl.col("kind") == "IB", pl.col("year_index") == 0)
    return records.group_by("account").agg(opening=pl.col("amount").last(), line=pl.col("line").last())


def _closed(intake: Intake) -> pl.DataFrame:
    """Last year's closing balances: `account`, `closing`."""
    stated = _stated(intake, -1).drop_nulls("UB").select("account", closing="UB")
    return stated if intake.previous is None or stated.height else intake.previous.select("account", "closing")


def _typed(intake: Intake, accounts: pl.DataFrame) -> pl.DataFrame:
    """Accounts with `is_balance`, null where neither the source nor the BAS class tells."""
    types = intake.books[0].accounts.select("account", "type")
    kind = pl.coalesce("type", bas_type_of(pl.col("account")))
    return accounts.join(types, on="account", how="left").with_columns(is_balance=is_balance_account(kind))


def _differences(intake: Intake, name: str, accounts: pl.DataFrame) -> Found:
    """A finding for each account with a `difference`, by account."""
    columns = [column for column in ("opening", "movement", "closing") if column in accounts.columns]

    def make(row: dict[str, Any]) -> Finding:
        amounts = {column: row[column] for column in columns} | {"difference": abs(row["difference"])}
        return finding(name, location=intake.place(row["line"]), account=row["account"], **amounts)

    return Found.rows(accounts.filter(pl.col("difference") != 0).sort("account"), make)
