"""What the screens read: the store and its snapshots, cached where nothing can change.

A snapshot never changes, so whatever is worked out from one is kept under its client and
fingerprint; what does change (clients, imports, jobs) is read anew in every run. Frames are
shared by all sessions and never put in a session's state.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl
import streamlit as st

from lib.actions.desk import Desk, Person
from lib.jobs.runner import DurableRunner, JobRunner
from lib.ledger import extracts
from lib.ledger.balances import trial_balance
from lib.ledger.books import LazyBooks
from lib.ledger.extracts import Filters
from lib.settings import load
from lib.store import snapshots
from lib.store.database import Store
from lib.store.tables import Snapshot

HOUR: Final = 3600
BALANCES_KEPT: Final = 128
"""Trial balances are small (one row an account): some kB each."""

SEARCHES_KEPT: Final = 32
"""A search keeps the numbers of the vouchers found: 4 bytes each, at most some MB."""


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


def balances(snapshot: Snapshot, first: int, last: int, before: Snapshot | None) -> pl.DataFrame:
    """The trial balance of periods `first` to `last`, beside the year before where the books hold it."""
    earlier = before.fingerprint if before else ""
    return _balances(snapshot.client_id, snapshot.fingerprint, earlier, first, last, snapshot, before)


@st.cache_resource(max_entries=BALANCES_KEPT, ttl=HOUR, show_spinner=False)
def _balances(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprint: str,  # noqa: ARG001 - part of the key
    earlier: str,  # noqa: ARG001 - part of the key
    first: int,
    last: int,
    _snapshot: Snapshot,
    _before: Snapshot | None,
) -> pl.DataFrame:
    previous = year_books(_before) if _before else None
    return trial_balance(year_books(_snapshot), first, last, previous=previous)


def vouchers(snapshot: Snapshot, filters: Filters) -> pl.LazyFrame:
    """The vouchers that pass; which they are is worked out once for each search."""
    every = year_books(snapshot)
    if not filters.narrow:
        return extracts.vouchers(every, filters)
    found = _voucher_ids(snapshot.client_id, snapshot.fingerprint, repr(filters), snapshot, filters)
    return every.frame("vouchers").filter(pl.col("voucher").is_in(found.implode()))


@st.cache_resource(max_entries=SEARCHES_KEPT, ttl=HOUR, show_spinner=False)
def _voucher_ids(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprint: str,  # noqa: ARG001 - part of the key
    asked: str,  # noqa: ARG001 - part of the key
    _snapshot: Snapshot,
    _filters: Filters,
) -> pl.Series:
    return extracts.vouchers(year_books(_snapshot), _filters).select("voucher").collect()["voucher"]
