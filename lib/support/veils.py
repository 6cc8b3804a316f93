"""Differences between books as people see them who may not see a client's names and amounts."""

from dataclasses import replace

import polars as pl

from lib.core.masking import TEXT
from lib.ledger.comparison import YearChanges
from lib.ledger.differences import YearDifference

_TEXTS = frozenset({"text", "name", "name_before", "before", "now"})
_AMOUNTS = frozenset({"total", "total_before", "opening", "opening_before", "closing", "closing_before"}) | {
    "amount",
    "amount_before",
}


def veiled(year: YearDifference) -> YearDifference:
    """The difference without names, texts and amounts: accounts, vouchers, dates and counts are left."""
    changes = _changes(year.changes) if year.changes else None
    return replace(year, held=replace(year.held, debit=0), changes=changes, details=_hidden(year.details))


def _changes(changes: YearChanges) -> YearChanges:
    return replace(
        changes,
        before=replace(changes.before, debit=0) if changes.before else None,
        after=replace(changes.after, debit=0),
        accounts=_hidden(changes.accounts),
        vouchers=_hidden(changes.vouchers),
        balances=_hidden(changes.balances),
    )


def _hidden(frame: pl.DataFrame) -> pl.DataFrame:
    """Dots for each text that says anything, and nothing for amounts."""
    texts = [name for name in frame.columns if name in _TEXTS]
    amounts = [name for name in frame.columns if name in _AMOUNTS]
    said = [pl.when(pl.col(name) != "").then(pl.lit(TEXT)).otherwise(pl.col(name)).alias(name) for name in texts]
    return frame.with_columns(*said, *(pl.lit(None, dtype=pl.Int64).alias(name) for name in amounts))
