"""Make the entries that a period is owed: the next months of an accrual, and entries taken back."""

from typing import Final

from lib.actions.desk import Desk
from lib.closing.entry_books import problems_in
from lib.core.languages import mark
from lib.store import accruals, entries, reconciling, snapshots
from lib.store.accruals import Due
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry

MADE: Final = mark("{entries:count|closing entry|closing entries} due in {period} were made.")


def make(desk: Desk, session: Session, client_id: int, key: str, owed: list[Due] | None = None) -> list[ClosingEntry]:
    """Make in an active period what it is owed, or just `owed`: ready where it is sound, else as drafts.

    Raises PeriodClosed, NotFound.
    """
    at = reconciling.view(session, client_id, key)
    if owed is None:
        owed = accruals.due(session, client_id, at.period)
    if not owed:
        return []
    books, who = snapshots.lazily(desk.store, at.snapshot), desk.person.who
    return [
        entries.add(
            session,
            client_id,
            key,
            one.draft,
            ready=not problems_in(books, one.draft, at.period),
            who=who,
            **one.columns,
        )
        for one in owed
    ]


def make_due_entries(desk: Desk, client_id: int, key: str) -> list[int]:
    """Make what an active period is owed by now; gives the ids. Raises PeriodClosed, NotFound."""
    with desk.acting("entry.change", client_id, done=MADE) as facts, desk.transaction() as session:
        made = make(desk, session, client_id, key)
        facts["entries"] = len(made)
        facts["period"] = reconciling.view(session, client_id, key).period.name
        return [row.id for row in made]
