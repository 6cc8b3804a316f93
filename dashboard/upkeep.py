"""Upkeep from a terminal: backup, restore, doctor, the activity log gone through; each told in sentences."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from dashboard import identity_check
from lib.core.languages import Language, mark, moment, translate
from lib.jobs import doctor
from lib.jobs.doctor import Diagnosis, Standing
from lib.settings import Settings
from lib.store import backups, log_end, restoring
from lib.store.database import Store

Told = tuple[str, bool]
"""What to print, and whether all is well."""

TAKEN: Final = mark("{file} holds the whole of Brygga as it was now: {number:count|file|files}, {size:MB}.")
NO_KEYS: Final = mark(
    "The encryption keys are not in it: keep BRYGGA_ENCRYPTION_KEYS elsewhere, or the connections to Fortnox "
    "cannot be used after a restore."
)
KEEP_CLOSE: Final = mark("It holds clients' books in the clear: keep it as safely as the data directory.")
MISSING: Final = mark("The database names {number:count|file|files} that cannot be found:")
RESTORED: Final = mark("Restored {folder} from the backup of {when}: {number:count|file|files}, every checksum agrees.")
SET_KEYS: Final = mark(
    "The encryption keys were not in it: set BRYGGA_ENCRYPTION_KEYS as it was then, or connect to Fortnox again."
)
AS_IT_WAS: Final = mark(
    "Everybody signs in anew, and what was under way is started again. What was sent to Fortnox after the backup "
    "is not known here: look there before you send anything."
)
WHOLE: Final = mark("The activity log is whole: {rows:count|row|rows}, each follows from the one before it.")
ENDS: Final = mark("It ends with number {number}, {hash}.")
BROKEN: Final = mark("The activity log was changed: number {number} does not follow from the row before it.")
CUT: Final = mark("The activity log was cut off or changed: number {number}, which was its end before, is not there.")
ASK: Final = mark("Keep the database as it is, compare it with a backup, and find out who could write in it.")
_SIGNS: Final = {Standing.AGREES: "●", Standing.WRONG: "▲", Standing.NOT_RUN: "◌"}


def backup(settings: Settings, target: Path, language: Language) -> Told:
    """Take a backup; all is well when nothing that the database names was missing. Raises as `backups.take`."""
    store = Store.at(settings.data, settings.database_url)
    try:
        taken = backups.take(store, target)
    finally:
        store.close()
    told = translate(TAKEN, language, file=str(taken.path), number=taken.files, size=taken.size)
    rest = (translate(text, language) for text in (NO_KEYS, KEEP_CLOSE))
    return "\n".join([told, *rest, *_missing(taken.missing, language)]), not taken.missing


def restore(settings: Settings, source: Path, language: Language) -> Told:
    """Restore a backup. Raises as `restoring.put_back`."""
    restored = restoring.put_back(source, settings.data, settings.database_url)
    when = moment(restored.made_at.astimezone(settings.zone), language)
    told = translate(RESTORED, language, folder=str(settings.data), when=when, number=restored.files)
    rest = (translate(text, language) for text in (SET_KEYS, AS_IT_WAS))
    return "\n".join([told, *rest, *_missing(restored.missing, language)]), not restored.missing


def examine(language: Language) -> Iterator[Told]:
    """Look at everything, telling of each as it was looked at."""
    for found in _found():
        yield _diagnosis(found, language), found.standing is not Standing.WRONG


def _found() -> Iterator[Diagnosis]:
    yield from doctor.examine()
    yield identity_check.look()


def verify_log(settings: Settings, language: Language) -> Told:
    """Go through the activity log."""
    store = Store.open(settings.data, settings.database_url)
    verified = log_end.verify(store)
    store.close()
    told = [] if verified.broken is None else [translate(BROKEN, language, number=verified.broken)]
    told += [translate(CUT, language, number=verified.cut.number)] if verified.cut else []
    if told:
        return "\n".join([*told, translate(ASK, language)]), False
    end = [translate(ENDS, language, number=verified.end.number, hash=verified.end.hash)] if verified.end else []
    return "\n".join([translate(WHOLE, language, rows=verified.rows), *end]), True


def _missing(names: tuple[str, ...], language: Language) -> list[str]:
    return [translate(MISSING, language, number=len(names)), *(f"  {name}" for name in names)] if names else []


def _diagnosis(found: Diagnosis, language: Language) -> str:
    told = translate(found.text, language, **found.facts)
    head = f"{_SIGNS[found.standing]} {translate(found.part, language)}: {told}"
    return f"{head}\n  {translate(found.next_step, language, **found.facts)}" if found.next_step else head
