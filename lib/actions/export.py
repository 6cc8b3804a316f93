"""Export closing entries to Fortnox: look at Fortnox first, start, and see how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

from lib.actions.desk import Desk
from lib.actions.fortnox import check_connected
from lib.closing.entries import FAMILY_NAMES, Family
from lib.core.errors import BryggaError
from lib.core.languages import Fact, mark
from lib.fortnox.failures import ConnectionLost
from lib.jobs import preflight
from lib.jobs.expected import Waiting
from lib.jobs.lines import NotConnected
from lib.jobs.runner import EXPORT, PREFLIGHT
from lib.store import exports, jobs, preflights
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.entry_tables import ExportItem, ExportRun, Preflight
from lib.store.preflights import Asked
from lib.store.words import PreflightState

START: Final = "export.start"
VIEW: Final = "export.view"
LOST_TOKEN: Final = mark("You have lost your token, to proceed import again.")
FRESH_FOR: Final = timedelta(minutes=30)
"""What Fortnox said before an export counts for so long."""


class NothingToExport(BryggaError):
    """No entry of the year may go out."""

    text = mark("There is nothing to export: every ready entry of the year has been transferred, or stays here.")
    next_step = mark("Make closing entries, or save the drafts as ready, then export.")


class LookFirst(BryggaError):
    """What Fortnox said is of other entries or too old, or something stands in the way."""

    text = mark("The export was not started: Fortnox has to be looked at again first, as something has changed.")
    next_step = mark("Look at Fortnox once more, mend what is said there, then export.")


class SeriesNotOpen(BryggaError):
    """The series that was chosen takes no vouchers, or none was."""

    text = mark("No voucher series that is open for manual posting was chosen for {family:text}.")
    next_step = mark("Choose one of the series that Fortnox lists, or open one there for manual posting.")


@dataclass(frozen=True, slots=True)
class SeriesChoice:
    """A voucher series as Fortnox has it for the year; only a `manual` one may be chosen."""

    code: str
    name: str
    manual: bool
    next_number: int | None


@dataclass(frozen=True, slots=True)
class Checked:
    """An entry that would go out, and what Fortnox would say against it: marked texts with their facts."""

    entry: Waiting
    problems: tuple[tuple[str, Mapping[str, Fact]], ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """All that stands before an export: what would go out, and what Fortnox says (None: not yet)."""

    entries: tuple[Waiting, ...]
    chosen: Mapping[Family, str]
    look: Preflight | None
    series: tuple[SeriesChoice, ...] = ()
    checked: tuple[Checked, ...] = ()
    general: tuple[tuple[str, Mapping[str, Fact]], ...] = ()
    current: bool = False
    """Whether what Fortnox said is of these entries, and not old."""

    @property
    def families(self) -> tuple[Family, ...]:
        """The families that would go out, each of which needs its series."""
        found = {Family.SYSTEM if one.system else Family.MANUAL for one in self.entries}
        return tuple(family for family in Family if family in found)

    @property
    def open_series(self) -> tuple[SeriesChoice, ...]:
        """The series that may be chosen."""
        return tuple(one for one in self.series if one.manual)

    @property
    def clear(self) -> bool:
        """Whether nothing stands in the way."""
        return self.current and not self.general and not any(one.problems for one in self.checked)


def hindrance(desk: Desk, client_id: int) -> tuple[str, Mapping[str, Fact]] | None:
    """Why the export's button is dead, for its tooltip: a marked text with its facts; None when it lives.

    Where importing again cannot help, the reason stands itself.
    """
    try:
        check_connected(desk, client_id)
    except NotConnected:
        return LOST_TOKEN, {}
    except ConnectionLost as lost:
        return (LOST_TOKEN, {}) if lost.helps else lost.told
    return None


def look_before_export(desk: Desk, client_id: int, year_start: date) -> None:
    """Have Fortnox looked at for an export of the year; nothing while that is under way.

    Raises NotConnected, ConnectionLost.
    """
    desk.allow(START, client_id)
    check_connected(desk, client_id)
    user_id = desk.person.user_id
    with desk.transaction() as session:
        mine = preflights.ask(session, Asked(client_id, year_start, user_id))
    if mine:
        desk.jobs.start(PREFLIGHT, str(uuid4()), str(client_id), year_start.isoformat(), str(user_id))


def ready(desk: Desk, client_id: int, year_start: date) -> Ready:
    """What stands before an export of the year, as far as it is known now."""
    desk.allow(VIEW, client_id)
    with desk.store.reading() as session:
        return _ready(desk.store, session, client_id, year_start)


def start_export(desk: Desk, client_id: int, year_start: date, series: Mapping[Family, str]) -> str:
    """Send all entries of the year that may go out to Fortnox, each family to its series; gives the export's id.

    One at a time for each client: while one is under way, it is given back. Raises NotConnected, ConnectionLost,
    NothingToExport, LookFirst, SeriesNotOpen.
    """
    with desk.acting(START, client_id) as facts:
        check_connected(desk, client_id)
        run_id = str(uuid4())
        with desk.transaction() as session:
            run = exports.running(session, client_id)
            if run is None:
                _check(_ready(desk.store, session, client_id, year_start), series)
                run = exports.begin(session, client_id, year_start, run_id=run_id, series=series, who=desk.person.who)
            if run is None:
                raise NothingToExport
            facts["entries"] = len(exports.items(session, run.id))
            jobs.add(
                session,
                job_id=run.id,
                kind=EXPORT,
                client_id=client_id,
                import_id=None,
                steps=[EXPORT],
                started_by=run.user_id,
            )
        desk.jobs.start(EXPORT, run.id, run.id)
    return run.id


def progress(desk: Desk, client_id: int, run_id: str) -> tuple[ExportRun, list[ExportItem]]:
    """An export and how far each entry has come; raises NotFound."""
    desk.allow(VIEW, client_id)
    with desk.store.reading() as session:
        return exports.get(session, client_id, run_id), exports.items(session, run_id)


def past(desk: Desk, client_id: int) -> list[ExportRun]:
    """The client's exports, newest first."""
    desk.allow(VIEW, client_id)
    with desk.store.reading() as session:
        return exports.of_client(session, client_id)


