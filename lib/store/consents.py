"""The accountant's consent that support sees a client's contents: for a time, with a reason, withdrawn at will."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, delete, select, update

from lib.store.closing_tables import Who
from lib.store.columns import now
from lib.store.support_tables import ConsentRequest, SupportConsent
from lib.store.tables import ClientAccess, Role, User


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that stands: who gave it, when, until when, and why."""

    given_by: str
    given_at: datetime
    until: datetime
    reason: str


def standing(session: Session, client_id: int) -> Consent | None:
    """The consent that stands for a client at this moment, the one that lasts longest; None when there is none."""
    query = select(SupportConsent).where(col(SupportConsent.client_id) == client_id, *_stands())
    row = session.exec(query.order_by(col(SupportConsent.until).desc()).limit(1)).first()
    return Consent(row.user_name, row.at, row.until, row.reason) if row else None


def consented(session: Session) -> Mapping[int, datetime]:
    """Every client that a consent stands for, and until when."""
    query = select(SupportConsent.client_id, func.max(SupportConsent.until)).where(*_stands())
    return dict(session.exec(query.group_by(col(SupportConsent.client_id))).all())


def give(session: Session, client_id: int, who: Who, *, until: datetime, reason: str) -> SupportConsent:
    """Let support see a client's contents until a moment; what support asked for is thereby answered."""
    row = SupportConsent(client_id=client_id, until=until, reason=reason)
    row.sign(who)
    session.add(row)
    answer(session, client_id)
    session.flush()
    return row


def withdraw(session: Session, client_id: int, who: Who) -> int:
    """Take back every consent that stands for a client, at once; gives how many did."""
    _, name = who or (None, "")
    taken = update(SupportConsent).where(col(SupportConsent.client_id) == client_id, *_stands())
    return session.exec(taken.values(withdrawn_at=now(), withdrawn_name=name)).rowcount


def history(session: Session, client_id: int, limit: int = 20) -> list[SupportConsent]:
    """The client's consents, the newest first."""
    query = select(SupportConsent).where(SupportConsent.client_id == client_id)
    return list(session.exec(query.order_by(col(SupportConsent.id).desc()).limit(limit)))


def ask(session: Session, client_id: int, who: Who, *, reason: str) -> None:
    """Leave a request for the accountant; it takes the place of an earlier one."""
    row = session.get(ConsentRequest, client_id) or ConsentRequest(client_id=client_id, reason=reason)
    row.reason = reason
    row.sign(who)
    session.add(row)
    session.flush()


def answer(session: Session, client_id: int) -> None:
    """Take the request away: it was granted, or declined."""
    session.exec(delete(ConsentRequest).where(col(ConsentRequest.client_id) == client_id))


def asked(session: Session, only: Collection[int]) -> list[ConsentRequest]:
    """The requests that wait for these clients' accountant, the oldest first."""
    query = select(ConsentRequest).where(col(ConsentRequest.client_id).in_(only))
    return list(session.exec(query.order_by(col(ConsentRequest.at))))


def givers(session: Session, client_id: int, most: int = 3) -> list[str]:
    """The names of some who can give consent for a client: its accountants, else the administrators."""
    theirs = select(ClientAccess.user_id).where(ClientAccess.client_id == client_id)
    query = select(User).where(col(User.active), col(User.all_clients) | col(User.id).in_(theirs)).order_by(User.name)
    found = list(session.exec(query))
    accountants = [user.name for user in found if user.role is Role.ACCOUNTANT]
    return (accountants or [user.name for user in found if user.role is Role.ADMIN])[:most]


def _stands() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(SupportConsent.withdrawn_at).is_(None), col(SupportConsent.until) > now()
