"""Client companies: adding, finding and changing them, and the overview of all."""

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from lib.core.errors import WrongState
from lib.core.periods import FinancialYear
from lib.store import folders, rows
from lib.store.database import Store
from lib.store.tables import Books, BooksYear, Client, FinancialYearRow, Import

AFTER_Z: Final = str.maketrans({"å": "{", "ä": "|", "ö": "}", "é": "e", "ü": "y"})


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A line of the overview: the client, its newest import, and the years in use since `active_since`."""

    client: Client
    last_import: Import | None
    active_since: datetime | None
    years: tuple[FinancialYear, ...]


def add(session: Session, **details: Any) -> Client:  # noqa: ANN401 - the columns of Client
    """Add a client; `details` are columns of `Client`, at least `name`."""
    client = Client(**details)
    session.add(client)
    session.flush()
    return client


def get(session: Session, client_id: int) -> Client:
    """The client; raises NotFound."""
    return rows.get(session, Client, client_id)


def by_org_number(session: Session, number: str) -> Client | None:
    """The client with this organisation number (`nnnnnn-nnnn`), the first added if it stands on several."""
    if not number:
        return None
    return session.exec(select(Client).where(Client.org_number == number).order_by(col(Client.id))).first()


def search(session: Session, text: str = "", only: Collection[int] | None = None) -> list[Client]:
    """Clients in the order of the Swedish alphabet whose name or number holds `text`.

    `only` keeps to these ids; None keeps all. Capital letters and the hyphen of a number do not matter.
    """
    found = session.exec(_chosen(only)).all()
    return sorted((client for client in found if holds(client, text)), key=_alphabetically)


def holds(client: Client, text: str) -> bool:
    """Whether a client's name or number holds a text, as `search` goes by it."""
    wanted = text.strip().casefold()
    return wanted in client.name.casefold() or wanted.replace("-", "") in client.org_number.replace("-", "")


def change(session: Session, client_id: int, **details: Any) -> Client:  # noqa: ANN401 - the columns of Client
    """Change columns of a client; raises NotFound."""
    client = rows.lock(session, Client, client_id)
    for name, value in details.items():
        setattr(client, name, value)
    session.add(client)
    session.flush()
    return client


def remove(store: Store, client_id: int) -> None:
    """Remove a demo client with everything made of it; the activity log keeps what was done.

    Raises NotFound, and WrongState for a client that is not a demo's: real books are never removed.
    """
    with store.transaction() as session:
        if not rows.lock(session, Client, client_id).demo:
            raise WrongState
        imports = session.exec(select(Import.id).where(Import.client_id == client_id)).all()
        session.exec(delete(Client).where(col(Client.id) == client_id))
    for _, folder in folders.of_client(store.folder, client_id, imports):
        shutil.rmtree(folder, ignore_errors=True)


def overview(session: Session, only: Collection[int] | None = None) -> list[ClientRow]:
    """Every client with its newest import and the years in use, in the order of the Swedish alphabet.

    Three statements, however many clients there are.
    """
    imports = {row.client_id: row for row in session.exec(_newest_imports())}
    years: dict[int, list[FinancialYear]] = {}
    since: dict[int, datetime] = {}
    for client_id, created_at, year in session.exec(_active_years()):
        since[client_id] = created_at
        if year is not None:
            years.setdefault(client_id, []).append(year.year)
    return [
        ClientRow(client, imports.get(client.id), since.get(client.id), tuple(sorted(years.get(client.id, []))))
        for client in search(session, only=only)
    ]


def _chosen(only: Collection[int] | None) -> Any:  # noqa: ANN401 - a select of Client
    query = select(Client)
    return query if only is None else query.where(col(Client.id).in_(only))


def _alphabetically(client: Client) -> tuple[str, int]:
    return client.name.casefold().translate(AFTER_Z), client.id


def _newest_imports() -> Any:  # noqa: ANN401 - a select of Import
    place = func.row_number().over(
        partition_by=col(Import.client_id), order_by=(col(Import.created_at).desc(), col(Import.id))
    )
    ranked = select(Import.id, place.label("place")).subquery()
    return select(Import).join(ranked, col(Import.id) == ranked.c.id).where(ranked.c.place == 1)


def _active_years() -> Any:  # noqa: ANN401 - a select of (client id, datetime, FinancialYearRow | None)
    newest = select(Books.client_id, func.max(Books.version).label("version")).group_by(col(Books.client_id)).subquery()
    return (
        select(Books.client_id, Books.created_at, FinancialYearRow)
        .join(newest, (col(Books.client_id) == newest.c.client_id) & (col(Books.version) == newest.c.version))
        .outerjoin(BooksYear, col(BooksYear.books_id) == Books.id)
        .outerjoin(FinancialYearRow, col(FinancialYearRow.id) == BooksYear.year_id)
    )
