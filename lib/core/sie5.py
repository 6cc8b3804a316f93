"""What a SIE 5 file alone may be found to be: a part of the one table."""

from collections.abc import Mapping
from typing import Final

from lib.core.findings import CheckText, Severity
from lib.core.languages import mark

SIE5_REFUSALS: Final[Mapping[str, CheckText]] = {
    "broken-sie-5": CheckText(
        Severity.REFUSED,
        mark("The SIE 5 file can be read to its end"),
        mark("{file} cannot be read as SIE 5 from line {line} on: {cause:text}."),
        mark(
            "Export the file again, and import it without opening it in another program; "
            "if that does not help, export the same year as SIE 4E."
        ),
    ),
    "nothing-to-import": CheckText(
        Severity.REFUSED,
        mark("The import file holds vouchers"),
        mark("{file} is a SIE 5 import file (SieEntry) without a single voucher: there is nothing to take in."),
        mark("Export the vouchers again; for a whole financial year choose the full SIE 5 file or SIE 4E."),
    ),
}
SIE5_WARNINGS: Final[Mapping[str, CheckText]] = {
    "own-year-unmarked": CheckText(
        Severity.WARNING,
        mark("The file marks its own financial year"),
        mark(
            "The file does not mark exactly one of its financial years as its own (primary); "
            "{start:date} - {end:date} was taken."
        ),
        mark("Check that the file is about this year; if not, export it again with one financial year chosen."),
    ),
    "stated-encoding": CheckText(
        Severity.WARNING,
        mark("The file is written in the character set it states"),
        mark("The file says that it is written in {stated}, but it is written in {encoding} and was read as such."),
        mark("Look at a few names with å, ä and ö; if they are wrong, export the file again."),
    ),
}
SIE5_NOTES: Final[Mapping[str, CheckText]] = {
    "parts-skipped": CheckText(
        Severity.NOTE,
        mark("All parts of the file are read"),
        mark("The file also holds {part:text} ({rows:count}), which were passed over."),
        mark(
            "Nothing needs to be done: of SIE 5 Brygga reads accounts, balances, monthly budgets, "
            "dimensions and vouchers."
        ),
    ),
    "signature-unverified": CheckText(
        Severity.NOTE,
        mark("Digital signatures are verified"),
        mark("The file carries a digital signature, which Brygga does not verify."),
        mark("Nothing needs to be done; if the signature matters, verify it in a program made for that."),
    ),
    "corrected-voucher": CheckText(
        Severity.NOTE,
        mark("Corrections are said"),
        mark("According to the file, voucher {voucher} was corrected by voucher {correction}."),
        mark("Nothing needs to be done; both are in the books."),
    ),
}
