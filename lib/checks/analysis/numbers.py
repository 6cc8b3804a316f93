"""T16: whether voucher numbers run on within each series, and rise with the day of entry."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Voucher numbers run on")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark("Series {series} has a gap: {missing:count|number is|numbers are} missing, {first}-{last}."),
        mark("Check that the export holds everything; if so, ask in the bookkeeping program what became of them."),
    ),
    "order": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "In series {series} {count:count|voucher was|vouchers were} entered before the one numbered just below, "
            "first {voucher}, entered {registered:date}."
        ),
        mark("Check in the bookkeeping program whether vouchers were renumbered or moved between series."),
    ),
    "scattered": CheckText(
        Severity.NOTE,
        _TITLE,
        mark("Series {series} does not run on: {used:count} numbers are used between {first} and {last}."),
        mark("Nothing needs to be done if the numbers come from invoices or another system."),
    ),
}
_THRESHOLDS: Final = (
    Threshold("density", 50, Unit.PERCENT, mark("The share of numbers in use from which a series should run on.")),
)


@rule("T16", "voucher-numbers", texts=_TEXTS, needs=(vouchers,), thresholds=_THRESHOLDS)
def voucher_numbers(case: Case, limits: Limits) -> Found:
    """Gaps as ranges, by series; series that are not meant to run on; numbers that fall as time goes."""
    figures = _figures(case)
    spans = figures.group_by("series").agg(
        used=pl.col("figure").n_unique(), first=pl.col("figure").min(), last=pl.col("figure").max()
    )
    dense = pl.col("used") * 100 >= (pl.col("last") - pl.col("first") + 1) * limits["density"]
    running = spans.filter(dense)["series"]
    gaps = _gaps(figures.filter(pl.col("series").is_in(running.implode())))
    if case.client.locked:
        # what was locked was looked through then
        gaps = gaps.filter((pl.col("date") > case.client.locked).fill_null(value=True))
    scattered = spans.filter(~dense).sort("series")
    made = [*_scattered(scattered), *_order(figures)]
    told = [*_told(gaps.head(LISTED_AT_MOST)), *made]
    return Found(gaps.height + len(made), tuple(told[:LISTED_AT_MOST]))


def _figures(case: Case) -> pl.DataFrame:
    """Vouchers whose number is a figure, by series and number."""
    own = case.vouchers.select("date", pl.col("series").fill_null(""), "registered").with_columns(case.figures)
    return own[case.number_keys.arg_sort()].filter(pl.col("figure").is_not_null())


def _gaps(figures: pl.DataFrame) -> pl.DataFrame:
    same = pl.col("series") == pl.col("series").shift()
    before = pl.when(same).then(pl.col("figure").shift())
    apart = figures.select("series", "figure", "date", before=before).filter(pl.col("figure") - pl.col("before") > 1)
    return apart.select("series", "date", first=pl.col("before") + 1, last=pl.col("figure") - 1)


def _told(gaps: pl.DataFrame) -> Iterator[Finding]:
    for series, first, last in gaps.select("series", "first", "last").iter_rows():
        told = {"missing": last - first + 1, "first": str(first), "last": str(last)}
        yield found("voucher-numbers", series=series, **told)


def _scattered(spans: pl.DataFrame) -> Iterator[Finding]:
    for series, used, first, last in spans.select("series", "used", "first", "last").iter_rows():
        yield found("voucher-numbers:scattered", series=series, used=used, first=str(first), last=str(last))


def _order(figures: pl.DataFrame) -> Iterator[Finding]:
    dated = figures.filter(pl.col("registered").is_not_null())
    same = pl.col("series") == pl.col("series").shift()
    falls = dated.filter(same & (pl.col("registered") < pl.col("registered").shift()))
    grouped = falls.group_by("series", maintain_order=True).agg(
        pl.col("figure", "registered").first(), count=pl.len().cast(pl.Int64)
    )
    for row in grouped.iter_rows(named=True):
        label = f"{row['series']} {row['figure']}"
        told = {"count": row["count"], "registered": row["registered"].isoformat()}
        yield found("voucher-numbers:order", voucher=label, series=row["series"], **told)
