"""People who may sign in, the clients that are theirs, and their signed-in browsers."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlmodel import Session, col, delete, select, update

from lib.store import rows
from lib.store.columns import now
from lib.store.tables import BrowserSession, ClientAccess, Role, User

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly it is kept when a browser was last seen."""
_TOKEN_BYTES: Final = 32


def add_user(  # noqa: PLR0913 - the columns of User, all by name
    session: Session,
    *,
    subject: str,
    name: str,
    role: Role,
    email: str = "",
    language: str = "sv",
    all_clients: bool = False,
    active: bool = True,
) -> User:
    """Add a person; `subject` is who the identity provider says they are."""
    user = User(
        subject=subject,
        name=name,
        email=email,
        role=role,
        language=language,
        all_clients=all_clients,
        active=active,
    )
    session.add(user)
    session.flush()
    return user


def get_user(session: Session, user_id: int) -> User:
    """The person; raises NotFound."""
    return rows.get(session, User, user_id)


def by_subject(session: Session, subject: str) -> User | None:
    """The person that the identity provider calls `subject`."""
    return session.exec(select(User).where(User.subject == subject)).first()


def choose_language(session: Session, user_id: int, language: str) -> None:
    """Keep the language that the person reads."""
    get_user(session, user_id).language = language


def client_ids(session: Session, user: User) -> set[int] | None:
    """The clients that are the person's; None means every client."""
    if user.all_clients:
        return None
    return set(session.exec(select(ClientAccess.client_id).where(ClientAccess.user_id == user.id)))


def set_clients(session: Session, user_id: int, client_ids: Collection[int]) -> None:
    """Make these clients, and no others, the person's."""
    session.exec(delete(ClientAccess).where(col(ClientAccess.user_id) == user_id))
    session.add_all(ClientAccess(user_id=user_id, client_id=client_id) for client_id in client_ids)
    session.flush()


def open_session(session: Session, user: User, *, now: datetime, idle: timedelta, absolute: timedelta) -> str:
    """Sign a browser in; gives the token for its cookie, which is kept nowhere else.

    It lasts until the browser has been away for `idle`, at most for `absolute`.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        BrowserSession(
            token_hash=_hash(token),
            user_id=user.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + absolute,
            idle_seconds=int(idle.total_seconds()),
        )
    )
    session.flush()
    return token


def know_session(session: Session, token: str, *, now: datetime) -> tuple[BrowserSession, User] | None:
    """The browser and person of a token, while both are in good standing; only reads."""
    found = session.exec(
        select(BrowserSession, User)
        .join(User, col(User.id) == BrowserSession.user_id)
        .where(BrowserSession.token_hash == _hash(token))
    ).first()
    return found if found and _lives(*found, now) else None


def find_session(session: Session, token: str, *, now: datetime) -> tuple[BrowserSession, User] | None:
    """The same, and notes that the browser was seen."""
    found = know_session(session, token, now=now)
    if found is None:
        return None
    browser, user = found
    if now - browser.last_seen_at >= SEEN_EVERY:
        browser.last_seen_at = now
        session.add(browser)
        session.flush()
    return browser, user


def revoke(session: Session, token: str) -> None:
    """Sign a browser out; a token that is unknown or out already changes nothing."""
    session.exec(_revoke.where(col(BrowserSession.token_hash) == _hash(token)).values(revoked_at=now()))


def revoke_all(session: Session, user_id: int) -> None:
    """Sign a person out of every browser."""
    session.exec(_revoke.where(col(BrowserSession.user_id) == user_id).values(revoked_at=now()))


_revoke: Final = update(BrowserSession).where(col(BrowserSession.revoked_at).is_(None))


def _lives(browser: BrowserSession, user: User, moment: datetime) -> bool:
    idle = timedelta(seconds=browser.idle_seconds)
    in_time = moment < browser.expires_at and moment - browser.last_seen_at < idle
    return user.active and browser.revoked_at is None and in_time


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
