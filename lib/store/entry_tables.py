"""The tables of closing entries: the entries, what they are made from, and their way to the bookkeeping program.

`period` is `lib.closing.periods.Period.key`; amounts are öre, debit positive.
"""

from datetime import date, datetime
from secrets import token_hex
from typing import Any, ClassVar, Final

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from lib.closing.entries import Family, Transfer
from lib.store.closing_tables import Signed
from lib.store.columns import Moment, now, words
from lib.store.tables import IDS_ONCE
from lib.store.words import ItemFate, PreflightState, RunState

MARKER: Final = "brygga:"


def new_marker() -> str:
    """What an entry is known by in the bookkeeping program: 64 random bits."""
    return MARKER + token_hex(8)


class EntryTemplate(Signed, table=True):
    """Rows that closing entries are made from, for one client or (None) for all.

    Over `months` the amounts are spread evenly; `reversal` takes each entry back in the next period.
    """

    __tablename__: ClassVar[str] = "entry_template"
    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True, ondelete="CASCADE")
    name: str
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    months: int = 1
    reversal: bool = False


class ClosingEntry(Signed, table=True):
    """A closing entry; one that was deleted is hidden, not gone.

    `number` counts within client, year and family (V1, V2, ... S1). `kind` names a system entry's
    kind, `calculation` shows how it came about, and `basis` stands for what it was worked out of:
    another basis now makes it stale. `marker` is how the bookkeeping program's voucher is known for
    it. `sent_` says where it landed, by which way (`fortnox`, `si`).
    """

    __tablename__: ClassVar[str] = "closing_entry"
    __table_args__ = (
        UniqueConstraint("client_id", "year_start", "family", "number"),
        Index(None, "client_id", "period"),
        IDS_ONCE,
    )
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    year_start: date
    period: str
    family: Family = Field(sa_type=words(Family))
    number: int
    kind: str = ""
    name: str = ""
    day: date
    rows: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    ready: bool = False
    """Whether it may be transferred: it balances, and nothing else is wrong with it."""
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_name: str = ""
    transfer: Transfer = Field(default=Transfer.NOT_TRANSFERRED, sa_type=words(Transfer))
    marker: str = Field(default_factory=new_marker, unique=True)
    sent_via: str = ""
    sent_series: str = ""
    sent_number: str = ""
    sent_year_start: date | None = None
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    sent_name: str = ""
    seen_import_id: str | None = Field(default=None, foreign_key="import.id", ondelete="SET NULL")
    """The import in which it was seen again."""
    seen_series: str = ""
    seen_number: str = ""
    """The voucher that it is in the books."""
    seen_name: str = ""
    """Who said that it is this voucher; blank where Fortnox's number or its marker tells."""
    unseen: Transfer | None = Field(default=None, sa_type=words(Transfer))
    """What `transfer` is again when an import is undone, and the books do not hold it any more."""
    corrects_id: int | None = Field(default=None, foreign_key="closing_entry.id", ondelete="SET NULL")
    reverses_id: int | None = Field(default=None, foreign_key="closing_entry.id", ondelete="SET NULL")
    template_id: int | None = Field(default=None, foreign_key="entry_template.id", ondelete="SET NULL")
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """Its part of an amount over months, or one taken back later: `lib.closing.accruals.Plan`."""
    source_account: str = ""
    """The account whose difference it was made from."""
    calculation: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    basis: str = ""


class SystemChoice(Signed, table=True):
    """Whether a kind of system entry is proposed in a year, and the amounts that people state for it (`inputs`)."""

    __tablename__: ClassVar[str] = "system_choice"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    year_start: date = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    enabled: bool = True
    inputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class ExportRun(Signed, table=True):
    """Entries on their way to the bookkeeping program; its id is the job's."""

    __tablename__: ClassVar[str] = "export_run"
    __table_args__ = (Index(None, "client_id", "at"),)
    id: str = Field(primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    year_start: date
    series_v: str = ""
    series_s: str = ""
    state: RunState = Field(default=RunState.RUNNING, sa_type=words(RunState))
    message: str = ""
    """Why it stopped: a marked text with `facts`."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class ExportItem(SQLModel, table=True):
    """One entry of a run, and how far it has come; `draft` is what is sent, as it was when the run began."""

    __tablename__: ClassVar[str] = "export_item"
    __table_args__ = (UniqueConstraint("run_id", "entry_id"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    run_id: str = Field(foreign_key="export_run.id", ondelete="CASCADE")
    entry_id: int = Field(foreign_key="closing_entry.id", ondelete="CASCADE")
    marker: str
    position: int
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    fate: ItemFate = Field(default=ItemFate.WAITING, sa_type=words(ItemFate))
    series: str = ""
    number: str = ""
    message: str = ""
    """What Fortnox said against it: a marked text with `facts`."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    settles_at: datetime | None = Field(default=None, sa_type=Moment)
    """From when on it has surely not landed, if it is not found."""


class ExportChoice(SQLModel, table=True):
    """The voucher series that were chosen last, for V and for S."""

    __tablename__: ClassVar[str] = "export_choice"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    series_v: str = ""
    series_s: str = ""


class Preflight(SQLModel, table=True):
    """What Fortnox says before an export: its series for the year, and what stands in the way (`content`, JSON)."""

    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    year_start: date = Field(primary_key=True)
    state: PreflightState = Field(default=PreflightState.RUNNING, sa_type=words(PreflightState))
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    asked_by: int | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    message: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class SeriesLease(SQLModel, table=True):
    """Who alone writes to one voucher series of one company in Fortnox, until when; `key` is tenant and series."""

    __tablename__: ClassVar[str] = "series_lease"
    key: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=Moment)
