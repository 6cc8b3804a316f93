"""Support: consents, certificates of what was erased, and what else the support desk keeps."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0007"
down_revision = "0006"

MESSAGE = "the activity log is append-only"
GONE = "What was done with a client that has been erased."
UNCHANGED = ("id", "at", "user_id", "user_name", "client_id", "action", "outcome", "previous_hash", "hash")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "support_consent",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("withdrawn_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_support_consent_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_consent")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_support_consent_client_id"), "support_consent", ["client_id"], unique=False)
    op.create_table(
        "consent_request",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_consent_request_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_consent_request")),
    )
    op.create_table(
        "erasure",
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("imports", sa.JSON(), nullable=False),
        sa.Column("jobs", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("client_id", name=op.f("uq_erasure_client_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "client_summary",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_summary_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_client_summary")),
    )
    op.create_table(
        "reader",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("news", sa.String(), nullable=False),
        sa.Column("introduced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reader_user_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reader")),
    )
    _let_texts_go()


def _let_texts_go() -> None:
    """Let an entry of the activity log be emptied of its texts, when its client is erased; nothing else changes."""
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in UNCHANGED)
        op.execute("DROP TRIGGER activity_no_update")
        op.execute(
            "CREATE TRIGGER activity_no_update BEFORE UPDATE ON activity "
            f"WHEN NEW.message <> '{GONE}' OR NEW.facts <> '{{}}' OR {changed} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in UNCHANGED)
    op.execute("DROP TRIGGER activity_no_change ON activity")
    op.execute(
        "CREATE TRIGGER activity_no_removal BEFORE DELETE OR TRUNCATE ON activity "
        "FOR EACH STATEMENT EXECUTE FUNCTION activity_is_kept()"
    )
    op.execute(
        "CREATE TRIGGER activity_no_change BEFORE UPDATE ON activity FOR EACH ROW "
        f"WHEN (NEW.message <> '{GONE}' OR NEW.facts::text <> '{{}}' OR {changed}) "
        "EXECUTE FUNCTION activity_is_kept()"
    )
