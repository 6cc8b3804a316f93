"""Closing entries that come back with an import: from then on they count in the books, and no longer beside them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import polars as pl
from sqlmodel import col, select

from lib.closing.afterwards import Entry
from lib.closing.entries import TRANSFER_NAMES, Transfer
from lib.closing.failures import EntrySent
from lib.closing.periods import YEAR_END_KEY, Period
from lib.closing.recognition import TELLS_VOUCHERS, Label, Sent, returned_expr, seen_in
from lib.core.errors import NotFound
from lib.core.languages import mark
from lib.core.periods import FinancialYear
from lib.store import books, entries, imports, rows, snapshots
from lib.store.books import BookMap
from lib.store.closing_tables import Who
from lib.store.database import Session, Store
from lib.store.entry_tables import ClosingEntry
from lib.store.tables import Client, Import, Snapshot, Source

VOUCHER: Final = mark("The voucher")
SOUGHT: Final = (Transfer.NOT_TRANSFERRED, Transfer.TRANSFERRED, Transfer.NOT_APPLICABLE, Transfer.EXCLUDED)
"""Entries on their way out are not looked for: their export says what becomes of them."""
FORTNOX: Final = "Fortnox"
"""What Fortnox calls itself in the SIE files that it writes."""


@dataclass(frozen=True, slots=True)
class Returned:
    """Which vouchers of one year's books are closing entries: `expr` over `lib.ledger.books.VOUCHERS`.

    `key` is another text whenever `expr` tells of other vouchers: what is kept of figures is kept under it.
    """

    expr: pl.Expr
    key: str

    @classmethod
    def of(cls, sent: Iterable[Sent], year: FinancialYear, *, from_fortnox: bool) -> "Returned | None":
        """These entries of a year; None without any. Numbers begin anew each year: of another one it tells nothing."""
        known = list(sent)
        if not known:
            return None
        told = repr((from_fortnox, known)).encode()
        inside = pl.col("date").is_between(year.start, year.end).fill_null(value=True)
        return cls(returned_expr(known, from_fortnox=from_fortnox) & inside, sha256(told).hexdigest()[:16])


def follow(store: Store, session: Session, client_id: int) -> None:
    """Let each entry of the client say whether the books in use hold it; call it whenever those change.

    What is seen is excluded from the count; what is not seen any more, after an undo, is again what it
    was. Books without vouchers tell nothing, and change nothing.
    """
    by_year: dict[FinancialYear | None, list[ClosingEntry]] = {}
    active = books.active(session, client_id)
    for row in _sought(session, client_id):
        by_year.setdefault(_year_of(active, row), []).append(row)
    for year, found in by_year.items():
        if year is None:
            _put(session, found, {}, None)
        elif active.years[year].extent in TELLS_VOUCHERS:
            seen = _seen(store, session, active.years[year], active.imports[year], found)
            _put(session, found, seen, active.imports[year])


def confirm(  # noqa: PLR0913 - who says what of which voucher
    store: Store, session: Session, client_id: int, entry_id: int, voucher: Label, *, who: Who
) -> ClosingEntry:
    """Keep a person's word that an entry is this voucher of the books in use.

    Raises EntrySent when it is on its way out, or known again without anybody's word; NotFound when the books
    hold no such voucher, or another entry is it.
    """
    row = _locked(session, client_id, entry_id)
    if row.transfer is Transfer.TRANSFERRING or (row.transfer is Transfer.EXCLUDED and not row.seen_name):
        raise EntrySent(entry=entries.label(row), state=TRANSFER_NAMES[row.transfer])
    if not _there(store, session, row, voucher) or _taken(session, row, voucher):
        raise NotFound(thing=VOUCHER)
    (row.seen_series, row.seen_number), row.seen_name = voucher, who[1] if who else "Brygga"
    session.add(row)
    session.flush()
    follow(store, session, client_id)
    return row


def withdraw(store: Store, session: Session, client_id: int, entry_id: int) -> ClosingEntry:
    """Take a person's word back; nothing happens where there is none. Raises NotFound."""
    row = _locked(session, client_id, entry_id)
    if row.seen_name:
        row.seen_series, row.seen_number, row.seen_name = "", "", ""
        session.add(row)
        session.flush()
        follow(store, session, client_id)
    return row


def returned(session: Session, client_id: int, period: Period, import_id: str | None) -> Returned | None:
    """The vouchers that the books of an import show in the year-end alone, and in no period before it.

    They are the entries of the year-end; one of a month or quarter counts there. None where the period
    shows all.
    """
    if period.year_end:
        return None
    sent = [one for one in known(session, client_id, period.year) if one.year_end]
    return Returned.of(sent, period.year, from_fortnox=_from_fortnox(session, import_id))


def arrived(store: Store, session: Session, locked: Snapshot, was: str | None, now: str | None) -> Returned | None:
    """The entries that books of the import `now` may hold, and those that a period was locked on do not.

    They stood beside the books when it was locked: that they are in them now is no change. `was` is the
    import of the `locked` ones.
    """
    sent = known(session, locked.client_id, locked.year)
    there = seen_in(snapshots.lazily(store, locked), sent, from_fortnox=_from_fortnox(session, was))
    fresh = [one for one in sent if one.entry_id not in there]
    return Returned.of(fresh, locked.year, from_fortnox=_from_fortnox(session, now))


