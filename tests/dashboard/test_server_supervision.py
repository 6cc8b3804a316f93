"""The supervisor, with small processes in place of the worker."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from dashboard import supervision
from dashboard.supervision import Supervisor
from tests.dashboard.served import wait_until

LIVES = "import pathlib, sys; pathlib.Path(sys.argv[1]).touch(); sys.stdin.buffer.read()"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {LIVES}; signal.pause()"


def test_a_process_that_dies_again_and_again_is_started_after_longer_and_longer_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []

    async def run() -> None:
        enough = asyncio.Event()

        async def note(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 4:
                enough.set()

        monkeypatch.setattr(supervision, "sleep", note)
        async with Supervisor((sys.executable, "-c", "raise SystemExit(3)")).running():
            await enough.wait()

    asyncio.run(run())
    assert pauses[:4] == [0.5, 1.0, 2.0, 4.0]


def test_the_process_is_stopped_with_the_block(tmp_path: Path) -> None:
    assert asyncio.run(_ended(LIVES, tmp_path / "began")) == -signal.SIGTERM


def test_a_process_that_will_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervision, "GRACE", 0.2)
    assert asyncio.run(_ended(STUBBORN, tmp_path / "began")) == -signal.SIGKILL


async def _ended(program: str, began: Path) -> int | None:
    """How a supervised program ended, after it had begun."""
    supervisor = Supervisor((sys.executable, "-c", program, str(began)))
    async with supervisor.running():
        # it may have begun before its supervisor is told that it has
        await asyncio.to_thread(wait_until, lambda: began.exists() and supervisor.is_up(), "the program has begun")
    assert supervisor.process
    return supervisor.process.returncode
