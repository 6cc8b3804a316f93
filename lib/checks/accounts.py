"""Whether the accounts that are used are declared."""

from typing import Any

import polars as pl

from lib.checks.needs import chart_of_accounts, financial_year, sie_file
from lib.checks.registry import Found, Intake, check
from lib.core.catalogue import finding
from lib.core.findings import Finding
from lib.sie.frames import SieFile


@check("undeclared-account", needs=(sie_file, financial_year, chart_of_accounts))
def undeclared_account(intake: Intake) -> Found:
    """Accounts that booked rows or this year's balances name, but no `#KONTO`."""
    if intake.sie is None:
        return Found()
    declared = intake.sie.accounts["account"]
    named = pl.concat([*(books.months["account"] for books in intake.books), _balances(intake.sie)["account"]])
    used = named.unique()
    lacking = used.filter(~used.is_in(declared.implode()))
    rows = _uses(intake, intake.sie, lacking) if lacking.len() else pl.DataFrame(schema=["account"])

    def make(row: dict[str, Any]) -> Finding:
        place = intake.place(row["line"])
        return finding("undeclared-account", location=place, account=row["account"], rows=row["rows"])

    return Found.rows(rows, make)


def _balances(sie: SieFile) -> pl.DataFrame:
    """Balances of the file's own year that are not nought."""
    return sie.balances.filter(pl.col("year_index") == 0, pl.col("amount") != 0).select("account", "line")


def _uses(intake: Intake, sie: SieFile, accounts: pl.Series) -> pl.DataFrame:
    """How many booked rows name each of these accounts, or balances where no row does, and the first of them."""
    rows = pl.concat([books.entries.select("account", "line") for books in intake.books])
    unbooked = _balances(sie).join(rows, on="account", how="anti")
    lines = pl.concat([rows, unbooked]).filter(pl.col("account").is_in(accounts.implode()))
    return lines.group_by("account").agg(rows=pl.len(), line=pl.col("line").min()).sort("account")
