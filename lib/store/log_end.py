"""The end of the activity log, remembered outside the database: a chain alone does not tell that it was cut off."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, select

from lib.store import activity
from lib.store.database import Store
from lib.store.tables import Activity
from lib.store.writing import write_file

FILE: Final = "activity-end.json"


@dataclass(frozen=True, slots=True)
class End:
    """The last row of the log at some moment: its number and its hash, which holds all that came before it."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How the log stands: its rows, the first that does not follow (None: all do), its end, and one that is gone.

    `cut` is the end that was remembered and is no longer in the log; None when nothing is missing.
    """

    rows: int
    broken: int | None
    end: End | None
    cut: End | None

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or cut off, as far as can be told."""
        return self.broken is None and self.cut is None


def verify(store: Store) -> Verified:
    """Go through the whole log; its end is remembered when all agrees. Raises StorageFailed."""
    with store.reading() as session:
        broken = activity.verify(session)
        verified = Verified(activity.total(session), broken, _end(session), _cut(session, remembered(store.folder)))
    if verified.whole and verified.end:
        _write(store.folder, verified.end)
    return verified


def remember(store: Store) -> None:
    """Remember the end as it is now, unless the one remembered is gone: that must stay to be seen."""
    with store.reading() as session:
        end, cut = _end(session), _cut(session, remembered(store.folder))
    if end and not cut:
        _write(store.folder, end)


def remembered(folder: Path) -> End | None:
    """The end that was remembered last; None when none was, or it cannot be read."""
    try:
        return End(**json.loads((folder / FILE).read_text(encoding="ascii")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _end(session: Session) -> End | None:
    newest = select(Activity.id, Activity.hash).order_by(col(Activity.id).desc()).limit(1)
    row = session.exec(newest).first()
    return End(*row) if row else None


def _cut(session: Session, known: End | None) -> End | None:
    if known is None:
        return None
    found = session.exec(select(Activity.hash).where(Activity.id == known.number)).first()
    return None if found == known.hash else known


def _write(folder: Path, end: End) -> None:
    write_file(folder / FILE, json.dumps(asdict(end)).encode())
