"""Trips to the identity provider, good for one return in the same browser; and how many went wrong of late."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, delete, select

from lib.store.sealing import hashed
from lib.store.sign_in_tables import SignInTrip, SignInTry

LASTS: Final = timedelta(minutes=10)
"""How long a trip may take."""
WINDOW: Final = timedelta(minutes=10)
"""How long a try counts."""
_STATE_BYTES: Final = 32


class Counted(StrEnum):
    """What is counted, and by whom."""

    BEGUN = "begun"
    """Trips begun, by address."""
    FAILED_FROM = "failed-from"
    """Trips that failed, by address: many people may share one behind a bureau's router."""
    FAILED_AS = "failed-as"
    """Trips that failed, by account."""


AT_MOST: Final = {Counted.BEGUN: 300, Counted.FAILED_FROM: 30, Counted.FAILED_AS: 5}
"""How many of each `WINDOW` holds."""


@dataclass(frozen=True, slots=True)
class Trip:
    """A trip that has come back: where the person goes then, and whether it is their own browser's."""

    return_path: str
    same_browser: bool


def begin_trip(session: Session, *, browser: str, return_path: str, now: datetime) -> str:
    """Begin a trip; gives the `state` that it comes back with. Of `browser`, which only it knows, the hash is kept."""
    session.exec(delete(SignInTrip).where(col(SignInTrip.expires_at) <= now))
    state = secrets.token_urlsafe(_STATE_BYTES)
    session.add(
        SignInTrip(
            state_hash=hashed(state), browser_hash=hashed(browser), return_path=return_path, expires_at=now + LASTS
        )
    )
    session.flush()
    return state


def take_trip(session: Session, state: str, *, browser: str, now: datetime) -> Trip | None:
    """The trip that comes back with `state`, once; None when it is unknown or late.

    One begun in another browser is told of, and stays good for that one.
    """
    found = session.exec(
        select(SignInTrip).where(SignInTrip.state_hash == hashed(state), col(SignInTrip.expires_at) > now)
    ).first()
    if found is None:
        return None
    if found.browser_hash != hashed(browser):
        return Trip(found.return_path, same_browser=False)
    taken = session.exec(
        delete(SignInTrip).where(col(SignInTrip.state_hash) == hashed(state)).returning(col(SignInTrip.state_hash))
    ).first()
    return Trip(found.return_path, same_browser=True) if taken else None


def note_try(session: Session, counted: Counted, who: str, *, now: datetime) -> None:
    """Count a try of `who`, and forget those that count no more."""
    session.exec(delete(SignInTry).where(col(SignInTry.at) <= now - WINDOW))
    session.add(SignInTry(key=_key(counted, who), at=now))
    session.flush()


def wait(session: Session, counted: Counted, who: str, *, now: datetime) -> timedelta:
    """How long `who` has to wait before the next try counts as one of the allowed; zero when it need not."""
    query = select(SignInTry.at).where(SignInTry.key == _key(counted, who), col(SignInTry.at) > now - WINDOW)
    tries = session.exec(query.order_by(col(SignInTry.at).desc()).limit(AT_MOST[counted])).all()
    return tries[-1] + WINDOW - now if len(tries) == AT_MOST[counted] else timedelta()


def _key(counted: Counted, who: str) -> str:
    return f"{counted}:{hashed(who)}"
