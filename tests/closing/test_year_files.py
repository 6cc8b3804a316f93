"""A whole year as SIE 4E: our reader makes the same books of it, and the books after entries when these are in it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings

from lib.closing.afterwards import AfterEntries
from lib.closing.entries import Draft, EntryRow
from lib.closing.file_entries import Company, FileEntry
from lib.closing.year_files import year_file
from lib.ledger import Extent, YearBooks, books_of, fingerprint
from lib.ledger.balances import trial_balance
from lib.sie import read
from tests.closing.years_by_hand import sound_years, whole_year
from tests.ledger.sie_texts import YEAR, books, voucher

COMPANY, MADE = Company("Bolaget AB", "556036-0793", "AB"), date(2026, 1, 15)
ROWS = (EntryRow("4010", 5_00, "Lokal", (("1", "BUT"),)), EntryRow("2990", -5_00))
ENTRY = FileEntry(Draft("Hyra", YEAR.end, ROWS), "brygga:0123456789abcdef", "A")
RICH = (
    '#DIM 1 "Kostnadsställe"\n#OBJEKT 1 "BUT" "Butiken"\n#SRU 1930 7281\n#IB 0 1930 5\n#IB 0 2010 -5\n'
    "#UB 0 1930 6\n#UB 0 2010 -5\n#RES 0 3001 -1\n#PSALDO 0 202503 1930 {} 1\n#PSALDO 0 202503 3001 {} -1\n"
    '#PBUDGET 0 202501 3001 {} -7\n#VER A 2 20250302 "Kassa" 20250303 "RUT"\n{\n'
    '#TRANS 1930 {1 "BUT"} 1 20250304 "text" 3\n'
    '#BTRANS 1930 {} 9\n#RTRANS 3001 {} -1 "" "" 0 "RUT"\n#TRANS 3001 {} -1\n}\n#VER A 3 20250401\n{\n}\n'
)


def again(year: YearBooks, *entries: FileEntry, previous: YearBooks | None = None) -> list[YearBooks]:
    made = year_file(COMPANY, year, MADE, previous=previous, entries=entries)
    file = read(made.content, name=made.name)
    assert (file.sie_type, file.findings) == ("4E", ())
    return books_of(file)[0]


def stated(records: str) -> YearBooks:
    """Books whose file states every balance, as those of bookkeeping programs do."""
    return books(records)


def test_a_rich_year_comes_back_as_it_was() -> None:
    (found,) = again(stated(RICH))
    assert fingerprint(found) == fingerprint(stated(RICH))


@settings(max_examples=60, deadline=None)
@given(sound_years())
def test_any_year_comes_back_with_the_same_vouchers_rows_and_balances(year: YearBooks) -> None:
    (found,) = again(year)
    for name in ("accounts", "vouchers", "entries", "months"):
        drop = {"line"} if name in {"vouchers", "entries"} else set()
        assert found.frames[name].drop(drop).equals(year.frames[name].drop(drop)), name
    assert trial_balance(found).equals(trial_balance(year))


def test_entries_are_booked_after_the_others_in_their_series() -> None:
    (found,) = again(stated(RICH), ENTRY)
    last = found.vouchers.row(-1, named=True)
    assert (last["series"], last["number"], last["text"]) == ("A", "4", "Hyra brygga:0123456789abcdef")


def test_a_year_with_entries_is_the_books_after_entries() -> None:
    (found,) = again(stated(RICH), ENTRY)
    after = AfterEntries(stated(RICH), [ENTRY.draft])
    closing = ["account", "opening", "closing"]
    assert trial_balance(found).select(closing).equals(trial_balance(after).select(closing))
    assert dict(found.balances.select("account", "closing").iter_rows())["2990"] == -5_00


def test_without_entries_there_are_none() -> None:
    (found,) = again(stated(RICH))
    assert found.vouchers.height == 2


def test_the_objects_of_entries_and_books_are_kept_apart() -> None:
    (found,) = again(stated(RICH), ENTRY)
    rows = found.entries.filter(pl.col("objects").is_not_null()).join(found.object_lists, on="objects")
    assert sorted(rows.select("account", "object").rows()) == [("1930", "BUT"), ("4010", "BUT")]


def test_last_years_balances_stand_beside() -> None:
    last = books("#UB 0 1930 5\n#UB 0 2010 -5\n", years="#RAR 0 20240101 20241231\n")
    this, before = again(stated(RICH), previous=last)
    assert (this.year, before.extent) == (YEAR, Extent.COMPARISON)
    assert before.balances.select("account", "closing").rows() == [("1930", 5_00), ("2010", -5_00)]


def test_loose_vouchers_state_what_their_rows_come_to() -> None:
    loose = books(voucher("A 1", "20250310", [("1930", 5_00), ("3001", -5_00)]), name="bok.si")
    assert loose.extent is Extent.PART
    (found,) = again(loose)
    assert found.balances.select("account", "closing").rows() == [("1930", 5_00), ("3001", -5_00)]


def test_the_year_is_named_and_the_company_and_how_far_it_is_booked() -> None:
    lines = year_file(COMPANY, whole_year(), MADE).content.decode("cp437").split("\r\n")
    assert {"#SIETYP 4", "#ORGNR 556036-0793", '#FNAMN "Bolaget AB"', "#OMFATTN 20251230", "#FTYP AB"} <= set(lines)


def test_vendors_years_come_back_as_they_were(vendor_folder: Path) -> None:
    seen = 0
    for path in sorted(vendor_folder.rglob("*.[sS][eE]"))[:12]:
        if path.stat().st_size > 2_000_000:
            continue
        for year in books_of(read(path.read_bytes(), name=path.name))[0][:1]:
            if year.extent is not Extent.FULL:
                continue
            made = year_file(COMPANY, year, MADE)
            (found, *_) = books_of(read(made.content, name=made.name))[0]
            drop = ["line"]
            assert found.vouchers.drop(drop).equals(year.vouchers.drop(drop)), path.name
            assert found.entries.drop([*drop, "objects"]).equals(year.entries.drop([*drop, "objects"])), path.name
            seen += 1
    assert seen or pytest.skip("no whole year among the vendors' files")
