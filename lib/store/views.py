"""Filters that people keep under a name, for one client or for all."""

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, col, or_, select

from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store.check_tables import SavedView
from lib.store.closing_tables import Who

THING: Final = mark("The saved view")


def of_page(session: Session, page: str, client_id: int) -> list[SavedView]:
    """The views of a page that a client can be seen by: its own and those of all clients, by name."""
    own = or_(col(SavedView.client_id) == client_id, col(SavedView.client_id).is_(None))
    return list(session.exec(select(SavedView).where(SavedView.page == page, own).order_by(col(SavedView.name))))


def save(  # noqa: PLR0913 - the columns of SavedView
    session: Session, page: str, name: str, content: Mapping[str, Any], *, client_id: int | None, who: Who
) -> SavedView:
    """Keep a view (JSON); one of the same page, client and name is replaced."""
    same = select(SavedView).where(
        SavedView.page == page, SavedView.name == name, col(SavedView.client_id).is_not_distinct_from(client_id)
    )
    row = session.exec(same).first() or SavedView(page=page, name=name, client_id=client_id)
    row.content = dict(content)
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def remove(session: Session, view_id: int, client_id: int) -> SavedView:
    """Forget a view of the client's or of all clients'; raises NotFound."""
    row = session.get(SavedView, view_id)
    if row is None or row.client_id not in {client_id, None}:
        raise NotFound(thing=THING)
    session.delete(row)
    session.flush()
    return row
