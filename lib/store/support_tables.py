"""The tables of the support desk: the accountant's consents, what support asks for, and what was erased."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field

from lib.store.closing_tables import Signed
from lib.store.columns import Moment, words
from lib.store.tables import IDS_ONCE
from lib.store.words import ErasureState


class SupportConsent(Signed, table=True):
    """An accountant lets support see a client's contents until a moment, unless it is withdrawn before."""

    __tablename__: ClassVar[str] = "support_consent"
    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True, ondelete="CASCADE")
    until: datetime = Field(sa_type=Moment)
    reason: str
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_name: str = ""


class ConsentRequest(Signed, table=True):
    """Support asks the accountant for consent: the newest of each client, until it is answered."""

    __tablename__: ClassVar[str] = "consent_request"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    reason: str


class Erasure(Signed, table=True):
    """A client that was erased, or is being erased; nothing in it tells which company it was.

    `imports` and `jobs` are the ids of what is still to be removed outside the database, once its rows are gone.
    `removed` counts what was removed, by table and by kind of file.
    """

    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(unique=True)
    state: ErasureState = Field(sa_type=words(ErasureState))
    imports: list[str] = Field(default_factory=list, sa_type=JSON)
    jobs: list[str] = Field(default_factory=list, sa_type=JSON)
    removed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
