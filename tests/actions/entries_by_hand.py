"""A client with books, a period under way and an accountant at the desk: what the tests of closing entries share."""

from datetime import date

from lib.actions import periods
from lib.actions.desk import Desk, Person
from lib.closing.entries import Draft, EntryRow, Transfer
from lib.core.languages import translate
from lib.store import activity, entries
from lib.store.database import Store
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, Role
from tests.closing.years_by_hand import IN_MARCH, OPENING
from tests.jobs.inline import InlineRunner
from tests.ledger.sie_texts import books
from tests.store.examples import activated, add_client

JANUARY, FEBRUARY, DECEMBER, YEAR_END = "2025-01-31", "2025-02-28", "2025-12-31", "2025-12-31-year-end"
ROWS = (EntryRow("1930", 5_00), EntryRow("3001", -5_00))
DRAFT = Draft("Hyra", date(2025, 1, 31), ROWS)
AT_YEAR_END = Draft("Hyra", date(2025, 12, 31), ROWS)


def client_with_books(store: Store) -> Client:
    """A client whose books are those of 2025."""
    client = add_client(store)
    activated(store, client, b"a", books(OPENING + IN_MARCH))
    return client


def clerk_at(store: Store, client: Client, key: str) -> Desk:
    """An accountant, with this period under way."""
    desk = Desk(store, InlineRunner(store), Person(1, "Rut", Role.ACCOUNTANT))
    periods.start_period(desk, client.id, key)
    return desk


def go_on(desk: Desk, client: Client, key: str, following: str) -> None:
    """Lock a period and start another."""
    periods.lock_period(desk, client.id, key, expected_version=1)
    periods.start_period(desk, client.id, following)


def found(desk: Desk, client: Client, entry_id: int) -> ClosingEntry:
    """The entry as it is kept."""
    with desk.store.reading() as session:
        return entries.get(session, client.id, entry_id)


def transferred(desk: Desk, client: Client, entry_id: int) -> None:
    """Have an entry stand in Fortnox as A 17."""
    with desk.store.transaction() as session:
        row = entries.get(session, client.id, entry_id)
        row.transfer, row.sent_series, row.sent_number = Transfer.TRANSFERRED, "A", "17"
        session.add(row)


def log(desk: Desk) -> str:
    """The newest line of the activity log."""
    with desk.store.reading() as session:
        row = activity.entries(session, limit=1)[0]
    return translate(row.message, "sv", **row.facts)
