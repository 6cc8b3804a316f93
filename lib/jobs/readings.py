"""Sources into books: whatever a client's books come from, they leave here as `YearBooks` and findings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lib.core.findings import Finding
from lib.core.periods import FinancialYear
from lib.ledger import books_of
from lib.ledger.books import Extent, YearBooks
from lib.ledger.trial_balances import read_trial_balance, read_typed_balances
from lib.sie import SieFile, read
from lib.store import books, clients, imports, pieces
from lib.store.database import Session, Store
from lib.store.tables import Import, Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file of an import's source says: its years of books and what was found while reading."""

    books: tuple[YearBooks, ...]
    findings: tuple[Finding, ...]
    sie: SieFile | None = None


def read_import(store: Store, import_id: str) -> tuple[Reading, ...]:
    """Read the source of an import by its kind, file by file; one file but where Fortnox gave one for each year.

    Raises FileRefused when a file is not what it should be.
    """
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        series = clients.get(session, import_.client_id).default_series
        years = known_years(session, import_.client_id)
    if import_.source is Source.FORTNOX:
        files = files_of(import_)
        return tuple(read_sie(pieces.get(store, import_id, name), name, series, years) for name in files)
    return (_READERS[import_.source](imports.source(store, import_id), import_, series, years),)


def files_of(import_: Import) -> tuple[str, ...]:
    """The files that an import from Fortnox was fetched as, newest year first."""
    return tuple(import_.summary.get("files", ()))


def books_in(readings: Sequence[Reading]) -> tuple[YearBooks, ...]:
    """The years of all files, without those that another file tells more of: last year's balances come along."""
    every = [year for reading in readings for year in reading.books]
    fullest = sorted(every, key=lambda year: list(Extent).index(year.extent), reverse=True)
    kept: list[YearBooks] = []
    for year in fullest:
        told_by_another = any(year.year.overlaps(other.year) and year.extent is not other.extent for other in kept)
        if len(readings) == 1 or not told_by_another:
            kept.append(year)
    return tuple(year for year in every if any(year is one for one in kept))


def known_years(session: Session, client_id: int) -> tuple[FinancialYear, ...]:
    """The financial years that the client's books hold."""
    return tuple(books.active(session, client_id).years)


def _read_sie(content: bytes, import_: Import, series: str, years: tuple[FinancialYear, ...]) -> Reading:
    return read_sie(content, import_.file_name, series, years)


def read_sie(content: bytes, name: str, series: str, years: tuple[FinancialYear, ...]) -> Reading:
    """Read one SIE file; `series` is of vouchers without one, `years` those that a file of loose vouchers may be of.

    Raises FileRefused when it is no SIE file.
    """
    sie = read(content, name=name)
    years_of_books, findings = books_of(sie, series=series, years=years)
    return Reading(tuple(years_of_books), (*sie.findings, *findings), sie)


def _read_spreadsheet(content: bytes, import_: Import, _series: str, _years: tuple[FinancialYear, ...]) -> Reading:
    year_of_books, findings = read_trial_balance(content, import_.file_name, FinancialYear.of_json(import_.options))
    return Reading((year_of_books,), tuple(findings))


def _read_typed(content: bytes, import_: Import, _series: str, _years: tuple[FinancialYear, ...]) -> Reading:
    year_of_books, findings = read_typed_balances(content, FinancialYear.of_json(import_.options))
    return Reading((year_of_books,), tuple(findings))


_READERS: Final[Mapping[Source, Callable[[bytes, Import, str, tuple[FinancialYear, ...]], Reading]]] = {
    Source.SIE4: _read_sie,
    Source.SIE1: _read_sie,
    Source.SPREADSHEET: _read_spreadsheet,
    Source.MANUAL: _read_typed,
}
