"""No secret comes out: not in logs, not in the database, not in files, not in what failures say."""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Journey:
    """A connection's whole life: its secrets, and all that it left behind."""

    folder: Path
    secrets: list[str]
    failures: list[str]
    logs: str


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Journey:
    folder = tmp_path_factory.mktemp("secrets")
    command = [sys.executable, "-m", "tests.fortnox.secret_journey", str(folder)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=110)
    assert ended.returncode == 0, ended.stderr[-3000:]
    told = json.loads(ended.stdout)
    return Journey(folder, told["secrets"], told["failures"], ended.stderr)


def shown(secrets: Iterable[str], text: str) -> list[str]:
    """Where secrets stand in a text: the beginning of each that does."""
    return [secret[:6] for secret in secrets if secret in text]


def test_the_journey_meets_secrets_and_failures(journey: Journey) -> None:
    assert len(journey.secrets) > 10
    assert len(journey.failures) > 40
    assert journey.logs.count("job-crashed") > 10
    assert "fortnox-call" in journey.logs


def test_no_secret_stands_in_the_logs(journey: Journey) -> None:
    assert shown(journey.secrets, journey.logs) == []


def test_no_secret_stands_in_what_failures_say(journey: Journey) -> None:
    assert shown(journey.secrets, "\n".join(journey.failures)) == []


def test_no_secret_stands_in_the_database_or_any_other_file(journey: Journey) -> None:
    files = [path for path in journey.folder.rglob("*") if path.is_file()]
    assert any(path.name == "brygga.db" for path in files)
    for path in files:
        content = path.read_bytes()
        assert [secret[:6] for secret in journey.secrets if secret.encode() in content] == [], path.name


def test_the_search_finds_what_is_there() -> None:
    assert shown(["secret"], "a secret here") == ["secret"]
