"""The one table of intake findings: what each is called, how much it weighs, what it says, what to do.

English is the source; `lib/locale/sv/checks.po` holds the Swedish. Facts are named in braces and
formed as `lib.core.languages.translate` tells. The remedies name the source's own menu where it
is known.
"""

from collections.abc import Mapping
from typing import Final

from lib.core.findings import CheckText, Finding, Location, Severity
from lib.core.languages import Fact, mark
from lib.core.sie5 import SIE5_NOTES, SIE5_REFUSALS, SIE5_WARNINGS
from lib.core.spreadsheets import SPREADSHEETS

_REFUSED, _ERROR, _WARNING, _NOTE = Severity.REFUSED, Severity.ERROR, Severity.WARNING, Severity.NOTE

CATALOGUE: Final[Mapping[str, CheckText]] = {
    # refused: the file cannot become books
    "empty-file": CheckText(
        _REFUSED,
        mark("The file has content"),
        mark("{file} is empty."),
        mark("Export the file again, and check that it has a size before you upload it."),
    ),
    "not-sie": CheckText(
        _REFUSED,
        mark("The file is a SIE file"),
        mark("{file} is not a SIE file but {kind:text}."),
        mark("Choose the file that the bookkeeping program made under Export > SIE; unpack it first if it is zipped."),
    ),
    "too-large": CheckText(
        _REFUSED,
        mark("The file is at most 100 MB"),
        mark("{file} is {size:MB}, and a file may be at most {limit:MB}."),
        mark("Export one financial year at a time; if a single year is larger, export it without objects."),
    ),
    "cut-off-checksum": CheckText(
        _REFUSED,
        mark("The checksum is closed"),
        mark("{file} opens a checksum (#KSUMMA) on line {line} that is never closed: the end of the file is missing."),
        mark("Export the file again, and wait until the program says that it is done."),
    ),
    "no-financial-year": CheckText(
        _REFUSED,
        mark("The file names its financial year"),
        mark(
            "{file} does not say which financial year it holds: #RAR 0 (in SIE 5 FiscalYear) is missing, "
            "or its days cannot be used."
        ),
        mark("Export the file again with a financial year chosen."),
    ),
    "other-company": CheckText(
        _REFUSED,
        mark("The organisation number is the client's own"),
        mark("{file} belongs to {company} ({found}), not to {client} ({expected})."),
        mark("Choose the right client or the right file; if the client's own number is wrong here, correct it."),
    ),
    **SIE5_REFUSALS,
    # error: staged, but using it needs an accountant's reason
    "org-number-missing": CheckText(
        _ERROR,
        mark("The organisation number is there"),
        mark("The file has no organisation number (#ORGNR), so nothing shows whose books these are."),
        mark("Enter the number in the bookkeeping program's company settings and export again."),
    ),
    "org-number-invalid": CheckText(
        _ERROR,
        mark("The organisation number is valid"),
        mark("The organisation number {found} is not valid: its check digit or its form is wrong."),
        mark("Correct the number in the bookkeeping program's company settings and export again."),
    ),
    "unbalanced-voucher": CheckText(
        _ERROR,
        mark("Vouchers balance"),
        mark("Voucher {voucher} does not balance: debit {debit:kr} and credit {credit:kr} differ by {difference:kr}."),
        mark("Open the voucher in the bookkeeping program, correct it and export again."),
    ),
    "closing-differs": CheckText(
        _ERROR,
        mark("Opening balance and movement give the closing balance"),
        mark(
            "Account {account}: opening {opening:kr} and movement {movement:kr} do not give "
            "the closing balance {closing:kr}; the difference is {difference:kr}."
        ),
        mark("Export the whole financial year with all series; a part of a year or a choice of series never agrees."),
    ),
    "checksum-damaged": CheckText(
        _ERROR,
        mark("The checksum agrees"),
        mark("The checksum is {stated} but the content gives {computed}: the file was changed after it was made."),
        mark("Export the file again, and import it without opening it in another program."),
    ),
    # warning: worth a look before use
    "result-differs": CheckText(
        _WARNING,
        mark("Result accounts are the sum of their rows"),
        mark("Account {account}: the file states {closing:kr}, but the account's rows sum to {movement:kr}."),
        mark("Export the whole financial year with all series, and compare the account with the program's own report."),
    ),
    "opening-differs": CheckText(
        _WARNING,
        mark("Opening balances are last year's closing balances"),
        mark(
            "Account {account}: the opening balance {opening:kr} differs from last year's "
            "closing balance {closing:kr} by {difference:kr}."
        ),
        mark(
            "In Fortnox: Register > Kontoplan > Överför balanser från föregående år, then import again. "
            "In other programs: carry the balances forward from last year, then import again."
        ),
    ),
    "opening-not-zero": CheckText(
        _WARNING,
        mark("Opening balances sum to zero"),
        mark("The opening balances sum to {difference:kr} instead of zero."),
        mark(
            "Usually last year's result has not been carried to equity: "
            "book it, carry the balances forward and import again."
        ),
    ),
    "date-outside-year": CheckText(
        _WARNING,
        mark("Vouchers are dated in the financial year"),
        mark("Voucher {voucher} is dated {date:date}, outside the financial year {start:date} - {end:date}."),
        mark("Correct the date in the bookkeeping program, or export the year that the voucher belongs to."),
    ),
    "year-too-long": CheckText(
        _WARNING,
        mark("The financial year is at most 18 months"),
        mark("The financial year {start:date} - {end:date} is {months} months long, but the law allows 18."),
        mark("Correct the financial year in the bookkeeping program and export again."),
    ),
    "year-assumed": CheckText(
        _WARNING,
        mark("Loose vouchers have a financial year"),
        mark("The file names no financial year; its vouchers were placed in {start:date} - {end:date}."),
        mark("Check that this is the client's financial year; a file of type 4E names it itself."),
    ),
    "undeclared-account": CheckText(
        _WARNING,
        mark("Accounts are in the chart of accounts"),
        mark("Account {account} is used on {rows:count|row|rows} but is not in the file's chart of accounts."),
        mark("Add the account in the bookkeeping program and export again; until then it has no name here."),
    ),
    "duplicate-voucher-number": CheckText(
        _WARNING,
        mark("Voucher numbers are used once"),
        mark("The number {voucher} is used by {vouchers:count|voucher|vouchers}."),
        mark("All of them are kept. Give each a number of its own in the bookkeeping program and export again."),
    ),
    "falling-voucher-number": CheckText(
        _WARNING,
        mark("Voucher numbers rise within a series"),
        mark("Voucher {voucher} stands after {previous} in the file, though its number is lower."),
        mark("Nothing is lost. Check in the bookkeeping program that no voucher was renumbered."),
    ),
    "damaged-characters": CheckText(
        _WARNING,
        mark("Letters are undamaged"),
        mark("On {rows:count|line|lines} letters were damaged before the file came here, for example “{text}”."),
        mark("Export the file again, and import it without opening it in a text editor."),
    ),
    "unreadable-amount": CheckText(
        _WARNING,
        mark("Amounts are readable"),
        mark("The amount “{text}” cannot be read; the row counts as 0,00."),
        mark("Correct the row in the bookkeeping program and export again."),
    ),
    "odd-amount": CheckText(
        _WARNING,
        mark("Amounts are written as SIE prescribes"),
        mark("The amount “{text}” is not written as SIE prescribes; it was read as {amount:kr}."),
        mark("Check the row against the bookkeeping program."),
    ),
    "unreadable-date": CheckText(
        _WARNING,
        mark("Dates are readable"),
        mark("The date “{text}” cannot be read."),
        mark("Correct the date in the bookkeeping program and export again."),
    ),
    "unreadable-line": CheckText(
        _WARNING,
        mark("Lines are whole"),
        mark("The line “{text}” lacks what {label} must have and was left out."),
        mark("Export the file again; if the line is the same, tell the program's supplier."),
    ),
    "row-outside-voucher": CheckText(
        _WARNING,
        mark("Rows belong to vouchers"),
        mark("A row on account {account} stands before any voucher and was left out."),
        mark("Export the file again; its beginning may be missing."),
    ),
    "cut-off": CheckText(
        _WARNING,
        mark("The file has its end"),
        mark("The file ends in the middle of a line or a voucher: its end is missing."),
        mark("Export the file again, and wait until the program says that it is done."),
    ),
    "foreign-currency": CheckText(
        _WARNING,
        mark("The books are in kronor"),
        mark("The books are kept in {currency}; Brygga shows the amounts as they are, without conversion."),
        mark("Keep in mind that every amount shown is in {currency}."),
    ),
    **SIE5_WARNINGS,
    # note: said so that nobody wonders
    "missing-series": CheckText(
        _NOTE,
        mark("Vouchers have a series"),
        mark("{vouchers:count|voucher|vouchers} without series or number got series {series}, numbers {first}-{last}."),
        mark("Nothing needs to be done; the series is the client's setting under Maintenance > Settings."),
    ),
    "objects-skipped": CheckText(
        _NOTE,
        mark("At most 500 objects"),
        mark(
            "The file has {objects:count} objects; above {limit:count} none of them are taken in. All amounts are kept."
        ),
        mark("If objects are needed, close unused ones in the bookkeeping program and export again."),
    ),
    "empty-voucher": CheckText(
        _NOTE,
        mark("Vouchers have rows"),
        mark("Voucher {voucher} has no booked rows: they were all struck out, or it was saved without any."),
        mark("Nothing needs to be done; the voucher is kept so that no number is missing."),
    ),
    "mixed-encoding": CheckText(
        _NOTE,
        mark("The file has one character set"),
        mark(
            "The file is written in {encoding}, but {rows:count|line|lines} in {repaired}; "
            "all of it was read as it was meant."
        ),
        mark("Nothing needs to be done."),
    ),
    "unknown-label": CheckText(
        _NOTE,
        mark("Labels are known"),
        mark("The label {label} is not part of SIE 4; {rows:count|line with it was|lines with it were} passed over."),
        mark("Nothing needs to be done; SIE says that unknown labels are passed over."),
    ),
    "already-imported": CheckText(
        _NOTE,
        mark("The file was not imported before"),
        mark("The file is marked as already imported by another program (#FLAGGA 1)."),
        mark("Nothing needs to be done."),
    ),
    **SIE5_NOTES,
    # of spreadsheets and typed balances
    **SPREADSHEETS,
    # of the checks themselves
    "check-crashed": CheckText(
        _WARNING,
        mark("Every check could run"),
        mark("The check “{crashed:text}” could not be completed."),
        mark("The other checks hold. Give support the import's number."),
    ),
}


def finding(
    check: str,
    /,
    *,
    location: Location | None = None,
    account: str | None = None,
    voucher: str | None = None,
    **facts: Fact,
) -> Finding:
    """Make a finding of `check` with the weight that the table gives it."""
    return Finding(check, CATALOGUE[check].severity, facts, location, account, voucher)
