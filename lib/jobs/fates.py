"""What a person says of an entry whose fate nobody knows, held against Fortnox before it counts.

It opens no way past the export's own care. That it is there counts only when Fortnox shows it; that it is
not, only when no voucher of the year carries its marker and none can come any more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from dbos import DBOS

from lib.core.languages import Fact, mark
from lib.fortnox.client import Fortnox
from lib.fortnox.failures import FortnoxFailure
from lib.fortnox.registers import Year
from lib.fortnox.vouchers import SeenVoucher
from lib.jobs import doubts, identity, lines
from lib.jobs.doubts import FateUnknown, SeriesBusy, clock_time
from lib.jobs.logbook import IS_TWICE, OTHERWISE, TWICE, Logbook, names
from lib.jobs.lookout import by_marker
from lib.jobs.posted import books_same
from lib.jobs.sending import year_from
from lib.jobs.telling import caught, note
from lib.store import activity, clients, exports, fates, people, returns
from lib.store.columns import now as present
from lib.store.database import Session, Store
from lib.store.entry_tables import ExportItem
from lib.store.exports import Landing

FATE: Final = "fortnox-fate"
ACTION: Final = "export.fate"
THERE: Final = mark("{entry} was looked up in Fortnox and stands there as {voucher}, {year}: it is not sent again.")
ABSENT: Final = mark("{entry} was looked up in Fortnox and is not there: it may be changed, and sent again.")
CRASHED: Final = mark("Fortnox could not be asked because of a fault in Brygga (reference {reference}).")


class NoVoucher(FortnoxFailure):
    """The voucher that was named is not in Fortnox."""

    text = mark("There is no voucher {voucher} in Fortnox in {year}, so {entry} is not it.")
    next_step = mark("Look in Fortnox for its series and number, then say so again.")


class OtherVoucher(FortnoxFailure):
    """The voucher that was named is another one."""

    text = mark("Voucher {voucher} in Fortnox is not {entry}: it books something else, or is another entry.")
    next_step = mark("Look in Fortnox for the voucher with its date and amounts, then say so again.")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said: the entry stands there as `series` and `number`; blank, that it is not there."""

    client_id: int
    item_id: int
    user_id: int
    series: str = ""
    number: str = ""

    @classmethod
    def of(cls, client_id: str, item_id: str, user_id: str, series: str, number: str) -> "Answer":
        """The answer of these `ids`."""
        return cls(int(client_id), int(item_id), int(user_id), series, number)

    @property
    def ids(self) -> tuple[str, str, str, str, str]:
        """The answer as it is handed to its job."""
        return str(self.client_id), str(self.item_id), str(self.user_id), self.series, self.number

    @property
    def voucher(self) -> str:
        """What people call the voucher; blank for none."""
        return f"{self.series} {self.number}".strip()


@dataclass(frozen=True, slots=True)
class Seen:
    """What Fortnox shows of an entry: the vouchers that it is; none when it is not there and cannot come any more."""

    year: Year
    there: Sequence[SeenVoucher]
    otherwise: bool = False
    """Whether the one that is there books something else."""


def settle(store: Store, answer: Answer, *, clock: Callable[[], datetime] = present) -> None:
    """Hold an answer against Fortnox on the person's own connection, and keep what comes of it beside the entry."""

    def failed(message: str, facts: Mapping[str, Fact]) -> None:
        note(store, lambda session: _keep(session, answer, message, facts))

    caught(DBOS.workflow_id or "", FATE, partial(_settle, store, answer, clock), failed, CRASHED)


def workflow(store: Store) -> Callable[[str, str, str, str, str], None]:
    """The durable job."""

    def carried(client_id: str, item_id: str, user_id: str, series: str, number: str) -> None:
        DBOS.run_step({"name": FATE}, settle, store, Answer.of(client_id, item_id, user_id, series, number))

    return carried


