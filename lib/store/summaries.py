"""What is dear to reckon of a client, kept as figures: ledger differences, stale marks, changes behind a lock, periods.

Kept figures carry the `basis` that they were reckoned from: a fingerprint of the client's books, periods, marks,
appendices and entries, read for all clients at once without opening any books. Where it is another one now, the
figures are not shown but reckoned anew; so whoever changes a client needs to tell nobody, and nothing old is shown.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from importlib import metadata
from time import monotonic
from typing import Any, Final

import structlog
from sqlalchemy import and_, case, func
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from lib.checks.explainer import CASH_METHOD, EARLIER
from lib.closing import holdings, reconciliation, states
from lib.closing.appendices import AppendixView, appendix, totals
from lib.closing.standings import Standing
from lib.closing.states import State
from lib.ledger.sides import ACCOUNTS, Side
from lib.store import appendices, books, clients, locked, periods, reconciling, returns, rows, snapshots, supplements
from lib.store.books import BookMap
from lib.store.bureau_tables import ClientSummary
from lib.store.closing_tables import AccountMark, PeriodLength, PeriodRow, StatementBalance, SubAppendix
from lib.store.columns import now
from lib.store.database import Session, Store
from lib.store.entry_tables import ClosingEntry
from lib.store.fortnox_tables import Appendix, Supplement
from lib.store.reconciling import PeriodView
from lib.store.tables import AccountingMethod, Books, Client
from lib.store.words import SupplementKind, SupplementState

UNKNOWN_FOR: Final = timedelta(minutes=10)
"""So long it is believed that a client's figures cannot be reckoned: what stood in the way may have passed by then."""

