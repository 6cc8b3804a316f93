"""Every vendor's approval file comes in through the dashboard with the right totals."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from tests.browser.desk import Desk

pytestmark = pytest.mark.slow

FILES = {
    "Sie1.se": "2. SIE",
    "Sie2.se": "2. SIE",
    "Sie3.se": "2. SIE",
    "Sie4.se": "1. SIE 4",
    "Sie4.si": "1. SIE 4",
    "typ4.se": "1. SIE 4",
    "Test4.SE": "1. SIE 4",
    "MAMUT_SIE4_EXPORT.SE": "1. SIE 4",
    "SIE_exempelfil.se": "1. SIE 4",
    "si.SI": "1. SIE 4",
    "FAKT.SI": "1. SIE 4",
    "transaktioner_ovnbolag.se": "1. SIE 4",
    "Sample.sie": "1. SIE 4",
}
NAMESPACE = {"": "http://www.sie.se/sie5"}
ROW = re.compile(r'#TRANS\s+"?(\w+)"?\s+\{[^}]*\}\s+"?(-?\d+(?:\.\d{1,2})?)')
OPENING = re.compile(r'#IB\s+0\s+"?(\w+)"?\s+"?(-?\d+(?:\.\d{1,2})?)')
BALANCE = re.compile(r'#(?:UB|RES)\s+0\s+"?(\w+)"?\s+"?(-?\d+(?:\.\d{1,2})?)')


@dataclass(frozen=True)
class Truth:
    """What a slow and plain reading of the file gives, in öre; `closing` by account."""

    accounts: int
    vouchers: int
    rows: int
    debit: int
    closing: dict[str, int]


def truth_of(path: Path) -> Truth:
    return truth_of_xml(path) if path.suffix == ".sie" else truth_of_lines(path)


def truth_of_xml(path: Path) -> Truth:
    """SIE 5: a struck row has an `Overstrike` in it, and a year closes at the end of its last month."""
    whole = ET.parse(path).getroot()  # noqa: S314 - the vendor's own file
    accounts = whole.findall("Accounts/Account", NAMESPACE)
    rows = whole.findall("Journal/JournalEntry/LedgerEntry", NAMESPACE)
    booked = [ore(row.attrib["amount"]) for row in rows if row.find("Overstrike", NAMESPACE) is None]
    own = whole.find("FileInfo/FiscalYears/FiscalYear[@primary='true']", NAMESPACE)
    assert own is not None
    last = f"ClosingBalance[@month='{own.attrib['end']}']"
    closed = [(account, account.find(last, NAMESPACE)) for account in accounts]
    return Truth(
        accounts=len(accounts),
        vouchers=len(whole.findall("Journal/JournalEntry", NAMESPACE)),
        rows=len(booked),
        debit=sum(amount for amount in booked if amount > 0),
        closing={
            account.attrib["id"]: ore(balance.attrib["amount"]) for account, balance in closed if balance is not None
        },
    )


def truth_of_lines(path: Path) -> Truth:
    lines = [line.strip() for line in path.read_bytes().decode("cp437").splitlines()]
    booked = [(found[1], ore(found[2])) for line in lines if (found := ROW.match(line))]
    stated = {found[1]: ore(found[2]) for line in lines if (found := BALANCE.match(line))}
    assert len(booked) == sum(line.startswith("#TRANS") for line in lines)
    opened = [(found[1], ore(found[2])) for line in lines if (found := OPENING.match(line))]
    reckoned: Counter[str] = Counter()
    for account, amount in opened + booked:
        reckoned[account] += amount
    return Truth(
        accounts=len({line.split()[1] for line in lines if line.startswith("#KONTO")}),
        vouchers=sum(line.startswith("#VER") for line in lines),
        rows=len(booked),
        debit=sum(amount for _, amount in booked if amount > 0),
        # loose vouchers state no closing balance that holds: Fortnox repeats the opening one
        closing=reckoned if path.suffix.lower() == ".si" else stated or reckoned,
    )


def ore(text: str) -> int:
    """An amount as a file, a Swedish screen or a table's own accessible text has it."""
    plain = re.sub(r"\s", "", text).replace("\N{MINUS SIGN}", "-").replace(",", ".")
    return int(Decimal(plain) * 100)


@pytest.mark.parametrize("name", FILES)
def test_a_vendor_file_is_previewed_and_used_with_the_right_totals(name: str, desk: Desk, vendor_folder: Path) -> None:
    truth = truth_of(vendor_folder / name)
    desk.add_client(f"Prov av {name}").choose_source(FILES[name]).import_file(vendor_folder / name)
    desk.button("Använd importen").wait_for()
    own = max(desk.ready().grid(), key=lambda row: row[0])
    assert [ore(cell) for cell in own[3:6]] == [truth.accounts * 100, truth.vouchers * 100, truth.rows * 100]
    assert ore(own[6]) == truth.debit
    has_errors = desk.page.get_by_text(re.compile(r"▲ \d+ fel")).count() > 0
    desk.use_import("Prov av leverantörens fil" if has_errors else "")
    desk.page.get_by_role("link", name="Huvudbok").click()
    desk.page.wait_for_url("**/huvudbok**")
    shown = {row[0].split()[0]: ore(row[3]) for row in desk.ready().grid()}
    assert shown
    assert shown == {account: truth.closing.get(account, 0) for account in shown}


def test_the_import_file_of_sie_5_without_vouchers_is_refused_with_what_to_do_instead(
    desk: Desk, vendor_folder: Path
) -> None:
    # the format's own sample names a company and two accounts: no year and no voucher
    whole = ET.parse(vendor_folder / "SampleEntry.sie").getroot()  # noqa: S314 - the vendor's own file
    assert [part.tag.partition("}")[2] for part in whole] == ["FileInfo", "Accounts"]
    desk.add_client("Prov av SampleEntry").choose_source("1. SIE 4").import_file(vendor_folder / "SampleEntry.sie")
    desk.sees("utan någon verifikation").sees("Exportera verifikationerna igen")


def test_no_vendor_file_is_left_out(vendor_folder: Path) -> None:
    files = {path.name for path in vendor_folder.iterdir() if path.suffix != ".md"}
    assert files == {*FILES, "SampleEntry.sie"}
