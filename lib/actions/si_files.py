"""Take closing entries out as an SI file, and a whole year as SIE 4E."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from lib.actions.desk import Desk
from lib.closing.entries import COUNTED, Family
from lib.closing.file_entries import Company, FileEntry
from lib.closing.si_files import Download, si_file
from lib.closing.year_files import year_file
from lib.core.errors import BryggaError, NotFound
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.store import books, clients, entries, imports, si_exports, snapshots, system_entries
from lib.store.books import BookMap
from lib.store.columns import now
from lib.store.database import Session
from lib.store.entry_tables import ClosingEntry
from lib.store.si_exports import Batch
from lib.store.tables import LegalForm, Source

EXPORT: Final = "si.export"
YEAR_FILE: Final = "year-file.take"
FILE: Final = mark("The file")
YEAR: Final = mark("The financial year")
AGAIN: Final = mark("The SI file with {entries:count|closing entry|closing entries} was taken out again.")
BACK: Final = mark(
    "The SI file was not read in: "
    "{entries:count|closing entry is not transferred|closing entries are not transferred} any more."
)
SERIES: Final[Mapping[Family, str]] = {family: family.value for family in Family}
"""The voucher series that entries are written in, where nobody chose another."""
COMPANY_TYPES: Final[Mapping[LegalForm, str]] = {
    LegalForm.AB: "AB",
    LegalForm.EK_FOR: "EK",
    LegalForm.EF: "E",
    LegalForm.HB: "HB",
    LegalForm.KB: "KB",
}
"""SIE's words for legal forms (SIE 4C, #FTYP)."""


class NothingForFile(BryggaError):
    """No entry of the year may go out."""

    text = mark("There is nothing for an SI file: every ready entry of the year has been transferred, or stays here.")
    next_step = mark("Make closing entries, or save the drafts as ready, then make the file.")


class StaleEntries(BryggaError):
    """A system entry of the year was worked out of other figures than there are now."""

    text = mark("There is no SI file yet: {entries} was worked out of other figures than there are now.")
    next_step = mark("Recompute the system entries of the year-end, then make the file.")


class EnteredByHand(BryggaError):
    """Balances that somebody typed are no bookkeeping to hand on."""

    text = mark("{year} is not written as SIE 4E: its balances were entered by hand.")
    next_step = mark("Import the year from the bookkeeping program first.")


def take_si_file(desk: Desk, client_id: int, year_start: date, series: Mapping[Family, str] = SERIES) -> Download:
    """Make an SI file of the entries of a year that have not gone out; from then on they have.

    A blank series is left to the program that reads the file. `si_file_again` gives the same file once
    more, `take_back_si_file` says that it was never read in. Raises NothingForFile, StaleEntries, NotFound.
    """
    with desk.acting(EXPORT, client_id, entries=0) as facts, desk.transaction() as session:
        _refuse_stale(desk, session, client_id, year_start)
        sent = si_exports.send(session, client_id, year_start, series, who=desk.person.who)
        if sent is None:
            raise NothingForFile
        facts["entries"] = len(sent.entries)
        return _file(desk, session, client_id, year_start, sent)


def _refuse_stale(desk: Desk, session: Session, client_id: int, year_start: date) -> None:
    waiting = {row.id for row in entries.transferable(session, client_id, year_start)}
    found = system_entries.stale_of_year(desk.store, session, client_id, year_start)
    stale = [entries.label(row) for row in found if row.id in waiting]
    if stale:
        raise StaleEntries(entries=", ".join(stale))


def si_file_again(desk: Desk, client_id: int, year_start: date, at: datetime) -> Download:
    """The file that was taken then once more, without entries that were taken back; raises NotFound."""
    with desk.acting(EXPORT, client_id, done=AGAIN, entries=0) as facts, desk.transaction() as session:
        found = si_exports.batch(session, client_id, year_start, at)
        if found is None:
            raise NotFound(thing=FILE)
        facts["entries"] = len(found.entries)
        return _file(desk, session, client_id, year_start, found)


def take_back_si_file(desk: Desk, client_id: int, year_start: date, at: datetime) -> int:
    """Say that a file was never read in: its entries are ours again, but for those that came back. Gives how many.

    Raises NotFound.
    """
    with desk.acting(EXPORT, client_id, done=BACK, entries=0) as facts, desk.transaction() as session:
        if si_exports.batch(session, client_id, year_start, at) is None:
            raise NotFound(thing=FILE)
        back = len(si_exports.take_back(session, client_id, year_start, at))
        facts["entries"] = back
        return back


def take_year_file(desk: Desk, client_id: int, year_start: date, *, with_entries: bool) -> Download:
    """The year as it stands in the books in use as SIE 4E; `with_entries` books the ready entries beside them too.

    Such a file is for looking at the year elsewhere: it transfers nothing. Raises EnteredByHand, NotFound.
    """
    desk.allow(YEAR_FILE, client_id)
    with desk.store.reading() as session:
        active = books.active(session, client_id)
        year = _year(active, year_start)
        if imports.get(session, active.imports[year]).source is Source.MANUAL:
            raise EnteredByHand(year=year.label)
        company = _company(session, client_id)
        beside = [
            row for row in entries.of_year(session, client_id, year_start) if row.ready and row.transfer in COUNTED
        ]
    before = max((one for one in active.years if one.end < year.start), default=None)
    return year_file(
        company,
        snapshots.lazily(desk.store, active.years[year]),
        now().date(),
        previous=snapshots.lazily(desk.store, active.years[before]) if before else None,
        entries=_listed(beside, SERIES) if with_entries else (),
    )


def _file(desk: Desk, session: Session, client_id: int, year_start: date, sent: Batch) -> Download:
    active = books.active(session, client_id)
    year = snapshots.lazily(desk.store, active.years[_year(active, year_start)])
    own = {Family(row.family): row.sent_series for row in sent.entries}
    return si_file(_company(session, client_id), year, _listed(sent.entries, own), sent.at.date())


def _listed(found: Iterable[ClosingEntry], series: Mapping[Family, str]) -> list[FileEntry]:
    return [FileEntry(entries.draft_of(row), row.marker, series.get(row.family, "")) for row in found]


def _company(session: Session, client_id: int) -> Company:
    client = clients.get(session, client_id)
    kind = COMPANY_TYPES.get(client.legal_form, "") if client.legal_form else ""
    return Company(client.name, client.org_number, kind)


def _year(active: BookMap, year_start: date) -> FinancialYear:
    found = next((year for year in active.years if year_start in year), None)
    if found is None:
        raise NotFound(thing=YEAR)
    return found
