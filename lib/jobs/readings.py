"""Sources into books: whatever a client's books come from, they leave here as `YearBooks` and findings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlmodel import Session

from lib.core.findings import Finding
from lib.core.periods import FinancialYear
from lib.ledger import books_of
from lib.ledger.books import YearBooks
from lib.ledger.trial_balances import read_trial_balance, read_typed_balances
from lib.sie import SieFile, read
from lib.store import books, clients, imports
from lib.store.database import Store
from lib.store.tables import Import, Source


@dataclass(frozen=True, slots=True)
class Reading:
    """What an import's source says: its years of books and what was found while reading."""

    books: tuple[YearBooks, ...]
    findings: tuple[Finding, ...]
    sie: SieFile | None = None


def read_import(store: Store, import_id: str) -> Reading:
    """Read the source of an import by its kind; raises FileRefused when it is not what it should be."""
    with store.transaction() as session:
        import_ = imports.get(session, import_id)
        series = clients.get(session, import_.client_id).default_series
        years = known_years(session, import_.client_id)
    return _READERS[import_.source](imports.source(store, import_id), import_, series, years)


def known_years(session: Session, client_id: int) -> tuple[FinancialYear, ...]:
    """The financial years that the client's books hold."""
    return tuple(books.active(session, client_id).years)


def asked_year(options: Mapping[str, str]) -> FinancialYear:
    """The financial year that the person stated for a source that names none."""
    return FinancialYear(date.fromisoformat(options["start"]), date.fromisoformat(options["end"]))


def _read_sie(content: bytes, import_: Import, series: str, years: tuple[FinancialYear, ...]) -> Reading:
    sie = read(content, name=import_.file_name)
    years_of_books, findings = books_of(sie, series=series, years=years)
    return Reading(tuple(years_of_books), (*sie.findings, *findings), sie)


def _read_spreadsheet(content: bytes, import_: Import, _series: str, _years: tuple[FinancialYear, ...]) -> Reading:
    year_of_books, findings = read_trial_balance(content, import_.file_name, asked_year(import_.options))
    return Reading((year_of_books,), tuple(findings))


def _read_typed(content: bytes, import_: Import, _series: str, _years: tuple[FinancialYear, ...]) -> Reading:
    year_of_books, findings = read_typed_balances(content, asked_year(import_.options))
    return Reading((year_of_books,), tuple(findings))


_READERS: Final[Mapping[Source, Callable[[bytes, Import, str, tuple[FinancialYear, ...]], Reading]]] = {
    Source.SIE4: _read_sie,
    Source.SIE1: _read_sie,
    Source.SPREADSHEET: _read_spreadsheet,
    Source.MANUAL: _read_typed,
}
