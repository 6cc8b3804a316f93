"""What came from Fortnox beside the books: the two ledgers, the registers, and which of them the books go by."""

import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
from sqlalchemy import func
from sqlmodel import Session, col, select

from lib.fortnox.frames import INVOICES, PAYMENTS, WRITE_OFFS, Ledger
from lib.store import rows, sources
from lib.store.columns import now
from lib.store.database import Store
from lib.store.failures import storage
from lib.store.fortnox_tables import BooksSupplement, Supplement
from lib.store.tables import Books
from lib.store.words import SupplementKind, SupplementState
from lib.store.writing import write_folder

REGISTERS_FILE: Final = "registers.json"
CASH: Final = "CASH"
"""Fortnox's word for the cash method."""
_FRAMES: Final = {"invoices": INVOICES, "payments": PAYMENTS, "write_offs": WRITE_OFFS}


def add(  # noqa: PLR0913 - the columns of Supplement
    session: Session,
    import_id: str,
    client_id: int,
    kind: SupplementKind,
    state: SupplementState,
    *,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Supplement:
    """Say what an import brought of `kind`: `reason` is a marked text with `facts`, blank when all is well.

    Said again, it takes the place of what was said before.
    """
    new = Supplement(import_id=import_id, client_id=client_id, kind=kind, state=state)
    same = select(Supplement).where(Supplement.import_id == import_id, Supplement.kind == kind)
    row = rows.find_or_add(session, same, new)
    row.state, row.message, row.facts, row.fetched_at = state, reason, dict(facts or {}), now()
    session.add(row)
    session.flush()
    return row


def of_import(session: Session, import_id: str) -> dict[SupplementKind, Supplement]:
    """What an import brought, by kind; empty for an import that is not Fortnox's."""
    found = session.exec(select(Supplement).where(Supplement.import_id == import_id)).all()
    return {row.kind: row for row in found}


def active(session: Session, client_id: int, kind: SupplementKind) -> Supplement | None:
    """The supplement of `kind` that the books in use go by; None when no import has brought one."""
    newest = select(Books.id).where(Books.client_id == client_id).order_by(col(Books.version).desc()).limit(1)
    books_id = session.exec(newest).first()
    return of_books(session, books_id).get(kind) if books_id is not None else None


def at_version(session: Session, client_id: int, version: int) -> dict[SupplementKind, Supplement]:
    """The supplements that a version of the books went by: what a locked period shows."""
    books_id = session.exec(select(Books.id).where(Books.client_id == client_id, Books.version == version)).first()
    return of_books(session, books_id) if books_id is not None else {}


def of_books(session: Session, books_id: int) -> dict[SupplementKind, Supplement]:
    """The supplements that one version of the books goes by."""
    found = session.exec(
        select(Supplement)
        .join(BooksSupplement, col(BooksSupplement.supplement_id) == Supplement.id)
        .where(BooksSupplement.books_id == books_id)
    ).all()
    return {row.kind: row for row in found}


def put_in_use(session: Session, books_id: int, chosen: Mapping[SupplementKind, Supplement]) -> None:
    """Let a new version of the books go by these."""
    session.add_all(BooksSupplement(books_id=books_id, kind=kind, supplement_id=row.id) for kind, row in chosen.items())
    session.flush()


def forget(store: Store, session: Session, import_id: str, *, before: datetime) -> None:
    """Let go of what an import that was broken off brought before a moment, to be fetched anew."""
    brought = of_import(session, import_id)
    for kind in SupplementKind:
        row = brought.get(kind)
        if row is not None and row.fetched_at < before:
            session.delete(row)
        if row is None or row.fetched_at < before:
            shutil.rmtree(_folder(store, import_id, kind), ignore_errors=True)
    session.flush()


def brought(session: Session, import_id: str) -> dict[SupplementKind, Supplement]:
    """What using an import puts in place of older supplements: all but what was not asked for.

    A ledger that Fortnox refused takes the older one's place too: beside newer books the older would lie.
    """
    found = of_import(session, import_id)
    return {kind: row for kind, row in found.items() if row.state is not SupplementState.NOT_ASKED}


def write_ledger(store: Store, import_id: str, kind: SupplementKind, ledger: Ledger) -> None:
    """Keep a ledger with its import, whole or not at all, before it is said that it came. Raises StorageFailed.

    A folder that lies there was left by a fetch that was broken off before it could say so: it gives way.
    """
    frames = {"invoices": ledger.invoices, "payments": ledger.payments, "write_offs": ledger.write_offs}

    def fill(folder: Path) -> None:
        for name, frame in frames.items():
            frame.write_parquet(folder / f"{name}.parquet", compression="zstd", compression_level=1)

    place = _folder(store, import_id, kind)
    with storage():
        if place.exists():
            shutil.rmtree(place)
    write_folder(place, fill)


def ledger(store: Store, supplement: Supplement) -> Ledger:
    """The ledger that a fetched supplement holds; empty frames when it was refused or not asked for."""
    if supplement.state is not SupplementState.FETCHED:
        return Ledger(*(pl.DataFrame(schema=dict(schema)) for schema in _FRAMES.values()))
    folder = _folder(store, supplement.import_id, supplement.kind)
    return Ledger(*(pl.read_parquet(folder / f"{name}.parquet") for name in _FRAMES))


def write_registers(store: Store, import_id: str, registers: Mapping[str, Any]) -> None:
    """Keep the registers with their import (JSON values): `locked_until`, `years`, `cost_centres`, `projects`.

    Each of `years` has `id`, `start`, `end`, `method`, `series` and `accounts`, as Fortnox has them.
    """
    content = json.dumps(registers, ensure_ascii=False, separators=(",", ":")).encode()
    sources.save_file(store, import_id, REGISTERS_FILE, content)


def registers(store: Store, session: Session, client_id: int) -> Mapping[str, Any] | None:
    """The registers that the books in use came with, as `write_registers` keeps them; None when there are none."""
    supplement = active(session, client_id, SupplementKind.REGISTERS)
    return registers_of(store, supplement) if supplement is not None else None


def withheld(session: Session) -> set[int]:
    """The clients whose books in use lack a ledger that Fortnox refused."""
    newest = select(func.max(Books.id)).group_by(col(Books.client_id))
    found = (
        select(Supplement.client_id)
        .join(BooksSupplement, col(BooksSupplement.supplement_id) == Supplement.id)
        .where(
            col(BooksSupplement.books_id).in_(newest),
            Supplement.state == SupplementState.REFUSED,
            Supplement.kind != SupplementKind.REGISTERS,
        )
    )
    return set(session.exec(found).all())


def registers_of(store: Store, supplement: Supplement) -> Mapping[str, Any] | None:
    """The registers that an import brought, as `write_registers` keeps them; None when they did not come."""
    if supplement.state is not SupplementState.FETCHED:
        return None
    stored = sources.read_file(store, supplement.import_id, REGISTERS_FILE)
    found: Mapping[str, Any] | None = json.loads(stored) if stored else None
    return found


def follows_cash(registers: Mapping[str, Any] | None, day: date, *, stated: bool) -> bool:
    """Whether a day's year follows the cash method: as Fortnox says, else as is stated of the client."""
    for year in (registers or {}).get("years", ()):
        if year["start"] <= day.isoformat() <= year["end"]:
            return bool(year["method"] == CASH)
    return stated


def _folder(store: Store, import_id: str, kind: SupplementKind) -> Path:
    return sources.folder_of(store, import_id) / "supplements" / kind.value
