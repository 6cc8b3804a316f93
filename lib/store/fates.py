"""Entries that were sent and whose fate nobody knows: what a person says of them, and what Fortnox says of that."""

from typing import Final

from sqlmodel import select

from lib.core.errors import BryggaError
from lib.core.languages import mark
from lib.store import exports, rows
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry, ExportItem, ExportRun
from lib.store.exports import Landing
from lib.store.tables import Client
from lib.store.words import ItemFate

ASKED: Final = mark("{who} said where it is: Fortnox is being asked.")
"""Kept beside an entry until Fortnox has been asked; `who` said it."""


class Settled(BryggaError):
    """Somebody else, or an export, has found out what became of the entry."""

    text = mark("What became of {entry} is known by now.")
    next_step = mark("Load the page anew to see it.")


class ExportUnderWay(BryggaError):
    """An export looks for the entry itself, and may send it."""

    text = mark("An export is under way, and looks for {entry} itself.")
    next_step = mark("Wait until it has ended.")


def doubtful(session: Session, client_id: int, item_id: int) -> tuple[ExportRun, ExportItem]:
    """An entry as it was sent last whose fate nobody knows, kept from exports until the transaction ends.

    Raises NotFound, ExportUnderWay, Settled.
    """
    rows.lock(session, Client, client_id)  # as the beginning of an export does: neither passes the other
    item = rows.lock(session, ExportItem, item_id)
    run = exports.get(session, client_id, item.run_id)
    if exports.running(session, client_id) is not None:
        raise ExportUnderWay(entry=exports.label(item))
    if item.id not in {one.id for one in exports.in_doubt(session, client_id, run.year_start)}:
        raise Settled(entry=exports.label(item))
    return run, item


def ask(session: Session, item: ExportItem, who: str) -> None:
    """Write down beside an entry that Fortnox is asked, as somebody has said where it is."""
    exports.note(session, item, ASKED, {"who": who})


def let_go(session: Session, item: ExportItem) -> None:
    """Write down that an entry is not in Fortnox and cannot come any more: it may be changed, and sent anew."""
    exports.spare(session, item)


def is_asked(item: ExportItem) -> bool:
    """Whether Fortnox is being asked about an entry."""
    return item.fate is ItemFate.UNKNOWN and item.message == ASKED


def is_taken(session: Session, client_id: int, where: Landing) -> bool:
    """Whether a voucher in Fortnox is one of the client's entries already."""
    there = select(ClosingEntry.id).where(
        ClosingEntry.client_id == client_id,
        ClosingEntry.sent_series == where.series,
        ClosingEntry.sent_number == where.number,
        ClosingEntry.sent_year_start == where.year_start,
    )
    return session.exec(there).first() is not None
