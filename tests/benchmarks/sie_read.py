"""A 100 MB file read into frames, against the floor of taking the same bytes in as bare lines; and its memory."""

from pathlib import Path
from typing import Final

from lib.sie import read
from tests.benchmarks.figures import Figure, beside_floor, large_path, peak_memory

TIME_BAR: Final = 3.0
MEMORY_BAR: Final = 10.0


def run() -> list[Figure]:
    """Time in a warm process, memory in a fresh one; both as ratios."""
    path = large_path()
    content = path.read_bytes()
    read(content, name=path.name)
    taken, ground = beside_floor(lambda: read(content, name=path.name), content)
    speed = f"{len(content) / taken / 1e6:.0f} MB/s; floor {ground:.2f} s"
    held = peak_memory("tests.benchmarks.sie_read:read_path", str(path)) / len(content)
    return [
        Figure("reading 100 MB, all fields", taken / ground, TIME_BAR, "x floor", speed),
        Figure("peak memory of reading 100 MB", held, MEMORY_BAR, "x file"),
    ]


def read_path(path: str) -> None:
    """Read a file and let it go."""
    read(Path(path))
