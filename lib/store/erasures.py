"""Erasing a client with everything kept of it: its rows in one transaction, then its files, then the freed bytes.

What an erasing has still to do is read from its own row, so one that was cut off is gone on with by doing it again.
"""

import json
import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func, text
from sqlmodel import Session, SQLModel, col, delete, select

from lib.closing.entries import Transfer
from lib.core.errors import REMEDY, BryggaError
from lib.core.languages import Fact, mark
from lib.store import activity, folders, jobs, rows
from lib.store.closing_tables import Who
from lib.store.columns import now
from lib.store.database import Store
from lib.store.entry_tables import ClosingEntry
from lib.store.support_tables import Erasure
from lib.store.tables import Activity, Client, Import, Job
from lib.store.words import ErasureState

KEPT: Final = frozenset({"activity", "erasure"})
"""Tables that tell what people did: they outlive the client, without its texts."""
NAME_LEAST: Final = 4
"""Letters of a name that is looked for within others' texts; a shorter one is a word there, or somebody's own name."""
ACTION: Final = "client.erase"
ERASED: Final = mark(
    "Client number {number} was erased: {rows:count} rows and {files:count} files were removed, and {entries:count} "
    "entries of this log were emptied of their texts."
)


class ClientBusy(BryggaError):
    """A job is under way for the client."""

    text = mark("The client cannot be erased while {jobs:count|task is|tasks are} under way for it.")
    next_step = mark("Wait until the activity log shows that they have ended, then erase it.")
    retryable = True


class EntriesInDoubt(BryggaError):
    """An entry may stand in Fortnox or not: what tells must not be erased."""

    text = mark(
        "The client cannot be erased: of {entries:count|closing entry|closing entries} it is not known whether "
        "they stand in Fortnox."
    )
    next_step = mark("Say on the Export page what became of them, then erase the client.")


def begin(session: Session, client_id: int, who: Who) -> Erasure:
    """Write down that a client is to be erased; it may be used until its rows are removed.

    Asked again for one that is under way, gives that one. Raises NotFound, ClientBusy, EntriesInDoubt.
    """
    under_way = of_client(session, client_id)
    if under_way is not None:
        return under_way
    rows.lock(session, Client, client_id)
    refuse(session, client_id)
    erasure = Erasure(client_id=client_id, state=ErasureState.BEGUN)
    erasure.sign(who)
    session.add(erasure)
    session.flush()
    return erasure


def refuse(session: Session, client_id: int) -> None:
    """Raise ClientBusy or EntriesInDoubt where a client cannot be erased now."""
    busy = jobs.running(session, client_id)
    if busy:
        raise ClientBusy(jobs=len(busy))
    under_way = select(func.count()).where(
        ClosingEntry.client_id == client_id, ClosingEntry.transfer == Transfer.TRANSFERRING
    )
    entries = session.exec(under_way).one()
    if entries:
        raise EntriesInDoubt(entries=entries)


def of_client(session: Session, client_id: int) -> Erasure | None:
    """The erasing of a client, under way or done."""
    return session.exec(select(Erasure).where(Erasure.client_id == client_id)).first()


def every(session: Session) -> list[Erasure]:
    """All clients that were erased or are being, the newest first."""
    return list(session.exec(select(Erasure).order_by(col(Erasure.id).desc())))


def remove_rows(store: Store, client_id: int) -> None:
    """Remove all rows of the client in one transaction, and empty what the activity log says of it.

    What lies outside the database is written down, and its files are counted: the certificate tells of them too.
    Does nothing when the rows are gone. Raises ClientBusy, EntriesInDoubt.
    """
    with store.transaction() as session:
        erasure = _under_way(session, client_id)
        # the whole lock: whoever is adding something to the client is waited for, and adds nothing after that
        client = session.get(Client, client_id, with_for_update=True)
        if client is None:
            return
        refuse(session, client_id)
        erasure.imports = sorted(session.exec(select(Import.id).where(Import.client_id == client_id)))
        erasure.jobs = sorted(session.exec(select(Job.id).where(Job.client_id == client_id)))
        removed: dict[str, Any] = {"rows": _counts(session, client_id), "files": _files(store, erasure)}
        emptied, seal = activity.empty(session, _told_of(session, client))
        session.exec(delete(Client).where(col(Client.id) == client_id))
        erasure.removed = removed | {"log": emptied}
        session.add(erasure)
        activity.append(
            session,
            user=erasure.who,
            client_id=client_id,
            action=ACTION,
            outcome="done",
            message=ERASED,
            facts={
                "number": client_id,
                "rows": sum(removed["rows"].values()),
                "files": sum(part["files"] for part in removed["files"].values()),
                "entries": emptied,
                activity.EMPTIED: seal,
            },
        )


