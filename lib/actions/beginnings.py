"""How a newcomer begins: with a SIE file, whose company becomes a client; and what was read of the introduction."""

from pathlib import PurePath

from lib.actions.clients import choose_source, create_client
from lib.actions.desk import Desk
from lib.actions.imports import Upload, refuse_too_large, upload
from lib.core.errors import FileRefused
from lib.core.organisations import is_valid, org_number
from lib.sie import HEAD_BYTES, read, read_header
from lib.store import clients, readers
from lib.store.bureau_tables import Reader
from lib.store.tables import Client, Source

BALANCES = frozenset({"1", "2", "3"})
"""Types of SIE files that tell balances alone."""


def begin(desk: Desk, name: str, content: bytes) -> Upload:
    """Take in a SIE file for the client that it names, added with the file's source when there is none.

    What keeps the file out is told in the answer. Raises Forbidden.
    """
    desk.allow("client.create")
    desk.allow("source.change")
    try:
        refuse_too_large(name, len(content))
        header = read_header(content[:HEAD_BYTES], name=name).row(0, named=True)
    except FileRefused as refusal:
        return Upload(name, refusal=refusal)
    source = _source(name, content)
    client = _known(desk, header["org_number"]) or _added(desk, header, name, source)
    (taken,) = upload(desk, [(name, content)], client_id=client.id, source=source)
    return taken


def reader(desk: Desk) -> Reader:
    """What the person has read."""
    with desk.store.reading() as session:
        return readers.of(session, desk.person.user_id)


def introduced(desk: Desk, *, done: bool = True) -> None:
    """Keep that the person has gone through the introduction or skipped it, or wants to see it again."""
    with desk.transaction() as session:
        readers.note(session, desk.person.user_id, introduced=done)


def read_news(desk: Desk, day: str) -> None:
    """Keep that the person has read what is new until a day (ISO)."""
    if reader(desk).news < day:
        with desk.transaction() as session:
            readers.note(session, desk.person.user_id, news=day)


def _known(desk: Desk, number: str | None) -> Client | None:
    """The person's client that has this number."""
    with desk.store.reading() as session:
        client = clients.by_org_number(session, org_number(number or ""))
    return client if client is not None and desk.person.may("import.upload", client.id) else None


def _added(desk: Desk, header: dict[str, str | None], file_name: str, source: Source) -> Client:
    """A new client by the name and number of the file's heading; a number that cannot be right is left out."""
    number = org_number(header["org_number"] or "")
    client = create_client(
        desk,
        name=(header["company_name"] or "").strip() or PurePath(file_name).stem,
        org_number=number if is_valid(number) else "",
    )
    return choose_source(desk, client.id, source)


def _source(name: str, content: bytes) -> Source:
    try:
        kind = read(content[:HEAD_BYTES], name=name).sie_type
    except FileRefused:  # only the beginning is read, which of XML is no whole file
        return Source.SIE4
    return Source.SIE1 if kind in BALANCES else Source.SIE4
