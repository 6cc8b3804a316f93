"""The checks that the reader and the ledger make on their way: what they found, under each check's own name."""

from typing import Final

from lib.checks.needs import checksum, sie_file
from lib.checks.registry import Finder, Found, Intake, Need, check

MADE_WHILE_READING: Final[dict[str, tuple[Need, ...]]] = {
    "empty-file": (),
    "not-sie": (sie_file,),
    "is-sie-5": (sie_file,),
    "too-large": (),
    "cut-off-checksum": (sie_file,),
    "checksum-damaged": (sie_file, checksum),
    "year-assumed": (sie_file,),
    "damaged-characters": (sie_file,),
    "unreadable-amount": (sie_file,),
    "odd-amount": (sie_file,),
    "unreadable-date": (sie_file,),
    "unreadable-line": (sie_file,),
    "row-outside-voucher": (sie_file,),
    "cut-off": (sie_file,),
    "missing-series": (sie_file,),
    "objects-skipped": (sie_file,),
    "mixed-encoding": (sie_file,),
    "unknown-label": (sie_file,),
}


def _made_before(name: str) -> Finder:
    def find(intake: Intake) -> Found:
        return Found.of(found for found in intake.findings if found.check == name)

    return find


for _name, _needs in MADE_WHILE_READING.items():
    check(_name, needs=_needs)(_made_before(_name))
