"""Closing entries on their way to Fortnox, each exactly once.

Fortnox knows no way to send the same voucher twice safely. So one process at a time writes to a series;
what is about to be sent is written down first; each voucher carries a marker in its comments, by which it is
looked for before it is sent and after any outcome that leaves its fate open. It is sent again only when it
is absent and can no longer be on its way; else the export stops and says which entry it does not know.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from lib.core.languages import mark
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import FortnoxFailure, YearMissing
from lib.fortnox.registers import Year
from lib.fortnox.vouchers import NewVoucher, SeenVoucher
from lib.jobs import doubts
from lib.jobs.doubts import NotSaved, SeriesBusy, certain, settles_after
from lib.jobs.logbook import Logbook
from lib.jobs.lookout import Lookout
from lib.jobs.posted import books_same, comments, voucher_of
from lib.store import exports, leases
from lib.store.database import Store
from lib.store.entry_tables import ExportItem, ExportRun
from lib.store.words import ItemFate

WAITS: Final = (5.0, 5.0, 10.0, 20.0, 40.0)
"""Seconds between attempts while Fortnox surely takes nothing."""
SENT_AT_MOST: Final = 3
BUSY_FOR: Final = 2 * leases.LASTS
TRIES_EVERY: Final = 2.0
"""Seconds between attempts to take its turn at the series."""

LOOKS: Final = mark("Looks in Fortnox for what already stands there.")


@dataclass
class Sending:
    """One export being carried out by one process; `clock` and `sleep` are the world's time."""

    store: Store
    run: ExportRun
    fortnox: Fortnox
    tenant: int
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    landed: Callable[[], None] = lambda: None
    """Called when an entry has landed."""
    seen: dict[str, list[SeenVoucher]] = field(default_factory=dict)
    sent_again: list[ExportItem] = field(default_factory=list)
    year: Year = field(init=False)
    logbook: Logbook = field(init=False)
    lookout: Lookout = field(init=False)

    def everything(self) -> None:
        """Send all that is left of the export.

        Raises FateUnknown, VoucherRefused, SeriesBusy, YearMissing, and what else Fortnox says.
        """
        self.year = year_from(self.fortnox, self.run.year_start)
        self.logbook = Logbook(self.store, self.run, self.tenant, self.clock)
        self.lookout = Lookout(self.fortnox, self.year, self.logbook, self.clock, self.sleep)
        self._take_turn()
        try:
            left = self.logbook.left()  # only now: another process may have carried the same export
            if not left:
                return
            self.logbook.tell(LOOKS)
            self.seen = self.lookout.look()
            self._each(left)
        finally:
            self.logbook.leave()

    def _take_turn(self) -> None:
        """Be the only one to write to the series, anywhere."""
        until = self.clock() + BUSY_FOR
        while not self.logbook.take_turn():
            if self.clock() > until:
                raise SeriesBusy
            self.sleep(TRIES_EVERY)

    def _each(self, left: Sequence[ExportItem]) -> None:
        try:
            for item in left:
                self._one(item)
        except FortnoxFailure:
            with suppress(FortnoxFailure):  # what stopped the export is what is told
                self._check_sent_again()
            raise
        self._check_sent_again()

    def _one(self, item: ExportItem) -> None:
        """See one entry into Fortnox, or raise."""
        there, ours = self.seen.get(item.marker, []), item.fate is ItemFate.INTENDED
        if ours and not there:
            there = self.lookout.search(item, doubts.settles(item))
        for _ in range(SENT_AT_MOST):
            if there:
                break
            voucher = self._voucher(item)
            settles = self._sent(item, voucher)
            if settles is None:
                return
            ours, there = True, self.lookout.search(item, settles, voucher.series)
            if not there:
                self.sent_again.append(item)
        if not there:
            self.logbook.spare(item)
            raise NotSaved(entry=exports.label(item), times=SENT_AT_MOST)
        self._found(item, there, ours=ours)

    def _sent(self, item: ExportItem, voucher: NewVoucher) -> datetime | None:
        """Send an entry; None when it landed, else when it will be certain that it has not."""
        for pause in (*WAITS, None):
            self.logbook.intend(item, voucher.series)
            try:
                made = self.fortnox.create_voucher(self.year.id, voucher)
            except FortnoxFailure as failure:
                if not certain(failure):
                    return self.logbook.doubt(item, settles_after(failure))
                self.logbook.not_saved(item, failure)
                if pause is None or not failure.retryable:
                    raise
                self.sleep(pause)
            else:
                self._land(item, made, found=False)
                return None
        raise AssertionError  # pragma: no cover - the last attempt landed, is in doubt, or raised

    def _check_sent_again(self) -> None:
        """Say it where a voucher came late after all, and so stands twice."""
        if not self.sent_again:
            return
        there = self.lookout.look()
        for item in self.sent_again:
            if len(there.get(item.marker, [])) > 1:
                self.logbook.is_twice(item, there[item.marker])

    def _found(self, item: ExportItem, there: Sequence[SeenVoucher], *, ours: bool) -> None:
        first = there[0]
        # before it is said to stand there: what stands there is never compared again
        same = ours or len(there) > 1 or books_same(self.fortnox, self.year.id, first, exports.draft_of(item))
        self._land(item, first, found=not ours)
        if len(there) > 1:
            self.logbook.is_twice(item, there)
        elif not same:
            self.logbook.is_otherwise(item)

    def _land(self, item: ExportItem, made: SeenVoucher, *, found: bool) -> None:
        self.logbook.land(item, made, self.year, found=found)
        self.landed()

    def _voucher(self, item: ExportItem) -> NewVoucher:
        draft, series = exports.draft_of(item), exports.series_of(self.run, item)
        return voucher_of(draft, series, comments(exports.label(item), item.marker))


def year_from(fortnox: Fortnox, start: date) -> Year:
    """Fortnox's financial year that starts on a day; raises YearMissing."""
    found = next((year for year in fortnox.years() if year.start == start), None)
    if found is None:
        raise YearMissing(day=start.isoformat())
    return found
