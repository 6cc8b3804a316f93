"""A small file, as most are: 60 kB in a warm process."""

from typing import Final

from lib.sandbox.large import large_file
from lib.sie import read
from tests.benchmarks.figures import MILLISECONDS, YEAR, Figure, median_ms

BAR: Final = 30.0
SIZE: Final = 65_536


def run() -> list[Figure]:
    """The median of some readings."""
    content = large_file(SIZE, year=YEAR)
    read(content, name="small.se")
    taken = median_ms(lambda: read(content, name="small.se"), times=21)
    return [Figure("reading 60 kB", taken, BAR, MILLISECONDS, f"{len(content)} bytes")]
