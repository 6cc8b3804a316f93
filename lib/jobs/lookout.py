"""The look for entries in Fortnox, by the markers in their vouchers' comments, or texts where they came as a file."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lib.core.languages import mark
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import AnswerUnreadable, FortnoxFailure, FortnoxFaulty, TooManyRequests, Unreachable
from lib.fortnox.registers import Year
from lib.fortnox.vouchers import SeenVoucher
from lib.jobs.doubts import FateUnknown, clock_time
from lib.jobs.logbook import Logbook
from lib.store import exports
from lib.store.entry_tables import MARKER, ExportItem

LOOKS_FOR: Final = timedelta(minutes=16)
"""So long an entry of unknown fate is looked for before the export stops."""
LOOKS_EVERY: Final = 10.0
_MARK: Final = re.compile(rf"{MARKER}[0-9a-f]{{16}}")

SEARCHES: Final = mark("Fortnox did not say whether {entry} was saved: looks for it.")


def by_marker(listed: Iterable[SeenVoucher]) -> dict[str, list[SeenVoucher]]:
    """The vouchers that carry a marker of ours, by it."""
    found: dict[str, list[SeenVoucher]] = {}
    for one in listed:
        # what was read in there from an SI file carries its marker in its text
        for marker in set(_MARK.findall(f"{one.comments} {one.text}")):
            found.setdefault(marker, []).append(one)
    return found


@dataclass(frozen=True, slots=True)
class Lookout:
    """Looks in one year of Fortnox; `clock` and `sleep` are the world's time."""

    fortnox: Fortnox
    year: Year
    logbook: Logbook
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def look(self, series: str = "") -> dict[str, list[SeenVoucher]]:
        """What stands in a series of the year, or in all of them, by its marker."""
        year_id = self.year.id
        return by_marker(
            self.fortnox.vouchers_of_series(series, year_id) if series else self.fortnox.vouchers_of_year(year_id)
        )

    def search(self, item: ExportItem, settles: datetime, series: str = "") -> list[SeenVoucher]:
        """Look for an entry until it is found or can no longer come; raises FateUnknown when that is too long."""
        unknown = FateUnknown(entry=exports.label(item), until=clock_time(settles))
        self.logbook.tell(SEARCHES, entry=exports.label(item))
        until = self.clock() + LOOKS_FOR
        while True:
            settled = self.clock() >= settles  # before the look: what comes while it looks is not missed
            try:
                there = self.look(series).get(item.marker, [])
            except (TooManyRequests, Unreachable, FortnoxFaulty, AnswerUnreadable):
                there, settled = [], False
            except FortnoxFailure as failure:
                raise unknown from failure
            if there or settled:
                return there
            if self.clock() >= until:
                raise unknown
            self.logbook.hold()
            left = (settles - self.clock()).total_seconds()
            self.sleep(min(max(left, 1.0), LOOKS_EVERY))
