"""The tables of the connection to Fortnox: who is connected, calls and their pace, what came beside the books."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from lib.fortnox.reasons import LostReason
from lib.store.columns import Moment, now, words
from lib.store.tables import IDS_ONCE
from lib.store.words import SupplementKind, SupplementState


class Connection(SQLModel, table=True):
    """A person's own way into one client's Fortnox; `sealed` is encrypted and never leaves the vault.

    `valid_until` is our own limit, 30 days from the last import or export; `lost` says why it is
    over before that. `lease_holder` renews the token until `lease_until`, everybody else waits.
    """

    __table_args__ = (UniqueConstraint("user_id", "client_id"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", ondelete="CASCADE")
    client_id: int = Field(foreign_key="client.id", index=True, ondelete="CASCADE")
    service: bool = False
    """Whether it is the client company's own consent (client credentials), not the person's."""
    tenant: int
    """Fortnox's DatabaseNumber."""
    org_number: str
    company_name: str
    scopes: str
    sealed: str
    connected_at: datetime = Field(default_factory=now, sa_type=Moment)
    renewed_at: datetime = Field(default_factory=now, sa_type=Moment)
    valid_until: datetime = Field(sa_type=Moment)
    lost: LostReason | None = Field(default=None, sa_type=words(LostReason))
    lost_at: datetime | None = Field(default=None, sa_type=Moment)
    lease_holder: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Moment)


class ConnectAttempt(SQLModel, table=True):
    """A trip to Fortnox's login portal, good for one return; only the state's SHA-256 is kept."""

    __tablename__: ClassVar[str] = "connect_attempt"
    state_hash: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", ondelete="CASCADE")
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    session_hash: str
    """The SHA-256 of the browser's sign-in, so that only the same browser can come back."""
    sealed_verifier: str
    service: bool = False
    return_path: str
    expires_at: datetime = Field(sa_type=Moment)


class ApiCall(SQLModel, table=True):
    """One call to Fortnox: what was asked and how it went, never a token, a name or an amount."""

    __tablename__: ClassVar[str] = "api_call"
    __table_args__ = (Index(None, "client_id", "at"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    client_id: int | None = Field(default=None, foreign_key="client.id", ondelete="CASCADE")
    job_id: str | None = None
    method: str
    path: str
    """Without its query's values."""
    status: int | None = None
    """None when no answer came."""
    milliseconds: int
    request_id: str = ""
    """Fortnox's own mark of the call (X-Uid)."""
    code: int | None = None
    """Fortnox's error code."""


class PaceTurn(SQLModel, table=True):
    """A turn to call Fortnox, given out to one process; `key` is client id and tenant."""

    __tablename__: ClassVar[str] = "pace_turn"
    __table_args__ = (Index(None, "key", "at"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    key: str
    at: int = Field(sa_type=BigInteger)
    """Microseconds since 1970."""


class Supplement(SQLModel, table=True):
    """What a Fortnox import brought beside the books: a ledger, or why there is none; or the registers."""

    __table_args__ = (UniqueConstraint("import_id", "kind"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    import_id: str = Field(foreign_key="import.id", ondelete="CASCADE")
    client_id: int = Field(foreign_key="client.id", index=True, ondelete="CASCADE")
    kind: SupplementKind = Field(sa_type=words(SupplementKind))
    state: SupplementState = Field(sa_type=words(SupplementState))
    message: str = ""
    """Why Fortnox refused it, or what to know of what it gave: a marked text with `facts`."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    fetched_at: datetime = Field(default_factory=now, sa_type=Moment)


class BooksSupplement(SQLModel, table=True):
    """The supplement of each kind that one version of the books goes by."""

    __tablename__: ClassVar[str] = "books_supplement"
    books_id: int = Field(foreign_key="books.id", primary_key=True, ondelete="CASCADE")
    kind: SupplementKind = Field(sa_type=words(SupplementKind), primary_key=True)
    supplement_id: int = Field(foreign_key="supplement.id", ondelete="CASCADE")


class Appendix(SQLModel, table=True):
    """An appendix to a client's reconciliation; an automatic one that was deleted comes back with the next import."""

    __table_args__ = (UniqueConstraint("client_id", "account"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    account: str
    automatic: bool = True
    import_id: str | None = Field(default=None, foreign_key="import.id", ondelete="SET NULL")
    """The import that made it, or brought it back, last."""
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_by: int | None = None


class FortnoxNews(SQLModel, table=True):
    """What Fortnox has that the books do not: looked up by a job, at most now and then."""

    __tablename__: ClassVar[str] = "fortnox_news"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    looked_at: datetime = Field(sa_type=Moment)
    vouchers: int | None = None
    """Vouchers made or changed since the last import; None when it could not be asked."""
    newest_year_end: date | None = None
    message: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
