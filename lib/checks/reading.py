"""The checks that are made on the way, while a source is read and its books are made: what they found, by name."""

from typing import Final

from lib.checks.needs import checksum
from lib.checks.registry import Finder, Found, Intake, check
from lib.core.spreadsheets import SPREADSHEETS

MADE_OF_SIE: Final = (
    "not-sie",
    "broken-sie-5",
    "cut-off-checksum",
    "year-assumed",
    "damaged-characters",
    "unreadable-amount",
    "odd-amount",
    "unreadable-date",
    "unreadable-line",
    "row-outside-voucher",
    "cut-off",
    "own-year-unmarked",
    "stated-encoding",
    "missing-series",
    "objects-skipped",
    "mixed-encoding",
    "unknown-label",
    "parts-skipped",
    "signature-unverified",
    "corrected-voucher",
)
MADE_OF_ANY: Final = ("empty-file", "too-large")


def _made_before(name: str) -> Finder:
    def find(intake: Intake) -> Found:
        return Found.of(found for found in intake.findings if found.check == name)

    return find


for _name in MADE_OF_SIE:
    check(_name, of="sie")(_made_before(_name))
for _name in SPREADSHEETS:
    check(_name, of="balances")(_made_before(_name))
for _name in MADE_OF_ANY:
    check(_name)(_made_before(_name))
check("checksum-damaged", of="sie", needs=(checksum,))(_made_before("checksum-damaged"))
