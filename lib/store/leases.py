"""Leases on voucher series: over all processes and machines, one alone writes to a series in Fortnox."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, delete, select, update

from lib.store import rows
from lib.store.database import Session
from lib.store.entry_tables import SeriesLease

LASTS: Final = timedelta(minutes=3)
"""After so long without a word its holder is taken for dead: longer than a voucher may be on its way."""


def key_of(tenant: int, series: str) -> str:
    """What a lease is known by: the company's number in Fortnox and the series."""
    return f"{tenant}:{series}"


def take(session: Session, keys: Sequence[str], holder: str, now: datetime) -> bool:
    """Whether `holder` has all these leases from now on: all, or none of them."""
    taken = []
    for key in sorted(set(keys)):
        same = select(SeriesLease).where(SeriesLease.key == key).with_for_update()
        lease = rows.find_or_add(session, same, SeriesLease(key=key, holder="", until=now))
        if lease.holder != holder and lease.until > now:
            return False
        taken.append(lease)
    for lease in taken:
        lease.holder, lease.until = holder, now + LASTS
        session.add(lease)
    session.flush()
    return True


def hold(session: Session, keys: Sequence[str], holder: str, now: datetime) -> bool:
    """Whether `holder` has all these leases still, in which case they last anew."""
    mine = update(SeriesLease).where(
        col(SeriesLease.key).in_(keys), col(SeriesLease.holder) == holder, col(SeriesLease.until) > now
    )
    return session.exec(mine.values(until=now + LASTS)).rowcount == len(set(keys))


def leave(session: Session, keys: Sequence[str], holder: str) -> None:
    """Give the leases back."""
    session.exec(delete(SeriesLease).where(col(SeriesLease.key).in_(keys), col(SeriesLease.holder) == holder))
