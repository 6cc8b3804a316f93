"""Supplier invoices that are in the ledger twice, or paid twice."""

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from lib.checks.analysis.registry import found
from lib.core.findings import Finding
from lib.ledger.open_items import OpenLedger

_FEE: Final = (50_00, 250_00)
"""What a reminder costs, from and to (Inyett's figures)."""
_FEE_DAYS: Final = 60
_FAR: Final = date(9999, 1, 1)


def twice(ledger: OpenLedger, days: int) -> Iterator[Finding]:
    """The same number from one supplier; the same amount within some days; a reminder's fee more; paid twice."""
    bare = pl.col("external").str.to_uppercase().str.replace_all(r"[^0-9A-ZÅÄÖ]", "").str.strip_chars_start("0")
    kept = ledger.documents.filter("counts", pl.col("total") > 0).with_columns(bare=bare).sort("date", "number")
    yield from _same_number(kept)
    yield from _same_amount(kept, days)
    yield from _paid(ledger)


def _same_number(kept: pl.DataFrame) -> Iterator[Finding]:
    numbered = kept.filter(pl.col("bare") != "")
    groups = numbered.group_by("party_number", "bare", pl.col("date").dt.year(), maintain_order=True).agg(
        "number", "total", day="date", party=pl.col("party").first(), external=pl.col("external").first()
    )
    for row in groups.filter(pl.col("number").list.len() > 1).iter_rows(named=True):
        told = {"number": row["external"], "party": row["party"], "invoices": ", ".join(row["number"])}
        more = row["total"][1] - row["total"][0]
        if _FEE[0] <= more <= _FEE[1] and (row["day"][1] - row["day"][0]).days <= _FEE_DAYS:
            yield found("booked-twice:reminder", difference=more, **told)
        elif more == 0:
            yield found("booked-twice:invoice", count=len(row["number"]), amount=row["total"][0], **told)


def _same_amount(kept: pl.DataFrame, days: int) -> Iterator[Finding]:
    groups = kept.group_by("party_number", "total", maintain_order=True).agg(
        "number", "bare", day="date", party=pl.col("party").first()
    )
    for row in groups.filter(pl.col("number").list.len() == 2).iter_rows(named=True):  # noqa: PLR2004 - what recurs is let be
        apart = (row["day"][1] - row["day"][0]).days
        if apart <= days and row["bare"][0] != row["bare"][1]:
            told = {"party": row["party"], "invoices": ", ".join(row["number"]), "date": row["day"][0].isoformat()}
            yield found("booked-twice:amount", amount=row["total"], days=days, **told)


def _paid(ledger: OpenLedger) -> Iterator[Finding]:
    items = ledger.at(_FAR).filter(pl.col("amount") > 0, pl.col("settled") >= pl.col("amount") * 2)
    for row in items.iter_rows(named=True):
        told = {"number": row["external"] or row["number"], "party": row["party"]}
        yield found("booked-twice:paid", amount=row["amount"], paid=row["settled"], **told)
