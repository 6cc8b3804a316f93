"""Files that are only compared: kept until their job has read them, and what was found for a day after that.

No import, no snapshot and no books come of them; each lies under its client and the job that compares it.
"""

import json
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store.columns import now
from lib.store.database import Store
from lib.store.sources import packed, unpacked
from lib.store.writing import write_file, written_at

FOLDER: Final = "comparisons"
KEPT: Final = timedelta(days=1)
"""How long a comparison may be looked at."""
THE_FILE: Final = mark("The file to compare")
_SOURCE: Final = "source.zst"
_RESULT: Final = "result.zst"


def keep_file(store: Store, client_id: int, job_id: str, content: bytes) -> None:
    """Keep a file until it has been compared. Raises StorageFailed."""
    write_file(_folder(store, client_id, job_id) / _SOURCE, packed(content))


def read_file(store: Store, client_id: int, job_id: str) -> bytes:
    """The file, byte for byte; raises NotFound when it has been let go."""
    path = _folder(store, client_id, job_id) / _SOURCE
    if not path.exists():
        raise NotFound(thing=THE_FILE)
    return unpacked(path)


def drop_file(store: Store, client_id: int, job_id: str) -> None:
    """Let the file go; what was found stays."""
    (_folder(store, client_id, job_id) / _SOURCE).unlink(missing_ok=True)


def save_result(store: Store, client_id: int, job_id: str, result: Mapping[str, Any]) -> None:
    """Keep what was found (JSON values), whole or not at all. Raises StorageFailed."""
    write_file(_folder(store, client_id, job_id) / _RESULT, packed(json.dumps(result, ensure_ascii=False).encode()))


def result(store: Store, client_id: int, job_id: str) -> dict[str, Any] | None:
    """What was found; None before that, and when it has been let go, or there never was such a job."""
    try:
        path = _folder(store, client_id, job_id) / _RESULT
    except NotFound:
        return None
    return json.loads(unpacked(path)) if path.exists() else None


def forget(store: Store, client_id: int, job_id: str) -> None:
    """Let go of the file and of what was found. Raises NotFound for what is no job's id."""
    shutil.rmtree(_folder(store, client_id, job_id), ignore_errors=True)


def sweep(store: Store, *, older_than: timedelta = KEPT) -> list[Path]:
    """Let go of every comparison that has been kept for long enough; gives what was removed."""
    before = now() - older_than
    old = [path for path in store.folder.glob(f"{FOLDER}/*/*") if written_at(path) < before]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return old


def _folder(store: Store, client_id: int, job_id: str) -> Path:
    """Where a job's files lie; only a job's id leads there, whatever else an address says. Raises NotFound."""
    try:
        name = str(UUID(job_id))
    except ValueError:
        raise NotFound(thing=THE_FILE) from None
    return store.folder / FOLDER / str(client_id) / name
