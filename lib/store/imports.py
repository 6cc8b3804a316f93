"""Imports: a source taken in, once, and how far it has come."""

import json
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

from sqlmodel import Session, col, select

from lib.core.errors import WrongState
from lib.store import rows
from lib.store.columns import now
from lib.store.database import Store
from lib.store.sources import (
    SOURCE_FILE,
    folder_of,
    packed,
    raw_line,
    read_file,
    results,
    save_file,
    save_results,
    source,
)
from lib.store.tables import Client, Import, ImportState, Source
from lib.store.writing import write_file

__all__ = [
    "LIVING",
    "UNDER_WAY",
    "begin",
    "count",
    "fetched",
    "get",
    "of_client",
    "presentable",
    "raw_line",
    "read_file",
    "receive",
    "results",
    "save_file",
    "save_results",
    "set_state",
    "source",
    "stage",
    "summarise",
    "take_up",
    "under_way",
]

_S = ImportState
FOUND: Final = "found"
"""In an import's summary: how many findings there are of each check that found any."""
UNDER_WAY: Final = frozenset({_S.RECEIVED, _S.RUNNING})
"""A job is to carry the import on."""
LIVING: Final = UNDER_WAY | {_S.STAGED, _S.ACTIVATED}
"""The same source for the same client is this import, not a new one."""
NEXT: Final[Mapping[ImportState, frozenset[ImportState]]] = {
    _S.RECEIVED: frozenset({_S.RUNNING, _S.REFUSED, _S.FAILED, _S.DISCARDED}),
    _S.RUNNING: frozenset({_S.RECEIVED, _S.STAGED, _S.REFUSED, _S.FAILED, _S.DISCARDED}),
    _S.STAGED: frozenset({_S.RUNNING, _S.ACTIVATED, _S.FAILED, _S.DISCARDED}),
    _S.ACTIVATED: frozenset({_S.SUPERSEDED, _S.UNDONE}),
    _S.SUPERSEDED: frozenset({_S.ACTIVATED}),
    _S.FAILED: frozenset({_S.RECEIVED, _S.RUNNING, _S.DISCARDED}),
    _S.DISCARDED: frozenset(),
    _S.UNDONE: frozenset(),
    _S.REFUSED: frozenset(),
}
"""The states that may follow each state."""


def receive(  # noqa: PLR0913 - what is known of a source when it arrives, all by name
    store: Store,
    *,
    client_id: int,
    source: Source,
    file_name: str,
    content: bytes,
    user_id: int | None,
    options: Mapping[str, str] | None = None,
) -> Import:
    """Take in a source: its bytes are kept whole, and an import of them is to be carried on.

    The same bytes, source and options for the same client are one import while that one lives:
    it is given back. Call it outside any other transaction. Raises NotFound (the client), StorageFailed.
    """
    with ThreadPoolExecutor(1) as pool:
        # packing and hashing let go of the interpreter lock
        kept = pool.submit(packed, content)
        digest = sha256(content).hexdigest()
    new = Import(
        id=str(uuid4()),
        client_id=client_id,
        source=source,
        file_name=presentable(file_name),
        size=len(content),
        sha256=digest,
        created_by=user_id,
        options=dict(options or {}),
    )
    new.dedup_key = _key(new)
    with store.reading() as session:
        rows.get(session, Client, client_id)
        living = _living(session, new)
    return living or _take_in(store, new, kept.result())


def begin(
    session: Session, *, client_id: int, file_name: str, user_id: int | None, options: Mapping[str, str]
) -> Import:
    """Begin an import from Fortnox, whose source is yet to be fetched: one at a time for each client.

    The one that is under way already is given back. Raises NotFound (the client).
    """
    rows.get(session, Client, client_id)
    new = Import(
        id=str(uuid4()),
        client_id=client_id,
        source=Source.FORTNOX,
        file_name=file_name,
        size=0,
        sha256="",
        created_by=user_id,
        options=dict(options),
    )
    new.dedup_key = _key(new)
    return rows.find_or_add(session, select(Import).where(Import.dedup_key == new.dedup_key), new)


