"""The tables of the closing work: periods and their states, marks, checklists, appendices with their files.

`period` is `lib.closing.periods.Period.key`; amounts are öre, debit positive.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from lib.closing.copying import Copying
from lib.closing.files import FileKind
from lib.closing.states import State
from lib.core.periods import ReconciliationPeriod
from lib.store.columns import Moment, now, words
from lib.store.tables import IDS_ONCE
from lib.store.words import FileOwner, ItemState, MarkKind

Who = tuple[int, str] | None
"""Who does something: id and name; None is the program itself."""


class Signed(SQLModel):
    """Who said it and when; the name as it was then, for nothing ties the row to the person."""

    user_id: int | None = None
    user_name: str = ""
    at: datetime = Field(default_factory=now, sa_type=Moment)

    def sign(self, who: Who) -> None:
        """Let it be said by this person, now."""
        self.user_id, self.user_name = who or (None, "")
        self.at = now()

    @property
    def who(self) -> Who:
        """Who said it."""
        return None if self.user_id is None else (self.user_id, self.user_name)


class PeriodLength(SQLModel, table=True):
    """From `starts` on, the client is reconciled in periods of this length."""

    __tablename__: ClassVar[str] = "period_length"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    starts: date = Field(primary_key=True)
    length: ReconciliationPeriod = Field(sa_type=words(ReconciliationPeriod))


class PeriodRow(SQLModel, table=True):
    """A period that was started once.

    While it is locked, `books_version` are the books that it was locked on and `frozen` the results
    as they stood then (JSON); both are None and empty in every other state.
    """

    __tablename__: ClassVar[str] = "period"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    period: str = Field(primary_key=True)
    ends: date
    state: State = Field(sa_type=words(State))
    started_at: datetime = Field(default_factory=now, sa_type=Moment)
    locked_at: datetime | None = Field(default=None, sa_type=Moment)
    locked_by: int | None = None
    locked_name: str = ""
    books_version: int | None = None
    frozen: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reviewed_at: datetime | None = Field(default=None, sa_type=Moment)
    reviewed_by: int | None = None
    reviewed_name: str = ""


class AccountMark(Signed, table=True):
    """An account that somebody says is done in a period, or has reviewed; it was said of these figures.

    `amount` is what the account was held against then, None when it was held against nothing.
    """

    __tablename__: ClassVar[str] = "account_mark"
    __table_args__ = (UniqueConstraint("client_id", "period", "account", "kind"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    period: str
    account: str
    kind: MarkKind = Field(sa_type=words(MarkKind))
    balance: int = Field(sa_type=BigInteger)
    amount: int | None = Field(default=None, sa_type=BigInteger)
    comment: str = ""


class ChecklistItem(Signed, table=True):
    """A thing to do in a period; who ticked it last, and when."""

    __tablename__: ClassVar[str] = "checklist_item"
    __table_args__ = (Index(None, "client_id", "period"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    period: str
    position: int
    text: str
    """A marked text when it is one of the program's own."""
    state: ItemState = Field(default=ItemState.OPEN, sa_type=words(ItemState))
    comment: str = ""


class PeriodComment(Signed, table=True):
    """A comment on a period, or on one account in it."""

    __tablename__: ClassVar[str] = "period_comment"
    __table_args__ = (Index(None, "client_id", "period"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    period: str
    account: str = ""
    text: str


class StatementBalance(Signed, table=True):
    """What a bank or the tax agency says that an account holds at the end of `day`, signed as the account is."""

    __tablename__: ClassVar[str] = "statement_balance"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    period: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    balance: int = Field(sa_type=BigInteger)
    day: date


class SubAppendix(Signed, table=True):
    """An appendix that people make: `lines` of text and amount, or files alone (an external one).

    `amount` is the sum of the lines, None without any. `source_id` is the one it was copied from.
    """

    __tablename__: ClassVar[str] = "sub_appendix"
    __table_args__ = (Index(None, "client_id", "period"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    period: str
    name: str
    accounts: list[str] = Field(default_factory=list, sa_type=JSON)
    lines: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    amount: int | None = Field(default=None, sa_type=BigInteger)
    copying: Copying = Field(sa_type=words(Copying))
    source_id: int | None = None


class Attachment(Signed, table=True):
    """A file attached to an appendix or a closing entry; `stored` names it on disk, never its own `name`."""

    __table_args__ = (Index(None, "client_id", "owner", "owner_id"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    owner: FileOwner = Field(sa_type=words(FileOwner))
    owner_id: int
    name: str
    kind: FileKind = Field(sa_type=words(FileKind))
    size: int
    sha256: str
    stored: str
    protected: bool = False
    """Whether a password is needed to read it: such a file cannot be printed with the others."""
