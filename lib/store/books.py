"""Books: which snapshot counts for each year of a client, as a list of versions that is only added to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlmodel import Session, col, select

from lib.core.errors import BooksChanged, NothingToActivate, WrongState
from lib.core.periods import FinancialYear
from lib.store import appendices, imports, news, rows, snapshots, supplements
from lib.store.fortnox_tables import Supplement
from lib.store.planning import YearPlan, plan_years
from lib.store.tables import Books, BooksYear, Client, Import, ImportState, Snapshot, Source, User
from lib.store.words import SupplementKind

__all__ = [
    "BookMap",
    "YearPlan",
    "activate",
    "active",
    "at_version",
    "plan",
    "reset",
    "unchanged",
    "undo",
    "undoable",
]

_NO_YEARS: Final[Mapping[FinancialYear, Snapshot]] = MappingProxyType({})
_NO_IMPORTS: Final[Mapping[FinancialYear, str]] = MappingProxyType({})
_NO_SUPPLEMENTS: Final[Mapping[SupplementKind, Supplement]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BookMap:
    """The books of a client at one version; version 0 holds nothing.

    `imports` names the import that each year comes from, `import_id` the one put in use last (None
    after an undo back to nothing, and after a reset: then `emptied`), `since` when this version began.
    """

    version: int = 0
    import_id: str | None = None
    years: Mapping[FinancialYear, Snapshot] = field(default_factory=lambda: _NO_YEARS)
    imports: Mapping[FinancialYear, str] = field(default_factory=lambda: _NO_IMPORTS)
    since: datetime | None = None
    emptied: bool = False


def active(session: Session, client_id: int) -> BookMap:
    """The books in use."""
    newest = select(Books).where(Books.client_id == client_id).order_by(col(Books.version).desc())
    books = session.exec(newest).first()
    return _map(session, books) if books else BookMap()


def at_version(session: Session, client_id: int, version: int) -> BookMap:
    """The books as they were at a version; one that never was holds nothing."""
    books = _version(session, client_id, version)
    return _map(session, books) if books else BookMap()


def plan(session: Session, import_id: str) -> list[YearPlan]:
    """What putting the import in use would do to each of its years; raises NotFound."""
    client_id = imports.get(session, import_id).client_id
    return plan_years(snapshots.of_import(session, import_id), active(session, client_id).years)


def activate(
    session: Session, import_id: str, *, expected_version: int, user_id: int | None, reason: str = ""
) -> BookMap:
    """Put a staged import in use: a new version in which its years stand in place of those they may replace.

    What it brought beside the books takes the place of what older imports brought of the same kind,
    and one from Fortnox makes the client's two appendices.

    Raises WrongState when the import is not staged, BooksChanged when the books are no longer at
    `expected_version`, NothingToActivate, NotFound.
    """
    client_id = imports.get(session, import_id).client_id
    rows.lock(session, Client, client_id)
    import_ = rows.lock(session, Import, import_id)
    if import_.state is not ImportState.STAGED:
        raise WrongState
    current = unchanged(session, client_id, expected_version)
    taken = [y for y in plan_years(snapshots.of_import(session, import_id), current.years) if y.action != "keep"]
    if not taken:
        raise NothingToActivate
    gone = {old for year in taken for old in year.replaced}
    kept = {year: snapshot for year, snapshot in current.years.items() if year not in gone}
    sources = {year: current.imports[year] for year in kept}
    version = current.version + 1
    books = Books(client_id=client_id, version=version, import_id=import_id, created_by=user_id, reason=reason)
    imports.set_state(session, import_id, ImportState.ACTIVATED, reason=reason)
    if import_.source is Source.FORTNOX:
        appendices.ensure(session, client_id, import_id)
    beside = _beside(session, client_id, current.version) | supplements.brought(session, import_id)
    return _append(
        session,
        books,
        kept | {year.year: year.snapshot for year in taken},
        sources | {year.year: import_id for year in taken},
        beside,
    )


def undoable(session: Session, client_id: int) -> Import | None:
    """The import that `undo` would take back; None when there is none."""
    last = _last_step(session, client_id)
    return imports.get(session, last.import_id) if last and last.import_id else None


def reset(session: Session, client_id: int, *, expected_version: int, user_id: int | None) -> BookMap:
    """Take all books of a client out of use: a new version that holds nothing, until an import or an undo.

    Raises BooksChanged when the books are no longer at `expected_version`, WrongState when they hold
    nothing, NotFound.
    """
    rows.lock(session, Client, client_id)
    current = unchanged(session, client_id, expected_version)
    if not current.years:
        raise WrongState
    books = Books(client_id=client_id, version=current.version + 1, created_by=user_id)
    return _append(session, books, _NO_YEARS, _NO_IMPORTS, _NO_SUPPLEMENTS)


def undo(session: Session, client_id: int, *, expected_version: int, user_id: int | None) -> BookMap:
    """Take back the last activation or reset that stands: a new version equal to the one before it.

    The import becomes undone and those before it are in use again. Raises BooksChanged when the
    books are no longer at `expected_version`, WrongState when nothing is left to undo, NotFound.
    """
    rows.lock(session, Client, client_id)
    current = unchanged(session, client_id, expected_version)
    last = _last_step(session, client_id)
    if last is None:
        raise WrongState
    before = at_version(session, client_id, last.version - 1)
    books = Books(
        client_id=client_id,
        version=current.version + 1,
        import_id=before.import_id,
        undoes=last.version,
        created_by=user_id,
    )
    if last.import_id is not None:
        imports.set_state(session, last.import_id, ImportState.UNDONE)
    return _append(session, books, before.years, before.imports, _beside(session, client_id, before.version))


def _append(
    session: Session,
    books: Books,
    years: Mapping[FinancialYear, Snapshot],
    sources: Mapping[FinancialYear, str],
    beside: Mapping[SupplementKind, Supplement],
) -> BookMap:
    session.add(books)
    session.flush()
    session.add_all(
        BooksYear(books_id=books.id, year_id=s.year_id, snapshot_id=s.id, import_id=sources[year])
        for year, s in years.items()
    )
    session.flush()
    supplements.put_in_use(session, books.id, beside)
    news.outdate(session, books.client_id)
    _follow(session, books.client_id, set(sources.values()))
    return _map(session, books)


def _beside(session: Session, client_id: int, version: int) -> dict[SupplementKind, Supplement]:
    books = _version(session, client_id, version)
    return supplements.of_books(session, books.id) if books else {}


def _follow(session: Session, client_id: int, in_use: set[str]) -> None:
    """Say of each import whether any of its years is still in use."""
    states = (ImportState.ACTIVATED, ImportState.SUPERSEDED)
    for import_ in session.exec(
        select(Import).where(Import.client_id == client_id, col(Import.state).in_(states))
    ).all():
        state = ImportState.ACTIVATED if import_.id in in_use else ImportState.SUPERSEDED
        imports.set_state(session, import_.id, state)


def unchanged(session: Session, client_id: int, expected_version: int) -> BookMap:
    """The books in use; raises BooksChanged when they are no longer at `expected_version`."""
    current = active(session, client_id)
    if current.version == expected_version:
        return current
    books = _version(session, client_id, current.version)
    user = session.get(User, books.created_by) if books and books.created_by else None
    raise BooksChanged(who=user.name if user else "Brygga")


def _last_step(session: Session, client_id: int) -> Books | None:
    """The newest activation or reset that no undo has taken back."""
    newest = select(Books).where(Books.client_id == client_id).order_by(col(Books.version).desc())
    return _standing(session, session.exec(newest).first())


def _standing(session: Session, books: Books | None) -> Books | None:
    """The activation or reset that a version goes back to."""
    while books is not None and books.undoes is not None:
        books = _version(session, books.client_id, books.undoes - 1)
    return books


def _version(session: Session, client_id: int, version: int) -> Books | None:
    return session.exec(select(Books).where(Books.client_id == client_id, Books.version == version)).first()


def _map(session: Session, books: Books) -> BookMap:
    found = session.exec(
        select(BooksYear, Snapshot)
        .join(Snapshot, col(Snapshot.id) == BooksYear.snapshot_id)
        .where(BooksYear.books_id == books.id)
        .order_by(col(Snapshot.start))
    ).all()
    return BookMap(
        version=books.version,
        import_id=books.import_id,
        years=MappingProxyType({snapshot.year: snapshot for _, snapshot in found}),
        imports=MappingProxyType({snapshot.year: year.import_id for year, snapshot in found}),
        since=books.created_at,
        emptied=books.import_id is None and _standing(session, books) is not None,
    )
