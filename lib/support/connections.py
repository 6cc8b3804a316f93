"""What is wrong with the connections to a client's Fortnox: those that are over or lack something, and failed trips."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from lib.core.errors import REMEDY
from lib.core.languages import mark
from lib.fortnox import oauth
from lib.fortnox.reasons import NEXT_STEPS, REASONS, LostReason
from lib.store import activity, attempts, connections, people, supplements
from lib.store.activity import ActivityFilter
from lib.store.database import Session
from lib.store.fortnox_tables import Connection
from lib.store.tables import Activity, Client, Source
from lib.store.words import SupplementKind, SupplementState
from lib.support import failures
from lib.support.diagnoses import Diagnosis, Reconnect, Told, Weight, Who

CONNECT: Final = "fortnox.connect"
"""What the activity log calls a trip to Fortnox's login portal."""
SOON: Final = timedelta(days=5)

OVER: Final = mark("{who}'s connection to {company} in Fortnox is over.")
NOBODY: Final = mark("Nobody at the bureau is connected to the client's Fortnox.")
NOBODY_WHY: Final = mark("Each person connects for themselves, and nobody has, or all have disconnected.")
NOBODY_STEP: Final = mark(
    "Connect under Import: sign in to Fortnox with Digital byrå, choose the company and approve all that Fortnox lists."
)
GONE: Final = mark("The only living connection to the client's Fortnox is that of {who}, who may no longer sign in.")
GONE_WHY: Final = mark("A connection is personal: nobody else can import or export on it.")
GONE_STEP: Final = mark("A colleague connects under Import, with Digital byrå or as a system administrator in Fortnox.")
PART: Final = mark("{who}'s connection does not cover all that Brygga reads: {missing} is left out.")
PART_WHY: Final = mark("It was approved for the bookkeeping alone, as the company lacked the licence for the ledgers.")
PART_STEP: Final = mark("Order the licence in Fortnox if the ledgers are wanted, then connect again for all of it.")
ENDS: Final = mark("{who}'s connection ends {day:date}.")
ENDS_WHY: Final = mark("A connection ends when nothing has been imported or exported for 30 days.")
ENDS_STEP: Final = mark("Import or export before that: each time gives it another 30 days.")
TRIED: Final = mark("{who} tried to connect to Fortnox and did not get in.")
NEVER_BACK: Final = mark("{who} went to Fortnox to connect and never came back.")
NEVER_BACK_WHY: Final = mark(
    "The window was closed there, or Fortnox stopped by itself: a page that says only “Missing code or state” means "
    "that the company's account in Fortnox is locked, often for an unpaid invoice."
)
NEVER_BACK_STEP: Final = mark(
    "Sign in at fortnox.se and see what it says of the company's account; pay or have it opened, then connect again."
)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's connection: whose, whether they may still sign in, why it is over, and what it lacks."""

    row: Connection
    who: str
    signs_in: bool
    over: LostReason | None
    missing: tuple[str, ...]

    @property
    def lives(self) -> bool:
        """Whether an import can be made on it now."""
        return self.over is None


def standings(session: Session, client_id: int, now: datetime) -> list[Standing]:
    """Every connection to the client's Fortnox that was not taken back, the living first."""
    found = [_standing(session, row, now) for row in connections.of_client(session, client_id)]
    return sorted(found, key=lambda one: not one.lives)


def refusals(session: Session, client_id: int) -> list[Told]:
    """What Fortnox would not hand out with the books in use, and why: licences, scopes and rights that are missing."""
    found = (supplements.active(session, client_id, kind) for kind in SupplementKind)
    return [Told(row.message, row.facts) for row in found if row and row.state is SupplementState.REFUSED]


def diagnoses(session: Session, client: Client, now: datetime) -> Iterator[Diagnosis]:
    """What is wrong with the connections and the trips that make them; nothing for a client of another source."""
    if client.source is not Source.FORTNOX:
        return
    found = standings(session, client.id, now)
    usable = [one for one in found if one.lives and one.signs_in]
    tried = list(_trips(session, client, {one.row.user_id for one in usable}, now, stops=not usable))
    yield from tried
    for one in found:
        if one.over is not None:
            yield _over(one, one.over, stops=not usable)
        else:
            yield from _living(one, now, alone=not usable)
    if not found and not tried:
        yield Diagnosis(
            "connection-none", Weight.STOPS, Told(NOBODY), Told(NOBODY_WHY), Told(NOBODY_STEP),
            Who.ACCOUNTANT, Reconnect.MENDS, page="import_data",
        )  # fmt: skip


