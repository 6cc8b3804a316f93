"""Files attached to appendices and closing entries, written whole under names of our own, out of any page's reach."""

from collections.abc import Collection
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlmodel import Session, col, select

from lib.closing.files import FILES_AT_MOST, TOO_MANY, AttachmentRefused, checked, needs_password
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import entries, periods, rows, sub_appendices
from lib.store.closing_tables import Attachment, Who
from lib.store.columns import now
from lib.store.database import Store
from lib.store.failures import storage
from lib.store.tables import Client
from lib.store.words import FileOwner
from lib.store.writing import write_file, written_at

THING: Final = mark("The attached file")
FOLDER: Final = "attachments"
ABANDONED_AFTER: Final = timedelta(hours=1)
"""No upload takes this long: a file as old, and without a row, was left by a process that died."""


def add(  # noqa: PLR0913 - the columns of Attachment
    store: Store, client_id: int, owner: FileOwner, owner_id: int, *, name: str, content: bytes, who: Who
) -> Attachment:
    """Attach a file, known by its content, under a name that leads nowhere; call it outside any transaction.

    An appendix or a closing entry takes files until its period is locked. Raises AttachmentRefused
    (kind, size, number), PeriodClosed, NotFound, StorageFailed; nothing is left behind then.
    """
    safe, kind = checked(name, content)
    row = Attachment(
        client_id=client_id,
        owner=owner,
        owner_id=owner_id,
        name=safe,
        kind=kind,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        stored=f"{uuid4().hex}.{kind.value}",
        protected=needs_password(kind, content),
    )
    row.sign(who)
    write_file(_place(store, row), content)
    try:
        with store.transaction() as session:
            _require(session, client_id, owner, owner_id)
            _refuse_too_many(session, row)
            session.add(row)
    except BaseException:
        _place(store, row).unlink(missing_ok=True)
        raise
    return row


def get(session: Session, client_id: int, attachment_id: int) -> Attachment:
    """The row of a file; raises NotFound."""
    return rows.of_client(session, Attachment, attachment_id, client_id, THING)


def of_owner(session: Session, client_id: int, owner: FileOwner, owner_id: int) -> list[Attachment]:
    """The files of one appendix or closing entry, in the order they were attached."""
    return of_owners(session, client_id, owner, [owner_id]).get(owner_id, [])


def of_owners(
    session: Session, client_id: int, owner: FileOwner, owner_ids: Collection[int]
) -> dict[int, list[Attachment]]:
    """The files of several, by the id of what they are attached to."""
    wanted = select(Attachment).where(
        Attachment.client_id == client_id, Attachment.owner == owner, col(Attachment.owner_id).in_(owner_ids)
    )
    found: dict[int, list[Attachment]] = {}
    for row in session.exec(wanted.order_by(col(Attachment.id))):
        found.setdefault(row.owner_id, []).append(row)
    return found


def content(store: Store, row: Attachment) -> bytes:
    """The file as it came; raises NotFound when it is no longer there."""
    try:
        return _place(store, row).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(thing=THING) from error


def remove(store: Store, client_id: int, attachment_id: int) -> Attachment:
    """Take a file away; raises PeriodClosed when its period is locked, NotFound."""
    with store.transaction() as session:
        row = get(session, client_id, attachment_id)
        _require(session, client_id, row.owner, row.owner_id)
        session.delete(row)
    sweep(store, client_id, only=[row.stored])
    return row


def remove_all(session: Session, client_id: int, owner: FileOwner, owner_id: int) -> list[str]:
    """Take away all files of what is being deleted; gives what `sweep` may remove after the transaction."""
    found = of_owner(session, client_id, owner, owner_id)
    for row in found:
        session.delete(row)
    session.flush()
    return [row.stored for row in found]


def sweep(store: Store, client_id: int, only: Collection[str] | None = None) -> list[Path]:
    """Remove files that no row names any more: of `only`, else those that a process that died left behind."""
    with store.reading() as session:
        known = set(session.exec(select(Attachment.stored).where(Attachment.client_id == client_id)))
    folder, before = store.folder / FOLDER / str(client_id), now() - ABANDONED_AFTER
    with storage():
        kept = list(folder.glob("*")) + list(folder.glob(".*.part"))
        unnamed = [path for path in kept if path.name not in known]
        gone = [path for path in unnamed if (written_at(path) < before if only is None else path.name in only)]
        for path in gone:
            path.unlink(missing_ok=True)
    return gone


def sweep_all(store: Store) -> list[Path]:
    """Remove what processes that died left behind, of every client, also of those that are gone."""
    folder = store.folder / FOLDER
    with storage():
        numbers = [int(path.name) for path in folder.glob("*") if path.name.isdecimal()]
    return [path for number in sorted(numbers) for path in sweep(store, number)]


def _require(session: Session, client_id: int, owner: FileOwner, owner_id: int) -> None:
    rows.lock(session, Client, client_id)
    if owner is FileOwner.APPENDIX:
        period = sub_appendices.get(session, client_id, owner_id).period
    else:
        period = entries.standing(session, client_id, owner_id).period
    periods.require(session, client_id, period, *periods.PREPARED)


def _refuse_too_many(session: Session, row: Attachment) -> None:
    if len(of_owner(session, row.client_id, row.owner, row.owner_id)) >= FILES_AT_MOST:
        raise AttachmentRefused(file=row.name, problem=TOO_MANY)


def _place(store: Store, row: Attachment) -> Path:
    return store.folder / FOLDER / str(row.client_id) / row.stored
