"""What rows owe to the lines around them: the voucher they belong to, and the RTRANS that announced them."""

from collections.abc import Sequence

import numpy as np
import polars as pl


def places(voucher_lines: Sequence[int], lines: Sequence[int]) -> list[int]:
    """The number of the voucher that each line stands in, -1 before the first; both in rising order."""
    found = np.searchsorted(np.asarray(voucher_lines, np.int64), np.asarray(lines, np.int64), side="right") - 1
    return [int(place) for place in found]


def with_added(rows: pl.DataFrame) -> pl.DataFrame:
    """Mark the booked rows that an RTRANS right before them announced, and let them carry its signature.

    The two are equal in account, objects and amount; Fortnox and BL sign the RTRANS alone.
    """
    same = [pl.col(name).eq_missing(pl.col(name).shift()) for name in ("voucher", "account", "objects", "amount")]
    announced = (pl.col("kind") == "TRANS") & (pl.col("kind").shift() == "RTRANS") & pl.all_horizontal(same)
    signature = pl.when(pl.col("added") & (pl.col("signature") == "")).then(pl.col("signature").shift())
    return rows.with_columns(added=announced.fill_null(value=False)).with_columns(signature.otherwise("signature"))