def _standing(session: Session, row: Connection, now: datetime) -> Standing:
    person = people.get_user(session, row.user_id)
    granted = row.scopes.split()
    missing = tuple(scope for scope in oauth.SCOPES.split() if granted and scope not in granted)
    return Standing(row, person.name, person.active, connections.reason(row, now), missing)


def _over(one: Standing, reason: LostReason, *, stops: bool) -> Diagnosis:
    act = failures.LOST[reason]
    return Diagnosis(
        f"connection-{reason.value}-{one.row.id}",
        Weight.STOPS if stops else Weight.LOOK,
        Told(OVER, {"who": one.who, "company": one.row.company_name}),
        Told(REASONS[reason]),
        Told(NEXT_STEPS[reason]),
        act.who,
        act.reconnect,
        one.row.lost_at or one.row.valid_until,
        "import_data",
    )


def _living(one: Standing, now: datetime, *, alone: bool) -> Iterator[Diagnosis]:
    who = {"who": one.who}
    if not one.signs_in and alone:
        yield Diagnosis(
            f"connection-gone-{one.row.id}", Weight.STOPS, Told(GONE, who), Told(GONE_WHY), Told(GONE_STEP),
            Who.ACCOUNTANT, Reconnect.MENDS, page="import_data",
        )  # fmt: skip
    if one.missing:
        facts = {**who, "missing": ", ".join(one.missing)}
        yield Diagnosis(
            f"connection-part-{one.row.id}", Weight.LOOK, Told(PART, facts), Told(PART_WHY), Told(PART_STEP),
            Who.CLIENT, Reconnect.AFTER, page="import_data",
        )  # fmt: skip
    if one.row.valid_until - now < SOON:
        facts = {**who, "day": one.row.valid_until.date().isoformat()}
        yield Diagnosis(
            f"connection-ends-{one.row.id}", Weight.LOOK, Told(ENDS, facts), Told(ENDS_WHY), Told(ENDS_STEP),
            Who.ACCOUNTANT, Reconnect.MENDS, page="import_data",
        )  # fmt: skip


def _trips(session: Session, client: Client, connected: set[int], now: datetime, *, stops: bool) -> Iterator[Diagnosis]:
    """What became of each person's last trip to Fortnox, where it made no connection."""
    weight = Weight.STOPS if stops else Weight.LOOK
    logged = _last_trips(session, client.id, now - attempts.REMEMBERED)
    for row in logged.values():
        if row.outcome != "done":
            yield _tried(row, weight)
    newest = {trip.user_id: trip for trip in attempts.overdue(session, client.id, now)}
    for trip in newest.values():
        back = logged.get(trip.user_id)
        if trip.user_id not in connected and (back is None or back.at < trip.expires_at - attempts.LASTS):
            facts = {"who": people.get_user(session, trip.user_id).name}
            yield Diagnosis(
                f"trip-open-{trip.user_id}", weight, Told(NEVER_BACK, facts), Told(NEVER_BACK_WHY),
                Told(NEVER_BACK_STEP), Who.CLIENT, Reconnect.AFTER, trip.expires_at, "import_data",
            )  # fmt: skip


def _last_trips(session: Session, client_id: int, since: datetime) -> dict[int | None, Activity]:
    """Each person's newest trip that came back, by the person's id."""
    asked = ActivityFilter(client_ids=[client_id], action=CONNECT, since=since)
    newest: dict[int | None, Activity] = {}
    for row in activity.entries(session, asked):
        newest.setdefault(row.user_id, row)
    return newest


def _tried(row: Activity, weight: Weight) -> Diagnosis:
    facts: dict[str, Any] = dict(row.facts)
    act = failures.act(row.message)
    return Diagnosis(
        f"trip-failed-{row.user_id}",
        weight,
        Told(TRIED, {"who": row.user_name}),
        Told(row.message, facts),
        Told(str(facts.get(REMEDY) or NOBODY_STEP), facts),
        act.who,
        act.reconnect,
        row.at,
        "import_data",
    )
