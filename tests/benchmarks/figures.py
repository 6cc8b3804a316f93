"""Figures beside their bars, and the ways to take them: best time, the floor, peak memory, calibration."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import polars as pl

from lib.core.money import MEBIBYTE

REPOSITORY: Final = Path(__file__).parents[2]
YEAR: Final = 2025
"""The year of the large file: fixed, so that every run measures the same bytes."""
REFERENCE_SECONDS: Final = 0.22
"""What the calibration workload takes on the machine that the bars in milliseconds were set on (2 cores)."""
MILLISECONDS: Final = "ms"

_PEAK: Final = """
import importlib, json, sys
module, name = sys.argv[1].split(":")
getattr(importlib.import_module(module), name)(*json.loads(sys.argv[2]))
try:
    with open("/proc/self/status") as status:
        print(next(int(line.split()[1]) for line in status if line.startswith("VmHWM")))
except (OSError, StopIteration):
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; it holds while it is not above its bar. Smaller is better."""

    name: str
    value: float
    bar: float
    unit: str
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the figure is within its bar."""
        return self.value <= self.bar

    def scaled(self, factor: float) -> "Figure":
        """The same figure with its bar fitted to this machine: only bars in milliseconds move."""
        return replace(self, bar=self.bar * factor) if self.unit == MILLISECONDS else self


def best(work: Callable[[], object], *, times: int = 3) -> float:
    """The shortest of some runs, in seconds: what the work takes when the machine has nothing else to do."""
    return min(_seconds(work) for _ in range(times))


def median_ms(work: Callable[[], object], *, times: int = 9) -> float:
    """The median of some runs, in milliseconds."""
    taken = sorted(_seconds(work) for _ in range(times))
    return taken[len(taken) // 2] * 1000


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def calibration() -> float:
    """How many times longer than the reference machine this one takes for a fixed load of Python and memory."""
    return best(_workload, times=5) / REFERENCE_SECONDS


def _workload() -> int:
    words = {f"konto {number}": number * number % 9973 for number in range(300_000)}
    ranked = sorted(words, key=words.__getitem__)
    block = b"\x2a" * (64 * MEBIBYTE)
    return len(ranked) + len(bytearray(block)) + block.count(b"\x2b")


def floor(content: bytes) -> float:
    """The least that reading can take, in seconds: decode the bytes and take them in as bare lines."""

    def lines() -> pl.DataFrame:
        text = content.decode("cp437").encode()
        return pl.read_csv(text, has_header=False, separator="\x1f", quote_char=None, new_columns=["line"])

    return best(lines)


def beside_floor(work: Callable[[], object], content: bytes, *, times: int = 6) -> tuple[float, float]:
    """The shortest of some runs of `work` and of the floor, in seconds, taken in turns.

    In turns, so that what else the machine does falls on both alike.
    """
    runs = [(_seconds(work), floor(content)) for _ in range(times)]
    return min(taken for taken, _ in runs), min(ground for _, ground in runs)


@cache
def large_path(size: int = 100 * MEBIBYTE, *, year: int = YEAR, seed: int = 1) -> Path:
    """Where the large file lies in the system's folder for temporary files; made when it is not there.

    The name holds a mark of the generator's own source, so that a changed generator makes a new file.
    """
    sources = sorted((REPOSITORY / "lib/sandbox").glob("*.py"))
    mark = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / "brygga-benchmarks" / f"large-{year}-{seed}-{size}-{mark}.se"
    if not path.exists():
        # in a process of its own, so that making the file leaves no memory behind in the one that measures
        run_fresh("tests.benchmarks.figures:make_large", str(path), size, year, seed)
    return path


def make_large(path: str, size: int, year: int, seed: int) -> None:
    """Make the large file and put it in its place at once."""
    from lib.sandbox.large import large_file

    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}")
    part.write_bytes(large_file(size, year=year, seed=seed))
    part.replace(target)


def peak_memory(work: str, *arguments: str | float | bool | None) -> int:
    """The most memory, in bytes, that a process held which did nothing but import and call `work`.

    `work` is written `package.module:function`. The process is fresh, so the figure includes the
    interpreter and every imported library.
    """
    return run_fresh(work, *arguments) * 1024


def run_fresh(work: str, *arguments: str | float | bool | None) -> int:
    """Call `work` in a fresh process and give its peak of resident memory in kilobytes.

    Raises CalledProcessError when the process fails; its errors go to our own standard error.
    """
    command = [sys.executable, "-c", _PEAK, work, json.dumps(arguments)]
    ended = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, check=True)
    return int(ended.stdout.split()[-1])
