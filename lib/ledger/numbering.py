"""Series and numbers for the vouchers that came without."""

from typing import Final

import polars as pl

from lib.core.catalogue import finding
from lib.core.findings import Finding, Location

_NO_SERIES: Final = pl.col("series").fill_null("").str.strip_chars() == ""
_NO_NUMBER: Final = pl.col("number").fill_null("").str.strip_chars() == ""


def numbered(vouchers: pl.DataFrame, series: str, source: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Give every voucher a series and a number; what is said of it are notes.

    Takes `lib.sie.frames.VOUCHERS` and `home`, the year that each voucher belongs to: numbers are
    a year's own. A voucher without series is given `series`. The numbers they carry are kept if
    all of them are free there (the papers show them); else, and where there is none, they are
    numbered on from the highest of the series, in date order. A voucher with a series but without number is numbered
    on likewise.
    """
    lacking = vouchers.select(series=_NO_SERIES, number=_NO_NUMBER)
    if not lacking["series"].any() and not lacking["number"].any():
        return vouchers, []
    marked = vouchers.with_row_index("row").with_columns(no_series=_NO_SERIES, no_number=_NO_NUMBER)
    marked = marked.with_columns(series=pl.when("no_series").then(pl.lit(series)).otherwise("series"))
    full = _numbered_on(marked.with_columns(wanted=pl.col("no_number") | _taken()))
    given = full.filter(pl.col("no_series") | pl.col("no_number"))
    return full.select(vouchers.columns), _said(given, source)


def _taken() -> pl.Expr:
    """Whether any number of the year's vouchers without series is another voucher's in the series.

    It goes by the year, not by the voucher: half of them renumbered would be harder to follow.
    """
    first = pl.int_range(pl.len()).over("home", "series", "number", order_by=["no_series", "row"])
    lost = pl.col("no_series") & ~pl.col("no_number") & (first > 0)
    return pl.col("no_series") & lost.any().over("home")


def _numbered_on(vouchers: pl.DataFrame) -> pl.DataFrame:
    """Number the `wanted` vouchers on from the highest number of their series, in date order."""
    group = ["home", "series"]
    figure = pl.when(~pl.col("wanted")).then(pl.col("number").str.strip_chars().cast(pl.Int64, strict=False))
    highest = figure.max().over(group).fill_null(0)
    step = pl.int_range(1, pl.len() + 1).over([*group, "wanted"], order_by=["date", "row"], nulls_last=True)
    following = (highest + step).cast(pl.String)
    return vouchers.with_columns(number=pl.when("wanted").then(following).otherwise("number"))


def _said(given: pl.DataFrame, source: str) -> list[Finding]:
    """One note for each series that vouchers were put into, or numbered in."""
    figure = pl.col("number").cast(pl.Int64, strict=False)
    groups = given.group_by("series").agg(
        vouchers=pl.len(),
        first=pl.col("number").sort_by(figure).first(),
        last=pl.col("number").sort_by(figure).last(),
    )
    place = Location(source)
    return [finding("missing-series", location=place, **row) for row in groups.sort("series").to_dicts()]
