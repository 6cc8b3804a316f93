"""Why a finding of each intake check comes about, and who mends it: the part of support's knowledge about content.

The sentence of a check says what was found and its remedy what to do; the cause stands here. Causes are
gathered from what users of such imports report (`reference/product.md` §10b).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from lib.core.languages import mark
from lib.support.diagnoses import Who


class Cause(NamedTuple):
    """Why, as a marked text, and who mends it."""

    text: str
    who: Who = Who.CLIENT


_EXPORT: Final = mark("The bookkeeping program was not done when the file was taken, or the file was cut on its way.")
_EDITED: Final = mark("The file was opened and saved in another program after the bookkeeping program made it.")
_STANDS: Final = mark("It stands like this in the bookkeeping program.")
_RENUMBERED: Final = mark("Vouchers were renumbered, moved or imported from another program.")
_AS_IT_IS: Final = mark("The file is read as it is meant; this is only said so that nobody wonders.")
_LIST: Final = mark("The list was made otherwise than a trial balance is: columns, rows or signs are others.")

CAUSES: Final[Mapping[str, Cause]] = {
    # refused
    "empty-file": Cause(_EXPORT),
    "not-sie": Cause(mark("Another file than the SIE file was chosen, or the SIE file is packed within it.")),
    "too-large": Cause(mark("The file holds several years, or thousands of objects such as projects.")),
    "cut-off-checksum": Cause(_EXPORT),
    "no-financial-year": Cause(mark("The bookkeeping program was not told which financial year to export.")),
    "other-company": Cause(
        mark("The file or the client was mixed up, or the organisation number is wrong in one of the two."),
        Who.ACCOUNTANT,
    ),
    "broken-sie-5": Cause(_EDITED),
    "nothing-to-import": Cause(mark("The export was made for days or series that have no vouchers.")),
    "not-a-trial-balance": Cause(_LIST),
    "unreadable-balance": Cause(_LIST),
    "account-twice": Cause(mark("The list was made by cost centre or project, with one row for each.")),
    # errors
    "org-number-missing": Cause(
        mark("The company's organisation number has not been entered in the bookkeeping program.")
    ),
    "org-number-invalid": Cause(
        mark("The organisation number was mistyped in the bookkeeping program; its last digit is a check digit.")
    ),
    "unbalanced-voucher": Cause(
        mark(
            "The voucher stands unbalanced in the bookkeeping program, or rows of it were left out; struck and added "
            "rows (#BTRANS, #RTRANS) are not the cause, they are kept out of the sum."
        )
    ),
    "closing-differs": Cause(
        mark("The file holds a part of the year or some of the series, while its balances are of the whole year.")
    ),
    "checksum-damaged": Cause(_EDITED),
    # warnings
    "result-differs": Cause(mark("The file holds a part of the year or some of the series.")),
    "opening-differs": Cause(
        mark(
            "Something was booked in last year after its balances had been carried over, or the account is not used "
            "this year and was made inactive or removed."
        )
    ),
    "opening-not-zero": Cause(
        mark("Last year's result was never carried to equity, or accounts are missing from the export.")
    ),
    "date-outside-year": Cause(mark("The file holds vouchers of several years, or the wrong year was exported.")),
    "year-too-long": Cause(mark("The financial year was set up wrongly in the bookkeeping program.")),
    "year-assumed": Cause(
        mark("The file is one of loose vouchers (SIE type 4I), which need not name its year."), Who.ACCOUNTANT
    ),
    "undeclared-account": Cause(
        mark("The account was removed from the chart of accounts after it had been booked on.")
    ),
    "duplicate-voucher-number": Cause(_RENUMBERED),
    "falling-voucher-number": Cause(_RENUMBERED),
    "damaged-characters": Cause(
        mark(
            "The file was opened and saved in a program that took its character set (PC8, code page 437) for another "
            "one, so that å, ä and ö were lost."
        )
    ),
    "unreadable-amount": Cause(_EDITED),
    "odd-amount": Cause(_EDITED),
    "unreadable-date": Cause(_EDITED),
    "unreadable-line": Cause(_EDITED),
    "row-outside-voucher": Cause(_EXPORT),
    "cut-off": Cause(_EXPORT),
    "foreign-currency": Cause(mark("The company keeps its books in another currency than kronor."), Who.NOBODY),
    "own-year-unmarked": Cause(mark("The program that made the file marked no year as the file's own, or several.")),
    "stated-encoding": Cause(_EDITED),
    "closing-not-zero": Cause(_LIST),
    "check-crashed": Cause(mark("A check of Brygga's own failed on these books."), Who.ADMINISTRATOR),
    # notes
    "missing-series": Cause(
        mark("A file of loose vouchers may leave series and number to the program that reads it."), Who.NOBODY
    ),
    "objects-skipped": Cause(mark("The company has used a great many cost centres, projects or the like.")),
    "empty-voucher": Cause(
        mark("Every row of the voucher was struck out, or it was saved without any; its number is kept."), Who.NOBODY
    ),
    "mixed-encoding": Cause(mark("Texts were pasted into the file from another program."), Who.NOBODY),
    "unknown-label": Cause(mark("The program that made the file writes labels of its own."), Who.NOBODY),
    "already-imported": Cause(_AS_IT_IS, Who.NOBODY),
    "parts-skipped": Cause(_AS_IT_IS, Who.NOBODY),
    "signature-unverified": Cause(_AS_IT_IS, Who.NOBODY),
    "corrected-voucher": Cause(_AS_IT_IS, Who.NOBODY),
    "balances-read": Cause(_AS_IT_IS, Who.NOBODY),
}
"""Each intake check's cause; `_STANDS` for one that is not listed."""

ON_THE_WAY: Final = mark("What Fortnox sent did not come whole.")


def cause(check: str) -> Cause:
    """Why a finding of this check comes about."""
    return CAUSES.get(check, Cause(_STANDS))
