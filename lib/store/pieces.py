"""What is fetched for an import piece by piece: each a file, written whole, so that a fetch that broke off goes on."""

from datetime import datetime, timedelta
from typing import Final

from lib.core.errors import NotFound
from lib.store import rows, sources
from lib.store.columns import now
from lib.store.database import Store
from lib.store.tables import Import
from lib.store.writing import write_file, written_at

FRESH_FOR: Final = timedelta(hours=1)
"""What was fetched longer ago no longer fits what is fetched now."""


def keep(store: Store, import_id: str, name: str, content: bytes) -> None:
    """Keep a piece, whole or not at all; a second call replaces the first. Raises StorageFailed."""
    write_file(sources.piece(store, import_id, name), sources.packed(content))


def find(store: Store, import_id: str, name: str) -> bytes | None:
    """A piece as it came, None when it has not been fetched."""
    place = sources.piece(store, import_id, name)
    return sources.unpacked(place) if place.exists() else None


def get(store: Store, import_id: str, name: str) -> bytes:
    """A piece as it came; raises NotFound."""
    found = find(store, import_id, name)
    if found is None:
        raise NotFound(thing=rows.THINGS[Import])
    return found


def oldest(store: Store, import_id: str) -> datetime | None:
    """When the first was fetched of the pieces that a fetch goes on with; None when there are none."""
    return min(map(written_at, sources.pieces_of(store, import_id).glob("*")), default=None)


def drop_stale(store: Store, import_id: str) -> None:
    """Forget the pieces of a fetch that was broken off too long ago to go on with."""
    before = now() - FRESH_FOR
    for place in sources.pieces_of(store, import_id).glob("*"):
        if written_at(place) < before:
            place.unlink(missing_ok=True)
