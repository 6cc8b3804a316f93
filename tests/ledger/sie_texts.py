"""SIE files written by hand for the ledger's tests: a heading, and the records that the test is about."""

from collections.abc import Iterable
from datetime import date

from lib.core.periods import FinancialYear, calendar_year
from lib.ledger import YearBooks, books_of
from lib.sie import SieFile, read

YEAR = calendar_year(2025)
CHART = """#KONTO 1510 Kundfordringar
#KONTO 1930 Bank
#KONTO 2010 "Eget kapital"
#KONTO 2440 Leverantörsskulder
#KONTO 3001 Försäljning
#KONTO 4010 Inköp
#KONTO 8999 "Årets resultat"
"""


def sie(records: str, *, kind: str = "4", years: str = "#RAR 0 20250101 20251231\n", name: str = "bok.se") -> SieFile:
    """A file of this type with one year, a small chart and these records."""
    head = f'#FLAGGA 0\n#PROGRAM "Test" 1\n#FORMAT PC8\n#GEN 20260101\n#SIETYP {kind}\n#FNAMN "Bolaget AB"\n'
    return read((head + years + CHART + records).encode("cp437"), name=name)


def books(records: str, **how: str) -> YearBooks:
    """The books of the file's own year."""
    return books_of(sie(records, **how))[0][0]


def voucher(label: str, day: date | str, rows: Iterable[tuple[str, int]], text: str = "") -> str:
    """A voucher `A 1` with rows of account and öre; a blank series or number as in `" 1"` or `"A "`."""
    series, _, number = label.partition(" ")
    when = day if isinstance(day, str) else day.strftime("%Y%m%d")
    lines = "".join(f"#TRANS {account} {{}} {kronor(ore)}\n" for account, ore in rows)
    return f'#VER "{series}" "{number}" {when} "{text}"\n{{\n{lines}}}\n'


def kronor(ore: int) -> str:
    """An amount as SIE writes it."""
    sign, whole, part = "-" if ore < 0 else "", abs(ore) // 100, abs(ore) % 100
    return f"{sign}{whole}.{part:02}"


def half_year(year: int) -> FinancialYear:
    """A broken financial year, July to June."""
    return FinancialYear(date(year, 7, 1), date(year + 1, 6, 30))
