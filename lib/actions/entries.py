"""Make, change and delete closing entries."""

from typing import Final

from lib.actions.desk import Desk
from lib.actions.periods import name_of
from lib.closing.entries import TRANSFER_NAMES, Draft
from lib.closing.entry_books import problems_in
from lib.closing.failures import EntryNotReady
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import entries, reconciling, snapshots
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry

NEW: Final = mark("The new entry")
RESTORED: Final = mark("{entry} in {period} was brought back.")


def save_entry(  # noqa: PLR0913 - the form's fields
    desk: Desk,
    client_id: int,
    key: str,
    draft: Draft,
    *,
    ready: bool = False,
    entry_id: int | None = None,
    source_account: str = "",
) -> int:
    """Make an entry in a period, or change one; gives its id. Not `ready`, it is a draft, and may be half made.

    An entry that is changed stays in its own period, whichever is named. `source_account` is the one whose
    difference it was made from. Raises EntryNotReady, EntrySent, PeriodClosed, NotFound.
    """
    row = None if entry_id is None else _row(desk, client_id, entry_id)
    key = row.period if row else key
    with desk.acting("entry.change", client_id, period=name_of(desk, client_id, key)) as facts:
        if row is None and entry_id is not None:
            raise NotFound(thing=entries.THING)
        facts["entry"] = entries.label(row) if row else NEW
        with desk.transaction() as session:
            if ready:
                _require_ready(desk, session, client_id, key, draft)
            who = desk.person.who
            if entry_id is None:
                row = entries.add(session, client_id, key, draft, ready=ready, who=who, source_account=source_account)
            else:
                row = entries.change(session, client_id, entry_id, draft, ready=ready, who=who)
            facts["entry"] = entries.label(row)
        return row.id


def delete_entry(desk: Desk, client_id: int, entry_id: int) -> None:
    """Hide an entry; raises EntrySent, PeriodClosed, NotFound."""
    with desk.acting("entry.delete", client_id, **facts_of(desk, client_id, entry_id)), desk.transaction() as session:
        entries.delete(session, client_id, entry_id, desk.person.who)


def restore_entry(desk: Desk, client_id: int, entry_id: int) -> None:
    """Bring a deleted entry back; raises PeriodClosed, NotFound."""
    facts = facts_of(desk, client_id, entry_id)
    with desk.acting("entry.delete", client_id, done=RESTORED, **facts), desk.transaction() as session:
        entries.restore(session, client_id, entry_id)


def keep_entry_here(desk: Desk, client_id: int, entry_id: int, *, here: bool) -> None:
    """Let an entry of the year-end count here only, or be transferred after all.

    Raises OnlyInYearEnd, EntrySent, PeriodClosed, NotFound.
    """
    told = facts_of(desk, client_id, entry_id)
    with desk.acting("entry.keep", client_id, **told) as facts, desk.transaction() as session:
        row = entries.keep_here(session, client_id, entry_id, here=here)
        facts["state"] = TRANSFER_NAMES[row.transfer]


def _require_ready(desk: Desk, session: Session, client_id: int, key: str, draft: Draft) -> None:
    at = reconciling.view(session, client_id, key)
    books = snapshots.lazily(desk.store, at.snapshot)
    found = problems_in(books, draft, at.period)
    if found:
        raise EntryNotReady(found[0])


def _row(desk: Desk, client_id: int, entry_id: int) -> ClosingEntry | None:
    with desk.store.reading() as session:
        found = session.get(ClosingEntry, entry_id)
    return found if found and found.client_id == client_id else None


def facts_of(desk: Desk, client_id: int, entry_id: int) -> dict[str, str]:
    """What the log says of an entry: its own name and its period's; nothing of what is not the client's."""
    row = _row(desk, client_id, entry_id)
    if row is None:
        return {"entry": str(entry_id), "period": ""}
    return {"entry": entries.label(row), "period": name_of(desk, client_id, row.period)}
