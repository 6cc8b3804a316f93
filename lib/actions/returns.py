"""Say which voucher of the books a closing entry is, where neither Fortnox's number nor a marker tells."""

from typing import Final

import polars as pl

from lib.actions.desk import Desk
from lib.closing.recognition import Label, alike
from lib.core.languages import mark
from lib.store import books, entries, returns, snapshots

SEEN: Final = "entry.seen"
UNSAID: Final = mark("{entry} is no voucher of the books any more: what was said of it was taken back.")


def vouchers_alike(desk: Desk, client_id: int, entry_id: int) -> pl.DataFrame:
    """The vouchers of the books in use that book what an entry books, on its day, for a person to choose from.

    As `lib.closing.recognition.alike`; without rows where the books do not have the year. Raises NotFound.
    """
    desk.allow("entry.view", client_id)
    with desk.store.reading() as session:
        row = entries.get(session, client_id, entry_id)
        active = books.active(session, client_id)
    year = next((one for year, one in active.years.items() if row.day in year), None)
    return alike(snapshots.lazily(desk.store, year), entries.draft_of(row)) if year else pl.DataFrame()


def confirm_entry(desk: Desk, client_id: int, entry_id: int, voucher: Label) -> None:
    """Say that an entry is this voucher (series, number): it counts in the books from now on, and no longer here.

    Raises EntrySent, NotFound.
    """
    with desk.acting(SEEN, client_id, entry=str(entry_id), voucher=" ".join(voucher)) as facts:
        with desk.transaction() as session:
            row = returns.confirm(desk.store, session, client_id, entry_id, voucher, who=desk.person.who)
        facts["entry"] = entries.label(row)


def withdraw_entry(desk: Desk, client_id: int, entry_id: int) -> None:
    """Take back what was said of an entry; raises NotFound."""
    with desk.acting(SEEN, client_id, done=UNSAID, entry=str(entry_id)) as facts:
        with desk.transaction() as session:
            row = returns.withdraw(desk.store, session, client_id, entry_id)
        facts["entry"] = entries.label(row)
