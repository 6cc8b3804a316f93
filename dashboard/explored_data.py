"""What the exploration shows, worked out once for each choice: which rows and vouchers, and figures by month."""

from datetime import date
from typing import Final

import polars as pl

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
    return _rows(view.shown_snapshot, filters, order)


def vouchers(view: View, filters: Filters, order: Order) -> Found:
    """The vouchers that pass, in an order."""
    return _vouchers(view.shown_snapshot, filters, order)


def by_account(view: View, filters: Filters) -> pl.DataFrame:
    """The rows that pass by account and month, as `lib.ledger.explored.BY_ACCOUNT`."""
    return _by_account(view.shown_snapshot, filters)


def trend(view: View, filters: Filters) -> pl.DataFrame:
    """The rows that pass by month, beside the year before where the books hold it."""
    return _trend(view.shown_snapshot, view.before[1] if view.before else None, filters)


def lags(view: View, filters: Filters) -> pl.DataFrame:
    """How late the vouchers that pass were entered, as `lib.ledger.explored.LAGS`."""
    return _lags(view.shown_snapshot, filters, allowed(view.shown_year.end))


def allowed(day: date) -> int:
    """How many days after the end of its month the law gives for entering what happened."""
    return rate(RateKind.BOOKING_DAYS, day) or 0


@data.kept(data.SEARCHES_KEPT)
def _rows(snapshot: Snapshot, filters: Filters, order: Order) -> Found:
    return explored.rows(data.year_books(snapshot), filters, order)


@data.kept(data.SEARCHES_KEPT)
def _vouchers(snapshot: Snapshot, filters: Filters, order: Order) -> Found:
    return explored.vouchers(data.year_books(snapshot), filters, order)


@data.kept(KEPT)
def _by_account(snapshot: Snapshot, filters: Filters) -> pl.DataFrame:
    return explored.by_account(data.year_books(snapshot), filters)


@data.kept(KEPT)
def _trend(snapshot: Snapshot, before: Snapshot | None, filters: Filters) -> pl.DataFrame:
    earlier = data.year_books(before) if before else None
    return explored.trend(data.year_books(snapshot), earlier, filters)


@data.kept(KEPT)
def _lags(snapshot: Snapshot, filters: Filters, days: int) -> pl.DataFrame:
    return explored.lags(data.year_books(snapshot), filters, days)
