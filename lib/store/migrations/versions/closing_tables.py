"""The closing work: periods and their states, marks, checklists, appendices with files; check settings and views."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0003"
down_revision = "0002"

WORD = sa.String(20)


def upgrade() -> None:
    """Make the tables."""
    _periods()
    _marks()
    _checklists()
    _appendices()
    _checks()


def _periods() -> None:
    op.create_table(
        "period_length",
        _client(),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("length", WORD, nullable=False),
        _of_client("period_length"),
        sa.PrimaryKeyConstraint("client_id", "starts", name=op.f("pk_period_length")),
    )
    op.create_table(
        "period",
        _client(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("locked_at", Moment(), nullable=True),
        sa.Column("locked_by", sa.Integer(), nullable=True),
        sa.Column("locked_name", sa.String(), nullable=False),
        sa.Column("books_version", sa.Integer(), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("reviewed_at", Moment(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_name", sa.String(), nullable=False),
        _of_client("period"),
        sa.PrimaryKeyConstraint("client_id", "period", name=op.f("pk_period")),
    )
    op.create_table(
        "statement_balance",
        *_signed(),
        _client(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _of_client("statement_balance"),
        sa.PrimaryKeyConstraint("client_id", "period", "account", name=op.f("pk_statement_balance")),
    )


def _marks() -> None:
    op.create_table(
        "account_mark",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        _of_client("account_mark"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_mark")),
        sa.UniqueConstraint(
            "client_id", "period", "account", "kind", name=op.f("uq_account_mark_client_id_period_account_kind")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "finding_mark",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("check_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        _of_client("finding_mark"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_mark")),
        sa.UniqueConstraint(
            "client_id", "check_id", "fingerprint", name=op.f("uq_finding_mark_client_id_check_id_fingerprint")
        ),
        sqlite_autoincrement=True,
    )


def _checklists() -> None:
    op.create_table(
        "checklist_item",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        _of_client("checklist_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_checklist_item_client_id_period"), "checklist_item", ["client_id", "period"])
    op.create_table(
        "period_comment",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        _of_client("period_comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period_comment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_period_comment_client_id_period"), "period_comment", ["client_id", "period"])


def _appendices() -> None:
    op.create_table(
        "sub_appendix",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("accounts", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("copying", WORD, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        _of_client("sub_appendix"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_appendix")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sub_appendix_client_id_period"), "sub_appendix", ["client_id", "period"])
    op.create_table(
        "attachment",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("owner", WORD, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("stored", sa.String(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        _of_client("attachment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attachment_client_id_owner_owner_id"), "attachment", ["client_id", "owner", "owner_id"])


def _checks() -> None:
    op.create_table(
        "check_template",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_template")),
        sa.UniqueConstraint("name", name=op.f("uq_check_template_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "check_setting",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        _client(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("based_on", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("thresholds", sa.JSON(), nullable=False),
        sa.Column("template_id", sa.Integer(), nullable=True),
        _of_client("check_setting"),
        sa.ForeignKeyConstraint(
            ["template_id"], ["check_template.id"], name=op.f("fk_check_setting_template_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_setting")),
        sa.UniqueConstraint("client_id", "key", name=op.f("uq_check_setting_client_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "account_role",
        *_signed(),
        _client(),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        _of_client("account_role"),
        sa.PrimaryKeyConstraint("client_id", "account", name=op.f("pk_account_role")),
    )
    op.create_table(
        "saved_view",
        *_signed(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _of_client("saved_view"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_saved_view_client_id"), "saved_view", ["client_id"])


def _signed() -> list[sa.Column[object]]:
    return [
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    ]


def _client() -> sa.Column[int]:
    return sa.Column("client_id", sa.Integer(), nullable=False)


def _of_client(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f(f"fk_{table}_client_id"), ondelete="CASCADE")
