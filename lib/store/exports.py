"""Exports of closing entries: what goes out, how far each entry has come, and what is written before it is sent.

An entry is under way (`Transfer.TRANSFERRING`) from when its export begins until its fate is certain. What is
to be sent is written down first, in a transaction of its own; what has landed is written with the entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import col, func, select

from lib.closing.entries import Draft, EntryRow, Family, Transfer
from lib.core.languages import Fact, mark
from lib.store import entries, export_items, rows
from lib.store.closing_tables import Who
from lib.store.columns import now
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry, ExportChoice, ExportItem, ExportRun
from lib.store.tables import Client
from lib.store.words import ItemFate, RunState

THING: Final = mark("The export")
VIA: Final = "fortnox"
OVER: Final = frozenset({ItemFate.SENT, ItemFate.FOUND})
"""Fates of entries that stand in Fortnox."""
IN_DOUBT: Final = frozenset({ItemFate.INTENDED, ItemFate.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Landing:
    """Where an entry stands in Fortnox: the series, number and financial year of its voucher."""

    series: str
    number: str
    year_start: date

    @property
    def label(self) -> str:
        """What people call the voucher: `A 17`."""
        return f"{self.series} {self.number}"


def begin(  # noqa: PLR0913 - the columns of ExportRun, by name
    session: Session, client_id: int, year_start: date, *, run_id: str, series: Mapping[Family, str], who: Who
) -> ExportRun | None:
    """Begin an export of all entries of the year that may go out, those of an unknown fate first; None without any.

    One at a time for each client: while one is under way, it is given back. The series are remembered.
    """
    rows.lock(session, Client, client_id)
    under_way = running(session, client_id)
    if under_way is not None:
        return under_way
    doubtful = in_doubt(session, client_id, year_start)
    fresh = entries.transferable(session, client_id, year_start)
    if not doubtful and not fresh:
        return None
    run = ExportRun(
        id=run_id,
        client_id=client_id,
        year_start=year_start,
        series_v=series.get(Family.MANUAL, ""),
        series_s=series.get(Family.SYSTEM, ""),
    )
    run.sign(who)
    session.add(run)
    session.flush()
    for position, old in enumerate(doubtful):
        session.add(export_items.again(run, old, position))
    for position, entry in enumerate(fresh, len(doubtful)):
        entry.transfer = Transfer.TRANSFERRING
        session.add(entry)
        session.add(export_items.fresh(run, entry, position))
    _remember(session, run)
    session.flush()
    return run


def get(session: Session, client_id: int, run_id: str) -> ExportRun:
    """The export; raises NotFound."""
    return rows.of_client(session, ExportRun, run_id, client_id, THING)


def find(session: Session, run_id: str) -> ExportRun | None:
    """The export of this id, whosever it is."""
    return session.get(ExportRun, run_id)


def of_client(session: Session, client_id: int) -> list[ExportRun]:
    """A client's exports, newest first."""
    own = select(ExportRun).where(ExportRun.client_id == client_id)
    return list(session.exec(own.order_by(col(ExportRun.at).desc(), col(ExportRun.id))))


def running(session: Session, client_id: int) -> ExportRun | None:
    """The client's export that is under way."""
    return next((run for run in of_client(session, client_id) if run.state is RunState.RUNNING), None)


def is_running(session: Session, run_id: str) -> bool:
    """Whether an export has not ended."""
    run = find(session, run_id)
    return run is not None and run.state is RunState.RUNNING


def items(session: Session, run_id: str) -> list[ExportItem]:
    """The entries of an export in the order in which they are sent."""
    own = select(ExportItem).where(ExportItem.run_id == run_id)
    return list(session.exec(own.order_by(col(ExportItem.position))))


def item(session: Session, item_id: int) -> ExportItem:
    """One entry of an export; raises NotFound."""
    return rows.get(session, ExportItem, item_id)


def choice(session: Session, client_id: int) -> dict[Family, str]:
    """The series that were chosen last; blank where none was."""
    kept = session.get(ExportChoice, client_id)
    return {Family.MANUAL: kept.series_v if kept else "", Family.SYSTEM: kept.series_s if kept else ""}


def in_doubt(session: Session, client_id: int, year_start: date) -> list[ExportItem]:
    """What of the year was sent and is not known to have landed, each as it was sent last."""
    under_way = {row.id for row in _under_way(session, client_id, year_start)}
    sent = select(ExportItem).where(col(ExportItem.entry_id).in_(under_way), col(ExportItem.fate).in_(IN_DOUBT))
    newest = {item.entry_id: item for item in session.exec(sent.order_by(col(ExportItem.id)))}
    return sorted(newest.values(), key=lambda item: item.id)


def intend(session: Session, item: ExportItem, *, series: str, at: datetime, settles_at: datetime) -> bool:
    """Write down that an entry is about to be sent; by `settles_at` it has landed or never will.

    False, and it must not be sent, when its export has ended: the entry may have been changed since.
    """
    if _is_over(session, item):
        return False
    row = _item_row(session, item.id)
    row.fate, row.series, row.at, row.settles_at = ItemFate.INTENDED, series, at, settles_at
    _put(session, row)
    return True


def doubt(session: Session, item: ExportItem, settles_at: datetime) -> None:
    """Write down that nobody knows yet whether an entry that was sent has landed, and when that will be certain."""
    row = _item_row(session, item.id)
    row.settles_at = settles_at
    _put(session, row)


