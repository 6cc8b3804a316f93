"""A real server for tests: `brygga serve` in a process of its own, with its worker, on a free port."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0
_ADDRESS = re.compile(r"http://\S+")
_FORM = re.compile(r'name="form" value="([^"]+)"')


@dataclass(frozen=True)
class Served:
    """A running server: its address, its process, and where its log goes."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    def browser(self) -> httpx.Client:
        """A browser that nobody has signed in with; it follows no redirect by itself."""
        return httpx.Client(base_url=self.address, headers={"accept": "text/html", "origin": self.address})

    def sign_in(self, browser: httpx.Client, role: str = "accountant") -> httpx.Response:
        """Choose a role on the sign-in page."""
        form = form_mark(browser.get("/sign-in").text)
        return browser.post("/sign-in", data={"form": form, "role": role, "next": "/"})


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Served]:
    """Serve from `folder` until the block ends: the demo without its books, unless the settings say otherwise."""
    log = folder / "server.log"
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.cli", "serve", "--port", "0", "--language", "en"],
            cwd=ROOT,
            env=environment(**{"BRYGGA_DEMO": "true", "BRYGGA_DATA": str(folder / "data")} | settings),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        address = _address(process, log)
        wait_until(lambda: httpx.get(f"{address}/healthz").is_success, "the server answers")
        yield Served(address, process, log)
    finally:
        stop(process)


def environment(**settings: str) -> dict[str, str]:
    """The environment of the tests without settings of ours, and with these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BRYGGA_", "STREAMLIT_"))}
    return kept | {"LC_ALL": "C.UTF-8"} | settings


def stop(process: subprocess.Popen[str]) -> int:
    """Tell a process to stop as an administrator would; gives its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        if process.stdout:
            process.stdout.close()


def form_mark(page: str) -> str:
    """The field with which a form shows that the server gave it."""
    found = _FORM.search(page)
    assert found, page
    return found[1]


def wait_until(happens: Callable[[], object], what: str) -> None:
    """Look again until it happens, for at most a minute."""
    end = monotonic() + PATIENCE
    while not happens():
        assert monotonic() < end, f"waited in vain until {what}"
        sleep(0.05)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    assert process.stdout
    line = process.stdout.readline()
    found = _ADDRESS.search(line)
    assert found, f"the server said {line!r}\n{log.read_text()}"
    return found[0]
