"""A client's appendices: the two that every import from Fortnox makes, and those that were deleted since."""

from typing import Final

from sqlmodel import Session, col, select

from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import resets, rows
from lib.store.columns import now
from lib.store.fortnox_tables import Appendix, BooksSupplement, Supplement
from lib.store.tables import Books
from lib.store.words import SupplementKind, SupplementState

AUTOMATIC: Final = ("1510", "2440")
"""The accounts that a Fortnox import makes an appendix for: customers' and suppliers' ledger."""
THING: Final = mark("The appendix")


def ensure(session: Session, client_id: int, import_id: str) -> list[Appendix]:
    """Make both automatic appendices, and bring back one that was deleted; for an import that is put in use."""
    return [_ensured(session, client_id, account, import_id) for account in AUTOMATIC]


def of_client(session: Session, client_id: int, *, deleted: bool = False) -> list[Appendix]:
    """The client's appendices by account; those that were deleted only if asked for."""
    every = select(Appendix).where(Appendix.client_id == client_id).order_by(col(Appendix.account))
    return list(session.exec(every if deleted else every.where(col(Appendix.deleted_at).is_(None))))


def last_ledger(session: Session, client_id: int, kind: SupplementKind) -> Supplement | None:
    """The newest ledger of a kind that any version of the books went by; None when there is none.

    Not one from before a reset, and not one that only a version taken back by an undo went by.
    """
    standing = [one.id for one in resets.since(session, client_id)]
    newest = (
        select(Supplement)
        .join(BooksSupplement, col(BooksSupplement.supplement_id) == Supplement.id)
        .join(Books, col(Books.id) == BooksSupplement.books_id)
        .where(col(Books.id).in_(standing), Supplement.kind == kind, Supplement.state == SupplementState.FETCHED)
        .order_by(col(Books.version).desc())
        .limit(1)
    )
    return session.exec(newest).first()


def delete(session: Session, client_id: int, account: str, *, user_id: int | None) -> Appendix:
    """Delete an appendix until the next import brings it back; raises NotFound when it is not there."""
    same = select(Appendix).where(Appendix.client_id == client_id, Appendix.account == account)
    row = session.exec(same).first()
    if row is None or row.deleted_at is not None:
        raise NotFound(thing=THING)
    row.deleted_at, row.deleted_by = now(), user_id
    session.add(row)
    session.flush()
    return row


def _ensured(session: Session, client_id: int, account: str, import_id: str) -> Appendix:
    same = select(Appendix).where(Appendix.client_id == client_id, Appendix.account == account)
    row = rows.find_or_add(session, same, Appendix(client_id=client_id, account=account))
    row.import_id, row.deleted_at, row.deleted_by = import_id, None, None
    session.add(row)
    session.flush()
    return row
