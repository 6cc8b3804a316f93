"""What is said of a ledger on a day, whether it agrees with its account or not."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from lib.checks.causes import Facts
from lib.checks.explainer import EARLIER, Explanation
from lib.core.explanations import explanation
from lib.core.findings import Finding
from lib.ledger.control_accounts import Control
from lib.ledger.open_items import KRONA, OpenLedger, Trace
from lib.ledger.sides import ACCOUNTS

ROUNDING: Final = 100
"""A foreign invoice's balance and its payments may differ by so many öre for want of decimals."""


def remarks(of: OpenLedger, control: Control, day: date, explained: Explanation) -> tuple[Finding, ...]:
    """The facts that nobody should have to wonder about: shares, migrated, not booked, shown apart."""
    found = (
        _tax_share(of, control, day),
        _migrated(of, control, day, explained),
        _apart(control, day, explained),
        _unbooked(of, day),
        _unbooked_payments(of, day),
        _balance_today(of),
    )
    return tuple(finding for findings in found for finding in findings)


def _tax_share(of: OpenLedger, control: Control, day: date) -> Iterator[Finding]:
    shared = of.at(day).filter(pl.col("share") != 0, pl.col("remaining") != 0)
    balance = control.apart("share", day)
    if shared.height:
        facts: Facts = {"invoices": shared.height, "share": int(shared["share"].sum()), "balance": balance}
        yield explanation("tax-share", facts, account=ACCOUNTS[control.side].share)


def _migrated(of: OpenLedger, control: Control, day: date, explained: Explanation) -> Iterator[Finding]:
    known = {cause.finding.check for cause in explained.causes} & {"migrated-differs", "cash-method"}
    migrated = of.documents.filter("counts", pl.col("trace") == Trace.NONE, pl.col("booked_on") <= day)
    if migrated.height and not known and not of.cash and control.year_of(day):
        facts: Facts = {"invoices": migrated.height, "total": int(migrated["amount"].sum())}
        yield explanation("migrated-agree", facts, account=control.main)


def _apart(control: Control, day: date, explained: Explanation) -> Iterator[Finding]:
    """What stands on the earlier system's account beyond what explains something."""
    told = sum(cause.amount for cause in explained.causes if cause.finding.check == EARLIER)
    if part := control.apart("earlier", day) - told:
        yield explanation("stands-apart", {"part": part}, account=ACCOUNTS[control.side].earlier)


def _unbooked(of: OpenLedger, day: date) -> Iterator[Finding]:
    left = of.unbooked(day)
    if left.height:
        yield explanation("unbooked-invoices", {"invoices": left.height, "total": int(left["amount"].sum())})


def _unbooked_payments(of: OpenLedger, day: date) -> Iterator[Finding]:
    left = of.settlements.filter(~pl.col("booked"), pl.col("paid_on") <= day)
    if left.height:
        total = int((left["settled"] + left["written_off"]).sum())
        yield explanation("unbooked-payments", {"payments": left.height, "total": total})


def _balance_today(of: OpenLedger) -> Iterator[Finding]:
    """Invoices whose balance in Fortnox is not what their payments leave, booked or not."""
    paid = of.settlements.group_by("invoice").agg(
        every=(pl.col("settled") + pl.col("written_off")).sum(),
        booked_part=(pl.col("settled") + pl.col("written_off")).filter("booked").sum(),
    )
    open_now = (
        of.documents.filter("counts")
        .join(paid, left_on="number", right_on="invoice", how="left", maintain_order="left")
        .with_columns(pl.col("every", "booked_part").fill_null(0))
    )
    gap = pl.col("balance") - pl.col("amount") + pl.col("booked_part")
    other = pl.col("balance") - pl.col("amount") + pl.col("every")
    allowed = pl.when(pl.col("currency") == KRONA).then(0).otherwise(ROUNDING)
    odd = open_now.filter(gap.abs() > allowed, other.abs() > allowed).with_columns(gap=gap)
    if odd.height:
        facts: Facts = {"invoices": odd.height, "gap": int(odd["gap"].sum()), "invoice": odd["number"][0]}
        yield explanation("balance-today", facts)