def fetched(session: Session, import_id: str, *, size: int, sha256: str, summary: Mapping[str, Any]) -> None:
    """Say what was fetched: bytes in all, what they are told apart by, and what was left out (JSON values)."""
    import_ = rows.lock(session, Import, import_id)
    import_.size, import_.sha256, import_.summary = size, sha256, dict(summary)
    session.flush()


def get(session: Session, import_id: str) -> Import:
    """The import; raises NotFound."""
    return rows.get(session, Import, import_id)


def of_client(session: Session, client_id: int, limit: int = 50) -> list[Import]:
    """A client's imports, newest first."""
    newest = (col(Import.created_at).desc(), col(Import.id))
    return list(session.exec(select(Import).where(Import.client_id == client_id).order_by(*newest).limit(limit)))


def under_way(session: Session) -> list[Import]:
    """The imports of all clients that a job is to carry on."""
    return list(session.exec(select(Import).where(col(Import.state).in_(UNDER_WAY))))


def set_state(session: Session, import_id: str, state: ImportState, *, reason: str | None = None) -> Import:
    """Move an import on; the state it has already changes nothing.

    Raises WrongState when `state` may not follow, NotFound.
    """
    import_ = rows.lock(session, Import, import_id)
    if import_.state is state:
        return import_
    if state not in NEXT[import_.state]:
        raise WrongState
    import_.state = state
    import_.reason = import_.reason if reason is None else reason
    import_.ended_at = None if state in LIVING - {_S.ACTIVATED} else now()
    import_.dedup_key = _free_key(session, import_) if state in _keyed(import_) else None
    session.add(import_)
    session.flush()
    return import_


def take_up(session: Session, import_id: str) -> Import:
    """A failed import is carried on; raises WrongState when another one is under way in its place."""
    import_ = set_state(session, import_id, ImportState.RECEIVED)
    if import_.dedup_key is None:
        raise WrongState
    return import_


def stage(session: Session, import_id: str, *, compared_with: int) -> Import:
    """The import awaits a decision; `compared_with` is the version of the books its changes are told against."""
    import_ = set_state(session, import_id, ImportState.STAGED)
    import_.compared_with = compared_with
    session.flush()
    return import_


def summarise(session: Session, import_id: str, summary: Mapping[str, Any]) -> None:
    """Keep what the source says of itself (JSON values); `encoding` is what raw lines are read in."""
    rows.lock(session, Import, import_id).summary = dict(summary)
    session.flush()


def count(session: Session, import_id: str, counts: Mapping[str, int]) -> None:
    """Keep how many findings there are of each severity."""
    rows.lock(session, Import, import_id).counts = dict(counts)
    session.flush()


def count_by_check(session: Session, import_id: str, found: Mapping[str, int]) -> None:
    """Keep with the summary how many findings there are of each check: imports are searched by them."""
    import_ = rows.lock(session, Import, import_id)
    import_.summary = import_.summary | {FOUND: dict(found)}
    session.flush()


def _take_in(store: Store, new: Import, packed_source: bytes) -> Import:
    folder = folder_of(store, new.id)
    try:
        write_file(folder / SOURCE_FILE, packed_source)
        with store.transaction() as session:
            kept = rows.find_or_add(session, select(Import).where(Import.dedup_key == new.dedup_key), new)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    if kept is not new:
        shutil.rmtree(folder, ignore_errors=True)
    return kept


def _living(session: Session, import_: Import) -> Import | None:
    return session.exec(select(Import).where(Import.dedup_key == import_.dedup_key)).first()


def _keyed(import_: Import) -> frozenset[ImportState]:
    """The states in which an import keeps others like it out; Fortnox's books may be other ones at any time."""
    return UNDER_WAY if import_.source is Source.FORTNOX else LIVING


def _key(import_: Import) -> str:
    its_own = [] if import_.source is Source.FORTNOX else [import_.sha256, import_.options]
    told = json.dumps([import_.client_id, import_.source, *its_own], sort_keys=True)
    return sha256(told.encode()).hexdigest()


def _free_key(session: Session, import_: Import) -> str | None:
    key = _key(import_)
    holder = session.exec(select(Import.id).where(Import.dedup_key == key)).first()
    return key if holder in {None, import_.id} else None


def presentable(file_name: str) -> str:
    """The name of a file as it may be shown: without folders, and with what can be printed alone."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable()) or "–"
