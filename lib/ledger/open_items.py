"""The customers' or suppliers' ledger as of any day, rebuilt from invoices, payments and write-offs.

An invoice counts from the day of its voucher, which the books tell; one without a voucher from its
own date. Amounts are öre in kronor, foreign invoices at their own rate, credit notes negative, and
the tax agency's share of ROT and RUT invoices is taken off.

Under the cash method nothing is booked until it is paid: every invoice then counts from its date.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import polars as pl

from lib.fortnox.frames import INVOICES, Ledger
from lib.ledger.control_accounts import Control
from lib.ledger.sides import Side
from lib.sie.frames import Schema

KRONA: Final = "SEK"
PAID_AT_ONCE: Final = "CASHINVOICE"


class Trace(StrEnum):
    """Where the voucher of an invoice is."""

    FOUND = "found"
    NONE = "none"
    """The invoice has none: most often it came from an earlier system."""
    ELSEWHERE = "elsewhere"
    """In a year that the books here do not hold."""
    MISSING = "missing"
    """The books hold the year, but no such voucher."""


DOCUMENTS: Final[Schema] = {
    **INVOICES,
    "trace": pl.String(),
    "share": pl.Int64(),
    "amount": pl.Int64(),
    "booked_on": pl.Date(),
    "counts": pl.Boolean(),
}
"""Invoices with where their voucher is (`Trace`), the tax agency's `share`, the `amount` that is the
party's own to pay, the day they count from, and whether they count at all: booked, and not cancelled."""
SETTLEMENTS: Final[Schema] = {
    "number": pl.String(),
    "invoice": pl.String(),
    "paid_on": pl.Date(),
    "settled": pl.Int64(),
    "written_off": pl.Int64(),
    "booked": pl.Boolean(),
    "series": pl.String(),
    "voucher_number": pl.String(),
    "year_start": pl.Date(),
    "counts": pl.Boolean(),
    "counts_from": pl.Date(),
}
"""Payments with what was written off beside them; `paid_on` is their voucher's day where it is known. They
count from then on, but not before the invoice does."""
ITEMS: Final[Schema] = {
    **DOCUMENTS,
    "settled": pl.Int64(),
    "written_off": pl.Int64(),
    "paid": pl.Int64(),
    "paid_early": pl.Int64(),
    "remaining": pl.Int64(),
    "remaining_currency": pl.Int64(),
    "overdue": pl.Int64(),
    "paid_later": pl.Int64(),
    "paid_later_on": pl.Date(),
}
"""Invoices as they stood on a day: `paid` is settled and written off until then, `paid_early` what was paid
before the invoice itself was booked, `overdue` days (0 before it is due), `paid_later` after the day,
`paid_later_on` the last day of that. `remaining_currency` is in hundredths, in proportion; null in kronor."""


@dataclass(frozen=True, slots=True)
class OpenLedger:
    """A ledger laid against the books, from which it can be rebuilt as of any day."""

    side: Side
    documents: pl.DataFrame
    settlements: pl.DataFrame
    cash: bool

    def at(self, day: date) -> pl.DataFrame:
        """Every invoice that counted on this day, as `ITEMS`: those that are settled too."""
        return _items(self.documents.filter("counts", pl.col("booked_on") <= day), self.settlements, day)

    def unbooked(self, day: date) -> pl.DataFrame:
        """Invoices dated until this day that are not booked and not cancelled, as `ITEMS`: in no sum."""
        left = ~pl.col("booked") & ~pl.col("cancelled") & ~pl.col("counts") & (pl.col("date") <= day)
        return _items(self.documents.filter(left), self.settlements, day)


def laid_against(ledger: Ledger, control: Control, *, cash: bool = False) -> OpenLedger:
    """Look up each invoice's and payment's voucher in the books; `cash` is the cash method."""
    documents = _documents(ledger.invoices, control, cash=cash)
    return OpenLedger(control.side, documents, _settlements(ledger, documents, control), cash)


