"""Ranges of accounts as people write them: `1510, 3000-3999, 24`.

They go by how the numbers begin: `24` is every account that begins so, and `3000-3999` takes 39991 too.
"""

import re
from collections.abc import Sequence

import polars as pl

Range = tuple[str, str]
"""The first and the last account; blank leaves that side open."""

_WRITTEN = re.compile(r"(\d*)(?:\s*[-\N{EN DASH}\N{MINUS SIGN}]\s*(\d*))?")


def ranges(text: str) -> tuple[Range, ...]:
    """The ranges written in a text, parted by commas, semicolons or blanks; ValueError names what is none."""
    parts = re.split(r"[,;]|(?<=\d)\s+(?=\d)", text)
    return tuple(_range(part.strip()) for part in parts if part.strip())


def written(chosen: Sequence[Range]) -> str:
    """Ranges as people write them."""
    return ", ".join(first if first == last else f"{first}\N{EN DASH}{last}" for first, last in chosen)


def within(chosen: Sequence[Range]) -> pl.Expr:
    """Whether an `account` is in one of the ranges."""
    return pl.any_horizontal(_within(first, last) for first, last in chosen)


def _range(part: str) -> Range:
    found = _WRITTEN.fullmatch(part)
    if found is None or not any(found.groups()):
        raise ValueError(part)
    first, last = found.groups()
    return first, first if last is None else last


def _within(first: str, last: str) -> pl.Expr:
    account = pl.col("account")
    if first == last:
        return account.str.starts_with(first)
    # a range ends with all accounts that begin so: 1999 takes 19991 too
    head = account.str.slice(0, len(last))
    after = account >= first if first else pl.lit(value=True)
    return after & (head <= last) if last else after
