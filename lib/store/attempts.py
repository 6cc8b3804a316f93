"""Trips to Fortnox's login portal: begun here, good for one return by the same person in the same browser."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, select

from lib.store.fortnox_tables import ConnectAttempt
from lib.store.sealing import Seal, SealBroken, hashed

LASTS: Final = timedelta(minutes=10)
"""How long a trip may take: as long as Fortnox's codes live."""
REMEMBERED: Final = timedelta(days=14)
"""How long one is remembered that never came back: support sees by it that somebody got stuck at Fortnox."""
_STATE_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Attempt:
    """A trip that has come back: what it was for, and where the person goes then."""

    client_id: int
    verifier: str
    service: bool
    return_path: str


def begin_attempt(  # noqa: PLR0913 - the columns of ConnectAttempt, all by name
    session: Session,
    seal: Seal,
    *,
    user_id: int,
    client_id: int,
    browser: str,
    verifier: str,
    return_path: str,
    service: bool = False,
    now: datetime,
) -> str:
    """Begin a trip; gives the `state` that it comes back with, which is kept nowhere.

    `browser` is what only the person's browser knows (its session's token); its SHA-256 is kept.
    """
    session.exec(delete(ConnectAttempt).where(col(ConnectAttempt.expires_at) <= now - REMEMBERED))
    state = secrets.token_urlsafe(_STATE_BYTES)
    session.add(
        ConnectAttempt(
            state_hash=hashed(state),
            user_id=user_id,
            client_id=client_id,
            session_hash=hashed(browser),
            sealed_verifier=seal.close({"verifier": verifier}),
            service=service,
            return_path=return_path,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    return state


def take_attempt(  # noqa: PLR0913 - who comes back, all by name
    session: Session, seal: Seal, state: str, *, user_id: int, browser: str, now: datetime
) -> Attempt | None:
    """The trip that comes back with `state`, once; None when it is unknown, late, or somebody else's."""
    taken = session.exec(
        delete(ConnectAttempt)
        .where(
            col(ConnectAttempt.state_hash) == hashed(state),
            col(ConnectAttempt.user_id) == user_id,
            col(ConnectAttempt.session_hash) == hashed(browser),
            col(ConnectAttempt.expires_at) > now,
        )
        .returning(ConnectAttempt)
    ).scalar_one_or_none()
    if taken is None:
        return None
    try:
        verifier = str(seal.open(taken.sealed_verifier)["verifier"])
    except SealBroken:
        return None
    return Attempt(taken.client_id, verifier, taken.service, taken.return_path)


def overdue(session: Session, client_id: int, now: datetime) -> list[ConnectAttempt]:
    """The trips of a client's people that have not come back in time, oldest first."""
    late = select(ConnectAttempt).where(ConnectAttempt.client_id == client_id, col(ConnectAttempt.expires_at) <= now)
    return list(session.exec(late.order_by(col(ConnectAttempt.expires_at))))


def reseal(session: Session, seal: Seal) -> tuple[int, int]:
    """Seal the trips under way with the newest key; gives how many were, and how many no key opens."""
    every = session.exec(select(ConnectAttempt).with_for_update()).all()
    counted = seal.renew_each(every, "sealed_verifier")
    session.flush()
    return counted
