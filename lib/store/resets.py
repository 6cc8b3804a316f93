"""Resets of a client: what of its books was before the last one that stands counts no more."""

from datetime import datetime

from sqlmodel import Session, col, select

from lib.store.tables import Books


def since(session: Session, client_id: int) -> list[Books]:
    """What was put in use from the last reset on, and the reset itself, in order, without what was undone.

    An undo makes a version like an earlier one, which stands here itself.
    """
    every = session.exec(select(Books).where(Books.client_id == client_id).order_by(col(Books.version))).all()
    undone = {one.undoes for one in every}
    standing = [one for one in every if one.undoes is None and one.version not in undone]
    return standing[max((place for place, one in enumerate(standing) if one.import_id is None), default=0) :]


def last(session: Session, client_id: int) -> datetime | None:
    """When the client was last reset, but for resets that were undone; None when it never was."""
    return next((one.created_at for one in since(session, client_id) if one.import_id is None), None)
