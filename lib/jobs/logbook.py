"""What an export writes down: its turn at the series, what it is about to send, and what became of each entry."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from lib.core.errors import REMEDY
from lib.core.languages import Fact, mark
from lib.fortnox.failures import FortnoxFailure
from lib.fortnox.registers import Year
from lib.fortnox.vouchers import SeenVoucher, VoucherRefused
from lib.jobs import doubts
from lib.jobs.doubts import ExportOver, SeriesBusy
from lib.store import activity, exports, jobs, leases
from lib.store.database import Session, Store
from lib.store.entry_tables import ExportItem, ExportRun
from lib.store.exports import Landing

SENDS: Final = mark("Sends {entry} ({number:count} of {total:count}).")
LANDED: Final = mark("{entry} was sent to Fortnox and stands there as {voucher}, {year}.")
WAS_THERE: Final = mark("{entry} stood in Fortnox already, as {voucher}, {year}; it was not sent again.")
REFUSED: Final = mark("Fortnox did not take {entry} (error {code}).")
TWICE: Final = mark("It stands in Fortnox more than once: {vouchers}. Strike all but one there.")
OTHERWISE: Final = mark("The voucher in Fortnox has other rows than the entry here.")
IS_TWICE: Final = mark("{entry} stands in Fortnox more than once: {vouchers}.")
ACTION: Final = "export.start"


def names(there: Iterable[SeenVoucher]) -> str:
    """What people call these vouchers: `A 17, A 18`."""
    return ", ".join(f"{one.series} {one.number}" for one in there)


@dataclass
class Logbook:
    """What is kept of one export by one process, its `holder`; `clock` is the world's time."""

    store: Store
    run: ExportRun
    tenant: int
    clock: Callable[[], datetime]
    holder: str = field(default_factory=lambda: uuid4().hex)
    total: int = 0

    def take_turn(self) -> bool:
        """Be the only one to write to the series, anywhere; False while somebody else is."""
        with self.store.transaction() as session:
            return leases.take(session, self._keys, self.holder, self.clock())

    def hold(self) -> None:
        """Keep the turn; raises SeriesBusy when it has gone to somebody else."""
        with self.store.transaction() as session:
            self._hold(session)

    def leave(self) -> None:
        """Give the turn back."""
        with self.store.transaction() as session:
            leases.leave(session, self._keys, self.holder)

    def left(self) -> list[ExportItem]:
        """The entries that are not known to stand in Fortnox; none of an export that has ended."""
        with self.store.reading() as session:
            every = exports.items(session, self.run.id) if exports.is_running(session, self.run.id) else []
        self.total = len(every)
        return [item for item in every if item.fate not in exports.OVER]

    def intend(self, item: ExportItem, series: str) -> None:
        """Write down that an entry is about to be sent.

        Raises SeriesBusy when that is somebody else's turn, ExportOver when somebody has ended the export.
        """
        now = self.clock()
        facts: dict[str, Fact] = {
            "entry": exports.label(item),
            "number": item.position + 1,
            "total": self.total,
        }
        with self.store.transaction() as session:
            self._hold(session)
            if not exports.intend(session, item, series=series, at=now, settles_at=now + doubts.SILENT):
                raise ExportOver
            jobs.tell(session, self.run.id, SENDS, facts)

    def doubt(self, item: ExportItem, patience: timedelta) -> datetime:
        """Write down that nobody knows yet whether an entry has landed; gives when that will be certain."""
        settles = self.clock() + patience
        with self.store.transaction() as session:
            exports.doubt(session, item, settles)
        return settles

    def land(self, item: ExportItem, made: SeenVoucher, year: Year, *, found: bool) -> None:
        """Write down where an entry stands: sent just now, or `found` there."""
        where = Landing(made.series, made.number, year.start)
        facts: dict[str, Fact] = {
            "entry": exports.label(item),
            "voucher": where.label,
            "year": year.financial.label,
        }
        with self.store.transaction() as session:
            exports.land(session, item, where, found=found, at=self.clock(), who=self.run.who)
            self._log(session, "done", WAS_THERE if found else LANDED, facts)

    def is_otherwise(self, item: ExportItem) -> None:
        """Say beside an entry that its voucher books something else."""
        with self.store.transaction() as session:
            exports.note(session, item, OTHERWISE, {})

    def is_twice(self, item: ExportItem, there: Sequence[SeenVoucher]) -> None:
        """Say that an entry stands there more than once."""
        facts: dict[str, Fact] = {"vouchers": names(there)}
        with self.store.transaction() as session:
            exports.note(session, item, TWICE, facts)
            self._log(session, "failed", IS_TWICE, {"entry": exports.label(item), **facts})

    def not_saved(self, item: ExportItem, failure: FortnoxFailure) -> None:
        """Write down what Fortnox said of an entry that it surely did not save."""
        if not isinstance(failure, VoucherRefused):
            self.spare(item)
            return
        text, facts = failure.told
        with self.store.transaction() as session:
            exports.refuse(session, item, text, {**facts, REMEDY: failure.advice})
            self._log(session, "failed", REFUSED, {"entry": exports.label(item), "code": failure.code})

    def spare(self, item: ExportItem) -> None:
        """Write down that an entry may be sent again."""
        with self.store.transaction() as session:
            exports.spare(session, item)

    def tell(self, message: str, **facts: Fact) -> None:
        """Say what is being done just now."""
        with self.store.transaction() as session:
            jobs.tell(session, self.run.id, message, facts)

    @property
    def _keys(self) -> list[str]:
        chosen = {self.run.series_v, self.run.series_s} - {""}
        return [leases.key_of(self.tenant, series) for series in chosen]

    def _hold(self, session: Session) -> None:
        if not leases.hold(session, self._keys, self.holder, self.clock()):
            raise SeriesBusy

    def _log(self, session: Session, outcome: str, message: str, facts: dict[str, Fact]) -> None:
        activity.append(
            session,
            user=self.run.who,
            client_id=self.run.client_id,
            action=ACTION,
            outcome=outcome,
            message=message,
            facts=facts,
        )
