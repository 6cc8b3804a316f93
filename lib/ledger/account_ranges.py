"""Ranges of accounts as people write them: `1510, 3000-3999, 24`.

`1510` is that account alone, `24` every account that begins so, and `3000-3999` takes 39991 too.
"""

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

Range = tuple[str, str]
"""The first and the last account; blank leaves that side open."""

WHOLE_NUMBER: Final = 4
"""Digits of an account's number; fewer are how numbers begin."""
_WRITTEN = re.compile(r"(\d*)(?:\s*[-\N{EN DASH}\N{MINUS SIGN}]\s*(\d*))?")


def ranges(text: str) -> tuple[tuple[Range, ...], tuple[str, ...]]:
    """The ranges written in a text, parted by commas, semicolons or blanks; and the parts that are none."""
    parts = [part.strip() for part in re.split(r"[,;]|(?<=\d)\s+(?=\d)", text) if part.strip()]
    read = {part: _range(part) for part in parts}
    return tuple(found for found in read.values() if found), tuple(part for part in parts if read[part] is None)


def written(chosen: Sequence[Range]) -> str:
    """Ranges as people write them."""
    return ", ".join(first if first == last else f"{first}\N{EN DASH}{last}" for first, last in chosen)


def within(chosen: Sequence[Range]) -> pl.Expr:
    """Whether an `account` is in one of the ranges."""
    return pl.any_horizontal(_within(first, last) for first, last in chosen)


def _range(part: str) -> Range | None:
    found = _WRITTEN.fullmatch(part)
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    return first, first if last is None else last


def _within(first: str, last: str) -> pl.Expr:
    account = pl.col("account")
    if first == last:
        return account == first if len(first) >= WHOLE_NUMBER else account.str.starts_with(first)
    # a range ends with all accounts that begin so: 1999 takes 19991 too
    head = account.str.slice(0, len(last))
    after = account >= first if first else pl.lit(value=True)
    return after & (head <= last) if last else after
