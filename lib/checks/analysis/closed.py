"""T5: whether anything was booked in a period after it was closed, and what was changed after booking."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from lib.checks.analysis.case import Case
from lib.checks.analysis.needs import registered, vouchers
from lib.checks.analysis.registry import found, rule
from lib.checks.analysis.rows import Flags
from lib.checks.analysis.sales import OUTPUT, REVERSE
from lib.checks.analysis.settlements import settlements
from lib.checks.analysis.thresholds import Limits, Threshold, Unit
from lib.checks.registry import LISTED_AT_MOST, Found
from lib.core.findings import CheckText, Finding, Severity
from lib.core.languages import mark

_TITLE: Final = mark("Nothing is booked in a period that was closed")
_TEXTS: Final = {
    "": CheckText(
        Severity.WARNING,
        _TITLE,
        mark(
            "Voucher {voucher} is dated {date:date} but was entered {registered:date}, after the period was closed "
            "on {closed:date}; it changes the period's result by {result:kr} and its VAT by {vat:kr}."
        ),
        mark("Decide whether the period's report must be corrected, or move the voucher to an open period."),
    ),
    "changed": CheckText(
        Severity.NOTE,
        _TITLE,
        mark(
            "{count:count|voucher was|vouchers were} changed after booking, among them {vouchers}: "
            "the rows added and struck change the result by {result:kr}."
        ),
        mark("Open the vouchers: their history shows the rows before and after the change."),
    ),
}
_THRESHOLDS: Final = (
    Threshold(
        "days", 0, Unit.DAYS, mark("Vouchers entered up to this many days after the period was closed are let be.")
    ),
    Threshold("changes", 1, Unit.COUNT, mark("From how many changed vouchers on the changes are told; 0 is never.")),
)
_SHOWN: Final = 10


@rule("T5", "closed-period", texts=_TEXTS, needs=(vouchers, registered), thresholds=_THRESHOLDS)
def closed_period(case: Case, limits: Limits) -> Found:
    """Vouchers entered after the lock of their period, or else after its VAT was settled; and changed vouchers."""
    late = _late(case, limits["days"])
    told = [*_changed(case, limits["changes"]), *_told(case, late)]
    return Found(late.height + len(told) - min(late.height, LISTED_AT_MOST), tuple(told[:LISTED_AT_MOST]))


def _late(case: Case, days: int) -> pl.DataFrame:
    """Vouchers entered after their period was closed, with `closed`: those without VAT do not mind its settlement."""
    settled, client = settlements(case), case.client
    own = case.vouchers.select("place", "date", "registered", vat=pl.Series(_with_vat(case, settled)))
    ends = settled.filter(pl.col("month_end"), pl.col("registered").is_not_null())
    closings = ends.select("date", closed=pl.max_horizontal("date", "registered"))
    # the first settlement of a day or later closes it
    place = pl.lit(closings["date"]).search_sorted(pl.col("date"))
    known = pl.concat([closings["closed"], pl.Series([None], dtype=pl.Date)])
    closed = pl.when("vat").then(pl.lit(known).gather(place)).otherwise(None)
    if client.locked and client.locked_on:
        closed = pl.when(pl.col("date") <= client.locked).then(pl.lit(client.locked_on)).otherwise(closed)
    late = (
        own.with_columns(closed=closed)
        if closings.height or client.locked
        else own.clear().with_columns(closed=pl.lit(None, dtype=pl.Date))
    )
    return late.filter(pl.col("registered") > pl.col("closed") + pl.duration(days=days))


def _with_vat(case: Case, settled: pl.DataFrame) -> Flags:
    """Whether each voucher has VAT, those that settle it left out."""
    vat = case.touching(case.having(*OUTPUT, *REVERSE, "vat-in"))
    vat[settled["place"].to_numpy()] = False
    return vat


def _told(case: Case, late: pl.DataFrame) -> Iterator[Finding]:
    listed = late.head(LISTED_AT_MOST)
    shown = case.at(listed["place"].to_numpy()).with_columns(listed["closed"])
    own = case.frame(case.rows_of(shown["place"]))
    account = pl.col("account")
    result, vat = (
        pl.col("amount").filter(~account.str.contains("^[12]")),
        pl.col("amount").filter(account.str.starts_with("26")),
    )
    sums = own.group_by("place").agg(result=-result.sum(), vat=-vat.sum())
    for row in shown.join(sums, on="place", how="left", maintain_order="left").iter_rows(named=True):
        days = {name: row[name].isoformat() for name in ("date", "registered", "closed")}
        yield found("closed-period", voucher=row["label"], result=row["result"] or 0, vat=row["vat"] or 0, **days)


def _changed(case: Case, least: int) -> Iterator[Finding]:
    history = (
        case.books.frame("history").select("voucher", pl.col("kind").cast(pl.String), "account", "amount").collect()
    )
    changed = history["voucher"].unique()
    if not least or changed.len() < least:
        return
    counts = ~pl.col("account").str.contains("^[12]")
    effect = pl.when(pl.col("kind") == "RTRANS").then(-pl.col("amount")).otherwise(pl.col("amount"))
    result = int(history.filter(counts).select(effect.sum()).item())
    places = case.vouchers.select("place", "voucher").filter(pl.col("voucher").is_in(changed.implode()))["place"]
    first = case.at(places.tail(_SHOWN).to_numpy())
    yield found("closed-period:changed", count=changed.len(), vouchers=", ".join(first["label"]), result=result)
