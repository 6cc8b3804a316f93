"""The tables of the view over all clients: what is dear to reckon of each, and what people have read."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from lib.store.columns import Moment, now


class ClientSummary(SQLModel, table=True):
    """Figures of one client that are dear to reckon (`lib.store.summaries.Figures`, JSON).

    `basis` stands for all that they were reckoned from: with another basis now they hold no longer.
    """

    __tablename__: ClassVar[str] = "client_summary"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    basis: str
    figures: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = Field(default_factory=now, sa_type=Moment)


class Reader(SQLModel, table=True):
    """What a person has read of what the program tells of itself."""

    user_id: int = Field(foreign_key="user_account.id", primary_key=True, ondelete="CASCADE")
    news: str = ""
    """The newest day of *What's new* that was read (ISO); blank before the first time."""
    introduced: bool = False
    """Whether the introduction was gone through, or skipped."""
