"""Closing entries: the entries with their templates and choices, and their way to the bookkeeping program."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0005"
down_revision = "0004"

WORD = sa.String(20)


def upgrade() -> None:
    """Make the tables."""
    _entries()
    _exports()
    _preflights()


def _entries() -> None:
    op.create_table(
        "entry_template",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("reversal", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_entry_template_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_template")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_entry_template_client_id"), "entry_template", ["client_id"], unique=False)
    op.create_table(
        "closing_entry",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("family", WORD, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.Column("deleted_name", sa.String(), nullable=False),
        sa.Column("transfer", WORD, nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("sent_via", sa.String(), nullable=False),
        sa.Column("sent_series", sa.String(), nullable=False),
        sa.Column("sent_number", sa.String(), nullable=False),
        sa.Column("sent_year_start", sa.Date(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("sent_name", sa.String(), nullable=False),
        sa.Column("seen_import_id", sa.String(), nullable=True),
        sa.Column("seen_series", sa.String(), nullable=False),
        sa.Column("seen_number", sa.String(), nullable=False),
        sa.Column("seen_name", sa.String(), nullable=False),
        sa.Column("unseen", WORD, nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("source_account", sa.String(), nullable=False),
        sa.Column("calculation", sa.JSON(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_closing_entry_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["closing_entry.id"], name=op.f("fk_closing_entry_corrects_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["closing_entry.id"], name=op.f("fk_closing_entry_reverses_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["seen_import_id"], ["import.id"], name=op.f("fk_closing_entry_seen_import_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["entry_template.id"], name=op.f("fk_closing_entry_template_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_entry")),
        sa.UniqueConstraint(
            "client_id",
            "year_start",
            "family",
            "number",
            name=op.f("uq_closing_entry_client_id_year_start_family_number"),
        ),
        sa.UniqueConstraint("marker", name=op.f("uq_closing_entry_marker")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_closing_entry_client_id_period"), "closing_entry", ["client_id", "period"], unique=False)
    op.create_table(
        "system_choice",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_system_choice_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("client_id", "year_start", "kind", name=op.f("pk_system_choice")),
    )


def _exports() -> None:
    op.create_table(
        "export_choice",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("series_v", sa.String(), nullable=False),
        sa.Column("series_s", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_export_choice_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_export_choice")),
    )
    op.create_table(
        "export_run",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("series_v", sa.String(), nullable=False),
        sa.Column("series_s", sa.String(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_export_run_client_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_run")),
    )
    op.create_index(op.f("ix_export_run_client_id_at"), "export_run", ["client_id", "at"], unique=False)
    op.create_table(
        "export_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("fate", WORD, nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("settles_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["closing_entry.id"], name=op.f("fk_export_item_entry_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["run_id"], ["export_run.id"], name=op.f("fk_export_item_run_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_item")),
        sa.UniqueConstraint("run_id", "entry_id", name=op.f("uq_export_item_run_id_entry_id")),
        sqlite_autoincrement=True,
    )


def _preflights() -> None:
    op.create_table(
        "preflight",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_preflight_client_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("client_id", "year_start", name=op.f("pk_preflight")),
    )
    op.create_table(
        "series_lease",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_series_lease")),
    )
