"""A period's books, the closing entries beside them, and the books after these: as the store has them now."""

import polars as pl

from lib.closing.afterwards import after_entries, afterwards
from lib.ledger.books import YearFrames
from lib.store import reconciling, returns, snapshots
from lib.store.database import Session, Store
from lib.store.reconciling import PeriodView
from lib.store.returns import Returned


def of_period(store: Store, session: Session, client_id: int, key: str) -> pl.DataFrame:
    """Each account at a period's end as `lib.closing.afterwards.AFTERWARDS`; raises NotFound."""
    at = reconciling.view(session, client_id, key)
    counted = returns.counted(store, session, client_id, at.period.year, at.books)
    known = _returned(session, client_id, at)
    books = snapshots.lazily(store, at.snapshot)
    return afterwards(books, at.period, counted, returned=known.expr if known else None)


def books_after(store: Store, session: Session, client_id: int, key: str) -> tuple[YearFrames, Returned | None]:
    """The books of a period's year once its entries are booked, and which vouchers the period does not show.

    For statements, reconciliation and trial balance of the books after entries. Raises NotFound.
    """
    at = reconciling.view(session, client_id, key)
    counted = returns.counted(store, session, client_id, at.period.year, at.books)
    books = snapshots.lazily(store, at.snapshot)
    return after_entries(books, at.period, counted), _returned(session, client_id, at)


def _returned(session: Session, client_id: int, at: PeriodView) -> Returned | None:
    import_id = next((one for year, one in at.books.imports.items() if at.period.span.end in year), None)
    return returns.returned(session, client_id, at.period, import_id)
