"""Closing entries as an SI file (SIE 4I), which any bookkeeping program reads in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from lib.closing.file_entries import (
    Company,
    FileEntry,
    ObjectNumbers,
    accounts_of,
    header,
    objects_of,
    plain,
    transactions,
    vouchers,
)
from lib.core.periods import FinancialYear
from lib.ledger.books import YearFrames
from lib.sie.frames import ACCOUNTS, BALANCES, DIMENSIONS, OBJECTS, PERIOD_BALANCES, YEARS, SieFile, empty
from lib.sie.writer import IMPORT, write

SUFFIX: Final = ".si"
_UNSAFE: Final = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True)
class Download:
    """A file for a person: what it is called, and its bytes."""

    name: str
    content: bytes


def file_name(company: Company, year: FinancialYear, suffix: str = SUFFIX) -> str:
    """What the year's file is called: safe on every computer."""
    words = f"{company.name} {year.label}".replace("/", "-")
    return "".join(letter for letter in words if letter not in _UNSAFE and letter.isprintable()).strip() + suffix


def si_file(
    company: Company, books: YearFrames, entries: Sequence[FileEntry], made: date, *, named: str = ""
) -> Download:
    """The entries, all dated in the year of `books`, as an SI file made on the day `made`.

    Each voucher's text ends with the entry's marker, by which it is known when it comes back. Of the chart
    and the objects the file has those that the entries name. The same arguments give the same bytes.
    """
    numbers = ObjectNumbers()
    rows = transactions(entries, numbers)
    year = books.year
    file = SieFile(
        name=named or file_name(company, year),
        size=0,
        encoding="cp437",
        sie_type=IMPORT,
        checksum="absent",
        header=header(company, made),
        years=pl.DataFrame([(0, year.start, year.end)], schema=dict(YEARS), orient="row"),
        accounts=_accounts(books, entries),
        dimensions=_dimensions(books, entries),
        objects=_objects(books, entries),
        object_lists=numbers.frame,
        balances=empty(BALANCES),
        period_balances=empty(PERIOD_BALANCES),
        vouchers=vouchers(entries),
        transactions=rows,
    )
    return Download(file.name, write(file))


def _accounts(books: YearFrames, entries: Sequence[FileEntry]) -> pl.DataFrame:
    known = dict(books.frame("accounts").select("account", "name").collect().iter_rows())
    rows = [{"account": one, "name": plain(known.get(one) or ""), "unit": ""} for one in sorted(accounts_of(entries))]
    return pl.DataFrame(rows, schema=dict(ACCOUNTS))


def _dimensions(books: YearFrames, entries: Sequence[FileEntry]) -> pl.DataFrame:
    known = dict(books.frame("dimensions").select("dimension", "name").collect().iter_rows())
    used = sorted({int(dimension) for dimension, _code in objects_of(entries)})
    # a sub-dimension goes as a plain one: its rows name the parent's object themselves
    rows = [(number, plain(known.get(number) or ""), None) for number in used]
    return pl.DataFrame(rows, schema=dict(DIMENSIONS), orient="row")


def _objects(books: YearFrames, entries: Sequence[FileEntry]) -> pl.DataFrame:
    frame = books.frame("objects").select(pl.col("dimension").cast(pl.String), "object", "name").collect()
    known = {(dimension, code): name for dimension, code, name in frame.iter_rows()}
    used = sorted(objects_of(entries))
    rows = [(int(dimension), code, plain(known.get((dimension, code)) or "")) for dimension, code in used]
    return pl.DataFrame(rows, schema=dict(OBJECTS), orient="row")
