"""The tables: one class a table, and the words their rows are told apart by.

Times are aware and in UTC. `lib.store.migrations` makes the tables; a test holds the two together.
"""

from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import uuid4

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from lib.core.languages import Fact
from lib.core.periods import FinancialYear, ReconciliationPeriod, VatPeriod
from lib.ledger.books import Extent
from lib.store.columns import Moment, now, words
from lib.store.words import (
    AccountingMethod,
    Framework,
    ImportState,
    JobState,
    LegalForm,
    Role,
    Source,
)

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
IDS_ONCE: Final = {"sqlite_autoincrement": True}
"""What is removed never gives its number to something else, as on PostgreSQL."""

__all__ = [
    "AccountingMethod",
    "Activity",
    "Books",
    "BooksYear",
    "BrowserSession",
    "Client",
    "ClientAccess",
    "FinancialYearRow",
    "Framework",
    "Import",
    "ImportState",
    "ImportYear",
    "Job",
    "JobState",
    "LegalForm",
    "ReconciliationPeriod",
    "Role",
    "Snapshot",
    "Source",
    "User",
    "VatPeriod",
]


class Client(SQLModel, table=True):
    """A client company; what is None has not been stated."""

    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    name: str
    org_number: str = Field(default="", index=True)
    legal_form: LegalForm | None = Field(default=None, sa_type=words(LegalForm))
    accounting_method: AccountingMethod | None = Field(default=None, sa_type=words(AccountingMethod))
    vat_period: VatPeriod | None = Field(default=None, sa_type=words(VatPeriod))
    framework: Framework | None = Field(default=None, sa_type=words(Framework))
    reconciliation_period: ReconciliationPeriod | None = Field(default=None, sa_type=words(ReconciliationPeriod))
    source: Source | None = Field(default=None, sa_type=words(Source))
    default_series: str = "A"
    self_activating: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    demo: bool = False


class User(SQLModel, table=True):
    """A person who may sign in; `subject` is who the identity provider says they are.

    `waiting` for somebody who has signed in and has no role yet, and so is not `active`. `language`
    is blank until one is chosen. `version` goes up by one with each change an administrator makes.
    """

    __tablename__: ClassVar[str] = "user_account"
    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    subject: str = Field(unique=True)
    name: str
    email: str = ""
    role: Role = Field(sa_type=words(Role))
    language: str = "sv"
    all_clients: bool = False
    active: bool = True
    waiting: bool = False
    role_by_claim: bool = False
    version: int = 1


class ClientAccess(SQLModel, table=True):
    """A client that a user may see."""

    __tablename__: ClassVar[str] = "client_access"
    user_id: int = Field(foreign_key="user_account.id", primary_key=True, ondelete="CASCADE")
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")


class BrowserSession(SQLModel, table=True):
    """A signed-in browser; only the token's SHA-256 is kept, so that a stolen database opens nothing."""

    __tablename__: ClassVar[str] = "browser_session"
    id: int = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    user_id: int = Field(foreign_key="user_account.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(sa_type=Moment)
    last_seen_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    idle_seconds: int
    agent: str = ""
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class FinancialYearRow(SQLModel, table=True):
    """A financial year of a client that some import has told of."""

    __tablename__: ClassVar[str] = "financial_year"
    __table_args__ = (UniqueConstraint("client_id", "start", "end"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    start: date
    end: date

    @property
    def year(self) -> FinancialYear:
        """The row as a value."""
        return FinancialYear(self.start, self.end)


class Import(SQLModel, table=True):
    """One source taken in, from its arrival to its end; rows are never removed, so that it stays findable.

    `counts` holds findings by severity. `dedup_key` is set while the import lives: the same bytes
    for the same client are then this import.
    """

    __table_args__ = (Index(None, "client_id", "created_at"),)
    id: str = Field(default_factory=lambda: str(uuid4()), primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    source: Source = Field(sa_type=words(Source))
    file_name: str
    size: int
    sha256: str
    state: ImportState = Field(default=ImportState.RECEIVED, sa_type=words(ImportState))
    dedup_key: str | None = Field(default=None, unique=True)
    created_by: int | None = None
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    options: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    counts: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    summary: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    compared_with: int | None = None
    reason: str = ""


class Snapshot(SQLModel, table=True):
    """One financial year of books as one import told it, immutable; `folder` lies under the data directory."""

    __table_args__ = (UniqueConstraint("client_id", "year_id", "extent", "fingerprint"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    import_id: str = Field(foreign_key="import.id", ondelete="CASCADE")
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    year_id: int = Field(foreign_key="financial_year.id", ondelete="CASCADE")
    start: date
    end: date
    extent: Extent = Field(sa_type=words(Extent))
    fingerprint: str
    folder: str
    totals: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)

    @property
    def year(self) -> FinancialYear:
        """The year that the snapshot is of."""
        return FinancialYear(self.start, self.end)


class ImportYear(SQLModel, table=True):
    """A snapshot that an import holds; the same content imported twice shares one."""

    __tablename__: ClassVar[str] = "import_year"
    import_id: str = Field(foreign_key="import.id", primary_key=True, ondelete="CASCADE")
    year_id: int = Field(foreign_key="financial_year.id", primary_key=True, ondelete="CASCADE")
    snapshot_id: int = Field(foreign_key="snapshot.id", primary_key=True, ondelete="CASCADE")


class Books(SQLModel, table=True):
    """One version of a client's books, never changed once written.

    `import_id` is the import that was put in use; in an undo `undoes` is the version taken back.
    """

    __table_args__ = (UniqueConstraint("client_id", "version"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    version: int
    import_id: str | None = Field(default=None, foreign_key="import.id", ondelete="CASCADE")
    undoes: int | None = None
    created_by: int | None = None
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    reason: str = ""


class BooksYear(SQLModel, table=True):
    """One year of one version of the books, and the import that it comes from."""

    __tablename__: ClassVar[str] = "books_year"
    books_id: int = Field(foreign_key="books.id", primary_key=True, ondelete="CASCADE")
    year_id: int = Field(foreign_key="financial_year.id", primary_key=True, ondelete="CASCADE")
    snapshot_id: int = Field(foreign_key="snapshot.id", ondelete="CASCADE")
    import_id: str = Field(foreign_key="import.id", index=True, ondelete="CASCADE")


class Job(SQLModel, table=True):
    """A job as people see it: its steps and what became of it. `id` is the durable workflow's own.

    `steps` are dicts of `name`, `state`, `started_at` and `ended_at` (ISO texts or None).
    """

    __table_args__ = (Index(None, "client_id", "created_at"),)
    id: str = Field(primary_key=True)
    kind: str
    client_id: int | None = Field(default=None, foreign_key="client.id", ondelete="CASCADE")
    import_id: str | None = Field(default=None, foreign_key="import.id", index=True, ondelete="CASCADE")
    state: JobState = Field(default=JobState.WAITING, sa_type=words(JobState), index=True)
    steps: list[dict[str, str | None]] = Field(default_factory=list, sa_type=JSON)
    started_by: int | None = None
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    message: str = ""
    facts: dict[str, Fact] = Field(default_factory=dict, sa_type=JSON)
    reference: str | None = None


class Activity(SQLModel, table=True):
    """A row of the activity log; it outlives the people and clients that it names, so nothing ties it to them."""

    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment, index=True)
    user_id: int | None = None
    user_name: str = ""
    client_id: int | None = Field(default=None, index=True)
    action: str
    outcome: str
    message: str
    facts: dict[str, Fact] = Field(default_factory=dict, sa_type=JSON)
    previous_hash: str
    hash: str
