"""`brygga demo` as it is typed: the dashboard and the local Fortnox, started together and stopped together."""

import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.dashboard.served import ROOT, environment, stop, wait_until

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.mark.slow
def test_the_demo_starts_a_local_fortnox_beside_the_dashboard_and_stops_it_again(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "demo", "--port", "0", "--language", "en"],
            cwd=ROOT,
            env=environment(BRYGGA_DATA=str(tmp_path / "data"), BRYGGA_LOG_FORMAT="json"),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        said = _said(process)
        fortnox, dashboard = (ADDRESS.findall(line)[0] for line in said[-2:])
        assert said[-2].startswith("The local Fortnox is at")
        wait_until(lambda: _answers(f"{fortnox}/sandbox"), "the local Fortnox answers")
        wait_until(lambda: _answers(f"{dashboard}/healthz"), "the dashboard answers")
    finally:
        stop(process)
    wait_until(lambda: not _answers(f"{fortnox}/sandbox"), "the local Fortnox is gone")


def _said(process: subprocess.Popen[str]) -> list[str]:
    """What is printed until the dashboard has said where it is."""
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Brygga is at"):
            return said
    raise AssertionError(said)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.TransportError:
        return False
