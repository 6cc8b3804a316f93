"""The fingerprint of a year of books."""

from dataclasses import fields, replace
from pathlib import Path

import polars as pl
import pytest

from lib.core.periods import calendar_year
from lib.ledger import FRAMES, Extent, YearBooks, books_of, fingerprint
from lib.sie import read
from tests.ledger.sie_texts import books, sie, voucher

ROWS = [("1930", 10_000), ("3001", -10_000)]
RECORDS = (
    '#SRU 1930 7281\n#DIM 1 "Ställe"\n#OBJEKT 1 K "Kontoret"\n#IB 0 1930 5\n#PBUDGET 0 202501 3001 {} 7\n'
    + voucher("A 1", "20250301", ROWS, "Försäljning")
    + '#VER A 2 20250302\n{\n#TRANS 1930 {1 K} 1 "" "text" 3\n#BTRANS 1930 {} 9\n#TRANS 3001 {} -1\n}\n'
)


def test_the_same_bytes_have_the_same_fingerprint() -> None:
    assert fingerprint(books(RECORDS)) == fingerprint(books(RECORDS))


def test_another_heading_moves_every_line_and_changes_nothing() -> None:
    moved = books("#PROSA Hej\n" * 3 + RECORDS)
    assert moved.entries["line"].to_list() != books(RECORDS).entries["line"].to_list()
    assert fingerprint(moved) == fingerprint(books(RECORDS))


def test_the_clients_series_is_part_of_the_content() -> None:
    file = sie(voucher(" ", "20250301", ROWS))
    (one,), (other,) = books_of(file, series="A")[0], books_of(file, series="B")[0]
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Försäljning", "Försäljninh"),
        ("#IB 0 1930 5", "#IB 0 1930 6"),
        ("7281", "7282"),
        ("{1 K} 1 ", "{} 1 "),
        ("Kontoret", "Lagret"),
        ('"text" 3', '"text" 4'),
        ('"text" 3', '"" 3'),
        ("#BTRANS 1930 {} 9", "#BTRANS 1930 {} 8"),
        ("202501 3001", "202502 3001"),
        ("20250302", "20250303"),
        ("#VER A 2", "#VER A 3"),
    ],
)
def test_whatever_changes_is_seen(old: str, new: str) -> None:
    assert old in RECORDS
    assert fingerprint(books(RECORDS.replace(old, new))) != fingerprint(books(RECORDS))


def test_the_year_and_the_extent_are_part_of_it() -> None:
    year = books(RECORDS)
    assert fingerprint(replace(year, year=calendar_year(2024))) != fingerprint(year)
    assert fingerprint(replace(year, extent=Extent.PART)) != fingerprint(year)


def test_text_does_not_run_over_from_one_value_to_the_next() -> None:
    one, other = (books(f'#KONTO 1 "{a}"\n#KONTO 2 "{b}"\n') for a, b in (("ab", "c"), ("a", "bc")))
    assert fingerprint(one) != fingerprint(other)


def test_missing_is_not_blank() -> None:
    year = books(RECORDS)
    blank = year.accounts.with_columns(unit=pl.lit(""))
    missing = year.accounts.with_columns(unit=pl.lit(None, dtype=pl.String))
    assert fingerprint(replace(year, accounts=blank)) != fingerprint(replace(year, accounts=missing))


def _stored(year: YearBooks, folder: Path) -> YearBooks:
    for name, frame in year.frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return YearBooks.of(year.year, year.extent, {name: pl.read_parquet(folder / f"{name}.parquet") for name in FRAMES})


def test_books_read_back_from_disk_keep_their_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(_stored(books(RECORDS), tmp_path)) == fingerprint(books(RECORDS))


def test_the_vendors_books_keep_theirs_too(vendor_folder: Path, tmp_path: Path) -> None:
    for name in ("Sie1.se", "Sie3.se", "Sie4.se", "typ4.se"):
        for year in books_of(read(vendor_folder / name))[0]:
            assert fingerprint(_stored(year, tmp_path)) == fingerprint(year)


def test_every_frame_is_part_of_the_books() -> None:
    assert {field.name for field in fields(YearBooks)} == {"year", "extent", *FRAMES}
