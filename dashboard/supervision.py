"""The worker process beside the web process: started with it, started again when it dies, stopped with it."""

import asyncio
import sys
from asyncio import sleep
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

import structlog

WORKER: Final = (sys.executable, "-m", "dashboard.cli", "worker", "--beside")
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
LIVED_WELL: Final = 60.0
"""A worker that lived so many seconds is started again at once; one that did not, after a doubled pause."""
GRACE: Final = 10.0

_log = structlog.get_logger()


@dataclass(slots=True)
class Supervisor:
    """Keeps one process of `command` running."""

    command: Sequence[str] = WORKER
    process: Process | None = field(default=None, init=False)

    def is_up(self) -> bool:
        """Whether the process runs now."""
        return self.process is not None and self.process.returncode is None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep the process running until the block ends, then stop it."""
        watch = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch
            await self._stop()

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            began = monotonic()
            # the worker reads its end of the pipe: when this process is killed, it closes
            # its own session: Ctrl+C reaches this process alone, which then stops the worker in order
            self.process = await asyncio.create_subprocess_exec(*self.command, stdin=PIPE, start_new_session=True)
            code = await self.process.wait()
            pause = FIRST_PAUSE if monotonic() - began > LIVED_WELL else pause
            _log.warning("worker-died", code=code, again_in_seconds=pause)
            await sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _stop(self) -> None:
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE)
        except TimeoutError:
            _log.warning("worker-killed", waited_seconds=GRACE)
            process.kill()
            await process.wait()
