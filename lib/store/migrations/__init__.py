"""The database's shape through time, brought up to date by the program itself when the store is opened."""

import fcntl
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

_FOLDER: Final = Path(__file__).parent
_LOCK_NUMBER: Final = 0x42525947
"""Any number that all of Brygga's processes agree on."""


def migrate(engine: Engine, folder: Path) -> None:
    """Bring the database of `engine` to its newest shape, one process at a time.

    `folder` holds the lock file that keeps processes apart where the database is a SQLite file.
    """
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK_NUMBER})
            _upgrade(connection)
        return
    with (folder / "migration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with engine.connect() as connection:
            # outside any transaction, and once: the file remembers it
            connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[union-attr]
        with engine.begin() as connection:
            _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    newest = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() == newest:
        return
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