def remove_files(store: Store, client_id: int) -> None:
    """Remove all files of the client, those that are gone already passed over."""
    with store.reading() as session:
        erasure = _under_way(session, client_id)
    for _, folder in folders.of_client(store.folder, client_id, erasure.imports):
        if folder.exists():
            shutil.rmtree(folder)


def let_go(store: Store) -> None:
    """Write over what was freed in the database: a removed row's bytes would else lie there until they are needed."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if store.engine.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            assert driver is not None  # noqa: S101 - a connection in use has one
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.execute(text("VACUUM (FULL)"))


def finish(store: Store, client_id: int) -> None:
    """Say that nothing is left to do; what was needed for it is forgotten too."""
    with store.transaction() as session:
        erasure = _under_way(session, client_id)
        if erasure.state is not ErasureState.DONE:
            erasure.state, erasure.ended_at, erasure.imports, erasure.jobs = ErasureState.DONE, now(), [], []
            session.add(erasure)


def _under_way(session: Session, client_id: int) -> Erasure:
    return session.exec(select(Erasure).where(Erasure.client_id == client_id)).one()


def _told_of(session: Session, client: Client) -> list[Activity]:
    """What the log says of a client: under its number, and wherever its name or number stands."""
    named = _named(client)
    return [
        row
        for row in session.exec(select(Activity).order_by(col(Activity.id)))
        if row.facts and (row.client_id == client.id or _tells(row.facts, named)) and row.action != ACTION
    ]


def _named(client: Client) -> re.Pattern[str]:
    """What a text holds that names the client: its number, or its name as whole words, in the genitive too."""
    name, number = client.name.strip(), client.org_number
    whole = rf"(?<![^\W_]){re.escape(name)}s?(?![^\W_])" if len(name) >= NAME_LEAST else rf"\A{re.escape(name)}\Z"
    digits = (re.escape(written) for written in (number, number.replace("-", "")) if written)
    return re.compile("|".join((whole, *digits)), re.IGNORECASE)


def _tells(facts: Mapping[str, Fact], named: re.Pattern[str]) -> bool:
    """Whether a fact names the client; what Brygga itself advises is about nobody."""
    return any(named.search(value) for fact, value in facts.items() if fact != REMEDY and isinstance(value, str))


def _counts(session: Session, client_id: int) -> dict[str, int]:
    """How many rows of the client each table holds."""
    counted = {
        table.name: session.execute(
            select(func.count()).select_from(table).where(table.c.client_id == client_id)
        ).scalar_one()
        for table in SQLModel.metadata.sorted_tables
        if "client_id" in table.c and table.name not in KEPT
    }
    return {"client": 1} | {name: number for name, number in counted.items() if number}


def _files(store: Store, erasure: Erasure) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for kind, folder in folders.of_client(store.folder, erasure.client_id, erasure.imports):
        for path in folder.rglob("*"):
            if path.is_file():
                known = found.setdefault(kind, {"files": 0, "bytes": 0})
                known["files"] += 1
                known["bytes"] += path.stat().st_size
    return found


def fingerprint(erasure: Erasure) -> str:
    """What ties a certificate to the row that it was made from."""
    ended = erasure.ended_at.isoformat() if erasure.ended_at else ""
    removed = json.dumps(erasure.removed, sort_keys=True)
    told = f"{erasure.client_id} {erasure.at.isoformat()} {erasure.user_name} {ended} {removed}"
    return sha256(told.encode()).hexdigest()[:16]
