"""What a voucher's rows are as one number: the same rows, in any order, give the same."""

import numpy as np
import polars as pl

from lib.checks.analysis.case import Case

_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)
_FOLD = np.uint64(29)


def signatures(case: Case) -> pl.Series:
    """A number of the accounts and amounts of each voucher's rows; it compares within one run only."""
    amounts = case.lines["amount"].to_numpy().astype(np.uint64)
    codes = case.lines["code"].to_numpy().astype(np.uint64)
    mixed = (amounts * np.uint64(65_536) + codes) * _MIX
    mixed ^= mixed >> _FOLD
    return case.by_voucher(pl.Series("signature", mixed * _MIX))


def shapes(case: Case) -> pl.Series:
    """A number of the accounts of each voucher's rows and their sides, whatever the amounts."""
    codes = case.lines["code"].to_numpy().astype(np.uint64)
    sides = (case.lines["amount"] < 0).to_numpy().astype(np.uint64)
    mixed = (codes * np.uint64(2) + sides + np.uint64(1)) * _MIX
    mixed ^= mixed >> _FOLD
    return case.by_voucher(pl.Series("shape", mixed * _MIX))