def counted(  # noqa: PLR0913 - which entries, beside which books
    store: Store,
    session: Session,
    client_id: int,
    year: FinancialYear,
    seen_by: BookMap,
    *,
    without: Collection[int] = (),
) -> list[Entry]:
    """The entries of a year for `lib.closing.afterwards`, each as it stands to these books; drafts count nowhere.

    A locked period goes by older books: entries that came back since still stand beside those. `without`
    are the ids of entries that are left out.
    """
    ready = [row for row in entries.of_year(session, client_id, year.start) if row.ready]
    found = [row for row in ready if row.id not in without]
    snapshot = next((one for span, one in seen_by.years.items() if year.end in span), None)
    if snapshot is None or snapshot.extent not in TELLS_VOUCHERS or seen_by.version == _version(session, client_id):
        there = {row.id for row in found if row.transfer is Transfer.EXCLUDED}
    else:
        import_id = next(one for span, one in seen_by.imports.items() if year.end in span)
        there = set(_seen(store, session, snapshot, import_id, found))
    return [Entry(row.period, entries.draft_of(row), _as_of(row, there=row.id in there), row.id) for row in found]


def known(session: Session, client_id: int, year: FinancialYear) -> list[Sent]:
    """How each entry of a year would be known again."""
    return [_sent(row) for row in entries.of_year(session, client_id, year.start)]


def _as_of(row: ClosingEntry, *, there: bool) -> Transfer:
    if there:
        return Transfer.EXCLUDED
    return (row.unseen or Transfer.TRANSFERRED) if row.transfer is Transfer.EXCLUDED else row.transfer


def _sent(row: ClosingEntry) -> Sent:
    by_word = bool(row.seen_name)
    series, number = (row.seen_series, row.seen_number) if by_word else (row.sent_series, row.sent_number)
    year_end = row.period.endswith(YEAR_END_KEY)
    return Sent(row.id, row.marker, entries.draft_of(row), series, number, by_word, year_end)


def _seen(
    store: Store, session: Session, snapshot: Snapshot, import_id: str, found: Iterable[ClosingEntry]
) -> Mapping[int, Label]:
    year, sent = snapshots.lazily(store, snapshot), [_sent(row) for row in found]
    return seen_in(year, sent, from_fortnox=_from_fortnox(session, import_id))


def _put(session: Session, found: Iterable[ClosingEntry], seen: Mapping[int, Label], import_id: str | None) -> None:
    for row in found:
        if row.id in seen:
            if row.transfer is not Transfer.EXCLUDED:
                row.unseen, row.transfer = row.transfer, Transfer.EXCLUDED
            row.seen_import_id, (row.seen_series, row.seen_number) = import_id, seen[row.id]
        elif row.transfer is Transfer.EXCLUDED:
            row.transfer, row.unseen, row.seen_import_id = row.unseen or Transfer.TRANSFERRED, None, None
            if not row.seen_name:
                row.seen_series, row.seen_number = "", ""
        else:
            continue
        session.add(row)
    session.flush()


def _sought(session: Session, client_id: int) -> list[ClosingEntry]:
    own = select(ClosingEntry).where(
        ClosingEntry.client_id == client_id,
        col(ClosingEntry.deleted_at).is_(None),
        col(ClosingEntry.transfer).in_(SOUGHT),
    )
    return list(session.exec(own.order_by(col(ClosingEntry.id))))


def _year_of(active: BookMap, row: ClosingEntry) -> FinancialYear | None:
    """The year of the books that an entry lies in, also when it has been lengthened since."""
    return next((year for year in active.years if (row.sent_year_start or row.year_start) in year), None)


def _there(store: Store, session: Session, row: ClosingEntry, voucher: Label) -> bool:
    active = books.active(session, row.client_id)
    year = _year_of(active, row)
    if year is None:
        return False
    series, number = voucher
    named = (pl.col("series") == series) & (pl.col("number") == number)
    held = snapshots.frame(store, active.years[year], "vouchers")
    return not held.filter(named).head(1).collect().is_empty()


def _taken(session: Session, row: ClosingEntry, voucher: Label) -> bool:
    others = entries.of_year(session, row.client_id, row.year_start)
    seen = {(one.seen_series, one.seen_number) for one in others if one.id != row.id}
    return voucher in seen


def _locked(session: Session, client_id: int, entry_id: int) -> ClosingEntry:
    rows.lock(session, Client, client_id)
    row = entries.get(session, client_id, entry_id)
    if row.deleted_at is not None:
        raise NotFound(thing=entries.THING)
    session.refresh(row)
    return row


def _version(session: Session, client_id: int) -> int:
    return books.active(session, client_id).version


def _from_fortnox(session: Session, import_id: str | None) -> bool:
    if import_id is None:
        return False
    import_: Import = imports.get(session, import_id)
    return import_.source is Source.FORTNOX or str(import_.summary.get("program") or "").startswith(FORTNOX)
