"""All clients at once: how each one's connection, imports, entries and periods stand, however many there are."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from lib.closing.entries import Transfer
from lib.fortnox.reasons import LostReason
from lib.store import clients, connections, supplements
from lib.store.clients import ClientRow
from lib.store.entry_tables import ClosingEntry, ExportItem, ExportRun
from lib.store.exports import IN_DOUBT
from lib.store.fortnox_tables import Connection
from lib.store.summaries import Figures
from lib.store.tables import Books, BooksYear, Import
from lib.store.words import RunState

_NO_COUNTS: Final = (0, 0)
_NO_ENTRIES: Final = (0, "")


@dataclass(frozen=True, slots=True)
class Line:
    """How a client stands, anybody's connection to its Fortnox counted.

    `errors` and `warnings` are those of the imports that the books in use come from; `unsent` closing entries are
    ready and not transferred, of `unknown` ones it is not known whether they landed, each with the first day (ISO)
    of the oldest year that has any; `withheld` says that Fortnox refused a ledger. `figures` is None while they
    are being reckoned, and may be without amounts; `differing` are the accounts that their ledgers differ from.
    """

    row: ClientRow
    figures: Figures | None = None
    valid_until: datetime | None = None
    lost: LostReason | None = None
    errors: int = 0
    warnings: int = 0
    unsent: int = 0
    unknown: int = 0
    withheld: bool = False
    unsent_year: str = ""
    unknown_year: str = ""
    differing: tuple[str, ...] = ()

    def days_left(self, now: datetime) -> int | None:
        """For how many whole days the connection lasts; None without a living one."""
        return (self.valid_until - now).days if self.valid_until else None


@dataclass(slots=True)
class _Connected:
    """The best of a client's connections: the living one that lasts longest, else why the newest is over."""

    valid_until: datetime | None = None
    lost: LostReason | None = None
    newest: datetime | None = field(default=None, repr=False)

    def take(self, connection: Connection, now: datetime) -> None:
        why = connections.reason(connection, now)
        if why is None:
            self.valid_until = max(self.valid_until or connection.valid_until, connection.valid_until)
        elif self.newest is None or connection.connected_at > self.newest:
            self.lost, self.newest = why, connection.connected_at


def lines(
    session: Session, figures: dict[int, Figures], now: datetime, only: Collection[int] | None = None
) -> list[Line]:
    """Every client in the order of the Swedish alphabet; `figures` as `lib.store.summaries.kept` gives them."""
    connected = _connected(session, now)
    counts = _counts(session)
    waiting = _waiting(session)
    doubtful = _doubtful(session)
    withheld = supplements.withheld(session)
    found = []
    for row in clients.overview(session, only):
        number = row.client.id
        best = connected.get(number, _Connected())
        errors, warnings = counts.get(number, _NO_COUNTS)
        unsent, unsent_year = waiting.get(number, _NO_ENTRIES)
        unknown, unknown_year = doubtful.get(number, _NO_ENTRIES)
        found.append(
            Line(
                row,
                figures.get(number),
                best.valid_until,
                None if best.valid_until else best.lost,
                errors,
                warnings,
                unsent,
                unknown,
                number in withheld,
                unsent_year,
                unknown_year,
                _differing(figures.get(number)),
            )
        )
    return found


def _differing(figures: Figures | None) -> tuple[str, ...]:
    by_account = {"1510": figures.receivables, "2440": figures.payables} if figures else {}
    return tuple(account for account, amount in by_account.items() if amount)


def _connected(session: Session, now: datetime) -> dict[int, _Connected]:
    found: dict[int, _Connected] = {}
    for connection in session.exec(select(Connection).where(connections.NOT_TAKEN_BACK)):
        found.setdefault(connection.client_id, _Connected()).take(connection, now)
    return found


def _counts(session: Session) -> dict[int, tuple[int, int]]:
    """Errors and warnings in the imports that the books in use come from."""
    newest = select(func.max(Books.id)).group_by(col(Books.client_id))
    used = select(BooksYear.import_id).where(col(BooksYear.books_id).in_(newest))
    found: dict[int, tuple[int, int]] = {}
    for client_id, counts in session.exec(select(Import.client_id, Import.counts).where(col(Import.id).in_(used))):
        errors, warnings = found.get(client_id, _NO_COUNTS)
        found[client_id] = errors + counts.get("error", 0), warnings + counts.get("warning", 0)
    return found


def _waiting(session: Session) -> dict[int, tuple[int, str]]:
    """How many entries are ready and have not gone out, and the oldest year of them, by client."""
    unsent = col(ClosingEntry.transfer) == Transfer.NOT_TRANSFERRED
    return _by_client(session, col(ClosingEntry.ready).is_(True), col(ClosingEntry.deleted_at).is_(None), unsent)


def _doubtful(session: Session) -> dict[int, tuple[int, str]]:
    """Of how many entries it is not known whether they landed, and the oldest year of them, by client."""
    ended = select(ExportRun.id).where(ExportRun.state != RunState.RUNNING)
    sent: Any = select(ExportItem.entry_id).where(col(ExportItem.fate).in_(IN_DOUBT), col(ExportItem.run_id).in_(ended))
    return _by_client(session, col(ClosingEntry.transfer) == Transfer.TRANSFERRING, col(ClosingEntry.id).in_(sent))


def _by_client(session: Session, *which: ColumnElement[bool]) -> dict[int, tuple[int, str]]:
    query = select(ClosingEntry.client_id, func.count(), func.min(ClosingEntry.year_start)).where(*which)
    found = session.exec(query.group_by(col(ClosingEntry.client_id)))
    return {client_id: (number, oldest.isoformat()) for client_id, number, oldest in found}
