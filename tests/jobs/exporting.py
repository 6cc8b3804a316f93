"""A bureau with closing entries that are to go to its local Fortnox."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import select

from lib.actions import entries, export, periods
from lib.actions.desk import Desk
from lib.actions.imports import activate
from lib.closing.entries import Draft, EntryRow, Family
from lib.core.languages import translate
from lib.jobs.orders import Order
from lib.sandbox.fortnox.companies import ours
from lib.store import activity, books, exports
from lib.store import entries as entry_rows
from lib.store.entry_tables import ClosingEntry, ExportItem, ExportRun
from lib.store.periods import board as periods_of
from lib.store.tables import Client
from lib.store.words import SupplementKind
from tests.jobs.local_fortnox import SOUND, Bureau

NO_LEDGERS: tuple[SupplementKind, ...] = ()
TO_A = {Family.MANUAL: "A", Family.SYSTEM: "A"}


def year_of(bureau: Bureau, client: Client) -> date:
    """The first day of the oldest year in use."""
    with bureau.store.reading() as session:
        return min(year.start for year in books.active(session, client.id).years)


def in_use(bureau: Bureau, tenant: int = SOUND) -> Client:
    """A client with a living connection whose books are in use, and whose first period is under way."""
    client = bureau.connected(tenant)
    import_ = bureau.bring_in(client, Order((), NO_LEDGERS))
    activate(bureau.desk(), import_.id, expected_version=0, reason="prov")
    start = year_of(bureau, client)
    periods.start_period(bureau.desk(), client.id, first_period(bureau, client, start))
    return client


def first_period(bureau: Bureau, client: Client, start: date) -> str:
    with bureau.store.reading() as session:
        return next(one.key for one in periods_of(session, client.id).periods if one.year.start == start)


def draft(number: int, start: date, **changed: object) -> Draft:
    """A voucher that Fortnox takes."""
    rows = (EntryRow("6990", number * 100 + 50, f"rad {number}"), EntryRow("1930", -number * 100 - 50))
    known = {"name": f"Periodisering {number}", "day": start + timedelta(days=number % 28), "rows": rows}
    return Draft(**known | changed)  # type: ignore[arg-type]


def make(bureau: Bureau, client: Client, *drafts: Draft) -> list[int]:
    """Ready entries in the first period."""
    start = year_of(bureau, client)
    key = first_period(bureau, client, start)
    return [entries.save_entry(bureau.desk(), client.id, key, one, ready=True) for one in drafts]


def with_entries(bureau: Bureau, count: int = 3, tenant: int = SOUND) -> Client:
    """A client with so many ready entries."""
    client = in_use(bureau, tenant)
    start = year_of(bureau, client)
    make(bureau, client, *(draft(number, start) for number in range(1, count + 1)))
    return client


def look(bureau: Bureau, client: Client, desk: Desk | None = None) -> export.Ready:
    """Look at Fortnox, and give what stands before an export."""
    desk, start = desk or bureau.desk(), year_of(bureau, client)
    export.look_before_export(desk, client.id, start)
    return export.ready(desk, client.id, start)


def send(bureau: Bureau, client: Client, desk: Desk | None = None) -> ExportRun:
    """Look and export; gives the export as it stands afterwards."""
    look(bureau, client, desk)
    run_id = export.start_export(desk or bureau.desk(), client.id, year_of(bureau, client), TO_A)
    return run_of(bureau, run_id)


def run_of(bureau: Bureau, run_id: str) -> ExportRun:
    with bureau.store.reading() as session:
        found = exports.find(session, run_id)
    assert found
    return found


def items_of(bureau: Bureau, run: ExportRun) -> list[ExportItem]:
    with bureau.store.reading() as session:
        return exports.items(session, run.id)


def rows_of(bureau: Bureau, client: Client) -> list[ClosingEntry]:
    with bureau.store.reading() as session:
        return entry_rows.of_year(session, client.id, year_of(bureau, client))


def standing(bureau: Bureau, tenant: int = SOUND) -> list[tuple[str, str]]:
    """The vouchers in Fortnox that came of this bureau's entries, in the order of their numbers: label and text."""
    with bureau.store.reading() as session:
        markers = set(session.exec(select(ClosingEntry.marker)))
    found = [one for year in ours(bureau.world.companies[tenant]).books.years for one in year.vouchers]
    of_ours = [one for one in found if any(marker in one.comments for marker in markers)]
    return [(one.label, one.text) for one in sorted(of_ours, key=lambda one: one.number)]


def names(count: int) -> list[str]:
    return [f"Periodisering {number}" for number in range(1, count + 1)]


def told(bureau: Bureau) -> Sequence[str]:
    """What the activity log says, newest first, in English."""
    with bureau.store.reading() as session:
        return [translate(row.message, "en", **row.facts) for row in activity.entries(session, limit=20)]
