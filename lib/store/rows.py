"""Rows looked up or made, also when two do it at once."""

from typing import Final, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store.entry_tables import ClosingEntry, ExportItem, ExportRun
from lib.store.fortnox_tables import Connection
from lib.store.tables import Client, Import, Job, Snapshot, User

Row = TypeVar("Row", bound=SQLModel)

THINGS: Final[dict[type[SQLModel], str]] = {
    Client: mark("The client"),
    ClosingEntry: mark("The closing entry"),
    Connection: mark("The connection to Fortnox"),
    ExportItem: mark("The closing entry"),
    ExportRun: mark("The export"),
    Import: mark("The import"),
    Job: mark("The job"),
    Snapshot: mark("The snapshot"),
    User: mark("The person"),
}


def get(session: Session, table: type[Row], key: object) -> Row:
    """The row of this key; raises NotFound."""
    row = session.get(table, key)
    if row is None:
        raise NotFound(thing=THINGS[table])
    return row


def of_client(session: Session, table: type[Row], key: object, client_id: int, thing: str) -> Row:
    """The row of this key when it is the client's own; raises NotFound, by the name of the thing (marked)."""
    row = session.get(table, key)
    if row is None or getattr(row, "client_id", None) != client_id:
        raise NotFound(thing=thing)
    return row


def lock(session: Session, table: type[Row], key: object) -> Row:
    """The row of this key as it is now, kept from others until the transaction ends; raises NotFound."""
    row = session.get(table, key, with_for_update={"key_share": True}, populate_existing=True)
    if row is None:
        raise NotFound(thing=THINGS[table])
    return row


def find_or_add(session: Session, query: SelectOfScalar[Row], new: Row) -> Row:
    """The one row of `query`; else `new`, unless somebody else adds the same at this moment."""
    row = session.exec(query).first()
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:
        return session.exec(query).one()
    return new
