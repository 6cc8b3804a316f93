"""What the exploration shows, worked out once for each choice: which rows and vouchers, and figures by month."""

from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from dashboard import data
from dashboard.context import View
from lib.core.rates import RateKind, rate
from lib.ledger import explored
from lib.ledger.explored import Found, Order
from lib.ledger.extracts import Filters
from lib.store.tables import Snapshot

KEPT: Final = 64
"""Figures by account and month are at most some thousand rows."""


def rows(view: View, filters: Filters, order: Order) -> Found:
    """The rows that pass, in an order."""
    snapshot = view.shown_snapshot
    return _rows(snapshot.client_id, snapshot.fingerprint, f"{order} {filters!r}", snapshot, filters, order)


def vouchers(view: View, filters: Filters, order: Order) -> Found:
    """The vouchers that pass, in an order."""
    snapshot = view.shown_snapshot
    return _vouchers(snapshot.client_id, snapshot.fingerprint, f"{order} {filters!r}", snapshot, filters, order)


def by_account(view: View, filters: Filters) -> pl.DataFrame:
    """The rows that pass by account and month, as `lib.ledger.explored.BY_ACCOUNT`."""
    snapshot = view.shown_snapshot
    return _by_account(snapshot.client_id, snapshot.fingerprint, repr(filters), snapshot, filters)


def trend(view: View, filters: Filters) -> pl.DataFrame:
    """The rows that pass by month, beside the year before where the books hold it."""
    snapshot, before = view.shown_snapshot, view.before[1] if view.before else None
    prints = f"{snapshot.fingerprint} {before.fingerprint if before else ''}"
    return _trend(snapshot.client_id, prints, repr(filters), snapshot, before, filters)


def lags(view: View, filters: Filters) -> pl.DataFrame:
    """How late the vouchers that pass were entered, as `lib.ledger.explored.LAGS`."""
    snapshot = view.shown_snapshot
    days = allowed(view.shown_year.end)
    return _lags(snapshot.client_id, snapshot.fingerprint, f"{days} {filters!r}", snapshot, filters, days)


def allowed(day: date) -> int:
    """How many days after the end of its month the law gives for entering what happened."""
    return rate(RateKind.BOOKING_DAYS, day) or 0


@st.cache_resource(max_entries=data.SEARCHES_KEPT, ttl=data.HOUR, show_spinner=False)
def _rows(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprint: str,  # noqa: ARG001 - part of the key
    asked: str,  # noqa: ARG001 - part of the key
    _snapshot: Snapshot,
    _filters: Filters,
    _order: Order,
) -> Found:
    return explored.rows(data.year_books(_snapshot), _filters, _order)


@st.cache_resource(max_entries=data.SEARCHES_KEPT, ttl=data.HOUR, show_spinner=False)
def _vouchers(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprint: str,  # noqa: ARG001 - part of the key
    asked: str,  # noqa: ARG001 - part of the key
    _snapshot: Snapshot,
    _filters: Filters,
    _order: Order,
) -> Found:
    return explored.vouchers(data.year_books(_snapshot), _filters, _order)


@st.cache_resource(max_entries=KEPT, ttl=data.HOUR, show_spinner=False)
def _by_account(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprint: str,  # noqa: ARG001 - part of the key
    asked: str,  # noqa: ARG001 - part of the key
    _snapshot: Snapshot,
    _filters: Filters,
) -> pl.DataFrame:
    return explored.by_account(data.year_books(_snapshot), _filters)


@st.cache_resource(max_entries=KEPT, ttl=data.HOUR, show_spinner=False)
def _trend(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprints: str,  # noqa: ARG001 - part of the key
    asked: str,  # noqa: ARG001 - part of the key
    _snapshot: Snapshot,
    _before: Snapshot | None,
    _filters: Filters,
) -> pl.DataFrame:
    earlier = data.year_books(_before) if _before else None
    return explored.trend(data.year_books(_snapshot), earlier, _filters)


@st.cache_resource(max_entries=KEPT, ttl=data.HOUR, show_spinner=False)
def _lags(
    client_id: int,  # noqa: ARG001 - part of the key: one client's books are never another's
    fingerprint: str,  # noqa: ARG001 - part of the key
    asked: str,  # noqa: ARG001 - part of the key
    _snapshot: Snapshot,
    _filters: Filters,
    _allowed: int,
) -> pl.DataFrame:
    return explored.lags(data.year_books(_snapshot), _filters, _allowed)
