"""Whether each voucher balances, has rows, and has a number of its own in rising order."""

from typing import Any, Final

import polars as pl

from lib.checks.needs import financial_year, vouchers
from lib.checks.registry import Found, Intake, check
from lib.core.catalogue import finding
from lib.core.findings import Finding

NAME: Final = pl.concat_str("series", "number", separator=" ", ignore_nulls=True).str.strip_chars()
"""A voucher as people say it: `A 17`."""
_NUMBER: Final = pl.col("number").str.strip_chars().cast(pl.Int64, strict=False)


@check("unbalanced-voucher", needs=(financial_year, vouchers))
def unbalanced_voucher(intake: Intake) -> Found:
    """Vouchers whose booked rows do not sum to zero, to the öre."""
    wrong = intake.vouchers.filter(pl.col("difference") != 0).with_columns(name=NAME)

    def make(row: dict[str, Any]) -> Finding:
        return finding(
            "unbalanced-voucher",
            location=intake.place(row["line"]),
            voucher=row["name"],
            debit=row["total"],
            credit=row["total"] - row["difference"],
            difference=abs(row["difference"]),
        )

    return Found.rows(wrong, make)


@check("duplicate-voucher-number", needs=(financial_year, vouchers))
def duplicate_voucher_number(intake: Intake) -> Found:
    """Numbers that several vouchers of one year and series carry, told at the second of them."""
    key = ["start", "series", "number"]
    numbers = intake.vouchers.select(*key, "line")
    twice = numbers.group_by(key).len().filter(pl.col("len") > 1)
    second = numbers.join(twice, on=key).group_by(key).agg(pl.col("len").first(), pl.col("line").sort().get(1))

    def make(row: dict[str, Any]) -> Finding:
        place = intake.place(row["line"])
        return finding("duplicate-voucher-number", location=place, voucher=row["name"], vouchers=row["len"])

    return Found.rows(second.sort("line").with_columns(name=NAME), make)


@check("falling-voucher-number", needs=(financial_year, vouchers))
def falling_voucher_number(intake: Intake) -> Found:
    """Vouchers whose number is lower than that of the one before in the series.

    Numbers that are no figures are passed over, and so are those that were given here.
    """
    stated = _with_own_number(intake).select("line", "start", "series", "number", figure=_NUMBER)
    falls = (
        stated.filter(pl.col("figure").is_not_null())
        .with_columns(before=pl.col("figure").shift().over("start", pl.col("series").cast(pl.Categorical)))
        .filter(pl.col("figure") < pl.col("before"))
        .with_columns(name=NAME, previous=pl.concat_str("series", "before", separator=" "))
    )

    def make(row: dict[str, Any]) -> Finding:
        place = intake.place(row["line"])
        return finding("falling-voucher-number", location=place, voucher=row["name"], previous=row["previous"])

    return Found.rows(falls, make)


@check("empty-voucher", needs=(financial_year, vouchers))
def empty_voucher(intake: Intake) -> Found:
    """Vouchers without a booked row."""
    bare = intake.vouchers.filter(pl.col("rows") == 0).with_columns(name=NAME)
    return Found.rows(
        bare, lambda row: finding("empty-voucher", location=intake.place(row["line"]), voucher=row["name"])
    )


def _with_own_number(intake: Intake) -> pl.DataFrame:
    if intake.sie is None:
        return intake.vouchers
    blank = pl.any_horizontal(pl.col("series", "number").fill_null("").str.strip_chars() == "")
    given = intake.sie.vouchers.filter(blank)["voucher"]
    return intake.vouchers.filter(~pl.col("voucher").is_in(given.implode())) if given.len() else intake.vouchers
