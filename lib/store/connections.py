"""Connections to Fortnox, one for each person and client, and the trips to its login portal that make them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, delete, not_, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from lib.fortnox.ports import Tokens
from lib.fortnox.reasons import LostReason
from lib.fortnox.registers import Company
from lib.store import rows
from lib.store.columns import now as present
from lib.store.fortnox_tables import Connection
from lib.store.sealing import Seal

VALID_FOR: Final = timedelta(days=30)
"""How long a connection lasts after the last import or export."""
KEPT_OVER: Final = timedelta(days=15)
"""How long the screen tells why a connection is over, before its tokens are given back."""
NOT_TAKEN_BACK: Final = col(Connection.lost).is_distinct_from(LostReason.DISCONNECTED)
"""What tells connections that people have from those that only wait to be revoked."""


class ConnectionState(StrEnum):
    """How a connection stands."""

    LIVE = "live"
    EXPIRED = "expired"
    """Nothing was imported or exported for 30 days."""
    LOST = "lost"
    """Over for another reason, which `Connection.lost` names."""


def add_or_renew(  # noqa: PLR0913 - the columns of Connection, all by name
    session: Session,
    seal: Seal,
    *,
    user_id: int,
    client_id: int,
    company: Company,
    tokens: Tokens,
    service: bool = False,
    now: datetime,
) -> Connection:
    """Keep the tokens of a person's new connection to a client's Fortnox, in place of an earlier one."""
    connection = Connection(
        user_id=user_id,
        client_id=client_id,
        tenant=company.tenant,
        org_number=company.org_number,
        company_name=company.name,
        scopes=tokens.scopes,
        sealed=seal.close_tokens(tokens),
        valid_until=now + VALID_FOR,
    )
    connection = rows.find_or_add(session, _of(user_id, client_id), connection)
    connection.tenant, connection.org_number = company.tenant, company.org_number
    connection.company_name, connection.scopes, connection.service = company.name, tokens.scopes, service
    connection.sealed = seal.close_tokens(tokens)
    connection.connected_at = connection.renewed_at = now
    connection.valid_until = now + VALID_FOR
    connection.lost = connection.lost_at = None
    session.add(connection)
    session.flush()
    return connection


def of(session: Session, user_id: int, client_id: int) -> Connection | None:
    """The person's own connection to the client's Fortnox, however it stands; none that was taken back."""
    return session.exec(_of(user_id, client_id).where(NOT_TAKEN_BACK)).first()


def sealed_before(session: Session, user_id: int, client_id: int) -> str | None:
    """The sealed tokens that a new connection takes the place of, kept from others until the transaction ends."""
    earlier = session.exec(_of(user_id, client_id).with_for_update(key_share=True)).first()
    return earlier.sealed if earlier else None


def get(session: Session, connection_id: int) -> Connection:
    """The connection; raises NotFound."""
    return rows.get(session, Connection, connection_id)


def of_client(session: Session, client_id: int) -> list[Connection]:
    """Everybody's connections to a client's Fortnox that were not taken back."""
    found = select(Connection).where(Connection.client_id == client_id, NOT_TAKEN_BACK)
    return list(session.exec(found.order_by(col(Connection.id))))


def state(connection: Connection, now: datetime) -> ConnectionState:
    """How a connection stands at a moment."""
    if connection.lost in {None, LostReason.EXPIRED}:
        expired = connection.lost or connection.valid_until <= now
        return ConnectionState.EXPIRED if expired else ConnectionState.LIVE
    return ConnectionState.LOST


def reason(connection: Connection, now: datetime) -> LostReason | None:
    """Why a connection is over at a moment; None while it lives."""
    return connection.lost or (LostReason.EXPIRED if connection.valid_until <= now else None)


def renewed(session: Session, connection_id: int, now: datetime) -> None:
    """Let the connection last 30 days from `now`: something was imported or exported. One that is over stays so."""
    session.exec(
        update(Connection)
        .where(col(Connection.id) == connection_id, col(Connection.lost).is_(None), col(Connection.valid_until) > now)
        .values(renewed_at=now, valid_until=now + VALID_FOR)
    )


def lost(session: Session, connection_id: int, why: LostReason, now: datetime | None = None) -> None:
    """Note that the connection is over, and why; the first reason stays."""
    session.exec(
        update(Connection)
        .where(col(Connection.id) == connection_id, col(Connection.lost).is_(None))
        .values(lost=why, lost_at=now or present())
    )


def take_back(session: Session, connection_id: int, now: datetime) -> None:
    """Take the connection out of use for good, however it stands: only revoking it is left to do."""
    session.exec(
        update(Connection).where(col(Connection.id) == connection_id).values(lost=LostReason.DISCONNECTED, lost_at=now)
    )


def take_back_old(session: Session, now: datetime) -> list[int]:
    """Take back what has been over for long; gives the ids of all that are left to revoke."""
    before = now - KEPT_OVER
    taken = session.exec(
        update(Connection)
        .where(
            or_(
                col(Connection.lost) == LostReason.DISCONNECTED,
                col(Connection.lost_at) < before,
                col(Connection.valid_until) < before,
            )
        )
        .values(lost=LostReason.DISCONNECTED, lost_at=now)
        .returning(col(Connection.id))
    )
    return list(taken.scalars())


def taken_back(session: Session, connection_id: int) -> Connection | None:
    """The connection, if it was taken back and nobody has connected anew since."""
    return session.exec(select(Connection).where(Connection.id == connection_id, not_(NOT_TAKEN_BACK))).first()


def remove(session: Session, connection: Connection) -> None:
    """Forget a connection that was taken back, when these very tokens of it are revoked; any other stays."""
    session.exec(
        delete(Connection).where(
            col(Connection.id) == connection.id,
            col(Connection.sealed) == connection.sealed,
            col(Connection.lost) == LostReason.DISCONNECTED,
        )
    )


def reseal(session: Session, seal: Seal) -> tuple[int, int]:
    """Seal every connection with the newest key; gives how many were, and how many no key opens."""
    every = session.exec(select(Connection).with_for_update(key_share=True)).all()
    counted = seal.renew_each(every, "sealed")
    session.flush()
    return counted


def _of(user_id: int, client_id: int) -> SelectOfScalar[Connection]:
    return select(Connection).where(Connection.user_id == user_id, Connection.client_id == client_id)
