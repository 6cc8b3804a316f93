"""Closing entries on their way to Fortnox, each exactly once.

Fortnox knows no way to send the same voucher twice safely. So one process at a time writes to a series;
what is about to be sent is written down first; each voucher carries a marker in its comments, by which it is
looked for before it is sent and after any outcome that leaves its fate open. It is sent again only when it
is absent and can no longer be on its way; else the export stops and says which entry it does not know.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from lib.core.errors import REMEDY
from lib.core.languages import Fact, mark
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import (
    AnswerUnreadable,
    FortnoxFailure,
    FortnoxFaulty,
    TooManyRequests,
    Unreachable,
    YearMissing,
)
from lib.fortnox.registers import Year
from lib.fortnox.vouchers import NewVoucher, SeenVoucher, VoucherRefused
from lib.jobs import doubts
from lib.jobs.doubts import FateUnknown, NotSaved, SeriesBusy, certain, clock_time, settles_after
from lib.jobs.posted import comments, same_rows, voucher_of
from lib.store import activity, exports, jobs, leases
from lib.store.database import Session, Store
from lib.store.entry_tables import MARKER, ExportItem, ExportRun
from lib.store.exports import Landing
from lib.store.words import ItemFate

LOOKS_FOR: Final = timedelta(minutes=16)
"""So long an entry of unknown fate is looked for before the export stops."""
LOOKS_EVERY: Final = 10.0
WAITS: Final = (5.0, 5.0, 10.0, 20.0, 40.0)
"""Seconds between attempts while Fortnox surely takes nothing."""
SENT_AT_MOST: Final = 3
BUSY_FOR: Final = 2 * leases.LASTS
_MARK: Final = re.compile(rf"{MARKER}[0-9a-f]{{16}}")

LOOKS: Final = mark("Looks in Fortnox for what already stands there.")
SENDS: Final = mark("Sends {entry} ({number:count} of {total:count}).")
SEARCHES: Final = mark("Fortnox did not say whether {entry} was saved: looks for it.")
LANDED: Final = mark("{entry} was sent to Fortnox and stands there as {voucher}, {year}.")
WAS_THERE: Final = mark("{entry} stood in Fortnox already, as {voucher}, {year}; it was not sent again.")
REFUSED: Final = mark("Fortnox did not take {entry} (error {code}).")
TWICE: Final = mark("It stands in Fortnox more than once: {vouchers}. Strike all but one there.")
OTHERWISE: Final = mark("The voucher in Fortnox has other rows than the entry here.")
IS_TWICE: Final = mark("{entry} stands in Fortnox more than once: {vouchers}.")
ACTION: Final = "export.start"


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
    holder: str = field(default_factory=lambda: uuid4().hex)
    total: int = 0
    seen: dict[str, list[SeenVoucher]] = field(default_factory=dict)
    sent_again: list[ExportItem] = field(default_factory=list)
    year: Year = field(init=False)

    def everything(self) -> None:
        """Send all that is left of the export.

        Raises FateUnknown, VoucherRefused, SeriesBusy, YearMissing, and what else Fortnox says.
        """
        self.year = self._year()
        self._take_turn()
        try:
            left = self._left()  # only now: another process may have carried the same export
            if not left:
                return
            self._tell(LOOKS)
            self.seen = self._look()
            for item in left:
                self._one(item)
            self._check_sent_again()
        finally:
            with self.store.transaction() as session:
                leases.leave(session, self._keys, self.holder)

    @property
    def _keys(self) -> list[str]:
        chosen = {self.run.series_v, self.run.series_s} - {""}
        return [leases.key_of(self.tenant, series) for series in chosen]

    def _left(self) -> list[ExportItem]:
        with self.store.reading() as session:
            every = exports.items(session, self.run.id) if exports.is_running(session, self.run.id) else []
        self.total = len(every)
        return [item for item in every if item.fate not in exports.OVER]

    def _year(self) -> Year:
        start = self.run.year_start
        found = next((year for year in self.fortnox.years() if year.start == start), None)
        if found is None:
            raise YearMissing(day=start.isoformat())
        return found

    def _take_turn(self) -> None:
        """Be the only one to write to the series, anywhere."""
        until = self.clock() + BUSY_FOR
        while True:
            with self.store.transaction() as session:
                if leases.take(session, self._keys, self.holder, self.clock()):
                    return
            if self.clock() > until:
                raise SeriesBusy
            self.sleep(LOOKS_EVERY / 5)

    def _one(self, item: ExportItem) -> None:
        """See one entry into Fortnox, or raise."""
        there, ours = self.seen.get(item.marker, []), item.fate is ItemFate.INTENDED
        if ours and not there:
            there = self._searched(item, item.settles_at or item.at + doubts.SILENT)
        for _ in range(SENT_AT_MOST):
            if there:
                self._found(item, there, ours=ours)
                return
            voucher = self._voucher(item)
            settles = self._sent(item, voucher)
            if settles is None:
                return
            ours, there = True, self._searched(item, settles, voucher.series)
            if not there:
                self.sent_again.append(item)
        self._spare(item)
        raise NotSaved(entry=exports.label(item), times=SENT_AT_MOST)

    def _sent(self, item: ExportItem, voucher: NewVoucher) -> datetime | None:
        """Send an entry; None when it landed, else when it will be certain that it has not."""
        for pause in (*WAITS, None):
            self._intend(item, voucher.series)
            try:
                made = self.fortnox.create_voucher(self.year.id, voucher)
            except FortnoxFailure as failure:
                if not certain(failure):
                    return self._doubted(item, settles_after(failure))
                self._not_saved(item, failure)
                if pause is None or not failure.retryable:
                    raise
                self.sleep(pause)
            else:
                self._land(item, made, found=False)
                return None
        raise AssertionError  # pragma: no cover - the last attempt landed, is in doubt, or raised

    def _searched(self, item: ExportItem, settles: datetime, series: str = "") -> list[SeenVoucher]:
        """Look for an entry until it is found or can no longer come; raises FateUnknown when that is too long."""
        unknown = FateUnknown(entry=exports.label(item), until=clock_time(settles))
        self._tell(SEARCHES, entry=exports.label(item))
        until = self.clock() + LOOKS_FOR
        while True:
            settled = self.clock() >= settles  # before the look: what comes while it looks is not missed
            try:
                there = self._look(series).get(item.marker, [])
            except (TooManyRequests, Unreachable, FortnoxFaulty, AnswerUnreadable):
                there, settled = [], False
            except FortnoxFailure as failure:
                raise unknown from failure
            if there or settled:
                return there
            if self.clock() >= until:
                raise unknown
            self._hold()
            left = (settles - self.clock()).total_seconds()
            self.sleep(min(max(left, 1.0), LOOKS_EVERY))

    def _look(self, series: str = "") -> dict[str, list[SeenVoucher]]:
        """What stands in a series of the year, or in all of them, by its marker."""
        listed = self.fortnox.vouchers_of_series(series, self.year.id) if series else self._whole_year()
        found: dict[str, list[SeenVoucher]] = {}
        for one in listed:
            for marker in set(_MARK.findall(one.comments)):
                found.setdefault(marker, []).append(one)
        return found

    def _whole_year(self) -> tuple[SeenVoucher, ...]:
        return self.fortnox.vouchers_of_year(self.year.id)

    def _check_sent_again(self) -> None:
        """Say it where a voucher came late after all, and so stands twice."""
        if not self.sent_again:
            return
        there = self._look()
        for item in self.sent_again:
            if len(there.get(item.marker, [])) > 1:
                self._say_twice(item, there[item.marker])

    def _found(self, item: ExportItem, there: Sequence[SeenVoucher], *, ours: bool) -> None:
        first = there[0]
        self._land(item, first, found=not ours)
        if len(there) > 1:
            self._say_twice(item, there)
        elif not ours and not self._is_same(item, first):
            with self.store.transaction() as session:
                exports.note(session, item, OTHERWISE, {})

    def _is_same(self, item: ExportItem, there: SeenVoucher) -> bool:
        sent = self.fortnox.voucher_rows(there.series, there.number, self.year.id)
        return same_rows(sent, self._voucher(item).rows)

    def _land(self, item: ExportItem, made: SeenVoucher, *, found: bool) -> None:
        where = Landing(made.series, made.number, self.year.start)
        facts: dict[str, Fact] = {
            "entry": exports.label(item),
            "voucher": where.label,
            "year": self.year.financial.label,
        }
        with self.store.transaction() as session:
            exports.land(session, item, where, found=found, at=self.clock(), who=self._who)
            self._log(session, "done", WAS_THERE if found else LANDED, facts)
        self.landed()

    def _say_twice(self, item: ExportItem, there: Sequence[SeenVoucher]) -> None:
        vouchers = ", ".join(f"{one.series} {one.number}" for one in there)
        with self.store.transaction() as session:
            exports.note(session, item, TWICE, {"vouchers": vouchers})
            self._log(session, "failed", IS_TWICE, {"entry": exports.label(item), "vouchers": vouchers})

    def _intend(self, item: ExportItem, series: str) -> None:
        now = self.clock()
        facts: dict[str, Fact] = {
            "entry": exports.label(item),
            "number": item.position + 1,
            "total": self.total,
        }
        with self.store.transaction() as session:
            if not leases.hold(session, self._keys, self.holder, now):
                raise SeriesBusy
            exports.intend(session, item, series=series, at=now, settles_at=now + doubts.SILENT)
            jobs.tell(session, self.run.id, SENDS, facts)

    def _doubted(self, item: ExportItem, patience: timedelta) -> datetime:
        settles = self.clock() + patience
        with self.store.transaction() as session:
            exports.doubt(session, item, settles)
        return settles

    def _not_saved(self, item: ExportItem, failure: FortnoxFailure) -> None:
        """Write down what Fortnox said of an entry that it surely did not save."""
        if not isinstance(failure, VoucherRefused):
            self._spare(item)
            return
        text, facts = failure.told
        with self.store.transaction() as session:
            exports.refuse(session, item, text, {**facts, REMEDY: failure.advice})
            self._log(session, "failed", REFUSED, {"entry": exports.label(item), "code": failure.code})

    def _spare(self, item: ExportItem) -> None:
        with self.store.transaction() as session:
            exports.spare(session, item)

    def _hold(self) -> None:
        with self.store.transaction() as session:
            if not leases.hold(session, self._keys, self.holder, self.clock()):
                raise SeriesBusy

    def _tell(self, message: str, **facts: Fact) -> None:
        with self.store.transaction() as session:
            jobs.tell(session, self.run.id, message, facts)

    @property
    def _who(self) -> tuple[int, str] | None:
        return None if self.run.user_id is None else (self.run.user_id, self.run.user_name)

    def _log(self, session: Session, outcome: str, message: str, facts: dict[str, Fact]) -> None:
        activity.append(
            session,
            user=self._who,
            client_id=self.run.client_id,
            action=ACTION,
            outcome=outcome,
            message=message,
            facts=facts,
        )

    def _voucher(self, item: ExportItem) -> NewVoucher:
        draft, series = exports.draft_of(item), exports.series_of(self.run, item)
        return voucher_of(draft, series, comments(exports.label(item), item.marker))
