"""Snapshots: a financial year of books on disk, whole or not at all, never changed once written.

Each is a folder of Parquet files, one a frame, named by year, extent and fingerprint, so that the
same content twice is one snapshot.
"""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Final

import polars as pl
from sqlmodel import Session, col, select

from lib.core.periods import FinancialYear
from lib.ledger.books import FRAMES, LazyBooks, YearBooks
from lib.store import rows
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import FinancialYearRow, Import, ImportYear, Snapshot
from lib.store.writing import PART, write_folder, written_at

ROWS_A_GROUP: Final = 131_072
"""Small enough that a voucher or a page is read without the rest, large enough to pack well."""
LEVEL: Final = 1
ABANDONED_AFTER: Final = timedelta(hours=1)
"""No write takes this long: a folder as old, and without a row, was left by a process that died."""


def write(store: Store, import_: Import, books: YearBooks, fingerprint: str) -> Snapshot:
    """Keep a year of books as a snapshot that `import_` holds; content that is kept already is not kept twice.

    May be repeated. Call it outside any other transaction. Raises StorageFailed, with nothing left behind.
    """
    folder = _folder(import_, books, fingerprint)
    write_folder(store.folder / folder, lambda part: _fill(part, books))
    with store.transaction() as session:
        snapshot = _row(session, import_, books, fingerprint, folder)
        link = ImportYear(import_id=import_.id, year_id=snapshot.year_id, snapshot_id=snapshot.id)
        session.merge(link)
    return snapshot


def get(session: Session, snapshot_id: int) -> Snapshot:
    """The snapshot; raises NotFound."""
    return rows.get(session, Snapshot, snapshot_id)


def of_import(session: Session, import_id: str) -> list[Snapshot]:
    """The snapshots that an import holds, by year."""
    return list(
        session.exec(
            select(Snapshot)
            .join(ImportYear, col(ImportYear.snapshot_id) == Snapshot.id)
            .where(ImportYear.import_id == import_id)
            .order_by(col(Snapshot.start), col(Snapshot.end))
        )
    )


def let_go(session: Session, import_id: str) -> None:
    """Take from an import the snapshots that it held: its source is read anew. They stay for whoever else has them."""
    for link in session.exec(select(ImportYear).where(ImportYear.import_id == import_id)):
        session.delete(link)
    session.flush()


def frame(store: Store, snapshot: Snapshot, name: str) -> pl.LazyFrame:
    """One of `lib.ledger.books.FRAMES`, read lazily where it lies."""
    return pl.scan_parquet(store.folder / snapshot.folder / f"{name}.parquet")


def load(store: Store, snapshot: Snapshot) -> YearBooks:
    """The whole year in memory."""
    frames = {name: frame(store, snapshot, name).collect() for name in FRAMES}
    return YearBooks.of(snapshot.year, snapshot.extent, frames)


def lazily(store: Store, snapshot: Snapshot) -> LazyBooks:
    """The year, each frame read when it is asked for."""
    return LazyBooks(snapshot.year, snapshot.extent, lambda name: frame(store, snapshot, name))


def sweep(store: Store, session: Session, *, older_than: timedelta = ABANDONED_AFTER) -> list[Path]:
    """Remove what processes that died left behind: half-written parts, and folders without a row.

    Gives what was removed.
    """
    known = {store.folder / folder for folder in session.exec(select(Snapshot.folder))}
    known |= {store.folder / "imports" / import_id for import_id in session.exec(select(Import.id))}
    kept = [*store.folder.glob("snapshots/*/*"), *store.folder.glob("imports/*")]
    parts = store.folder.glob(f"imports/*/.*{PART}")
    before = now() - older_than
    abandoned = [path for path in kept if path not in known and written_at(path) < before]
    abandoned += [path for path in parts if written_at(path) < before]
    for path in abandoned:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return abandoned


def _folder(import_: Import, books: YearBooks, fingerprint: str) -> str:
    year = f"{books.year.start.isoformat()}_{books.year.end.isoformat()}"
    return f"snapshots/{import_.client_id}/{year}-{books.extent.value}-{fingerprint[:32]}"


def _fill(folder: Path, books: YearBooks) -> None:
    for name, frame_ in books.frames.items():
        frame_.write_parquet(
            folder / f"{name}.parquet", compression="zstd", compression_level=LEVEL, row_group_size=ROWS_A_GROUP
        )


def _row(session: Session, import_: Import, books: YearBooks, fingerprint: str, folder: str) -> Snapshot:
    year = _year(session, import_.client_id, books.year)
    same = select(Snapshot).where(
        Snapshot.client_id == import_.client_id,
        Snapshot.year_id == year.id,
        Snapshot.extent == books.extent,
        Snapshot.fingerprint == fingerprint,
    )
    new = Snapshot(
        import_id=import_.id,
        client_id=import_.client_id,
        year_id=year.id,
        start=books.year.start,
        end=books.year.end,
        extent=books.extent,
        fingerprint=fingerprint,
        folder=folder,
        totals=_totals(books),
    )
    return rows.find_or_add(session, same, new)


def _year(session: Session, client_id: int, year: FinancialYear) -> FinancialYearRow:
    table = FinancialYearRow
    same = select(table).where(table.client_id == client_id, table.start == year.start, table.end == year.end)
    return rows.find_or_add(session, same, table(client_id=client_id, start=year.start, end=year.end))


def _totals(books: YearBooks) -> dict[str, int]:
    amounts = books.entries["amount"]
    return {
        "accounts": books.accounts.height,
        "vouchers": books.vouchers.height,
        "rows": books.entries.height,
        "debit": int(amounts.filter(amounts > 0).sum()),
        "credit": -int(amounts.filter(amounts < 0).sum()),
    }
