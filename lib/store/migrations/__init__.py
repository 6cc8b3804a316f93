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


def revisions() -> tuple[str, ...]:
    """The shapes that this program knows, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def revision_of(connection: Connection) -> str | None:
    """The shape that a database has now; None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = _config()
    newest = ScriptDirectory.from_config(config).get_current_head()
    if revision_of(connection) == newest:
        return
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config
