"""A bureau at work in a process of its own: imports, activations, attached files, marks, each with a row in the log.

`python -m tests.store.busy_bureau FOLDER DATABASE_URL`; prints a line for each round, and works until it is killed.
"""

import sys
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import uuid4

from lib.closing.files import FileKind
from lib.core.periods import calendar_year
from lib.store import activity, attachments
from lib.store.check_tables import FindingMark
from lib.store.closing_tables import Attachment
from lib.store.database import Store
from lib.store.tables import Client
from lib.store.words import FileOwner
from lib.store.writing import write_file
from tests.store.examples import activated, add_client, booked


def work(store: Store, client: Client, number: int) -> None:
    """One round: a year imported and put in use, a mark and the row that tells of it, a file attached or taken away."""
    year = calendar_year(2000 + number % 20)
    activated(store, client, f"#round {number}".encode(), booked(year, amount=100 + number))
    with store.transaction() as session:
        session.add(FindingMark(client_id=client.id, check_id="a", fingerprint=str(number), comment="é"))
        told = {"client_id": client.id, "action": "mark", "outcome": "done", "message": "m"}
        activity.append(session, user=(1, "Rut"), facts={"n": number}, **told)  # type: ignore[arg-type]
    kept = attach(store, client, f"receipt {number}".encode())
    if number % 3:
        with store.transaction() as session:
            session.delete(kept)
        attachments.sweep(store, client.id, only=[kept.stored])


def attach(store: Store, client: Client, content: bytes) -> Attachment:
    """A file attached to a closing entry: on disk first, then in the database."""
    row = Attachment(
        client_id=client.id,
        owner=FileOwner.CLOSING_ENTRY,
        owner_id=1,
        name="kvitto.png",
        kind=FileKind.PNG,
        size=len(content),
        sha256=sha256(content).hexdigest(),
        stored=f"{uuid4().hex}.png",
    )
    write_file(store.folder / attachments.FOLDER / str(client.id) / row.stored, content)
    with store.transaction() as session:
        session.add(row)
    return row


def main(folder: str, url: str) -> None:
    """Work until killed."""
    store = Store.open(Path(folder), url)
    client = add_client(store)
    for number in count():
        work(store, client, number)
        print(number, flush=True)  # noqa: T201 - so that the test knows


if __name__ == "__main__":
    main(*sys.argv[1:])