def _settle(store: Store, answer: Answer, clock: Callable[[], datetime]) -> None:
    with store.transaction() as session:
        run, item = fates.doubtful(session, answer.client_id, answer.item_id)
    with lines.opened(store, answer.user_id, answer.client_id, None) as line:
        company = line.fortnox.company()
        with store.reading() as session:
            identity.check_company(session, clients.get(session, answer.client_id), company)
        logbook = Logbook(store, run, company.tenant, clock)
        if not logbook.take_turn():  # who still writes to the series may be about to send it
            raise SeriesBusy
        try:
            year = year_from(line.fortnox, run.year_start)
            seen = _look(line.fortnox, store, year, item, answer, clock)
            logbook.hold()
            with store.transaction() as session:
                _write(store, session, answer, seen, clock)
        finally:
            logbook.leave()


def _look(  # noqa: PLR0913, PLR0917 - where to look, for what, and what was said
    fortnox: Fortnox, store: Store, year: Year, item: ExportItem, answer: Answer, clock: Callable[[], datetime]
) -> Seen:
    """What Fortnox shows of the entry. Raises FateUnknown, NoVoucher, OtherVoucher."""
    settles = doubts.settles(item)
    settled = clock() >= settles  # before the look: what comes while it looks is not missed
    every = fortnox.vouchers_of_year(year.id)
    marked = by_marker(every).get(item.marker, [])
    if marked:
        same = len(marked) > 1 or books_same(fortnox, year.id, marked[0], exports.draft_of(item))
        return Seen(year, marked, otherwise=not same)
    if not settled:  # its own voucher may come still, whatever stands there already
        raise FateUnknown(entry=exports.label(item), until=clock_time(settles))
    return Seen(year, [_named(fortnox, store, year, item, answer, every)] if answer.voucher else [])


def _named(  # noqa: PLR0913, PLR0917 - the same
    fortnox: Fortnox, store: Store, year: Year, item: ExportItem, answer: Answer, every: Sequence[SeenVoucher]
) -> SeenVoucher:
    """The voucher that the person named, whose marker somebody has taken away; raises NoVoucher, OtherVoucher."""
    facts: dict[str, Fact] = {"voucher": answer.voucher, "entry": exports.label(item), "year": year.financial.label}
    one = next((one for one in every if (one.series, one.number) == (answer.series, answer.number)), None)
    if one is None:
        raise NoVoucher(**facts)
    draft = exports.draft_of(item)
    alike = one.day == draft.day and books_same(fortnox, year.id, one, draft)
    with store.reading() as session:
        taken = fates.is_taken(session, answer.client_id, Landing(one.series, one.number, year.start))
    if not alike or taken or by_marker([one]):
        raise OtherVoucher(**facts)
    return one


def _write(store: Store, session: Session, answer: Answer, seen: Seen, clock: Callable[[], datetime]) -> None:
    """Keep what was seen, unless somebody else has settled it meanwhile; raises Settled, ExportUnderWay."""
    run, item = fates.doubtful(session, answer.client_id, answer.item_id)
    entry: dict[str, Fact] = {"entry": exports.label(item)}
    if not seen.there:
        fates.let_go(session, item)
        exports.note(session, item, ABSENT, entry)
        _tell(session, answer, "done", ABSENT, entry)
        return
    where = Landing(seen.there[0].series, seen.there[0].number, seen.year.start)
    exports.note(session, item, OTHERWISE if seen.otherwise else "", {})
    exports.land(session, item, where, found=True, at=clock(), who=run.who)
    returns.follow(store, session, answer.client_id)
    _tell(session, answer, "done", THERE, entry | {"voucher": where.label, "year": seen.year.financial.label})
    if len(seen.there) > 1:
        vouchers: dict[str, Fact] = {"vouchers": names(seen.there)}
        exports.note(session, item, TWICE, vouchers)
        _tell(session, answer, "failed", IS_TWICE, entry | vouchers)


def _keep(session: Session, answer: Answer, message: str, facts: Mapping[str, Fact]) -> None:
    """Say why an answer does not count: in the log, and beside the entry while its fate is unknown."""
    item = exports.item(session, answer.item_id)
    if fates.is_asked(item):
        exports.note(session, item, message, facts)
    _tell(session, answer, "failed", message, {"entry": exports.label(item), **facts})


def _tell(session: Session, answer: Answer, outcome: str, message: str, facts: dict[str, Fact]) -> None:
    activity.append(
        session,
        user=(answer.user_id, people.get_user(session, answer.user_id).name),
        client_id=answer.client_id,
        action=ACTION,
        outcome=outcome,
        message=message,
        facts=facts,
    )
