"""People who may sign in, the clients that are theirs, and their signed-in browsers."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, delete, func, select, update

from lib.store import rows
from lib.store.columns import now
from lib.store.sealing import hashed
from lib.store.tables import BrowserSession, Client, ClientAccess, Role, User

DEMO: Final = "demo-"
"""How the subjects of the demo's made-up people begin."""
INVITED: Final = "e-mail:"
"""How the subject of a person begins who was added by e-mail and has not signed in yet."""

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


def by_email(session: Session, email: str) -> User | None:
    """The person who was added by this e-mail and has not signed in yet."""
    return by_subject(session, f"{INVITED}{email.strip().casefold()}")


def everyone(session: Session) -> list[User]:
    """Everybody, by name."""
    return sorted(session.exec(select(User)), key=lambda user: (user.name.casefold(), user.id))


def administrators(session: Session) -> list[User]:
    """Those who can let others in, kept as they are until the transaction ends."""
    query = select(User).where(User.role == Role.ADMIN, col(User.active)).order_by(col(User.id))
    return list(session.exec(query.with_for_update()))


def client_ids(session: Session, user: User) -> set[int] | None:
    """The clients that are the person's; None means every client."""
    if user.all_clients:
        return None
    return set(session.exec(select(ClientAccess.client_id).where(ClientAccess.user_id == user.id)))


def set_clients(session: Session, user_id: int, client_ids: Collection[int]) -> None:
    """Make these clients, and no others, the person's; one that was removed meanwhile is passed over."""
    session.exec(delete(ClientAccess).where(col(ClientAccess.user_id) == user_id))
    there = session.exec(select(Client.id).where(col(Client.id).in_(client_ids)))
    session.add_all(ClientAccess(user_id=user_id, client_id=client_id) for client_id in there)
    session.flush()


def open_session(  # noqa: PLR0913 - the columns of BrowserSession, all by name
    session: Session, user: User, *, now: datetime, idle: timedelta, absolute: timedelta, agent: str = ""
) -> str:
    """Sign a browser in; gives the token for its cookie, which is kept nowhere else.

    It lasts until the browser has been away for `idle`, at most for `absolute`; `agent` is what
    people know it by.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        BrowserSession(
            token_hash=hashed(token),
            user_id=user.id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + absolute,
            idle_seconds=int(idle.total_seconds()),
            agent=agent,
        )
    )
    session.flush()
    return token


def know_session(session: Session, token: str, *, now: datetime) -> tuple[BrowserSession, User] | None:
    """The browser and person of a token, while both are in good standing; only reads."""
    found = session.exec(
        select(BrowserSession, User)
        .join(User, col(User.id) == BrowserSession.user_id)
        .where(BrowserSession.token_hash == hashed(token))
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


def browsers(session: Session, user_id: int, *, now: datetime) -> list[BrowserSession]:
    """The browsers that a person is signed in with, the last seen first."""
    query = select(BrowserSession, User).join(User, col(User.id) == BrowserSession.user_id)
    query = query.where(BrowserSession.user_id == user_id).order_by(col(BrowserSession.last_seen_at).desc())
    return [browser for browser, user in session.exec(query) if _lives(browser, user, now)]


def seen(session: Session) -> dict[int, datetime]:
    """When each person was last seen; who has never signed in is left out."""
    query = select(BrowserSession.user_id, func.max(col(BrowserSession.last_seen_at)))
    return dict(session.exec(query.group_by(col(BrowserSession.user_id))).all())


def revoke_browser(session: Session, user_id: int, browser_id: int) -> None:
    """Sign one of a person's browsers out."""
    of_person = col(BrowserSession.id) == browser_id, col(BrowserSession.user_id) == user_id
    session.exec(_revoke.where(*of_person).values(revoked_at=now()))


def revoke_demo(session: Session) -> None:
    """Sign the demo's made-up people out: outside the demo nobody is one of them."""
    made_up = select(User.id).where(col(User.subject).startswith(DEMO))
    session.exec(_revoke.where(col(BrowserSession.user_id).in_(made_up)).values(revoked_at=now()))


def revoke(session: Session, token: str) -> None:
    """Sign a browser out; a token that is unknown or out already changes nothing."""
    session.exec(_revoke.where(col(BrowserSession.token_hash) == hashed(token)).values(revoked_at=now()))


def revoke_all(session: Session, user_id: int) -> None:
    """Sign a person out of every browser."""
    session.exec(_revoke.where(col(BrowserSession.user_id) == user_id).values(revoked_at=now()))


_revoke: Final = update(BrowserSession).where(col(BrowserSession.revoked_at).is_(None))


def _lives(browser: BrowserSession, user: User, moment: datetime) -> bool:
    idle = timedelta(seconds=browser.idle_seconds)
    in_time = moment < browser.expires_at and moment - browser.last_seen_at < idle
    return user.active and browser.revoked_at is None and in_time
