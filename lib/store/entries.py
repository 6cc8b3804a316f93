"""Closing entries: kept in their period, numbered within their year, and never changed once they have gone out."""

from datetime import date
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import col, select

from lib.closing.entries import TRANSFER_NAMES, Draft, EntryRow, Family, Transfer
from lib.closing.failures import EntrySent, OnlyInYearEnd
from lib.closing.periods import Period
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.store import periods, rows
from lib.store.closing_tables import Who
from lib.store.columns import now
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry

THING: Final = mark("The closing entry")
OURS: Final = (Transfer.NOT_TRANSFERRED, Transfer.NOT_APPLICABLE)
"""States in which an entry is still ours to change."""


def draft_of(row: ClosingEntry) -> Draft:
    """What an entry books."""
    return Draft(row.name, row.day, tuple(EntryRow.from_json(one) for one in row.rows))


def label(row: ClosingEntry) -> str:
    """What an entry is called: `V 3`, `S 1`."""
    return f"{row.family.value} {row.number}"


def get(session: Session, client_id: int, entry_id: int) -> ClosingEntry:
    """The entry, also one that was deleted; raises NotFound."""
    return rows.of_client(session, ClosingEntry, entry_id, client_id, THING)


def standing(session: Session, client_id: int, entry_id: int) -> ClosingEntry:
    """The entry, unless it was deleted; raises NotFound."""
    row = get(session, client_id, entry_id)
    if row.deleted_at is not None:
        raise NotFound(thing=THING)
    return row


def of_year(session: Session, client_id: int, year_start: date, *, deleted: bool = False) -> list[ClosingEntry]:
    """The entries of a financial year by period, family (V before S) and number; `deleted` has the deleted ones too."""
    own = select(ClosingEntry).where(ClosingEntry.client_id == client_id, ClosingEntry.year_start == year_start)
    found = session.exec(own if deleted else own.where(col(ClosingEntry.deleted_at).is_(None)))
    return sorted(found, key=_order)


def of_period(session: Session, client_id: int, period: Period, *, deleted: bool = False) -> list[ClosingEntry]:
    """The entries of a period, likewise."""
    every = of_year(session, client_id, period.year.start, deleted=deleted)
    return [row for row in every if row.period == period.key]


def made_from(session: Session, client_id: int, account: str) -> list[Draft]:
    """What ready entries out of this account's differences book, the newest first."""
    own = select(ClosingEntry).where(
        ClosingEntry.client_id == client_id,
        ClosingEntry.source_account == account,
        col(ClosingEntry.ready),
        col(ClosingEntry.deleted_at).is_(None),
    )
    return [draft_of(row) for row in session.exec(own.order_by(col(ClosingEntry.id).desc()))]


def add(  # noqa: PLR0913 - the columns of ClosingEntry
    session: Session,
    client_id: int,
    period_key: str,
    draft: Draft,
    *,
    family: Family = Family.MANUAL,
    ready: bool = False,
    who: Who,
    **more: Any,  # noqa: ANN401 - further columns by name
) -> ClosingEntry:
    """Make an entry in an active period, with the next number; `more` are further columns, `source_account` say.

    Raises PeriodClosed, NotFound.
    """
    period = periods.require(session, client_id, period_key)
    row = ClosingEntry(
        client_id=client_id,
        year_start=period.year.start,
        period=period_key,
        family=family,
        number=_next_number(session, client_id, period.year.start, family),
        day=draft.day,
        **more,
    )
    return _write(session, row, draft, ready=ready, who=who)


def change(  # noqa: PLR0913 - what a person changes
    session: Session,
    client_id: int,
    entry_id: int,
    draft: Draft,
    *,
    ready: bool = False,
    who: Who,
    **more: Any,  # noqa: ANN401
) -> ClosingEntry:
    """Change what an entry books; raises EntrySent once it has gone out, PeriodClosed, NotFound."""
    row = changeable(session, client_id, entry_id)
    for name, value in more.items():
        setattr(row, name, value)
    return _write(session, row, draft, ready=ready, who=who)


def delete(session: Session, client_id: int, entry_id: int, who: Who) -> ClosingEntry:
    """Hide an entry; raises EntrySent once it has gone out, PeriodClosed, NotFound."""
    row = changeable(session, client_id, entry_id)
    row.deleted_at, row.deleted_name = now(), who[1] if who else ""
    return _kept(session, row)


def restore(session: Session, client_id: int, entry_id: int) -> ClosingEntry:
    """Bring a deleted entry back; raises PeriodClosed, NotFound."""
    row = changeable(session, client_id, entry_id)
    row.deleted_at, row.deleted_name = None, ""
    return _kept(session, row)


def keep_here(session: Session, client_id: int, entry_id: int, *, here: bool) -> ClosingEntry:
    """Let an entry of the year-end count here only, or be transferred after all.

    Raises OnlyInYearEnd for an entry of a month or quarter, EntrySent, PeriodClosed, NotFound.
    """
    row = changeable(session, client_id, entry_id)
    period = periods.get(session, client_id, row.period)
    if here and not period.year_end:
        raise OnlyInYearEnd(entry=label(row), period=period.name)
    row.transfer = Transfer.NOT_APPLICABLE if here else Transfer.NOT_TRANSFERRED
    return _kept(session, row)


def transferable(session: Session, client_id: int, year_start: date) -> list[ClosingEntry]:
    """The entries of a year that go out with an export, in order: ready, and not gone out yet."""
    every = of_year(session, client_id, year_start)
    return [row for row in every if row.ready and row.transfer is Transfer.NOT_TRANSFERRED]


def changeable(session: Session, client_id: int, entry_id: int) -> ClosingEntry:
    """An entry for a change, while nobody else changes its period; raises EntrySent, PeriodClosed, NotFound."""
    known = get(session, client_id, entry_id)
    periods.require(session, client_id, known.period)
    session.refresh(known)
    if known.transfer not in OURS:
        raise EntrySent(entry=label(known), state=TRANSFER_NAMES[known.transfer])
    return known


def _next_number(session: Session, client_id: int, year_start: date, family: Family) -> int:
    """One more than the highest, deleted ones counted: a number is never given twice."""
    highest = select(func.max(ClosingEntry.number)).where(
        ClosingEntry.client_id == client_id, ClosingEntry.year_start == year_start, ClosingEntry.family == family
    )
    return (session.exec(highest).one() or 0) + 1


def _write(session: Session, row: ClosingEntry, draft: Draft, *, ready: bool, who: Who) -> ClosingEntry:
    row.name, row.day, row.ready = draft.name, draft.day, ready
    row.rows = [one.as_json() for one in draft.rows]
    row.sign(who)
    return _kept(session, row)


def _kept(session: Session, row: ClosingEntry) -> ClosingEntry:
    session.add(row)
    session.flush()
    return row


def _order(row: ClosingEntry) -> tuple[str, bool, int]:
    return row.period, row.family is Family.SYSTEM, row.number
