"""What the screens read: the store and its snapshots, cached where nothing can change.

A snapshot never changes, so whatever is worked out from one is kept under its client and
fingerprint; what does change (clients, imports, jobs) is read anew in every run. Frames are
shared by all sessions and never put in a session's state.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, ParamSpec, TypeVar

import polars as pl
import streamlit as st

from lib.actions.desk import Desk, Person
from lib.closing.appendices import AppendixView, Total, totals
from lib.closing.appendices import appendix as worked_out
from lib.closing.periods import Period
from lib.core.periods import FinancialYear
from lib.jobs.runner import DurableRunner, JobRunner
from lib.ledger import extracts
from lib.ledger.balances import trial_balance
from lib.ledger.books import LazyBooks
from lib.ledger.control_accounts import control
from lib.ledger.extracts import Filters
from lib.ledger.sides import Side
from lib.settings import load
from lib.store import snapshots, supplements
from lib.store.books import BookMap
from lib.store.database import Store
from lib.store.fortnox_tables import Supplement
from lib.store.returns import Returned
from lib.store.tables import AccountingMethod, Client, Snapshot
from lib.store.words import SupplementKind

HOUR: Final = 3600
BALANCES_KEPT: Final = 128
"""Trial balances are small (one row an account): some kB each."""

SEARCHES_KEPT: Final = 32
"""A search keeps the numbers of the vouchers found: 4 bytes each, at most some MB."""

APPENDICES_KEPT: Final = 32
"""An appendix keeps its open items: at most some MB."""
CASH: Final = "CASH"
"""Fortnox's word for the cash method."""
P = ParamSpec("P")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class House:
    """What this process has one of: the store and the way to start jobs."""

    store: Store
    jobs: JobRunner


@st.cache_resource(max_entries=1, show_spinner=False)
def house() -> House:
    """Open the store and the job runner, once in each process."""
    settings = load()
    store = Store.open(settings.data, settings.database_url)
    return House(store, DurableRunner(settings.data, settings.jobs_database_url))


def desk(person: Person) -> Desk:
    """The desk of the person at the screen."""
    return Desk(house().store, house().jobs, person)


def year_books(snapshot: Snapshot) -> LazyBooks:
    """A year's books as they lie on disk; nothing is read until a frame is collected."""
    return snapshots.lazily(house().store, snapshot)


def kept(most: int) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Keep what a function works out of things that never change: at most so many answers, for an hour.

    A snapshot counts by its client and fingerprint, whichever row it was read as: one client's
    books are never another's, be they alike to the last row.
    """
    known: dict[str | type, Callable[[Any], object]] = {
        Snapshot: _identity,
        Returned: _key,
        Filters: repr,
        FinancialYear: repr,
        Period: repr,
    }
    return st.cache_resource(max_entries=most, ttl=HOUR, show_spinner=False, hash_funcs=known)


def _identity(snapshot: Snapshot) -> tuple[int, str]:
    return snapshot.client_id, snapshot.fingerprint


def _key(returned: Returned) -> str:
    return returned.key


@kept(BALANCES_KEPT)
def balances(snapshot: Snapshot, first: int, last: int, before: Snapshot | None) -> pl.DataFrame:
    """The trial balance of periods `first` to `last`, beside the year before where the books hold it."""
    previous = year_books(before) if before else None
    return trial_balance(year_books(snapshot), first, last, previous=previous)


def vouchers(snapshot: Snapshot, filters: Filters) -> pl.LazyFrame:
    """The vouchers that pass; which they are is worked out once for each search."""
    every = year_books(snapshot)
    if not filters.narrow:
        return extracts.vouchers(every, filters)
    found = _voucher_ids(snapshot, filters)
    return every.frame("vouchers").filter(pl.col("voucher").is_in(found.implode()))


@kept(SEARCHES_KEPT)
def _voucher_ids(snapshot: Snapshot, filters: Filters) -> pl.Series:
    return extracts.vouchers(year_books(snapshot), filters).select("voucher").collect()["voucher"]


def supplement(client_id: int, side: Side) -> Supplement | None:
    """What the books in use go by of one ledger; None when no import has brought it."""
    with house().store.reading() as session:
        return supplements.active(session, client_id, SupplementKind(side.value))


def appendix(client: Client, books: BookMap, ledger: Supplement, day: date) -> AppendixView:
    """One ledger, as it was fetched, on a day beside the books."""
    cash = client.accounting_method is AccountingMethod.CASH
    asked = Asked(client.id, books.version, books.import_id, ledger.import_id, ledger.kind.value, day.isoformat(), cash)
    return _appendix(asked, books, ledger)


def booked(books: BookMap, side: Side, day: date) -> int | None:
    """What the books say on a day of the accounts that a ledger stands on, in öre; None outside the books."""
    found = next((snapshot for year, snapshot in books.years.items() if day in year), None)
    return _booked(found, side, day) if found else None


@kept(APPENDICES_KEPT)
def _booked(snapshot: Snapshot, side: Side, day: date) -> int | None:
    return control([year_books(snapshot)], side).balance(day)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an appendix is kept under: the snapshots and ledgers of one version of the books never change."""

    client_id: int
    version: int
    import_id: str | None
    ledger_import_id: str
    side: str
    day: str
    cash: bool


@kept(APPENDICES_KEPT)
def _appendix(asked: Asked, _books: BookMap, _ledger: Supplement) -> AppendixView:
    store = house().store
    with store.reading() as session:
        registers = supplements.registers(store, session, asked.client_id)
    cash = _by_cash(registers, asked.day, stated=asked.cash)
    years = [year_books(snapshot) for snapshot in _books.years.values()]
    day, side = date.fromisoformat(asked.day), Side(asked.side)
    return worked_out(supplements.ledger(store, _ledger), years, day, side, cash=cash)


def ledger_totals(client: Client, books: BookMap, ledger: Supplement, days: Sequence[date]) -> list[Total]:
    """What one ledger comes to on several days of one year beside the books, without its items."""
    cash = client.accounting_method is AccountingMethod.CASH
    last = days[-1].isoformat()
    asked = Asked(client.id, books.version, books.import_id, ledger.import_id, ledger.kind.value, last, cash)
    return _ledger_totals(asked, " ".join(day.isoformat() for day in days), books, ledger)


@kept(BALANCES_KEPT)
def _ledger_totals(asked: Asked, days: str, _books: BookMap, _ledger: Supplement) -> list[Total]:
    store = house().store
    with store.reading() as session:
        registers = supplements.registers(store, session, asked.client_id)
    cash = _by_cash(registers, asked.day, stated=asked.cash)
    years = [year_books(snapshot) for snapshot in _books.years.values()]
    wanted = [date.fromisoformat(day) for day in days.split()]
    return totals(supplements.ledger(store, _ledger), years, wanted, Side(asked.side), cash=cash)


def _by_cash(registers: Mapping[str, Any] | None, day: str, *, stated: bool) -> bool:
    """Whether a day's year follows the cash method: as Fortnox says, else as is stated of the client."""
    for year in (registers or {}).get("years", ()):
        if year["start"] <= day <= year["end"]:
            return bool(year["method"] == CASH)
    return stated
