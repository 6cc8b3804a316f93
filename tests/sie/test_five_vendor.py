"""The SIE 5 samples of the format's own makers, held against a plain reading of the whole tree."""

import xml.etree.ElementTree as ET
from collections import Counter
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from lib.checks.inspection import inspect
from lib.core.findings import Severity
from lib.sie import SieFile, read

NAMES = {"": "http://www.sie.se/sie5"}
BALANCE_TYPES = {"asset", "liability", "equity"}
CLOSED = {"2014-12": 0, "2013-12": -1}
"""The months that the sample states closing balances of, and whose year's they are; it is about 2014."""


def ore(text: str) -> int:
    return int(Decimal(text) * 100)


@pytest.fixture
def whole(vendor_folder: Path) -> ET.Element:
    return ET.parse(vendor_folder / "Sample.sie").getroot()  # noqa: S314 - the vendor's own file


@pytest.fixture
def file(vendor_folder: Path) -> SieFile:
    return read(vendor_folder / "Sample.sie")


def test_rows_and_amounts_are_all_there(whole: ET.Element, file: SieFile) -> None:
    rows = whole.findall("Journal/JournalEntry/LedgerEntry", NAMES)
    kinds = ["TRANS" if row.find("Overstrike", NAMES) is None else "BTRANS" for row in rows]
    expected = [
        (kind, row.attrib["accountId"], ore(row.attrib["amount"])) for kind, row in zip(kinds, rows, strict=True)
    ]
    assert file.transactions.select("kind", "account", "amount").rows() == expected


def test_vouchers_are_all_there_in_their_journals(whole: ET.Element, file: SieFile) -> None:
    expected = [
        (journal.attrib["id"], entry.attrib["id"], entry.attrib["text"])
        for journal in whole.findall("Journal", NAMES)
        for entry in journal.findall("JournalEntry", NAMES)
    ]
    assert file.vouchers.select("series", "number", "text").rows() == expected


def test_vouchers_balance_only_without_their_struck_rows(file: SieFile) -> None:
    def unbalanced(rows: pl.DataFrame) -> int:
        return rows.group_by("voucher").agg(pl.col("amount").sum()).filter(pl.col("amount") != 0).height

    # counted in the sample by others (the reference on SIE, A.7)
    assert (file.vouchers.height, file.transactions.height) == (91, 353)
    assert (unbalanced(file.transactions), unbalanced(file.booked)) == (4, 0)


def test_opening_and_movement_give_the_closing_balance_of_every_account(whole: ET.Element, file: SieFile) -> None:
    reckoned: Counter[str] = Counter()
    for account, amount in file.booked.select("account", "amount").iter_rows():
        reckoned[account] += amount
    for account, amount in file.balances.filter(pl.col("kind") == "IB").select("account", "amount").iter_rows():
        reckoned[account] += amount
    for account in whole.findall("Accounts/Account", NAMES):
        closing = account.find("ClosingBalance[@month='2014-12']", NAMES)
        assert reckoned[account.attrib["id"]] == (ore(closing.attrib["amount"]) if closing is not None else 0)


def test_balances_and_results_are_told_apart_by_the_type_of_the_account(whole: ET.Element, file: SieFile) -> None:
    expected = []
    for account in whole.findall("Accounts/Account", NAMES):
        closed = "UB" if account.attrib["type"] in BALANCE_TYPES else "RES"
        for name, kind in (("OpeningBalance", "IB"), ("ClosingBalance", closed)):
            balances = account.findall(name, NAMES)
            for balance in balances:
                year = CLOSED.get(balance.attrib["month"], 0)
                expected.append((kind, year, account.attrib["id"], ore(balance.attrib["amount"])))
    assert file.balances.select("kind", "year_index", "account", "amount").rows() == expected


def test_objects_stand_on_their_rows(whole: ET.Element, file: SieFile) -> None:
    expected = Counter(
        (row.attrib["accountId"], int(reference.attrib["dimId"]), reference.attrib["objectId"])
        for row in whole.findall("Journal/JournalEntry/LedgerEntry", NAMES)
        for reference in row.findall("ObjectReference", NAMES)
    )
    placed = file.transactions.join(file.object_lists, on="objects").select("account", "dimension", "object")
    assert Counter(placed.rows()) == expected


def test_lines_are_those_of_the_elements(vendor_folder: Path, file: SieFile) -> None:
    lines = (vendor_folder / "Sample.sie").read_text(encoding="utf-8-sig").split("\n")
    for line, number in file.vouchers.select("line", "number").iter_rows():
        assert lines[line - 1].strip().startswith(f'<JournalEntry id="{number}"')
    for line, account in file.transactions.select("line", "account").iter_rows():
        assert lines[line - 1].strip().startswith(f'<LedgerEntry accountId="{account}"')


def test_nothing_is_wrong_with_the_sample(vendor_folder: Path) -> None:
    findings = inspect(vendor_folder / "Sample.sie").findings
    assert {finding.severity for finding in findings} == {Severity.NOTE}


def test_the_sample_of_an_import_file_has_nothing_to_import(vendor_folder: Path) -> None:
    inspection = inspect(vendor_folder / "SampleEntry.sie")
    assert inspection.sie
    assert (inspection.sie.sie_type, inspection.sie.accounts.height, inspection.sie.vouchers.height) == ("5I", 2, 0)
    refusals = [finding.check for finding in inspection.findings if finding.severity is Severity.REFUSED]
    assert refusals == ["nothing-to-import"]
