"""Entries that have gone out put right by new ones, and entries moved to the year-end."""

from datetime import date
from typing import Final

from sqlmodel import col, select

from lib.closing.accruals import WRITTEN_IN
from lib.closing.entries import TRANSFER_NAMES, Draft, Transfer, days_of
from lib.closing.failures import CorrectedAlready, EntryNotSent
from lib.closing.periods import Period
from lib.core.languages import mark, translate
from lib.store import entries, periods
from lib.store.closing_tables import Who
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry

OUT: Final = (Transfer.TRANSFERRED, Transfer.EXCLUDED)
"""States in which an entry stands in the bookkeeping program."""
TAKEN_BACK: Final = mark("Correction of {entry}: {name}")
RIGHT_ONE: Final = mark("Instead of {entry}: {name}")


def correct(session: Session, client_id: int, entry_id: int, key: str, who: Who) -> tuple[ClosingEntry, ClosingEntry]:
    """Propose two entries for one that has gone out: one that takes it back, ready, and one to be made right, a draft.

    Both go into the active period `key` and say what they correct. Raises EntryNotSent for one that
    can be changed itself, CorrectedAlready, PeriodClosed, NotFound.
    """
    row = entries.standing(session, client_id, entry_id)
    period = periods.require(session, client_id, key)
    session.refresh(row)
    if row.transfer not in OUT:
        raise EntryNotSent(entry=entries.label(row), state=TRANSFER_NAMES[row.transfer])
    if (by := taken_back_by(session, client_id, entry_id)) is not None:
        raise CorrectedAlready(entry=entries.label(row), by=entries.label(by))
    draft, name = entries.draft_of(row), _called(row)
    day = _within(draft.day, period)
    back = draft.reversed(day, translate(TAKEN_BACK, WRITTEN_IN, entry=name, name=draft.name))
    right = Draft(translate(RIGHT_ONE, WRITTEN_IN, entry=name, name=draft.name), day, draft.rows)
    return (
        entries.add(session, client_id, key, back, ready=True, who=who, corrects_id=row.id, reverses_id=row.id),
        entries.add(session, client_id, key, right, who=who, corrects_id=row.id),
    )


def taken_back_by(session: Session, client_id: int, entry_id: int) -> ClosingEntry | None:
    """The entry that takes one back, unless it was deleted."""
    own = select(ClosingEntry).where(
        ClosingEntry.client_id == client_id,
        ClosingEntry.reverses_id == entry_id,
        col(ClosingEntry.deleted_at).is_(None),
    )
    return session.exec(own.order_by(col(ClosingEntry.id))).first()


def to_year_end(session: Session, client_id: int, entry_id: int, who: Who) -> ClosingEntry:
    """Move an entry of a month or quarter to its year's year-end, also to one that is not started yet.

    Its day becomes the year's last, unless it lies in the last month. Raises EntrySent, PeriodClosed
    (either period), NotFound.
    """
    row = entries.changeable(session, client_id, entry_id)
    board = periods.board(session, client_id).periods
    year_end = next(one for one in board if one.year_end and one.year.start == row.year_start)
    periods.require(session, client_id, year_end.key, *periods.PREPARED)
    row.period, row.day = year_end.key, _within(row.day, year_end)
    row.sign(who)
    session.add(row)
    session.flush()
    return row


def _called(row: ClosingEntry) -> str:
    """What an entry is called here and where it landed: `V 3 (A 17)`."""
    landed = f" ({row.sent_series} {row.sent_number})" if row.sent_number else ""
    return entries.label(row) + landed


def _within(day: date, period: Period) -> date:
    """The day if an entry of the period may have it, else the period's last."""
    first, last = days_of(period)
    return day if first <= day <= last else last
