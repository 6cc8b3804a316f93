"""`brygga backup`, `restore`, `doctor` and `log verify` as they are typed in a terminal."""

import socket
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from dashboard.cli import main
from lib.jobs import doctor
from lib.jobs.worker import take_seat
from lib.sandbox.fortnox.serving import running
from lib.settings import SETTINGS
from lib.store import clients
from lib.store.columns import now
from lib.store.database import Store
from lib.store.migrations import revisions
from lib.store.sealing import new_key
from tests.jobs.local_fortnox import new_world
from tests.store import busy_bureau
from tests.store.examples import add_client
from tests.store.kept import KEY, keep, tokens_of
from tests.store.test_activity import UNLOCK

Run = Callable[..., tuple[int, str]]
ID, SECRET = "an-id", "hush-a-client-secret"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for setting in SETTINGS:
        monkeypatch.setenv(setting.name, "")
        monkeypatch.delenv(setting.name)
    monkeypatch.setenv("BRYGGA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BRYGGA_DEMO", "true")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command, with settings of its own; gives its exit code and what it printed."""

    def typed(*words: str | Path, language: str = "en", **settings: str) -> tuple[int, str]:
        for name, value in settings.items():
            monkeypatch.setenv(f"BRYGGA_{name.upper()}", value)
        result = CliRunner().invoke(main, [*map(str, words), "--language", language])
        return result.exit_code, result.output

    return typed


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Store]:
    """A store in the data directory, with a bit of work done in it."""
    store = Store.open(tmp_path / "data")
    busy_bureau.work(store, add_client(store), 0)
    yield store
    store.close()


def names(folder: Path) -> list[str]:
    store = Store.open(folder)
    with store.reading() as session:
        found = [row.client.name for row in clients.overview(session)]
    store.close()
    return found


def told_of(output: str, part: str) -> str:
    """What the doctor says of one part: its line, and the next step below it."""
    lines = output.splitlines()
    first = next(number for number, line in enumerate(lines) if line[2:].startswith(f"{part}:"))
    last = first + 1 + (len(lines) > first + 1 and lines[first + 1].startswith("  "))
    return "\n".join(lines[first:last])


def test_a_backup_is_told_with_what_is_not_in_it(run: Run, books: Store, tmp_path: Path) -> None:
    code, told = run("backup", tmp_path / "b.tar")

    assert code == 0
    assert str(tmp_path / "b.tar") in told
    assert "The encryption keys are not in it" in told


def test_what_was_backed_up_is_restored_elsewhere(run: Run, books: Store, tmp_path: Path) -> None:
    run("backup", tmp_path / "b.tar")
    code, told = run("restore", tmp_path / "b.tar", data=str(tmp_path / "again"))

    assert code == 0
    assert "every checksum agrees" in told
    assert "BRYGGA_ENCRYPTION_KEYS" in told
    assert names(tmp_path / "again") == names(tmp_path / "data")


def test_a_backup_over_a_file_is_refused_in_a_sentence_and_a_next_step(run: Run, books: Store, tmp_path: Path) -> None:
    (tmp_path / "b.tar").touch()
    code, told = run("backup", tmp_path / "b.tar")

    assert code == 1
    assert len(told.splitlines()) == 2


def test_a_damaged_backup_is_told_with_file_and_remedy(run: Run, books: Store, tmp_path: Path) -> None:
    run("backup", tmp_path / "b.tar")
    content = bytearray((tmp_path / "b.tar").read_bytes())
    content[600] ^= 1
    (tmp_path / "b.tar").write_bytes(content)
    code, told = run("restore", tmp_path / "b.tar", data=str(tmp_path / "again"))

    assert code == 1
    assert "b.tar is damaged: brygga.db in it" in told
    assert "take an earlier one" in told
    assert not (tmp_path / "again").exists()


def test_the_log_is_told_whole(run: Run, books: Store) -> None:
    code, told = run("log", "verify")

    assert code == 0
    assert told.startswith("The activity log is whole: 1 row,")


def test_a_changed_log_is_told_with_the_row_where_it_breaks(run: Run, books: Store) -> None:
    with books.transaction() as session:
        for statement in [*UNLOCK["sqlite"].split(";"), "UPDATE activity SET message = 'nothing'"]:
            session.execute(text(statement))
    code, told = run("log", "verify")

    assert code == 1
    assert "number 1 does not follow" in told


def test_a_log_that_was_cut_off_is_told(run: Run, books: Store) -> None:
    run("log", "verify")
    with books.transaction() as session:
        for statement in [*UNLOCK["sqlite"].split(";"), "DELETE FROM activity"]:
            session.execute(text(statement))
    code, told = run("log", "verify")

    assert code == 1
    assert "cut off" in told


def test_the_doctor_finds_nothing_wrong_where_all_is_well(run: Run, books: Store, tmp_path: Path, fortnox: str) -> None:
    keep(books, tokens_of("a"))
    seat = take_seat(tmp_path / "data" / "workers")
    code, told = run("doctor", encryption_keys=KEY, **app_at(fortnox))
    seat.leave()

    assert [line[0] for line in told.splitlines()] == ["●"] * 8, told
    assert code == 0


def test_the_doctor_speaks_swedish(run: Run, books: Store) -> None:
    _code, told = run("doctor", language="sv")

    assert "Databas: Den svarar och är aktuell." in told
    assert "Starta `brygga serve`" in told


def test_the_doctor_makes_nothing(run: Run, tmp_path: Path) -> None:
    _code, told = run("doctor")

    assert not (tmp_path / "data").exists()
    assert told_of(told, "Database").startswith("◌")


def test_the_doctor_tells_of_a_setting_that_cannot_be_used(run: Run) -> None:
    code, told = run("doctor", port="eighty")

    assert code == 1
    assert "BRYGGA_PORT" in told_of(told, "Settings")
    assert told.count("◌") == 7


def test_the_doctor_tells_of_a_setting_that_does_not_exist(run: Run, books: Store) -> None:
    code, told = run("doctor", databas_url="x")

    assert code == 1
    assert "BRYGGA_DATABAS_URL" in told_of(told, "Settings")


def test_the_doctor_tells_that_no_worker_is_there(run: Run, books: Store, tmp_path: Path) -> None:
    take_seat(tmp_path / "data" / "workers").leave()
    code, told = run("doctor")

    assert code == 1
    assert told_of(told, "Worker").startswith("▲")


def test_the_doctor_tells_of_a_damaged_database(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "brygga.db").write_bytes(b"no database" * 500)
    code, told = run("doctor")

    assert code == 1
    assert "damaged" in told_of(told, "Database")


@pytest.mark.parametrize(("shape", "word"), [("0001", "older"), ("of-tomorrow", "newer")])
def test_the_doctor_tells_of_a_database_of_another_program(
    run: Run, books: Store, tmp_path: Path, shape: str, word: str
) -> None:
    books.close()
    known = revisions()[-1] if shape == "0001" else shape
    with sqlite3.connect(tmp_path / "data" / "brygga.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [known])
    connection.close()
    code, told = run("doctor")

    assert code == 1
    assert word in told_of(told, "Database")


def test_the_doctor_tells_of_a_database_that_does_not_answer_and_not_its_password(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, told = run("doctor", database_url=f"postgresql://rut:hush-a-password@127.0.0.1:{port}/brygga")

    assert code == 1
    assert "does not answer" in told_of(told, "Database")
    assert "hush" not in told


def test_the_doctor_tells_of_snapshots_that_are_gone(run: Run, books: Store, tmp_path: Path) -> None:
    (tmp_path / "data" / "snapshots").rename(tmp_path / "elsewhere")
    code, told = run("doctor")

    assert code == 1
    assert "1 snapshot" in told_of(told, "Storage")


def test_the_doctor_tells_of_a_directory_that_cannot_be_written(run: Run) -> None:
    code, told = run("doctor", data="/proc")  # where nobody can make a file, root neither

    assert code == 1
    assert told_of(told, "Storage").startswith("▲")


def test_the_doctor_tells_of_a_full_disk(run: Run, books: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    code, told = run("doctor")

    assert code == 1
    assert "Free space" in told_of(told, "Storage")


@pytest.mark.parametrize("keys", ["", new_key()], ids=["none", "another"])
def test_the_doctor_tells_of_connections_that_no_key_opens(run: Run, books: Store, keys: str) -> None:
    keep(books, tokens_of("a"))
    code, told = run("doctor", encryption_keys=keys)

    assert code == 1
    assert told_of(told, "Encryption keys").startswith("▲")
    assert "access-a" not in told


def test_the_doctor_tells_that_fortnox_does_not_answer_and_no_secret(run: Run, books: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, told = run("doctor", **app_at(f"http://127.0.0.1:{port}"))

    assert code == 1
    assert "127.0.0.1 does not answer" in told_of(told, "Fortnox")
    assert "hush" not in told


def test_the_doctor_waits_only_a_moment_for_a_fortnox_that_hangs(
    run: Run, books: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.fortnox.reachability.PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code, told = run("doctor", **app_at(f"http://127.0.0.1:{silent.getsockname()[1]}"))

    assert code == 1
    assert "does not answer" in told_of(told, "Fortnox")


def test_the_doctor_tells_that_nothing_is_set_for_fortnox_without_calling_it_wrong(run: Run, books: Store) -> None:
    assert told_of(run("doctor")[1], "Fortnox").startswith("◌")


def test_the_doctor_tells_of_a_clock_that_is_wrong(
    run: Run, books: Store, punctual: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "now", lambda: now() + timedelta(minutes=10))
    code, told = run("doctor", **app_at(punctual))

    assert code == 1
    assert "off" in told_of(told, "Clock")


def test_the_doctor_tells_that_the_clock_goes_with_fortnoxs(run: Run, books: Store, punctual: str) -> None:
    assert "goes with Fortnox's" in told_of(run("doctor", **app_at(punctual))[1], "Clock")


def test_without_fortnox_a_clock_that_went_back_shows(run: Run, books: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "now", lambda: now() - timedelta(hours=2))
    assert told_of(run("doctor")[1], "Clock").startswith("▲")


@pytest.fixture
def fortnox() -> Iterator[str]:
    """The address of a local Fortnox."""
    with running(new_world()) as address:
        yield address


@pytest.fixture
def punctual() -> Iterator[str]:
    """The address of a server that refuses everything, and tells the time as it does."""
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def app_at(address: str) -> dict[str, str]:
    return {
        "fortnox_client_id": ID,
        "fortnox_client_secret": SECRET,
        "fortnox_auth_url": address,
        "fortnox_api_url": address,
    }
