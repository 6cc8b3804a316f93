"""What rows owe to the lines around them: the voucher they belong to, and the RTRANS that announced them."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from lib.sie.frames import ROW_KINDS, TRANSACTIONS, VOUCHERS
from lib.sie.notes import Notes

_TRANS, _RTRANS = (ROW_KINDS.categories.to_list().index(kind) for kind in ("TRANS", "RTRANS"))


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
    numbers = pl.Series("voucher", np.repeat(np.arange(len(vouchers), dtype=np.uint32), counts))
    return _with_added([numbers, *rows[outside:].get_columns()])


def _with_added(columns: Sequence[pl.Series]) -> pl.DataFrame:
    """Mark the booked rows that an RTRANS right before them announced, and let them carry its signature.

    The two are equal in account, objects and amount; Fortnox and BL sign the RTRANS alone.
    """
    known = {column.name: column for column in columns}
    twins = _twins(known)
    added = np.zeros(len(columns[0]), np.bool_)
    added[twins] = True
    signatures = known["signature"]
    unsigned = twins[(signatures.gather(twins) == "").to_numpy()]
    known["signature"] = signatures.clone().scatter(unsigned, signatures.gather(unsigned - 1))
    known["added"] = pl.Series("added", added)
    return pl.DataFrame([known[name] for name in TRANSACTIONS])


def _twins(columns: Mapping[str, pl.Series]) -> npt.NDArray[np.intp]:
    """The places of the booked rows that are equal to the RTRANS right before them."""
    kinds = columns["kind"].to_physical().to_numpy()
    later = np.flatnonzero((kinds[:-1] == _RTRANS) & (kinds[1:] == _TRANS)) + 1
    keys = [columns[name] for name in ("voucher", "account", "objects", "amount")]
    equal = [key.gather(later - 1).eq_missing(key.gather(later)).to_numpy() for key in keys]
    return later[np.logical_and.reduce(equal)]
