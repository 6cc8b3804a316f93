"""Sign-in with the bureau's identity provider: what its trips and its people need."""

import sqlalchemy as sa
from alembic import op

from lib.store.columns import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, and tell of the people and browsers that are known what is asked of new ones."""
    op.add_column("user_account", sa.Column("waiting", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("user_account", sa.Column("role_by_claim", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("user_account", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("browser_session", sa.Column("agent", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "sign_in_trip",
        sa.Column("state_hash", sa.String(), nullable=False),
        sa.Column("browser_hash", sa.String(), nullable=False),
        sa.Column("return_path", sa.String(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sign_in_trip")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    op.create_index(op.f("ix_sign_in_try_key_at"), "sign_in_try", ["key", "at"], unique=False)
