"""The connection to Fortnox: who is connected, calls and their pace, ledgers beside the books, appendices."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0002"
down_revision = "0001"

WORD = sa.String(20)


def upgrade() -> None:
    """Make the tables."""
    _connections()
    _calls()
    _supplements()


def _connections() -> None:
    op.create_table(
        "connection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("service", sa.Boolean(), nullable=False),
        sa.Column("tenant", sa.Integer(), nullable=False),
        sa.Column("org_number", sa.String(), nullable=False),
        sa.Column("company_name", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("connected_at", Moment(), nullable=False),
        sa.Column("renewed_at", Moment(), nullable=False),
        sa.Column("valid_until", Moment(), nullable=False),
        sa.Column("lost", WORD, nullable=True),
        sa.Column("lost_at", Moment(), nullable=True),
        sa.Column("lease_holder", sa.String(), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_connection_client_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_connection_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("user_id", "client_id", name=op.f("uq_connection_user_id_client_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_connection_client_id"), "connection", ["client_id"])
    op.create_table(
        "connect_attempt",
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("session_hash", sa.String(), nullable=False),
        sa.Column("sealed_verifier", sa.String(), nullable=False),
        sa.Column("service", sa.Boolean(), nullable=False),
        sa.Column("return_path", sa.String(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_connect_attempt_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_connect_attempt_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_connect_attempt")),
    )


def _calls() -> None:
    op.create_table(
        "api_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_api_call_client_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_call")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_api_call_client_id_at"), "api_call", ["client_id", "at"])
    op.create_table(
        "pace_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace_turn")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_pace_turn_key_at"), "pace_turn", ["key", "at"])
    op.create_table(
        "fortnox_news",
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", Moment(), nullable=False),
        sa.Column("vouchers", sa.Integer(), nullable=True),
        sa.Column("newest_year_end", sa.Date(), nullable=True),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_fortnox_news_client_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("client_id", name=op.f("pk_fortnox_news")),
    )


def _supplements() -> None:
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_supplement_client_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_supplement_import_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("import_id", "kind", name=op.f("uq_supplement_import_id_kind")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_supplement_client_id"), "supplement", ["client_id"])
    op.create_table(
        "books_supplement",
        sa.Column("books_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["books_id"], ["books.id"], name=op.f("fk_books_supplement_books_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["supplement_id"], ["supplement.id"], name=op.f("fk_books_supplement_supplement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("books_id", "kind", name=op.f("pk_books_supplement")),
    )
    op.create_table(
        "appendix",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.Column("deleted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_appendix_client_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_appendix_import_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appendix")),
        sa.UniqueConstraint("client_id", "account", name=op.f("uq_appendix_client_id_account")),
        sqlite_autoincrement=True,
    )
