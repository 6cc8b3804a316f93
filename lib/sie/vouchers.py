"""What rows owe to the lines around them: the voucher they belong to, and the RTRANS that announced them."""

import numpy as np
import polars as pl

from lib.sie.frames import TRANSACTIONS, VOUCHERS
from lib.sie.notes import Notes


def numbered(vouchers: pl.DataFrame) -> pl.DataFrame:
    """The vouchers with their number, from 0 in the file's order."""
    return vouchers.with_row_index("voucher").select(*VOUCHERS)


def placed(rows: pl.DataFrame, vouchers: pl.DataFrame, notes: Notes) -> pl.DataFrame:
    """The rows with the number of the voucher that each stands in; those before the first are noted and left out."""
    before = np.searchsorted(rows["line"].to_numpy(), vouchers["line"].to_numpy())
    counts = np.diff(np.append(before, len(rows)))
    outside = len(rows) - int(counts.sum())
    for account, line in rows[:outside].select("account", "line").iter_rows():
        notes.add("row-outside-voucher", line, account=account)
    numbers = np.repeat(np.arange(len(vouchers), dtype=np.uint32), counts)
    return with_added(rows[outside:].with_columns(voucher=pl.Series(numbers)))


def with_added(rows: pl.DataFrame) -> pl.DataFrame:
    """Mark the booked rows that an RTRANS right before them announced, and let them carry its signature.

    The two are equal in account, objects and amount; Fortnox and BL sign the RTRANS alone.
    """
    same = [pl.col(name).eq_missing(pl.col(name).shift()) for name in ("voucher", "account", "objects", "amount")]
    announced = (pl.col("kind") == "TRANS") & (pl.col("kind").shift() == "RTRANS") & pl.all_horizontal(same)
    signature = pl.when(pl.col("added") & (pl.col("signature") == "")).then(pl.col("signature").shift())
    marked = rows.with_columns(added=announced.fill_null(value=False))
    return marked.with_columns(signature.otherwise("signature")).select(*TRANSACTIONS)
