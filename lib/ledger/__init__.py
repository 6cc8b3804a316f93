"""Books as frames: years, balances, statements, and the comparison of two imports.

Comes in: a read SIE file, a spreadsheet or typed rows.
Goes out: `YearBooks`, one for each financial year, and the tables that screens and reports show.
Must not know clients, the store, or who is looking.
"""

from lib.ledger.books import FRAMES, Extent, LazyBooks, YearBooks, YearFrames
from lib.ledger.comparison import YearChanges, compare
from lib.ledger.fingerprints import fingerprint
from lib.ledger.intake import books_of

__all__ = [
    "FRAMES",
    "Extent",
    "LazyBooks",
    "YearBooks",
    "YearChanges",
    "YearFrames",
    "books_of",
    "compare",
    "fingerprint",
]