def land(  # noqa: PLR0913 - where it landed, and who had it sent
    session: Session, item: ExportItem, where: Landing, *, found: bool, at: datetime, who: Who
) -> None:
    """Write down that an entry stands in Fortnox: sent just now, or `found` there."""
    row = _item_row(session, item.id)
    row.fate, row.at, row.settles_at = ItemFate.FOUND if found else ItemFate.SENT, at, None
    row.series, row.number = where.series, where.number
    _put(session, row)
    entry = rows.lock(session, ClosingEntry, item.entry_id)
    if entry.transfer is not Transfer.EXCLUDED:
        entry.transfer = Transfer.TRANSFERRED
    entry.sent_via, entry.sent_at, entry.sent_name = VIA, at, who[1] if who else ""
    entry.sent_series, entry.sent_number, entry.sent_year_start = where.series, where.number, where.year_start
    session.add(entry)
    session.flush()


def note(session: Session, item: ExportItem, message: str, facts: Mapping[str, Fact]) -> None:
    """Say something beside an entry: a marked text with its facts."""
    row = _item_row(session, item.id)
    row.message, row.facts = message, dict(facts)
    _put(session, row)


def spare(session: Session, item: ExportItem) -> None:
    """Write down that an entry was surely not saved, and may be sent again."""
    _not_saved(session, item, ItemFate.WAITING)


def refuse(session: Session, item: ExportItem, message: str, facts: Mapping[str, Fact]) -> None:
    """Write down that Fortnox does not take an entry: a marked text with its facts."""
    _not_saved(session, item, ItemFate.REFUSED)
    note(session, item, message, facts)


def finish(session: Session, run_id: str) -> None:
    """All entries of an export stand in Fortnox; nothing happens to one that has ended."""
    run = rows.lock(session, ExportRun, run_id)
    if run.state is not RunState.RUNNING:
        return
    run.state, run.message, run.facts, run.ended_at = RunState.DONE, "", {}, now()
    session.flush()


def stop(session: Session, run_id: str, message: str, facts: Mapping[str, Any]) -> None:
    """End an export before its end: a marked text with its facts; nothing happens to one that has ended.

    What was surely not saved may be changed and sent anew; what nobody knows of stays under way until the
    next export has looked for it.
    """
    run = rows.lock(session, ExportRun, run_id)
    if run.state is not RunState.RUNNING:
        return
    run.state, run.message, run.facts, run.ended_at = RunState.STOPPED, message, dict(facts), now()
    for one in items(session, run_id):
        item = _item_row(session, one.id)  # as it is now: it may have landed at this moment
        if item.fate is ItemFate.INTENDED:
            _set(session, item, ItemFate.UNKNOWN)
        elif item.fate not in OVER and item.fate is not ItemFate.UNKNOWN:
            _free(session, item)
    session.flush()


def draft_of(item: ExportItem) -> Draft:
    """What an entry booked when its export began: this is what is sent."""
    kept = item.draft
    drafted = tuple(EntryRow.from_json(row) for row in kept["rows"])
    return Draft(kept["name"], date.fromisoformat(kept["day"]), drafted)


def label(item: ExportItem) -> str:
    """What the entry is called: `V 3`."""
    return str(item.draft["label"])


def series_of(run: ExportRun, item: ExportItem) -> str:
    """The series that an entry goes to."""
    return run.series_s if item.draft["family"] == Family.SYSTEM else run.series_v


def _not_saved(session: Session, item: ExportItem, fate: ItemFate) -> None:
    # as the beginning of an export does: it finds the entry free, or carries it on before this looks
    rows.lock(session, Client, rows.get(session, ExportRun, item.run_id).client_id)
    over = _is_over(session, item)
    _set(session, item, fate)
    if over and _is_newest(session, item):
        _free(session, item)


def _free(session: Session, item: ExportItem) -> None:
    """Let an entry that was surely not saved be changed and sent anew."""
    entry = rows.lock(session, ClosingEntry, item.entry_id)
    if entry.transfer is Transfer.TRANSFERRING:
        entry.transfer = Transfer.NOT_TRANSFERRED
        session.add(entry)
        session.flush()


def _is_over(session: Session, item: ExportItem) -> bool:
    """Whether an entry's export was ended, by another process, while it was on its way: then nobody else frees it."""
    return rows.lock(session, ExportRun, item.run_id).state is not RunState.RUNNING


def _is_newest(session: Session, item: ExportItem) -> bool:
    """Whether no later export carries the entry on: what that one sends, it must free itself."""
    own = select(func.max(ExportItem.id)).where(ExportItem.entry_id == item.entry_id)
    return session.exec(own).one() == item.id


def _under_way(session: Session, client_id: int, year_start: date) -> list[ClosingEntry]:
    every = entries.of_year(session, client_id, year_start, deleted=True)
    return [row for row in every if row.transfer is Transfer.TRANSFERRING]


def _remember(session: Session, run: ExportRun) -> None:
    own = select(ExportChoice).where(ExportChoice.client_id == run.client_id)
    kept = rows.find_or_add(session, own, ExportChoice(client_id=run.client_id))
    kept.series_v, kept.series_s = run.series_v or kept.series_v, run.series_s or kept.series_s
    session.add(kept)


def _set(session: Session, item: ExportItem, fate: ItemFate) -> None:
    row = _item_row(session, item.id)
    row.fate = fate
    _put(session, row)


def _item_row(session: Session, item_id: int) -> ExportItem:
    return rows.lock(session, ExportItem, item_id)


def _put(session: Session, row: ExportItem) -> None:
    session.add(row)
    session.flush()
