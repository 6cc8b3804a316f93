"""The tables of the transaction analysis: its runs, marks on findings, settings and templates, roles, saved views."""

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from lib.store.closing_tables import Signed
from lib.store.tables import IDS_ONCE


class FindingMark(Signed, table=True):
    """A finding that somebody has dealt with: it holds wherever the same finding is found, and only there."""

    __tablename__: ClassVar[str] = "finding_mark"
    __table_args__ = (UniqueConstraint("client_id", "check_id", "fingerprint"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    check_id: str
    fingerprint: str
    comment: str = ""


class CheckTemplate(Signed, table=True):
    """Check settings and account roles of the bureau's own, to be laid on clients.

    `settings` are objects with `key`, `based_on`, `name`, `enabled` and `thresholds`; `roles` account -> role.
    """

    __tablename__: ClassVar[str] = "check_template"
    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    settings: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    roles: dict[str, str] = Field(default_factory=dict, sa_type=JSON)


class CheckSetting(Signed, table=True):
    """How one check goes for one client, where it is not as the program has it.

    `key` is the check's id, or the own name of one that was made from it; then `based_on` is its id
    and `name` what people call it.
    """

    __tablename__: ClassVar[str] = "check_setting"
    __table_args__ = (UniqueConstraint("client_id", "key"), IDS_ONCE)
    id: int = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", ondelete="CASCADE")
    key: str
    based_on: str = ""
    name: str = ""
    enabled: bool = True
    thresholds: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    template_id: int | None = Field(default=None, foreign_key="check_template.id", ondelete="SET NULL")


class AccountRole(Signed, table=True):
    """What an account is used for, where its number and name do not tell; a blank role is none."""

    __tablename__: ClassVar[str] = "account_role"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    account: str = Field(primary_key=True)
    role: str


class SavedView(Signed, table=True):
    """Filters that somebody keeps under a name, for one client or (None) for all, for everybody who sees the page."""

    __tablename__: ClassVar[str] = "saved_view"
    __table_args__ = IDS_ONCE
    id: int = Field(default=None, primary_key=True)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True, ondelete="CASCADE")
    page: str
    name: str
    content: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class AnalysisRun(Signed, table=True):
    """The newest run of the checks on one year of a client's books; `stored` names its results on disk.

    `basis` stands for all that it was run on: the books, the ledgers, the settings. Another basis now
    makes the results stale.
    """

    __tablename__: ClassVar[str] = "analysis_run"
    client_id: int = Field(foreign_key="client.id", primary_key=True, ondelete="CASCADE")
    year_start: date = Field(primary_key=True)
    basis: str
    stored: str
    milliseconds: int = 0
