"""The tables of sign-in with an identity provider: trips under way, and tries that went wrong."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from lib.store.columns import Moment


class SignInTrip(SQLModel, table=True):
    """A trip to the identity provider; of its state and its browser only the SHA-256 is kept."""

    __tablename__: ClassVar[str] = "sign_in_trip"
    state_hash: str = Field(primary_key=True)
    browser_hash: str
    return_path: str
    expires_at: datetime = Field(sa_type=Moment)


class SignInTry(SQLModel, table=True):
    """A try that counts against a limit; `key` tells whose, by a SHA-256."""

    __tablename__: ClassVar[str] = "sign_in_try"
    __table_args__ = (Index(None, "key", "at"),)
    id: int = Field(default=None, primary_key=True)
    key: str
    at: datetime = Field(sa_type=Moment)