def _documents(invoices: pl.DataFrame, control: Control, *, cash: bool) -> pl.DataFrame:
    key = ["year_start", "series", "voucher_number"]
    held = pl.col("year_start").is_in([year.start for year in control.years])
    trace = (
        pl.when(pl.col("voucher_number").is_null())
        .then(pl.lit(Trace.NONE))
        .when(pl.col("voucher_date").is_not_null())
        .then(pl.lit(Trace.FOUND))
        .when(held.fill_null(value=False))
        .then(pl.lit(Trace.MISSING))
        .otherwise(pl.lit(Trace.ELSEWHERE))
    )
    live = ~pl.col("cancelled") & ((pl.col("kind") != PAID_AT_ONCE).fill_null(value=True) | (pl.col("balance") != 0))
    return (
        invoices.join(_dated(control), on=key, how="left", maintain_order="left")
        .with_columns(trace=trace, alone=pl.len().over(key) == 1)
        .with_columns(share=_share(control.side))
        .with_columns(
            amount=pl.col("total") - pl.col("share"),
            booked_on=pl.col("date") if cash else pl.coalesce("voucher_date", "date"),
            counts=live if cash else live & pl.col("booked"),
        )
        .select(list(DOCUMENTS))
    )


def _share(side: Side) -> pl.Expr:
    """The tax agency's part: what the invoice's own voucher books for it, else what the invoice says."""
    if side is Side.PAYABLES:
        return pl.lit(0, pl.Int64)
    booked = pl.when(pl.col("alone") & (pl.col("voucher_share") != 0)).then(pl.col("voucher_share"))
    return pl.coalesce(booked, pl.col("tax_reduction").abs() * pl.col("total").sign(), pl.lit(0, pl.Int64))


def _dated(control: Control) -> pl.DataFrame:
    """The day and the tax agency's share of each voucher; of a number used twice the first."""
    return control.vouchers.select(
        "year_start", "series", voucher_number="number", voucher_date="date", voucher_share="share"
    ).unique(["year_start", "series", "voucher_number"], keep="first", maintain_order=True)


def _settlements(ledger: Ledger, documents: pl.DataFrame, control: Control) -> pl.DataFrame:
    off = ledger.write_offs.group_by("payment").agg(written_off=pl.col("amount").sum())
    of_invoice = documents.unique("number", keep="first").select(
        invoice="number", invoice_counts="counts", invoice_from="booked_on"
    )
    return (
        ledger.payments.join(off, left_on="number", right_on="payment", how="left", maintain_order="left")
        .join(of_invoice, on="invoice", how="left", maintain_order="left")
        .join(_dated(control), on=["year_start", "series", "voucher_number"], how="left", maintain_order="left")
        .with_columns(pl.col("written_off").fill_null(0), paid_on=pl.coalesce("voucher_date", "date"))
        .with_columns(
            counts=pl.col("booked") & pl.col("invoice_counts").fill_null(value=False),
            counts_from=pl.max_horizontal("paid_on", "invoice_from"),
        )
        .select(list(SETTLEMENTS))
    )


def _items(documents: pl.DataFrame, settlements: pl.DataFrame, day: date) -> pl.DataFrame:
    until, whole = pl.col("paid_on") <= day, pl.col("settled") + pl.col("written_off")
    early = until & (pl.col("paid_on") < pl.col("counts_from"))
    paid = (
        settlements.filter("booked")
        .group_by("invoice")
        .agg(
            pl.col("settled", "written_off").filter(until).sum(),
            paid_early=whole.filter(early).sum(),
            paid_later=whole.filter(~until).sum(),
            paid_later_on=pl.col("paid_on").filter(~until).max(),
        )
    )
    sums = ("settled", "written_off", "paid_early", "paid_later")
    return (
        documents.join(paid, left_on="number", right_on="invoice", how="left", maintain_order="left")
        .with_columns(pl.col(sums).fill_null(0))
        .with_columns(paid=pl.col("settled") + pl.col("written_off"))
        .with_columns(remaining=pl.col("amount") - pl.col("paid"))
        .with_columns(
            remaining_currency=_in_currency(),
            overdue=(pl.lit(day) - pl.col("due")).dt.total_days().clip(lower_bound=0).fill_null(0),
        )
        .select(list(ITEMS))
    )


def _in_currency() -> pl.Expr:
    """What remains, in the invoice's own currency: as large a part of the whole as in kronor."""
    part, whole, wide = pl.col("total_currency").abs(), pl.col("total").abs(), pl.Int128
    foreign = (pl.col("currency") != KRONA) & (whole != 0)
    # twice, and half a step more: rounded to the nearest hundredth
    above = pl.col("remaining").cast(wide) * part.cast(wide) * 2 + whole.cast(wide)
    return pl.when(foreign).then((above // (whole.cast(wide) * 2)).cast(pl.Int64))
