"""A client whose closing entries have gone out, and imports in which they come back."""

from datetime import date

from lib.closing.entries import Draft, EntryRow, Transfer
from lib.ledger import YearBooks, fingerprint
from lib.store import books, entries, imports, periods, snapshots
from lib.store.database import Session, Store
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, Import, ImportState, Source
from tests.closing.years_by_hand import whole_year
from tests.ledger.sie_texts import YEAR, voucher

MARCH, DECEMBER, YEAR_END = "2025-03-31", "2025-12-31", "2025-12-31-year-end"
ROWS = [("4010", 300_00), ("2440", -300_00)]
RUT = (1, "Rut")


def draft(day: date, name: str = "Hyra") -> Draft:
    return Draft(name, day, tuple(EntryRow(account, ore) for account, ore in ROWS))


def import_of(store: Store, client: Client, year: YearBooks, *, source: Source = Source.FORTNOX) -> Import:
    """An import of the year that awaits a decision."""
    content = fingerprint(year).encode()
    import_ = imports.receive(
        store, client_id=client.id, source=source, file_name="bok.se", content=content, user_id=None
    )
    snapshots.write(store, import_, year, fingerprint(year))
    with store.transaction() as session:
        imports.set_state(session, import_.id, ImportState.RUNNING)
        return imports.stage(session, import_.id, compared_with=books.active(session, client.id).version)


def year_with(*vouchers: str) -> YearBooks:
    return whole_year("".join(vouchers))


def came_back(label: str = "A 17", day: date = date(2025, 12, 31), text: str = "") -> str:
    """The voucher of an entry in the books."""
    return voucher(label, day, ROWS, text)


def lock_until(store: Store, client: Client, *keys: str) -> None:
    """Start and lock periods, one after the other."""
    for key in keys:
        with store.transaction() as session:
            periods.start(session, client.id, key)
            version = books.active(session, client.id).version
            periods.lock(session, client.id, key, expected_version=version, results={}, who=None)


def add(store: Store, client: Client, key: str = YEAR_END, day: date = date(2025, 12, 31)) -> ClosingEntry:
    """A ready entry in a period that is under way, or is started for it."""
    with store.transaction() as session:
        if periods.standing(session, client.id, key) is None:
            periods.start(session, client.id, key)
        return entries.add(session, client.id, key, draft(day), ready=True, who=RUT)


def send(store: Store, entry: ClosingEntry, label: str = "A 17") -> None:
    """Let an entry stand in Fortnox, as an export writes it."""
    with store.transaction() as session:
        row = entries.get(session, entry.client_id, entry.id)
        row.transfer, row.sent_via, row.sent_year_start = Transfer.TRANSFERRED, "fortnox", YEAR.start
        row.sent_series, row.sent_number = label.split()
        session.add(row)


def found(store: Store, entry: ClosingEntry) -> ClosingEntry:
    with store.reading() as session:
        return entries.get(session, entry.client_id, entry.id)


def state(store: Store, entry: ClosingEntry) -> Transfer:
    return found(store, entry).transfer


def version(session: Session, client: Client) -> int:
    return books.active(session, client.id).version
