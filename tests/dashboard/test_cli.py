"""The `brygga` command as it is typed in a terminal."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from dashboard.terminal import spoken
from lib.settings import SETTINGS
from tests.dashboard.served import ROOT, environment

EXAMPLES = ROOT / "tests" / "data"
WRONG = EXAMPLES / "unbalanced-voucher.se"
REFUSED = EXAMPLES / "not-sie.se"
WARNED = EXAMPLES / "date-outside-year.se"
FIELDS = (
    "file, encoding, sie_type, program, program_version, org_number, company_name, financial_years, accounts, "
    "vouchers, transactions, debit_ore, credit_ore, added_rows, struck_rows, checksum, findings"
)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        # set first, so that what a command puts there is taken away again
        monkeypatch.setenv(setting.name, "")
        monkeypatch.delenv(setting.name)


@pytest.mark.parametrize(("path", "code"), [(WRONG, 1), (REFUSED, 1), (WARNED, 0)])
def test_check_ends_with_1_when_an_error_was_found(path: Path, code: int) -> None:
    assert CliRunner().invoke(main, ["check", str(path)]).exit_code == code


def test_check_looks_at_every_file_before_it_ends() -> None:
    result = CliRunner().invoke(main, ["check", str(WRONG), str(WARNED)])
    assert result.exit_code == 1
    assert "date-outside-year.se" in result.stdout


@pytest.mark.parametrize(("language", "word"), [("sv", "verifikation"), ("en", "voucher")])
def test_check_speaks_the_language_asked_for(language: str, word: str) -> None:
    assert word in CliRunner().invoke(main, ["check", "--language", language, str(WRONG)]).stdout.lower()


def test_inspect_prints_one_object_a_line_with_the_fields_that_programs_rely_on() -> None:
    result = CliRunner().invoke(main, ["inspect", "--json", str(WRONG), str(REFUSED)])
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(WRONG), str(REFUSED)]
    assert [list(line) for line in lines] == [FIELDS.split(", ")] * 2


def test_inspect_prints_utf_8_whatever_the_terminal_speaks() -> None:
    raw = subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "inspect", "--json", "--language", "sv", str(WRONG)],
        cwd=ROOT,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="0"),
        capture_output=True,
        check=True,
    )
    (finding, *_) = json.loads(raw.stdout.decode())["findings"]
    assert "jämnar" in finding["message"] or "balanserar" in finding["message"]


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", "--language", "en", str(tmp_path / "gone.se")])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"The file {tmp_path / 'gone.se'} cannot be opened: no such file or directory."
    ]


def test_outside_demo_mode_serve_refuses_in_one_sentence_and_a_next_step() -> None:
    result = CliRunner().invoke(main, ["serve", "--language", "en"])
    assert result.exit_code == 1
    assert result.stderr.startswith("Brygga does not start outside demo mode without BRYGGA_COOKIE_SECRET,")
    assert len(result.stderr.splitlines()) == 2


def test_the_demo_refuses_an_address_that_others_can_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_ADDRESS", "0.0.0.0")  # noqa: S104 - refused
    result = CliRunner().invoke(main, ["demo"])
    assert result.exit_code == 1
    assert "0.0.0.0" in result.stderr  # noqa: S104 - as above


def test_a_setting_that_cannot_be_used_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRYGGA_PORT", "eighty")
    result = CliRunner().invoke(main, ["worker"])
    assert result.exit_code == 1
    assert "BRYGGA_PORT" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = subprocess.run(
            [sys.executable, "-m", "dashboard.cli", "serve", "--port", port],
            cwd=ROOT,
            env=environment(BRYGGA_DEMO="true", BRYGGA_DATA=str(tmp_path / "data"), BRYGGA_LANGUAGE="en"),
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr.startswith(f"Port {port} on 127.0.0.1 is taken")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "sv"),
        ({"LANG": "C.UTF-8"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "sv_SE.UTF-8", "BRYGGA_LANGUAGE": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "sv"),
    ],
)
def test_the_terminals_language_is_spoken(environment: dict[str, str], language: str) -> None:
    assert spoken(environment) == language


def test_checking_a_file_starts_without_streamlit_the_store_or_the_jobs() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from dashboard.cli import main;"
        f"CliRunner().invoke(main, ['check', {str(WARNED)!r}]);"
        "print({'streamlit', 'dbos', 'sqlalchemy', 'starlette', 'pandas'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
