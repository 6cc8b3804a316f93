"""Templates that closing entries are made from: a client's own, and the bureau's for all clients."""

from collections.abc import Sequence
from typing import Final

from sqlmodel import col, or_, select

from lib.closing.entries import EntryRow
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store.closing_tables import Who
from lib.store.database import Session
from lib.store.entry_tables import EntryTemplate

THING: Final = mark("The template")


def of_client(session: Session, client_id: int) -> list[EntryTemplate]:
    """The client's templates and the bureau's, by name."""
    found = session.exec(
        select(EntryTemplate).where(
            or_(col(EntryTemplate.client_id) == client_id, col(EntryTemplate.client_id).is_(None))
        )
    )
    return sorted(found, key=lambda row: (row.name.casefold(), row.id))


def get(session: Session, client_id: int | None, template_id: int) -> EntryTemplate:
    """A template of the client's or the bureau's; with None one of the bureau's. Raises NotFound."""
    row = session.get(EntryTemplate, template_id)
    if row is None or row.client_id not in {client_id, None}:
        raise NotFound(thing=THING)
    return row


def rows_of(template: EntryTemplate) -> tuple[EntryRow, ...]:
    """The rows that it books."""
    return tuple(EntryRow.from_json(row) for row in template.rows)


def save(  # noqa: PLR0913 - the columns of EntryTemplate
    session: Session,
    client_id: int | None,
    *,
    name: str,
    rows: Sequence[EntryRow],
    months: int = 1,
    reversal: bool = False,
    template_id: int | None = None,
    who: Who,
) -> EntryTemplate:
    """Make a template, or change one of the same owner; what was made from it stays as it is. Raises NotFound."""
    row = EntryTemplate(client_id=client_id, name=name) if template_id is None else own(session, client_id, template_id)
    row.name, row.months, row.reversal = name, months, reversal
    row.rows = [one.as_json() for one in rows]
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def delete(session: Session, client_id: int | None, template_id: int) -> EntryTemplate:
    """Delete a template of the same owner; what was made from it stays, and goes on. Raises NotFound."""
    row = own(session, client_id, template_id)
    session.delete(row)
    session.flush()
    return row


def own(session: Session, client_id: int | None, template_id: int) -> EntryTemplate:
    """A template that is just this owner's: the client's, or (None) the bureau's; raises NotFound."""
    row = get(session, client_id, template_id)
    if row.client_id != client_id:
        raise NotFound(thing=THING)
    return row
