"""Copies of the database: as it was at one moment, in a SQLite file of its own, and rows moved to another database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table, inspect, literal, select, text
from sqlmodel import SQLModel

from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.store import (
    bureau_tables,
    check_tables,
    closing_tables,
    entry_tables,
    fortnox_tables,
    sign_in_tables,
    support_tables,
    tables,
)
from lib.store.database import Store
from lib.store.migrations import revision_of, revisions

TABLES: Final = (
    tables,
    fortnox_tables,
    closing_tables,
    check_tables,
    entry_tables,
    sign_in_tables,
    support_tables,
    bureau_tables,
)
"""The modules that tell SQLModel of every table; a test holds them against the database."""
FORGOTTEN: Final = ("browser_session", "connect_attempt", "sign_in_trip", "sign_in_try")
"""Sign-ins, and trips under way to Fortnox or the identity provider: a copy lets nobody in who was shut out since."""
_AT_ONCE: Final = 1_000


class DatabaseUnusable(BryggaError):
    """The database cannot be copied as it is."""

    text = mark("The database cannot be copied: {problem:text}.")
    next_step = mark("Run `brygga doctor`, which says what is wrong with it and what to do.")


MISSING: Final = mark("there is none in the data directory")
DAMAGED: Final = mark("it is damaged")
OTHER_SHAPE: Final = mark("it has another version than this program, so start this program on it first")
UNKNOWN_TABLES: Final = mark("it holds tables that this program does not know")


@dataclass(frozen=True, slots=True)
class Named:
    """What a copy names on disk, by paths in the data directory.

    Files, folders that hold what was written once, and folders that imports under way may have or not.
    """

    files: tuple[str, ...]
    folders: tuple[str, ...]
    perhaps: tuple[str, ...]


def take(store: Store, path: Path) -> None:
    """Copy the database as it is at this moment to a new SQLite file, alone in its folder; nobody waits meanwhile.

    Raises DatabaseUnusable.
    """
    if store.engine.dialect.name == "sqlite":
        _take_file(store, path)
    else:
        _take_rows(store, path)
    with closing(sqlite3.connect(path)) as copy:
        for table in FORGOTTEN:
            if _has(copy, table):
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        copy.commit()
        copy.execute("VACUUM")  # what was forgotten is nowhere in it
        if copy.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            raise DatabaseUnusable(problem=DAMAGED)
    as_one_file(path)


def as_one_file(path: Path) -> None:
    """Let a copy that nobody has open be whole in its one file."""
    with closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def named(path: Path) -> Named:
    """What a copy names on disk; it may be of an older shape."""
    with closing(sqlite3.connect(path)) as copy:
        files = [
            f"{folder}/{client_id}/{stored}"
            for folder, table in (("attachments", "attachment"), ("analyses", "analysis_run"))
            if _has(copy, table)
            for client_id, stored in copy.execute(f"SELECT client_id, stored FROM {table}")  # noqa: S608 - as above
        ]
        kept = [folder for (folder,) in copy.execute("SELECT folder FROM snapshot")]
        imports = copy.execute("SELECT id, sha256 <> '' FROM import").fetchall()
    kept += [f"imports/{name}" for name, is_read in imports if is_read]
    return Named(
        tuple(sorted(files)), tuple(sorted(kept)), tuple(f"imports/{name}" for name, is_read in imports if not is_read)
    )


def shape_of(path: Path) -> str | None:
    """The version of a copy's tables."""
    with closing(sqlite3.connect(path)) as copy:
        row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def is_empty(store: Store) -> bool:
    """Whether a database holds no row of ours, or no table at all."""
    with store.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        ours = [table for table in SQLModel.metadata.sorted_tables if table.name in there]
        return all(connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None for table in ours)


def move(source: Connection, target: Connection) -> None:
    """Write every row of one database into another, empty one; both of the newest shape."""
    known = {table.name for table in SQLModel.metadata.sorted_tables}
    if set(inspect(source).get_table_names()) - {"alembic_version"} != known:
        raise DatabaseUnusable(problem=UNKNOWN_TABLES)
    for table in SQLModel.metadata.sorted_tables:
        query = select(table).order_by(*table.primary_key).execution_options(yield_per=_AT_ONCE)
        with closing(source.execute(query)) as found:
            for part in found.mappings().partitions():
                target.execute(table.insert(), [dict(row) for row in part])
        if table.autoincrement_column is not None:
            _go_on_from(target, table, _last_number(source, table))


def _take_file(store: Store, path: Path) -> None:
    file = store.engine.url.database
    if not file or not Path(file).exists():
        raise DatabaseUnusable(problem=MISSING)
    try:
        with closing(store.engine.raw_connection()) as source, closing(sqlite3.connect(path)) as copy:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}:
            raise DatabaseUnusable(problem=DAMAGED) from None
        raise


def _take_rows(store: Store, path: Path) -> None:
    reading = store.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading.connect() as source:
        if revision_of(source) != revisions()[0]:
            raise DatabaseUnusable(problem=OTHER_SHAPE)
        copy = Store.open(path.parent, f"sqlite:///{path}")
        with copy.engine.begin() as target:
            move(source, target)
        copy.close()


def _last_number(connection: Connection, table: Table) -> int:
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return connection.execute(query, {"name": table.name}).scalar() or 0
    sequence = _sequence(connection, table)
    query = text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")  # noqa: S608 - our own name
    return int(connection.execute(query).scalar_one())


def _go_on_from(connection: Connection, table: Table, number: int) -> None:
    """Let the next row's number be higher than `number`, so that what was removed never gives its own to another."""
    if number == 0:
        return
    if connection.dialect.name == "sqlite":
        named = {"name": table.name, "number": number}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), named)
    else:
        query = text("SELECT setval(:sequence, :number)")
        connection.execute(query, {"sequence": _sequence(connection, table), "number": number})


def _sequence(connection: Connection, table: Table) -> str:
    query = text("SELECT pg_get_serial_sequence(:name, 'id')")
    return str(connection.execute(query, {"name": f'"{table.name}"'}).scalar_one())


def _has(copy: sqlite3.Connection, table: str) -> bool:
    return table in set(_names(copy))


def _names(copy: sqlite3.Connection) -> Iterator[str]:
    return (name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'"))
