"""What is logged, and what never is."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from dashboard import logs
from lib.core.errors import StorageFailed
from lib.settings import load

HIDDEN_TEXTS = [
    "Authorization: Bearer 9f8e7d6c5b4a",
    "cookie: brygga_session=9f8e7d6c5b4a; other=1",
    "Set-Cookie: __Host-brygga_session=9f8e7d6c5b4a",
    "postgresql://brygga:9f8e7d6c5b4a@db/brygga",
    "/oauth/fortnox/callback?code=9f8e7d6c5b4a&state=x",
    "{'refresh_token': '9f8e7d6c5b4a'}",
    "password=9f8e7d6c5b4a",
    "client_secret: 9f8e7d6c5b4a",
    "eyJ9f8e7d6c5b4a.eyJ9f8e7d6c5b4a.9f8e7d6c5b4a",
]


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Logging as pytest has it, once the test is done."""
    root, kind = logging.getLogger(), logging.getLoggerClass()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    logging.setLoggerClass(kind)
    structlog.reset_defaults()


@pytest.mark.parametrize("text", HIDDEN_TEXTS)
def test_what_looks_like_a_credential_is_hidden_in_any_text(text: str) -> None:
    assert "9f8e7d6c5b4a" not in logs.without_secrets(text)


@pytest.mark.parametrize("text", ["Voucher A 17 does not balance.", "/huvudbok?klient=7&ar=2026", "3 sessions open"])
def test_what_is_no_credential_stays_as_it_is(text: str) -> None:
    assert logs.without_secrets(text) == text


def test_a_line_is_one_json_object_without_what_stands_under_a_secret_name(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(load(demo=True, log_format="json"))
    structlog.get_logger("brygga").info("fetched", access_token="9f8e7d6c5b4a", headers={"cookie": "9f8e7d6c5b4a"}, n=3)
    line = capsys.readouterr().err
    assert "9f8e7d6c5b4a" not in line
    assert {"event": "fetched", "n": 3, "level": "info"}.items() <= json.loads(line).items()


def test_an_exception_is_logged_without_the_secret_in_its_text(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(load(demo=True, log_format="json"))
    try:
        _ = dict[str, str]()["Bearer 9f8e7d6c5b4a"]
    except KeyError:
        structlog.get_logger("brygga").exception("failed")
    line = capsys.readouterr().err
    assert "9f8e7d6c5b4a" not in line
    assert "KeyError" in json.loads(line)["exception"]


def test_a_library_with_handlers_of_its_own_is_logged_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(load(demo=True, log_format="json"))
    library = logging.getLogger("streamlit.made.up.for.this.test")
    library.addHandler(logging.StreamHandler())
    library.propagate = False
    library.warning("token=%s", "9f8e7d6c5b4a")
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["token=[hidden]"]


CLIENTS_TEXT = "Anna Andersson"


def _failing_over_a_clients_text() -> None:
    try:
        int(CLIENTS_TEXT)
    except ValueError as error:
        raise StorageFailed(cause=CLIENTS_TEXT) from error


def test_a_crash_is_logged_with_its_places_and_kinds_and_nothing_that_it_quotes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure(load(demo=True, log_format="json"))
    try:
        _failing_over_a_clients_text()
    except StorageFailed:
        structlog.get_logger("brygga").exception("job-crashed")
    line = capsys.readouterr().err
    told = json.loads(line)["exception"]
    assert CLIENTS_TEXT not in line
    assert "_failing_over_a_clients_text" in told
    assert told.index("builtins.ValueError") < told.index("lib.core.errors.StorageFailed")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device", CLIENTS_TEXT), "builtins.OSError (ENOSPC)"),
        (ExceptionGroup(CLIENTS_TEXT, [KeyError(CLIENTS_TEXT)]), "builtins.KeyError"),
    ],
)
def test_what_a_crash_says_of_the_system_is_kept(
    error: Exception, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(load(demo=True, log_format="text"))
    logging.getLogger("a.library").error("it failed", exc_info=error)
    told = capsys.readouterr().err
    assert code in told
    assert CLIENTS_TEXT not in told


def test_a_database_that_is_locked_can_be_told_from_one_that_is_full(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(load(demo=True, log_format="json"))
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT :who FROM nowhere"), {"who": CLIENTS_TEXT})
    except DBAPIError:
        structlog.get_logger("brygga").exception("page-crashed")
    finally:
        engine.dispose()
    told = json.loads(capsys.readouterr().err)["exception"]
    assert "(SQLITE_ERROR)" in told
    assert CLIENTS_TEXT not in told