KNOWN_BY: Final = (
    ClosingEntry.id,
    ClosingEntry.at,
    ClosingEntry.transfer,
    ClosingEntry.deleted_at,
    ClosingEntry.sent_series,
    ClosingEntry.sent_number,
    ClosingEntry.seen_import_id,
    ClosingEntry.seen_series,
    ClosingEntry.seen_number,
    ClosingEntry.seen_name,
)
"""By what a closing entry is known again in the books."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Figures:
    """What is kept of a client; differences in öre, what is owed positive, None where there is nothing to compare.

    A ledger is laid beside the books on the day that it was fetched (`receivables_day`, `payables_day`; ISO), or on
    the books' last day if that came before. `active`, `locked` and `upcoming` name the periods worked on, locked
    last, and to be started next (`P3 2026`), blank without one, and `year` (ISO) is the financial year to look in.
    `unknown` says that the books could not be read.
    """

    receivables: int | None = None
    receivables_day: str = ""
    payables: int | None = None
    payables_day: str = ""
    stale_marks: int = 0
    changed_periods: int = 0
    active: str = ""
    locked: str = ""
    upcoming: str = ""
    year: str = ""
    unknown: bool = False


RECKONING: Final = (metadata.version("brygga"), *(field.name for field in fields(Figures)))
"""How figures are reckoned: those that another version of Brygga has kept do not hold."""


def kept(session: Session, only: Collection[int] | None = None) -> tuple[dict[int, Figures], list[int]]:
    """The figures that hold now, by client, and the clients whose figures have to be reckoned; `only` as everywhere."""
    standing = bases(session, only)
    tried_again = now() - UNKNOWN_FOR
    every = _of(only, ClientSummary, ClientSummary.basis, ClientSummary.figures, ClientSummary.at)
    known = {
        client_id: Figures(**figures)
        for client_id, basis, figures, at in session.exec(every)
        if standing.get(client_id) == basis and (at > tried_again or not figures["unknown"])
    }
    return known, [client_id for client_id in standing if client_id not in known]


def renew(store: Store, client_ids: Collection[int], seconds: float) -> dict[int, Figures]:
    """Reckon and keep the figures of these clients, one after the other until the seconds are over; gives them."""
    until, found = monotonic() + seconds, dict[int, Figures]()
    for client_id in client_ids:
        if monotonic() >= until:
            break
        made = _renewed(store, client_id)
        if made is not None:
            found[client_id] = made
    return found


def bring_up_to_date(store: Store, seconds: float) -> int:
    """Renew what does not hold any more, for at most some seconds; gives how many clients are left."""
    with store.reading() as session:
        _, outdated = kept(session)
    return len(outdated) - len(renew(store, outdated, seconds)) if outdated else 0


def bases(session: Session, only: Collection[int] | None = None) -> dict[int, str]:
    """What the figures of each client have to be reckoned from, as one short text; no books are opened.

    What tells how they are reckoned is in it too. Of rows that say when they were last written, their number and the
    newest moment tell every change: whoever writes one makes a newer moment, and whoever removes one makes them fewer.
    """
    stated = select(Client.id, Client.accounting_method, Client.reconciliation_period)
    chosen = stated if only is None else stated.where(col(Client.id).in_(only))
    parts: dict[int, list[Any]] = {row[0]: [tuple(row)] for row in session.exec(chosen)}
    for part, query in enumerate(_parts(only)):
        for row in session.exec(query):
            if row[0] in parts:
                parts[row[0]].append((part, *row[1:]))
    return {client_id: sha256(repr((RECKONING, told)).encode()).hexdigest()[:32] for client_id, told in parts.items()}


def reckoned(store: Store, session: Session, client_id: int) -> Figures:
    """The figures of a client, reckoned from its books; raises what reading damaged books raises."""
    client = clients.get(session, client_id)
    active = books.active(session, client_id)
    board = periods.board(session, client_id)
    if not active.years:
        return Figures()
    newest = max(board.periods, key=lambda one: one.key).year if board.periods else max(active.years)
    locked_last = [one for one in board.periods if board.state(one) is State.LOCKED]
    upcoming = states.next_to_start(board, newest) if board.periods else None
    worked = board.active
    compared = {view.side: view for view in _ledgers(store, session, client, active)}
    receivables, payables = compared.get(Side.RECEIVABLES), compared.get(Side.PAYABLES)
    return Figures(
        receivables=difference(receivables) if receivables else None,
        receivables_day=receivables.day.isoformat() if receivables else "",
        payables=difference(payables) if payables else None,
        payables_day=payables.day.isoformat() if payables else "",
        stale_marks=sum(_stale(store, session, client, one.key) for one in worked),
        changed_periods=len(locked.changed(store, session, client_id)) if locked_last else 0,
        active=worked[0].name if worked else "",
        locked=locked_last[-1].name if locked_last else "",
        upcoming=upcoming.name if upcoming else "",
        year=(worked[0].year if worked else newest).start.isoformat(),
    )


def difference(view: AppendixView) -> int | None:
    """How far a ledger is from the books, in öre; None or 0 where the cash method or an older account explains it."""
    causes = {cause.finding.check for cause in view.explanation.causes}
    if view.difference and causes == {CASH_METHOD}:
        return None
    return 0 if view.difference and causes == {EARLIER} else view.difference


def _renewed(store: Store, client_id: int) -> Figures | None:
    """The figures of a client, kept beside the basis that was read before; None when the client is gone."""
    with store.reading() as session:
        basis = bases(session, [client_id]).get(client_id)
        if basis is None:
            return None
        try:
            found = reckoned(store, session, client_id)
        except DBAPIError:
            raise  # what the database refuses now it may give later
        except Exception:  # noqa: BLE001 - whatever one client's books hold, the others and the worker go on
            _log.exception("summary-unreadable", client=client_id)
            found = Figures(unknown=True)
    with store.transaction() as session:
        if session.get(Client, client_id) is None:
            return None
        same = select(ClientSummary).where(ClientSummary.client_id == client_id)
        row = rows.find_or_add(session, same, ClientSummary(client_id=client_id, basis=basis))
        row.basis, row.figures, row.at = basis, asdict(found), now()
        session.add(row)
    return found


def _ledgers(store: Store, session: Session, client: Client, active: BookMap) -> Iterator[AppendixView]:
    """Both ledgers that the books came with, on the day that they were fetched."""
    years = [snapshots.lazily(store, one) for one in active.years.values()]
    last = max(active.years).end
    for side, row in _fetched(session, client.id, active.version).items():
        day = min(last, row.fetched_at.date())
        cash = _cash(store, session, client, day)
        yield appendix(supplements.ledger(store, row), years, day, side, cash=cash)


def _stale(store: Store, session: Session, client: Client, key: str) -> int:
    """How many accounts of a period were marked done of other figures than it has now."""
    at = reconciling.view(session, client.id, key)
    year = snapshots.lazily(store, at.snapshot)
    held = holdings.of_ledgers(
        total
        for side, row in _fetched(session, client.id, at.books.version).items()
        for total in totals(
            supplements.ledger(store, row),
            [snapshots.lazily(store, one) for one in at.books.years.values()],
            [at.period.span.end],
            side,
            cash=_cash(store, session, client, at.period.span.end),
        )
    )
    papers = reconciling.papers(session, client.id, key, partial(holdings.balances_on, year), ledgers=held)
    found = reconciliation.balances(year, at.period, papers, returned=_returned(session, at))
    return int((found["standing"] == Standing.STALE.value).sum())


def _returned(session: Session, at: PeriodView) -> Any:  # noqa: ANN401 - an expression of Polars, or None
    import_id = next((one for year, one in at.books.imports.items() if at.period.span.end in year), None)
    found = returns.returned(session, at.snapshot.client_id, at.period, import_id)
    return found.expr if found else None


def _fetched(session: Session, client_id: int, version: int) -> dict[Side, Supplement]:
    """The ledgers that a version of the books came with, but for those whose appendix was deleted."""
    brought = supplements.at_version(session, client_id, version)
    gone = {row.account for row in appendices.of_client(session, client_id, deleted=True) if row.deleted_at}
    found = {side: brought.get(SupplementKind(side.value)) for side in Side if ACCOUNTS[side].main not in gone}
    return {side: row for side, row in found.items() if row is not None and row.state is SupplementState.FETCHED}


def _cash(store: Store, session: Session, client: Client, day: date) -> bool:
    stated = client.accounting_method is AccountingMethod.CASH
    return supplements.follows_cash(supplements.registers(store, session, client.id), day, stated=stated)


def _parts(only: Collection[int] | None) -> Iterator[Any]:
    """What is read of every client for its basis: each a select whose first column is the client."""
    yield _of(only, Books, func.max(Books.id)).group_by(col(Books.client_id))
    yield _of(only, PeriodLength, PeriodLength.starts, PeriodLength.length).order_by(
        col(PeriodLength.client_id), col(PeriodLength.starts)
    )
    yield _of(only, Appendix, Appendix.account, Appendix.deleted_at).order_by(
        col(Appendix.client_id), col(Appendix.account)
    )
    # how many periods stand in each state, and when one was last locked: a lock makes a newer moment
    states_of = [func.sum(case((col(PeriodRow.state) == state, 1), else_=0)) for state in State]
    yield _of(only, PeriodRow, *states_of, func.max(PeriodRow.locked_at)).group_by(col(PeriodRow.client_id))
    for table in (AccountMark, StatementBalance, SubAppendix):
        worked = and_(
            col(PeriodRow.client_id) == table.client_id,
            col(PeriodRow.period) == table.period,
            col(PeriodRow.state) == State.ACTIVE,
        )
        written = _of(only, table, func.count(), func.max(table.at)).join(PeriodRow, worked)
        yield written.group_by(col(table.client_id))
    yield _of(only, ClosingEntry, *KNOWN_BY).order_by(col(ClosingEntry.client_id), col(ClosingEntry.id))


def _of(only: Collection[int] | None, table: Any, *columns: Any) -> Any:  # noqa: ANN401 - tables and columns of any kind
    """These columns of the rows of some clients, or of all, after the client's id."""
    query = select(table.client_id, *columns).select_from(table)
    return query if only is None else query.where(table.client_id.in_(only))
