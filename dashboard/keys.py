"""The keys that seal connections to Fortnox: a demo's own, new ones, and sealing anew with the newest."""

import os
from pathlib import Path
from typing import Final

from lib.core.languages import Language, mark, translate
from lib.settings import Settings
from lib.store import attempts, connections
from lib.store.database import Store
from lib.store.sealing import Seal, new_key

KEY_FILE: Final = "encryption.key"
ROTATED: Final = mark("{number:count|connection is|connections are} now encrypted with the newest key.")
REMOVE_OLD: Final = mark("Remove the older keys from BRYGGA_ENCRYPTION_KEYS and start Brygga again.")
UNOPENED: Final = mark("{number:count|connection was|connections were} encrypted with a key that is not listed.")
KEEP_OLD: Final = mark("Add the old key last in BRYGGA_ENCRYPTION_KEYS and rotate again, or let them connect anew.")


def demo_key(folder: Path) -> str:
    """The key of the demo in `folder`, made at its first start and readable by its owner alone."""
    path = folder / KEY_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(new_key())
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def rotate(settings: Settings, language: Language) -> tuple[str, bool]:
    """Seal everything with the newest key; what to tell of it, and whether every seal could be opened.

    Raises KeysMissing.
    """
    seal = Seal.of(settings)
    store = Store.open(settings.data, settings.database_url)
    with store.transaction() as session:
        done, broken = connections.reseal(session, seal)
        attempts.reseal(session, seal)
    store.close()
    told = [(ROTATED, done), *([(UNOPENED, broken)] if broken else [])]
    lines = [translate(text, language, number=number) for text, number in told]
    return "\n".join([*lines, translate(KEEP_OLD if broken else REMOVE_OLD, language)]), not broken
