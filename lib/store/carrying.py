"""What a period takes over from the one before it when it is started: appendices, checklist, marks, comments."""

from collections.abc import Mapping
from typing import Final, TypeVar

from sqlmodel import Session, col, select

from lib.closing.copying import Carried, carried, carries_marks
from lib.closing.periods import Period
from lib.store import attachments, checklists, sub_appendices
from lib.store.closing_tables import (
    AccountMark,
    Attachment,
    ChecklistItem,
    PeriodComment,
    Signed,
    StatementBalance,
    SubAppendix,
)
from lib.store.words import FileOwner

Row = TypeVar("Row", bound=Signed)
SAME: Final[Mapping[type[Signed], tuple[str, ...]]] = {
    ChecklistItem: ("text",),
    AccountMark: ("account", "kind"),
    StatementBalance: ("account",),
    PeriodComment: ("account", "text", "at"),
}
"""The tables that go into the year-end, and what tells that it has a row already."""


def carry(session: Session, client_id: int, before: Period | None, after: Period) -> None:
    """Let `after` take over from `before` what follows the periods; what it has already stays as it is.

    From month to month go the appendices that are said to, and the checklist with every item open;
    into the year-end all appendices of its last month, ticks, marks, statements and comments. Who
    said what, and when, stays as it was.
    """
    if before is None:
        checklists.begin(session, client_id, after.key)
        return
    _carry_appendices(session, client_id, before, after)
    if carries_marks(before, after):
        last = max((item.position for item in checklists.items(session, client_id, before.key)), default=0)
        checklists.make_room(session, client_id, after.key, last)
        for table in SAME:
            _carry_rows(session, client_id, table, before.key, after.key)
    texts = [item.text for item in checklists.items(session, client_id, before.key)]
    checklists.begin(session, client_id, after.key, texts or checklists.DEFAULTS)


def _carry_appendices(session: Session, client_id: int, before: Period, after: Period) -> None:
    there = {row.source_id for row in sub_appendices.of_period(session, client_id, after.key)}
    for row in sub_appendices.of_period(session, client_id, before.key):
        files = attachments.of_owner(session, client_id, FileOwner.APPENDIX, row.id)
        goes = carried(row.copying, before, after, external=not row.lines)
        if row.id in there or goes is Carried.NOTHING:
            continue
        new = _copy(row, SubAppendix, period=after.key, source_id=row.id)
        if goes is Carried.BARE:
            new.lines, new.amount, files = [], None, []
        session.add(new)
        session.flush()
        session.add_all(_copy(file, Attachment, owner_id=new.id) for file in files)
    session.flush()


def _carry_rows(session: Session, client_id: int, table: type[Row], before: str, after: str) -> None:
    """Copy those of a table's rows of one period that another has not."""
    there = {_told(row, table) for row in _rows(session, client_id, table, after)}
    rows = (row for row in _rows(session, client_id, table, before) if _told(row, table) not in there)
    session.add_all([_copy(row, table, period=after) for row in rows])
    session.flush()


def _told(row: Row, table: type[Row]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in SAME[table])


def _rows(session: Session, client_id: int, table: type[Row], key: str) -> list[Row]:
    columns = table.__table__.c  # type: ignore[attr-defined]
    wanted = select(table).where(columns.client_id == client_id, columns.period == key)
    return list(session.exec(wanted.order_by(*(col(column) for column in columns if column.primary_key))))


def _copy(row: Row, table: type[Row], **other: object) -> Row:
    kept = row.model_dump(exclude={"id"})
    return table(**(kept | other))
