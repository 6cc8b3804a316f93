"""Exports under random misfortune: how many schedules were carried through, and how many entries doubled or were lost.

The number of schedules is 1 000, or what BRYGGA_EXPORT_SCHEDULES says.
"""

import logging
import os
import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import stamina
import structlog

from tests.benchmarks.figures import Figure
from tests.jobs.export_schedules import COUNT, prepared, schedule

SCHEDULES: Final = int(os.environ.get("BRYGGA_EXPORT_SCHEDULES", "1000"))


def run() -> list[Figure]:
    """Carry all schedules through and count what went wrong."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    met: Counter[str] = Counter()
    stops = kills = wrong = 0
    with TemporaryDirectory() as folder, stamina.set_testing(True, attempts=2, cap=True):
        database = prepared(Path(folder) / "prepared")
        for seed in range(SCHEDULES):
            own = Path(folder) / str(seed)
            ended = schedule(seed, database, own)
            shutil.rmtree(own)
            met.update(ended.met)
            stops, kills, wrong = stops + ended.stops, kills + ended.kills, wrong + bool(ended.wrong)
    told = ", ".join(f"{name} {times}" for name, times in sorted(met.items()))
    note = f"{met.total()} sent, {kills} kills, {stops} stops: {told}"
    return [Figure(f"of {SCHEDULES} exports of {COUNT}, not exactly once", wrong, 0, "exports", note)]
