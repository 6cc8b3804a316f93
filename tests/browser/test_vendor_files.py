"""Every vendor's approval file comes in through the dashboard with the right totals."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.desk import Desk

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
}
SIE_5 = ("Sample.sie", "SampleEntry.sie")
AMOUNT = re.compile(r'#TRANS\s+"?\w+"?\s+\{[^}]*\}\s+"?(-?\d+(?:\.\d{1,2})?)')


@dataclass(frozen=True)
class Truth:
    """What a slow and plain reading of the file gives; `debit` as a Swede writes it."""

    accounts: int
    vouchers: int
    rows: int
    debit: str


def truth_of(path: Path) -> Truth:
    lines = [line.strip() for line in path.read_bytes().decode("cp437").splitlines()]
    amounts = [cents(found[1]) for line in lines if (found := AMOUNT.match(line))]
    rows = [line for line in lines if line.startswith("#TRANS")]
    assert len(rows) == len(amounts)
    return Truth(
        accounts=len({line.split()[1] for line in lines if line.startswith("#KONTO")}),
        vouchers=sum(line.startswith("#VER") for line in lines),
        rows=len(rows),
        debit=swedish(sum(amount for amount in amounts if amount > 0)),
    )


def cents(text: str) -> int:
    kronor, _, decimals = text.lstrip("-").partition(".")
    amount = int(kronor) * 100 + int(decimals.ljust(2, "0") or 0)
    return -amount if text.startswith("-") else amount


def swedish(amount: int) -> str:
    return f"{amount // 100:,}".replace(",", "\N{NO-BREAK SPACE}") + f",{amount % 100:02}"


def number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


@pytest.mark.parametrize("name", FILES)
def test_a_vendor_file_is_previewed_and_used_with_the_right_totals(name: str, desk: Desk, vendor_folder: Path) -> None:
    truth = truth_of(vendor_folder / name)
    desk.add_client(f"Prov av {name}").choose_source(FILES[name]).import_file(vendor_folder / name)
    desk.button("Använd importen").wait_for()
    years = desk.ready().grid()
    own = max(years, key=lambda row: (number(row[5]), row[0]))
    assert (number(own[3]), number(own[4]), number(own[5])) == (truth.accounts, truth.vouchers, truth.rows)
    assert own[6] == truth.debit
    has_errors = desk.page.get_by_text(re.compile(r"▲ \d+ fel")).count() > 0
    desk.use_import("Prov av leverantörens fil" if has_errors else "")
    desk.sees("Räkenskapsår i bruk")


@pytest.mark.parametrize("name", SIE_5)
def test_a_sie_5_file_is_refused_with_what_to_do_instead(name: str, desk: Desk, vendor_folder: Path) -> None:
    desk.add_client(f"Prov av {name}").choose_source("1. SIE 4").import_file(vendor_folder / name)
    desk.sees("SIE 5").sees("SIE 4E")
