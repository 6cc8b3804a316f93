"""Put right what has gone out, by new entries, and move entries to the year-end."""

from typing import Final

from lib.actions.desk import Desk
from lib.actions.entries import facts_of
from lib.actions.periods import name_of
from lib.core.languages import mark
from lib.store import corrections, entries

CORRECTED: Final = mark("{entry} is corrected in {period}: {back} takes it back, {right} is to be made right.")
MOVED: Final = mark("{entry} was moved from {period} to the year-end.")


def correct_entry(desk: Desk, client_id: int, entry_id: int, key: str) -> tuple[int, int]:
    """Propose two entries in an active period for one that has gone out; gives their ids.

    The first takes it back and is ready, the second is a draft with the same rows, to be made right.
    Raises EntryNotSent, CorrectedAlready, PeriodClosed, NotFound.
    """
    told = facts_of(desk, client_id, entry_id) | {"period": name_of(desk, client_id, key)}
    with desk.acting("entry.change", client_id, done=CORRECTED, **told) as facts, desk.transaction() as session:
        back, right = corrections.correct(session, client_id, entry_id, key, desk.person.who)
        facts |= {"back": entries.label(back), "right": entries.label(right)}
        return back.id, right.id


def move_to_year_end(desk: Desk, client_id: int, entry_id: int) -> None:
    """Move an entry of the active month or quarter to the year-end; raises EntrySent, PeriodClosed, NotFound."""
    facts = facts_of(desk, client_id, entry_id)
    with desk.acting("entry.change", client_id, done=MOVED, **facts), desk.transaction() as session:
        corrections.to_year_end(session, client_id, entry_id, desk.person.who)
