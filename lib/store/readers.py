"""What each person has read of what the program tells of itself: the introduction, and what is new."""

from sqlmodel import Session, select

from lib.store import rows
from lib.store.bureau_tables import Reader

NOBODY = Reader(user_id=0)
"""Who has read nothing yet."""


def of(session: Session, user_id: int) -> Reader:
    """What a person has read."""
    return session.get(Reader, user_id) or NOBODY


def note(session: Session, user_id: int, *, news: str | None = None, introduced: bool | None = None) -> None:
    """Keep what a person has read: *What's new* until a day (ISO), the introduction; None leaves it as it was."""
    row = rows.find_or_add(session, select(Reader).where(Reader.user_id == user_id), Reader(user_id=user_id))
    row.news = row.news if news is None else news
    row.introduced = row.introduced if introduced is None else introduced
    session.add(row)
    session.flush()
