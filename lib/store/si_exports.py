"""Closing entries that went out as SI files: which file took which, the file again, and entries taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from lib.closing.entries import Family, Transfer
from lib.store import entries, rows
from lib.store.closing_tables import Who
from lib.store.columns import now
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client

VIA: Final = "si"


@dataclass(frozen=True, slots=True)
class Batch:
    """The entries of one file, in its order: `at` names the file, `name` is who took it."""

    at: datetime
    name: str
    entries: tuple[ClosingEntry, ...]


def send(session: Session, client_id: int, year_start: date, series: Mapping[Family, str], *, who: Who) -> Batch | None:
    """Let the entries of a year that may go out go out as one file; None without any.

    Nobody else sends them: an export to Fortnox that begins at the same time finds none, or has them all.
    """
    rows.lock(session, Client, client_id)
    going = entries.transferable(session, client_id, year_start)
    at = now()
    for row in going:
        row.transfer, row.sent_via, row.sent_at = Transfer.TRANSFERRED, VIA, at
        row.sent_series, row.sent_number = series.get(row.family, ""), ""
        row.sent_year_start, row.sent_name = year_start, who[1] if who else ""
        session.add(row)
    session.flush()
    return Batch(at, who[1] if who else "", tuple(going)) if going else None


def batches(session: Session, client_id: int, year_start: date) -> list[Batch]:
    """The files of a year, newest first; an entry that was taken back is in none."""
    by_file: dict[datetime, list[ClosingEntry]] = {}
    for row in entries.of_year(session, client_id, year_start):
        if row.sent_via == VIA and row.sent_at is not None:
            by_file.setdefault(row.sent_at, []).append(row)
    return [Batch(at, found[0].sent_name, tuple(found)) for at, found in sorted(by_file.items(), reverse=True)]


def batch(session: Session, client_id: int, year_start: date, at: datetime) -> Batch | None:
    """The file that was taken then; None where there is none any more."""
    return next((one for one in batches(session, client_id, year_start) if one.at == at), None)


def take_back(session: Session, client_id: int, year_start: date, at: datetime) -> Sequence[ClosingEntry]:
    """Let the entries of a file that nobody read in be ours again; those that came back stay. Gives the former.

    They keep their markers: should the file be read in after all, they are known again.
    """
    rows.lock(session, Client, client_id)
    found = batch(session, client_id, year_start, at)
    ours = [row for row in (found.entries if found else ()) if row.transfer is Transfer.TRANSFERRED]
    for row in ours:
        row.transfer, row.sent_via, row.sent_at = Transfer.NOT_TRANSFERRED, "", None
        row.sent_series, row.sent_name, row.sent_year_start = "", "", None
        session.add(row)
    session.flush()
    return ours
