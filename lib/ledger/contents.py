"""Vouchers by what they hold: one number each, that differs when the voucher does."""

from typing import Final

import polars as pl

from lib.ledger.books import YearFrames

_NAMED: Final = ("series", "number")
_ROW: Final = ("account", "amount", "text", "date", "quantity")


def voucher_contents(books: YearFrames) -> pl.DataFrame:
    """What each voucher of a year is and holds: `row` (its place), `key` and `content` (UInt64).

    `key` is of series, number and which one it is of that number; `content` of date, text and
    rows, whatever the rows' order. They compare within one run of the program only.
    """
    vouchers, entries, lists = pl.collect_all(
        [
            books.frame("vouchers").select(*_NAMED, "date", "text", "rows"),
            books.frame("entries").select("objects", *_ROW),
            books.frame("object_lists"),
        ]
    )
    return vouchers.select(
        row=pl.int_range(pl.len(), dtype=pl.UInt32),
        key=_keys(vouchers),
        content=pl.struct("date", "text").hash() + _rows_content(vouchers["rows"], entries, lists),
    )


def _keys(vouchers: pl.DataFrame) -> pl.Series:
    key = vouchers.select(key=pl.struct(_NAMED).hash())
    if key["key"].n_unique() < key.height:
        key = key.select(pl.col("key") + pl.int_range(pl.len(), dtype=pl.UInt64).over("key"))
    return key["key"]


def _rows_content(rows: pl.Series, entries: pl.DataFrame, lists: pl.DataFrame) -> pl.Series:
    """The sum, modulo 2 to the 64th, of the hashes of each voucher's rows.

    `rows` counts each voucher's entries, which stand in voucher order: so a sum is what the
    running sum grew by from one voucher's end to the next one's.
    """
    own = entries.select(own=pl.struct(_ROW).hash() + _list_hashes(entries["objects"], lists))["own"]
    running = pl.concat([pl.Series("own", [0], dtype=pl.UInt64), own.cum_sum()])
    ends = rows.cum_sum()
    return running.gather(ends) - running.gather(ends - rows)


def _list_hashes(objects: pl.Series, lists: pl.DataFrame) -> pl.Series:
    """The hash of each row's object list by what is in it: the list's number is the file's own."""
    hashes = lists.group_by("objects").agg(own=pl.struct("dimension", "object").hash().sum())
    every = pl.select(objects=pl.int_range(lists["objects"].len() and lists.select(pl.max("objects") + 1).item()))
    by_number = every.cast(pl.UInt32).join(hashes, on="objects", how="left", maintain_order="left")["own"]
    return by_number.gather(objects).fill_null(0)
