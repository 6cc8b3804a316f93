"""The first shape: clients, people, imports, snapshots, books, jobs and the append-only activity log."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0001"
down_revision = None

WORD = sa.String(20)
MESSAGE = "the activity log is append-only"


def upgrade() -> None:
    """Make the tables, and the triggers that keep the activity log as it was written."""
    _people()
    _imports()
    _books()
    _jobs_and_activity()
    _keep_activity()


def _people() -> None:
    op.create_table(
        "client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("org_number", sa.String(), nullable=False),
        sa.Column("legal_form", WORD, nullable=True),
        sa.Column("accounting_method", WORD, nullable=True),
        sa.Column("vat_period", WORD, nullable=True),
        sa.Column("framework", WORD, nullable=True),
        sa.Column("reconciliation_period", WORD, nullable=True),
        sa.Column("source", WORD, nullable=True),
        sa.Column("default_series", sa.String(), nullable=False),
        sa.Column("self_activating", sa.Boolean(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_client_org_number"), "client", ["org_number"])
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", WORD, nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("all_clients", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("subject", name=op.f("uq_user_account_subject")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "client_access",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_access_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_client_access_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "client_id", name=op.f("pk_client_access")),
    )
    op.create_table(
        "browser_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_browser_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_browser_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_browser_session_token_hash")),
    )
    op.create_index(op.f("ix_browser_session_user_id"), "browser_session", ["user_id"])


def _imports() -> None:
    op.create_table(
        "financial_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_financial_year_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_financial_year")),
        sa.UniqueConstraint("client_id", "start", "end", name=op.f("uq_financial_year_client_id_start_end")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("source", WORD, nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("compared_with", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_import_client_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("dedup_key", name=op.f("uq_import_dedup_key")),
    )
    op.create_index(op.f("ix_import_client_id_created_at"), "import", ["client_id", "created_at"])
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("extent", WORD, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_snapshot_client_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_snapshot_import_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["year_id"], ["financial_year.id"], name=op.f("fk_snapshot_year_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint(
            "client_id",
            "year_id",
            "extent",
            "fingerprint",
            name=op.f("uq_snapshot_client_id_year_id_extent_fingerprint"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "import_year",
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["import.id"], name=op.f("fk_import_year_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_import_year_snapshot_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["financial_year.id"], name=op.f("fk_import_year_year_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "year_id", "snapshot_id", name=op.f("pk_import_year")),
    )


def _books() -> None:
    op.create_table(
        "books",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_books_client_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_books_import_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_books")),
        sa.UniqueConstraint("client_id", "version", name=op.f("uq_books_client_id_version")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "books_year",
        sa.Column("books_id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["books_id"], ["books.id"], name=op.f("fk_books_year_books_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_books_year_import_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_books_year_snapshot_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["financial_year.id"], name=op.f("fk_books_year_year_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("books_id", "year_id", name=op.f("pk_books_year")),
    )
    op.create_index(op.f("ix_books_year_import_id"), "books_year", ["import_id"])


def _jobs_and_activity() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.String(), nullable=True),
        sa.Column("state", WORD, nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("started_at", Moment(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_job_client_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_job_import_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_client_id_created_at"), "job", ["client_id", "created_at"])
    op.create_index(op.f("ix_job_import_id"), "job", ["import_id"])
    op.create_index(op.f("ix_job_state"), "job", ["state"])
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_activity_at"), "activity", ["at"])
    op.create_index(op.f("ix_activity_client_id"), "activity", ["client_id"])


def _keep_activity() -> None:
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER activity_no_{change.lower()} BEFORE {change} ON activity "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION activity_is_kept() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER activity_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON activity "
        "FOR EACH STATEMENT EXECUTE FUNCTION activity_is_kept()"
    )