def _check(before: Ready, series: Mapping[Family, str]) -> None:
    if not before.entries:
        raise NothingToExport
    if not before.clear:
        raise LookFirst
    known = {one.code for one in before.open_series}
    for family in before.families:
        if series.get(family, "") not in known:
            raise SeriesNotOpen(family=FAMILY_NAMES[family])


def _ready(store: Store, session: Session, client_id: int, year_start: date) -> Ready:
    found = tuple(preflight.waiting(store, session, client_id, year_start))
    look, chosen = preflights.get(session, client_id, year_start), exports.choice(session, client_id)
    if look is None or look.state is not PreflightState.ANSWERED or look.answered_at is None:
        return Ready(found, chosen, look)
    told = {one["id"]: one["problems"] for one in look.content["entries"]}
    same = look.content["fingerprint"] == preflight.fingerprint(found)
    return Ready(
        found,
        chosen,
        look,
        series=tuple(_series(one) for one in look.content["series"]),
        checked=tuple(Checked(one, _problems(told.get(one.entry_id, []))) for one in found),
        general=_problems(look.content["general"]),
        current=same and now() - look.answered_at < FRESH_FOR,
    )


def _series(kept: Mapping[str, Any]) -> SeriesChoice:
    return SeriesChoice(kept["code"], kept["name"], kept["manual"], kept["next_number"])


def _problems(kept: list[dict[str, Any]]) -> tuple[tuple[str, Mapping[str, Fact]], ...]:
    return tuple((one["text"], one["facts"]) for one in kept)
