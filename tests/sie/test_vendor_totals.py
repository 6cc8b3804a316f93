"""The vendors' own files, added up here line by line in the plainest way."""

import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from lib.sie import read

FILES = {
    "Sie1.se": "1",
    "Sie2.se": "2",
    "Sie3.se": "3",
    "Sie4.se": "4E",
    "Sie4.si": "4I",
    "typ4.se": "4E",
    "Test4.SE": "4E",
    "MAMUT_SIE4_EXPORT.SE": "4E",
    "SIE_exempelfil.se": "4E",
    "si.SI": "4I",
    "FAKT.SI": "4I",
    "transaktioner_ovnbolag.se": "4E",
}
ROW = re.compile(r"\s*#(R|B|)TRANS\s+(\S+)\s+\{.*?\}\s+(-?)(\d+)(?:\.(\d+))?\b")
BALANCE = re.compile(r"#(IB|UB|RES)\s+(-?\d)\s+(\S+)\s+(-?)(\d+)(?:\.(\d+))?\b")


def ore(sign: str, kronor: str, rest: str | None) -> int:
    value = int(kronor) * 100 + int(f"{rest or '0':0<2}")
    return -value if sign else value


def lines_of(folder: Path, name: str) -> list[str]:
    return (folder / name).read_bytes().decode("cp437").split("\n")


@pytest.mark.parametrize("name", FILES)
def test_rows_and_amounts_are_all_there(name: str, vendor_folder: Path) -> None:
    rows = [match.groups() for line in lines_of(vendor_folder, name) if (match := ROW.match(line))]
    amounts = Counter((f"{kind}TRANS", account, ore(*amount)) for kind, account, *amount in rows)
    file = read(vendor_folder / name)
    assert Counter(file.transactions.select("kind", "account", "amount").rows()) == amounts


@pytest.mark.parametrize("name", FILES)
def test_vouchers_balance_and_are_all_there(name: str, vendor_folder: Path) -> None:
    file = read(vendor_folder / name)
    assert len(file.vouchers) == sum(line.lstrip().startswith("#VER") for line in lines_of(vendor_folder, name))
    totals = file.booked.group_by("voucher").agg(pl.col("amount").sum())["amount"]
    assert set(totals) <= {0}


@pytest.mark.parametrize("name", FILES)
def test_balances_are_all_there(name: str, vendor_folder: Path) -> None:
    rows = [match.groups() for line in lines_of(vendor_folder, name) if (match := BALANCE.match(line))]
    expected = [(kind, int(year), account, ore(*amount)) for kind, year, account, *amount in rows]
    file = read(vendor_folder / name)
    assert file.balances.select("kind", "year_index", "account", "amount").rows() == expected


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_cp437_of_its_type_and_nothing_is_found(name: str, vendor_folder: Path) -> None:
    file = read(vendor_folder / name)
    # Visma writes the path of the company's folder, on one line, in Latin-1.
    expected = ["mixed-encoding"] if name == "si.SI" else []
    assert (file.encoding, file.sie_type) == ("cp437", FILES[name])
    assert [finding.check for finding in file.findings] == expected
