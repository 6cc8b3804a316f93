"""What each bundle of vouchers and events differs by on a day, and which cause that is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from lib.checks.causes import Cause, Facts
from lib.checks.matching import NEVER, Matches
from lib.core.explanations import explanation
from lib.ledger.control_accounts import Control
from lib.ledger.open_items import Trace
from lib.sie.frames import Schema, empty

_EVENTS: Final[Schema] = {
    "event": pl.UInt32(),
    "invoice": pl.String(),
    "payment": pl.String(),
    "day": pl.Date(),
    "from_day": pl.Date(),
    "amount": pl.Int64(),
    "trace": pl.String(),
    "year_start": pl.Date(),
    "series": pl.String(),
    "number": pl.String(),
    "bundle": pl.UInt32(),
}


def causes(found: Matches, control: Control, day: date) -> Iterator[Cause]:
    """The causes of bundles that hold a voucher."""
    rows = _differing(found, control, day).filter(~_through_earlier())
    for row in rows.sort("date", "bundle").iter_rows(named=True):
        kind = _kind(row, day)
        label = f"{row['series']} {row['number']}"
        facts = _facts(row) | ({"day": row["day"].isoformat()} if row["day"] else {})
        yield Cause(explanation(kind, facts, account=control.main, voucher=label), row["difference"], row["year_start"])


def alone(found: Matches, control: Control, day: date) -> Iterator[Cause]:
    """The causes of events that no voucher answers to, those left out that came before the books here begin."""
    counted = pl.col("bundle").is_null() & (pl.col("from_day") <= day) & (pl.col("amount") != 0)
    events = found.events.filter(counted, ~brought(control.years[0].start)).sort("from_day", "invoice")
    for row in events.iter_rows(named=True):
        amount = row["amount"]
        if row["payment"] is None:
            name = f"{row['series']} {row['number']}"
            facts: Facts = {"invoice": row["invoice"], "ledger": amount}
            yield Cause(explanation("invoice-voucher-missing", facts, account=control.main, voucher=name), amount)
            continue
        facts = {"payment": row["payment"], "invoice": row["invoice"], "date": row["day"].isoformat(), "paid": -amount}
        yield Cause(explanation("payment-alone", facts, account=control.main), amount)


def brought(start: date) -> pl.Expr:
    """Whether an event without a voucher belongs to what was there before the books, or came in without booking."""
    invoice = pl.col("payment").is_null() & (pl.col("trace") != Trace.MISSING)
    return invoice | (pl.col("payment").is_not_null() & (pl.col("day") < start))


def through_earlier(found: Matches, control: Control, day: date) -> int:
    """What bundles differ by that moved between the accounts compared, the ledger and an earlier system's account."""
    return int(_differing(found, control, day).filter(_through_earlier())["difference"].sum())


def no_events() -> pl.DataFrame:
    """No event at all."""
    return empty(_EVENTS)


def all_alone(control: Control) -> pl.DataFrame:
    """Every voucher in a bundle of its own, none in the ledger's own series."""
    return control.vouchers.with_row_index("row").with_columns(own=pl.lit(False), bundle=pl.col("row"))  # noqa: FBT003 - a value


def _differing(found: Matches, control: Control, day: date) -> pl.DataFrame:
    """The bundles with a voucher whose two sides differ on a day: sums of both, and what tells the cause."""
    bundle_of = found.vouchers.select("year_start", "voucher", "bundle")
    counts = pl.col("from_day") <= day
    booked = (
        control.rows.filter(pl.col("date") <= day)
        .join(bundle_of, on=["year_start", "voucher"])
        .group_by("bundle")
        .agg(booked=pl.col("amount").sum())
    )
    events = (
        found.events.filter(pl.col("bundle").is_not_null())
        .group_by("bundle")
        .agg(
            pl.col("invoice", "payment", "day", "from_day").sort_by("event").first(),
            ledger=pl.col("amount").filter(counts).sum(),
            at_all=pl.col("amount").sum(),
            invoices=pl.col("payment").is_null().sum(),
            events=pl.len(),
            never=(pl.col("from_day") == NEVER).all(),
        )
    )
    sums = ("booked", "ledger", "at_all", "invoices", "events")
    return (
        _heads(found.vouchers, day)
        .join(booked, on="bundle", how="left")
        .join(events, on="bundle", how="left")
        .with_columns(pl.col(sums).fill_null(0), pl.col("never").fill_null(value=False))
        .with_columns(difference=pl.col("ledger") - pl.col("booked"))
        .filter(pl.col("difference") != 0)
    )


def _heads(vouchers: pl.DataFrame, day: date) -> pl.DataFrame:
    """Each bundle by its first voucher, with the sums of all of them."""
    first = vouchers.filter(pl.col("row") == pl.col("bundle")).drop("amount", "earlier", "added", "struck", "edited")
    sums = vouchers.group_by("bundle").agg(
        pl.col("amount", "added", "struck").sum(),
        pl.col("edited").any(),
        earlier=pl.col("earlier").filter(pl.col("date") <= day).sum(),
    )
    return first.join(sums, on="bundle", how="left", maintain_order="left")


def _through_earlier() -> pl.Expr:
    return (pl.col("earlier") != 0) & (pl.col("difference") == pl.col("earlier"))


def _kind(row: Mapping[str, Any], day: date) -> str:
    if not row["events"]:
        return "manual-voucher" if not row["own"] else "edited-voucher" if row["edited"] else "voucher-alone"
    if row["invoices"]:
        if row["never"]:
            return "cancelled-booked"
        return "edited-voucher" if row["edited"] else "invoice-differs"
    if row["never"] and row["at_all"] == row["amount"]:
        return "payment-unbooked-invoice"
    if row["at_all"] == row["amount"]:
        waits = row["day"] is not None and row["day"] <= day < row["from_day"]
        return "payment-before-invoice" if waits else "payment-other-day"
    return "edited-voucher" if row["edited"] else "payment-differs"


def _facts(row: Mapping[str, Any]) -> Facts:
    return {
        "date": row["date"].isoformat() if row["date"] else "",
        "text": row["text"],
        "booked": row["booked"],
        "ledger": row["ledger"],
        "added": row["added"],
        "struck": row["struck"],
        "invoice": row["invoice"],
        "payment": row["payment"],
        "from": row["from_day"].isoformat() if row["from_day"] else "",
    }
